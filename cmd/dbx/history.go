package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/engine/analysis"
	"dbx/engine/event"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/executor"
)

// history keeps, for each target of a workspace, how its actions last ran.
type history struct {
	dir string // of one workspace
}

// record is the last execution of one action.
type record struct {
	Output   string          `json:"output"` // the action's first
	Mnemonic string          `json:"mnemonic"`
	At       time.Time       `json:"at"`
	Key      string          `json:"key,omitempty"`
	Error    string          `json:"error,omitempty"`
	Result   executor.Result `json:"result"`
}

// openHistory returns the history of the workspace whose root is dir.
func openHistory(state, dir string) *history {
	return &history{filepath.Join(state, "history", digest.Of([]byte(dir)).Short())}
}

// target returns the folder of a target's records, one file an action.
func (h *history) target(l string) string { return filepath.Join(h.dir, url.PathEscape(l)) }

// Handle implements [event.Sink]. An answer from the cache is recorded only if
// no other ending of the command is known; what cannot be written is not worth a failed build.
func (h *history) Handle(e event.Event) {
	f, ok := e.(event.Finished)
	if !ok {
		return
	}
	path := filepath.Join(h.target(f.Label), url.PathEscape(f.Output)+".json")
	if f.Result.Cached {
		if known, ok := readRecord(path); ok && known.Error == "" {
			return
		}
	}
	r := record{Output: f.Output, Mnemonic: f.Mnemonic, At: f.At.UTC(), Result: f.Result}
	if f.Err != nil {
		r.Error = f.Err.Error()
	} else {
		r.Key = f.Key.String()
	}
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		panic("BUG: record cannot be encoded: " + err.Error())
	}
	if os.MkdirAll(filepath.Dir(path), 0o755) == nil {
		_ = writeFile(path, b)
	}
}

// read returns the records of a target, the latest last.
func (h *history) read(l string) ([]record, error) {
	entries, err := os.ReadDir(h.target(l))
	if err != nil {
		return nil, err
	}
	var records []record
	for _, entry := range entries {
		if r, ok := readRecord(filepath.Join(h.target(l), entry.Name())); ok {
			records = append(records, r)
		}
	}
	slices.SortStableFunc(records, func(a, b record) int { return a.At.Compare(b.At) })
	return records, nil
}

// readRecord reads one record; one that is damaged is none.
func readRecord(path string) (r record, ok bool) {
	b, err := os.ReadFile(path)
	return r, err == nil && json.Unmarshal(b, &r) == nil
}

func (a *app) logCommand() *cobra.Command {
	var flags loadFlags
	cmd := &cobra.Command{
		Use:   "log LABEL…",
		Short: "Print the log of a target's last execution, however it ended",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ws, err := a.load(cmd.Context(), args, flags)
			if err != nil {
				return err
			}
			state, err := a.stateDir()
			if err != nil {
				return err
			}
			store, err := cas.OpenDisk(state)
			if err != nil {
				return machine(err)
			}
			defer store.Close()
			h := openHistory(state, ws.Dir)
			analysed, _, err := a.declare(ws)
			if err != nil {
				return err
			}
			printed := false
			for _, l := range ws.Requested {
				found, err := a.printLogs(h, store, l, current(analysed, l))
				if err != nil {
					return err
				}
				printed = printed || found
			}
			if !printed {
				return usage("%s has no log: it was not built from here yet", strings.Join(args, " "))
			}
			return nil
		},
	}
	flags.registerVars(cmd)
	return cmd
}

// current tells which records are about actions that a target still has. Where
// mistakes keep that from being known, it is all.
func current(analysed *analysis.Analysis, l label.Label) func(record) bool {
	if analysed == nil {
		return func(record) bool { return true }
	}
	outputs := map[string]bool{}
	for id := range analysed.Graph.Len() {
		if action := analysed.Graph.Action(graph.ActionID(id)); action.Owner == l {
			outputs[action.Outputs[0].Path] = true
		}
	}
	return func(r record) bool { return outputs[r.Output] }
}

// printLogs prints what is known of a target's actions, and whether that is
// anything.
func (a *app) printLogs(h *history, store cas.Store, l label.Label, current func(record) bool) (bool, error) {
	records, err := h.read(l.String())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, machine(err)
	}
	records = slices.DeleteFunc(records, func(r record) bool { return !current(r) })
	for _, r := range records {
		end := "done"
		if r.Result.Status != executor.Success {
			end = why(r.Result)
		}
		if r.Error != "" {
			end = r.Error
		}
		fmt.Fprintf(a.stdout, "== %s %s, %s, %v: %s\n", l, r.Mnemonic, r.At.Format(time.RFC3339), r.Result.Duration.Round(time.Millisecond), end)
		log, err := blob(store, r.Result.Log)
		switch {
		case errors.Is(err, cas.ErrNotFound):
			fmt.Fprintln(a.stdout, "(the log is no longer in the cache)")
		case err != nil:
			return false, machine(err)
		case !said(r.Result, log):
			a.stdout.Write(log)
		}
	}
	return len(records) > 0, nil
}
