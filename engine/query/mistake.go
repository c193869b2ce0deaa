package query

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Mistake is something in a query that makes no sense, and where it stands.
type Mistake struct {
	Query   string
	At      int // byte offset in Query
	Message string
}

// Error returns the message, and below it the query with a caret under the
// place.
func (m *Mistake) Error() string {
	before, line := m.Query[:m.At], m.Query
	if i := strings.LastIndexByte(before, '\n'); i >= 0 {
		before, line = before[i+1:], line[i+1:]
	}
	line, _, _ = strings.Cut(line, "\n")
	blank := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, before)
	return fmt.Sprintf("query, at character %d: %s\n  %s\n  %s^", utf8.RuneCountInString(m.Query[:m.At])+1, m.Message, line, blank)
}

func (p *parser) errorf(at int, format string, args ...any) error {
	return &Mistake{p.text, at, fmt.Sprintf(format, args...)}
}

func (w *world) errorf(at int, format string, args ...any) error {
	return &Mistake{w.text, at, fmt.Sprintf(format, args...)}
}
