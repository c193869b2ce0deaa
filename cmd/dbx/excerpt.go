package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// longLine is how many characters of one line of a log are shown.
const longLine = 500

// tail writes the last lines of a log, each behind an indent, as text: what
// would move a terminal's cursor or change its colours is shown as a dot.
func tail(w io.Writer, log []byte, lines int) {
	all := strings.Split(strings.TrimRight(string(log), "\n"), "\n")
	if len(all) > lines {
		fmt.Fprintf(w, "  … %d lines before\n", len(all)-lines)
		all = all[len(all)-lines:]
	}
	for _, line := range all {
		fmt.Fprintf(w, "  %s\n", plain(line))
	}
}

func plain(line string) string {
	cut := ""
	if runes := []rune(line); len(runes) > longLine {
		line, cut = string(runes[:longLine]), fmt.Sprintf(" … %d characters more", len(runes)-longLine)
	}
	return strings.Map(func(r rune) rune {
		if r != '\t' && !unicode.IsPrint(r) {
			return '·'
		}
		return r
	}, line) + cut
}
