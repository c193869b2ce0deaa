package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// screen is a terminal whose last lines are a status that changes in place.
// What is written to it scrolls by above. It is not safe for concurrent use.
type screen struct {
	w      io.Writer
	size   func() (width, height int)
	status []string
	drawn  []int // how long the lines of status are that are on the terminal
}

// Write implements [io.Writer] for whole lines.
func (s *screen) Write(p []byte) (int, error) {
	var b bytes.Buffer
	s.erase(&b)
	b.Write(p)
	s.draw(&b)
	if _, err := s.w.Write(b.Bytes()); err != nil {
		return 0, err
	}
	return len(p), nil
}

// show replaces the status; no lines take it away.
func (s *screen) show(lines []string) {
	s.status = lines
	var b bytes.Buffer
	s.erase(&b)
	s.draw(&b)
	// A terminal that is gone has nobody to tell.
	_, _ = s.w.Write(b.Bytes())
}

// erase takes the status off the terminal, whose cursor is below it. A terminal
// that became narrower has wrapped it.
func (s *screen) erase(b *bytes.Buffer) {
	width, _ := s.size()
	rows := 0
	for _, n := range s.drawn {
		rows += max(1, (n+width-1)/width)
	}
	if rows > 0 {
		fmt.Fprintf(b, "\x1b[%dA\x1b[J", rows)
	}
	s.drawn = s.drawn[:0]
}

// draw puts as much of the status on the terminal as there is room for: a line
// that wraps or scrolls away could not be erased.
func (s *screen) draw(b *bytes.Buffer) {
	width, height := s.size()
	lines := s.status
	if room := max(height-1, 1); len(lines) > room {
		lines = lines[:room]
	}
	for _, line := range lines {
		line = cut(line, width-1)
		b.WriteString(line)
		b.WriteByte('\n')
		s.drawn = append(s.drawn, utf8.RuneCountInString(line))
	}
}

// cut shortens a line to a width in characters, and replaces what would move
// the cursor.
func cut(line string, width int) string {
	line = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '?'
		}
		return r
	}, line)
	if utf8.RuneCountInString(line) <= width {
		return line
	}
	runes := []rune(line)
	return string(runes[:max(width-1, 0)]) + "…"
}
