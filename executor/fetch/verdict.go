package fetch

import (
	"errors"
	"fmt"
	"strings"

	"dbx/cache/digest"
)

// answer is what came of asking one mirror.
type answer struct {
	url string
	err error
}

// OfflineError is returned for a file that is not in the store when no mirror
// may be asked.
type OfflineError struct {
	What string   // what is wanted, in words
	URLs []string // where it would have been looked for
}

// Error implements error.
func (e *OfflineError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "offline, and %s is not in the cache; run once without --offline to fetch it from", e.What)
	if len(e.URLs) == 0 {
		b.WriteString(" a mirror (none is known)")
	}
	for _, u := range e.URLs {
		b.WriteString("\n  " + redacted(u))
	}
	return b.String()
}

// UnreachableError is returned when no mirror had the file and at least one
// could not be asked, so that another try may succeed.
type UnreachableError struct {
	text string
	errs []error
}

// Error implements error; it has a line for each mirror.
func (e *UnreachableError) Error() string { return e.text }

// Unwrap returns the errors of the mirrors.
func (e *UnreachableError) Unwrap() []error { return e.errs }

// RejectedError is the verdict that the mirrors, or what is asked of them, are
// wrong: no further try will help.
type RejectedError struct{ text string }

// Error implements error; it has a line for each mirror.
func (e *RejectedError) Error() string { return e.text }

// hashError is a complete file that is not the wanted one.
type hashError struct {
	got  digest.SHA256
	size int64
}

func (e *hashError) Error() string {
	return fmt.Sprintf("has another file: sha256 %s, %d bytes", e.got, e.size)
}

// missingError is a mirror's definite word that it has no such file.
type missingError struct{ why string }

func (e *missingError) Error() string { return e.why }

// storeError is a failure on this side, for which no mirror is to blame.
type storeError struct{ err error }

func (e *storeError) Error() string { return e.err.Error() }

// verdict sums up the answers, none of which was the file. A wrong file blames
// the declaration even if other mirrors are down: the user must look at it.
func verdict(what string, answers []answer) error {
	if len(answers) == 0 {
		return &RejectedError{fmt.Sprintf("%s is not in the cache, and no mirror is declared for it", what)}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "no mirror gave %s", what)
	var wrong, found *hashError
	var anyWrong bool
	var down []error
	for _, a := range answers {
		fmt.Fprintf(&b, "\n  %s: %v", redacted(a.url), a.err)
		var missing *missingError
		if errors.As(a.err, &wrong) {
			anyWrong = true
			if !namesHash(a.url) {
				found = wrong
			}
		} else if !errors.As(a.err, &missing) {
			down = append(down, a.err)
		}
	}
	if found != nil {
		fmt.Fprintf(&b, "\nif the new file is what you want, declare sha256 = %q", found.got)
	}
	if anyWrong || len(down) == 0 {
		return &RejectedError{b.String()}
	}
	return &UnreachableError{text: b.String(), errs: down}
}

// namesHash tells whether a URL can mean no other file, as that of a blob.
func namesHash(url string) bool { return strings.Contains(url, "@sha256:") }

func wanted(want digest.SHA256) string {
	if want.IsZero() {
		return "the file, whose sha256 is not declared,"
	}
	return "the file with sha256 " + want.String()
}

// undeclared asks for the hash of what was found to be declared.
func undeclared(url string, found *hashError) error {
	return &RejectedError{fmt.Sprintf("what comes over the network needs its hash, and none is declared; if you trust what %s has now (%d bytes), add this line:\n\n  sha256 = %q",
		redacted(url), found.size, found.got)}
}
