package patch

import (
	"fmt"
	"slices"
	"strings"
)

// applyHunks returns content with the hunks applied, in order, none of them
// before the end of the one before it.
func applyHunks(name string, content []byte, hunks []Hunk) ([]byte, error) {
	if len(hunks) == 0 {
		return content, nil
	}
	lines := splitLines(content)
	var out []string
	done, drift := 0, 0 // lines copied or replaced; how far hunks were off
	for i, h := range hunks {
		guess := h.OldStart - 1 + drift
		if len(h.Old) == 0 {
			guess++ // the header names the line before the insertion
		}
		at := locate(lines, h, done, guess)
		if at < 0 {
			return nil, mismatch(name, i+1, lines, h, done, guess)
		}
		drift += at - guess
		out = append(out, lines[done:at]...)
		out = append(out, h.New...)
		done = at + len(h.Old)
	}
	out = append(out, lines[done:]...)
	for i, l := range out[:max(len(out)-1, 0)] {
		if !strings.HasSuffix(l, "\n") {
			return nil, fail(name, len(hunks), "line %d would have no newline, but more lines follow it", i+1)
		}
	}
	return []byte(strings.Join(out, "")), nil
}

// locate returns the index of the first line that the hunk replaces, or -1. It
// looks at guess first, then ever further away on both sides, later lines
// first. A hunk with less context at one end was cut off by that end of its
// file, so it may only go there.
func locate(lines []string, h Hunk, done, guess int) int {
	last := len(lines) - len(h.Old)
	fits := func(at int) bool {
		return at >= done && at <= last && slices.Equal(lines[at:at+len(h.Old)], h.Old)
	}
	switch {
	case len(h.Old) == 0:
		if guess >= done && guess <= len(lines) {
			return guess
		}
		return -1
	case h.Prefix < h.Suffix && h.OldStart <= 1:
		return found(fits, 0)
	case h.Suffix < h.Prefix:
		return found(fits, last)
	}
	guess = min(max(guess, done), last)
	for offset := 0; offset <= max(last-guess, guess-done); offset++ {
		if fits(guess + offset) {
			return guess + offset
		}
		if fits(guess - offset) {
			return guess - offset
		}
	}
	return -1
}

func found(fits func(int) bool, at int) int {
	if fits(at) {
		return at
	}
	return -1
}

// mismatch says what the hunk wants and what the file has, at the place where
// most of its lines agree.
func mismatch(name string, hunk int, lines []string, h Hunk, done, guess int) error {
	if len(h.Old) == 0 {
		return fail(name, hunk, "lines are to go in after line %d, but the file has %d lines and the part up to line %d is patched already",
			h.OldStart, len(lines), done)
	}
	reversed := Hunk{OldStart: h.OldStart, Old: h.New}
	if len(h.New) > 0 && locate(lines, reversed, done, guess) >= 0 {
		return fail(name, hunk, "the file has the lines that the hunk would give; is the patch applied already?\n%s", listing("given", h.New))
	}
	at := closest(lines, h.Old, done, guess)
	end := min(at+len(h.Old), len(lines))
	return fail(name, hunk, "does not apply anywhere; at line %d:\n%s\n%s", at+1,
		listing("expected", h.Old), listing("found", lines[at:end]))
}

// compareLimit bounds the search for the most similar place, which is only
// for the message.
const compareLimit = 1 << 22

// closest returns the index from which most lines equal want's, that nearest
// to guess among equals.
func closest(lines, want []string, done, guess int) int {
	guess = min(max(guess, done), len(lines))
	if len(lines)*len(want) > compareLimit {
		return guess
	}
	best, bestSame, bestFar := guess, 0, 0
	for at := done; at < len(lines); at++ {
		same := 0
		for i, l := range want[:min(len(want), len(lines)-at)] {
			if lines[at+i] == l {
				same++
			}
		}
		far := max(at-guess, guess-at)
		if same > bestSame || same == bestSame && same > 0 && far < bestFar {
			best, bestSame, bestFar = at, same, far
		}
	}
	return best
}

// listingLimit bounds the lines that a message shows of one side.
const listingLimit = 20

func listing(title string, lines []string) string {
	var b strings.Builder
	b.WriteString("  " + title + ":")
	if len(lines) == 0 {
		b.WriteString(" nothing, the file ends here")
	}
	for i, l := range lines {
		if i == listingLimit {
			fmt.Fprintf(&b, "\n    … %d more lines", len(lines)-i)
			break
		}
		text, newline := strings.CutSuffix(l, "\n")
		fmt.Fprintf(&b, "\n    %s", visible(text))
		if !newline {
			b.WriteString(" (no newline)")
		}
	}
	return b.String()
}

// visible shows what a terminal would hide: carriage returns, trailing blanks
// and bytes that are not text.
func visible(s string) string {
	for _, r := range s {
		if r < ' ' && r != '\t' || r == 0xfffd || r == 0x7f {
			return fmt.Sprintf("%q", s)
		}
	}
	if strings.TrimRight(s, " \t") != s {
		return fmt.Sprintf("%q", s)
	}
	return s
}
