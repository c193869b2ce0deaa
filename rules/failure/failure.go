// Package failure has the errors by which builtins blame their inputs and
// arguments: the same call would fail in the same way.
//
// It knows how they are marked (dbx/executor/builtin tells them by a method),
// and nothing of what goes wrong.
package failure

import "fmt"

// Error is an error that the input or an argument causes, not the machine.
type Error struct{ err error }

// Error implements error.
func (e *Error) Error() string { return e.err.Error() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.err }

// UserFailure is the mark.
func (*Error) UserFailure() {}

// Of blames the input for an error.
func Of(err error) error { return &Error{err} }

// Errorf is [fmt.Errorf] for an error of the input.
func Errorf(format string, args ...any) error { return &Error{fmt.Errorf(format, args...)} }
