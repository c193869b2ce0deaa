package main

import (
	"errors"
	"fmt"
	"time"

	"dbx/engine/event"
)

// records are the files in which a build writes down what happens, for
// programs. The zero records write nothing.
type records struct {
	events  *events
	profile *profile
}

// openRecords opens what the flags ask for.
func (a *app) openRecords(flags buildFlags) (r *records, err error) {
	r = &records{}
	if flags.events != "" {
		if r.events, err = openEvents(a.path(flags.events), time.Now); err != nil {
			return nil, usage("--events: %v", err)
		}
	}
	if flags.profile != "" {
		if r.profile, err = openProfile(a.path(flags.profile), a.began); err != nil {
			return nil, usage("--profile: %v", err)
		}
		r.profile.span("load and analyse", a.began, time.Now())
	}
	return r, nil
}

// Handle implements [event.Sink].
func (r *records) Handle(e event.Event) {
	if r.events != nil {
		r.events.Handle(e)
	}
	if r.profile != nil {
		r.profile.Handle(e)
	}
}

// close ends the files of a build that ends with the exit code.
func (r *records) close(exitCode int) error {
	var errs []error
	if r.events != nil {
		if err := r.events.close(exitCode); err != nil {
			errs = append(errs, fmt.Errorf("--events: %w", err))
		}
	}
	if r.profile != nil {
		if err := r.profile.close(); err != nil {
			errs = append(errs, fmt.Errorf("--profile: %w", err))
		}
	}
	return errors.Join(errs...)
}
