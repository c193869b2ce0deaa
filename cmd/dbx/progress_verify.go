package main

import (
	"fmt"
	"strings"

	"dbx/engine/event"
	"dbx/executor"
)

// repeated tells where second runs of an action differ from the first; p.mu is
// held.
func (p *progress) repeated(at string, e event.Finished) {
	for _, r := range e.Result.Repetitions {
		p.again++
		switch {
		case r.Same():
			continue
		case r.Advisory:
			p.line("%s warning: %s %s depends on what all commands have the same (user, host name, folder)%s", at, e.Label, e.Mnemonic, origin(e))
		default:
			p.unlike++
			p.line("%s not reproducible: %s %s%s", at, e.Label, e.Mnemonic, origin(e))
		}
		if r.Failure != "" {
			p.line("  the second run failed: %s", r.Failure)
		}
		for _, f := range r.Findings {
			p.line("  %s", findingText(f))
		}
		if r.Kept != "" {
			p.line("  both versions: %s", r.Kept)
		}
	}
}

// origin says where the first version came from, if it did not just run.
func origin(e event.Finished) string {
	if e.Result.Cached {
		return ", as the cache has it"
	}
	return ""
}

// findingText is one line: the file, the way inside, and what is there.
func findingText(f executor.Finding) string {
	way := append([]string{f.Output}, f.Inside...)
	if f.Output == "" {
		return f.What
	}
	return fmt.Sprintf("%s: %s", strings.Join(way, " > "), f.What)
}

// verdict ends the summary of a build that ran its actions twice.
func (p *progress) verdict() string {
	if p.again == 0 {
		return ""
	}
	return fmt.Sprintf("; %d second runs, %d actions not reproducible", p.again, p.unlike)
}
