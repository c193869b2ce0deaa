package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dbx/engine/load"
	"dbx/rules"
	"dbx/rules/lock"
)

// finding is what doctor says of one thing that builds need.
type finding struct {
	Name   string `json:"name"`
	Status status `json:"status"`
	Says   string `json:"says"`
	Fix    string `json:"fix,omitempty"`
}

// status is how bad a finding is.
type status string

// The statuses.
const (
	good    status = "ok"
	poor    status = "warn" // something is slower, or missing that not all builds need
	bad     status = "fail" // builds do not work
	unknown status = "skip" // it could not be looked at
)

// patient is what doctor looks at.
type patient struct {
	*app
	cache  string          // the cache directory
	ws     *load.Workspace // nil outside of one
	unread error           // why the workspace could not be read
	locked lock.File
	now    time.Time
}

// checks are all that doctor looks at, in the order in which it tells. Each
// says one thing, and its cure.
func (a *app) checks() []func(context.Context, *patient) finding {
	return []func(context.Context, *patient) finding{
		checkCache, checkDisk, checkNamespaces, checkOverlay, checkSandbox, checkLimits, checkEmulation, checkDocker, checkGit,
		checkWorkspace, checkClock, checkKeyring, checkMirrors,
	}
}

// checkWorkspace looks at files only; their mistakes are for builds to tell.
func checkWorkspace(_ context.Context, p *patient) finding {
	f := finding{Name: "workspace", Status: good}
	switch {
	case p.unread != nil:
		f.Status, f.Says = bad, p.unread.Error()
		f.Fix = "make the files readable"
	case p.ws == nil:
		f.Status, f.Says = unknown, "here is none"
	default:
		f.Says = p.ws.Dir
	}
	return f
}

func (a *app) doctorCommand() *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look at what this machine has of what builds need, and say how to get the rest",
		Long: `Doctor tries what builds need of this machine, and prints a cure for each thing
that does not work. In a workspace it also looks at its mirrors and keyring.
It ends with exit code 3 if builds cannot work here.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if output != "text" && output != "json" {
				return usage("--output %s: want text or json", output)
			}
			p, err := a.patient(cmd.Context())
			if err != nil {
				return err
			}
			var found []finding
			for _, check := range a.checks() {
				found = append(found, check(cmd.Context(), p))
				if cmd.Context().Err() != nil {
					return context.Cause(cmd.Context())
				}
			}
			if err := a.printFindings(judged(found), output); err != nil {
				return machine(err)
			}
			for _, f := range judged(found) {
				if f.Status == bad {
					return &exitError{code: exitMachine}
				}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&output, "output", "text", "`form` of the answer: text or json")
	return cmd
}

// patient gathers what there is to look at. A workspace with mistakes is one
// all the same.
func (a *app) patient(ctx context.Context) (*patient, error) {
	dir, err := a.stateDir()
	if err != nil {
		return nil, err
	}
	p := &patient{app: a, cache: dir, now: time.Now()}
	ws, _, err := load.Load(ctx, load.Options{Dir: a.dir, Schemas: rules.Schemas(), Env: a.env})
	if err != nil || ws.Dir == "" {
		p.unread = err
		return p, ctx.Err()
	}
	p.ws = ws
	if text, err := os.ReadFile(filepath.Join(ws.Dir, lockFile)); err == nil {
		// What is wrong with the file, a build says.
		p.locked, _ = lock.Parse(text, lockFile)
	}
	return p, nil
}

// judged lowers what is no failure as a whole: one place where commands can run
// is enough.
func judged(found []finding) []finding {
	places := map[string]bool{"sandbox": true, "docker": true}
	needed := map[string]bool{"sandbox": true, "docker": true, "user namespaces": true, "overlay": true}
	works := false
	for _, f := range found {
		works = works || places[f.Name] && f.Status == good
	}
	judged := append([]finding(nil), found...)
	for i, f := range judged {
		if works && needed[f.Name] && f.Status == bad {
			judged[i].Status = poor
		}
	}
	return judged
}

func (a *app) printFindings(found []finding, output string) error {
	if output == "json" {
		enc := json.NewEncoder(a.stdout)
		enc.SetIndent("", "  ")
		return enc.Encode(found)
	}
	for _, f := range found {
		if _, err := fmt.Fprintf(a.stdout, "%-4s  %-16s %s\n", f.Status, f.Name, f.Says); err != nil {
			return err
		}
		if f.Fix == "" {
			continue
		}
		if _, err := fmt.Fprintf(a.stdout, "%22s fix: %s\n", "", strings.ReplaceAll(f.Fix, "\n", "\n"+strings.Repeat(" ", 28))); err != nil {
			return err
		}
	}
	return nil
}
