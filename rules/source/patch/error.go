package patch

import (
	"fmt"
	"strings"
)

// Error says why a diff cannot be used on this tree. The diff, or the choice
// of it, is at fault; trying again gives the same.
type Error struct {
	File string // path in the tree or, of a malformed diff, as written; may be empty
	Line int    // line of the diff, from 1; 0 if it is not about one
	Hunk int    // hunk of the file, from 1; 0 if it is not about one
	Why  string // one line or more, without a newline at its end
}

// Error implements error.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("patch")
	if e.Line > 0 {
		fmt.Fprintf(&b, " line %d", e.Line)
	}
	if e.File != "" {
		fmt.Fprintf(&b, ": %s", e.File)
	}
	if e.Hunk > 0 {
		fmt.Fprintf(&b, ": hunk %d", e.Hunk)
	}
	return b.String() + ": " + e.Why
}

// UserFailure marks the error as one of the input, not of the machine.
func (e *Error) UserFailure() {}

func fail(file string, hunk int, format string, args ...any) error {
	return &Error{File: file, Hunk: hunk, Why: fmt.Sprintf(format, args...)}
}
