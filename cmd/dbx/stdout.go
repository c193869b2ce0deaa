package main

import (
	"errors"
	"fmt"
	"io"
)

// checkedOutput passes on what is printed and keeps the first error: most of what
// prints looks at none, and what is lost must not end in success.
type checkedOutput struct {
	w   io.Writer
	err error
}

// Write implements [io.Writer].
func (o *checkedOutput) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// outcome is err, or that output was lost, if nothing else went wrong.
func (o *checkedOutput) outcome(err error) error {
	if o.err == nil || err != nil && !errors.Is(err, o.err) {
		return err
	}
	return machine(fmt.Errorf("what was to be printed is lost: %w", o.err))
}
