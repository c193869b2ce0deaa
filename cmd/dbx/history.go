package main

import (
	"bytes"
	"context"
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

// history keeps, for each target of a workspace, how its actions last ran, and,
// in the store, what their keys are the digests of. A record's file has the time
// of the last build that asked for the action.
type history struct {
	dir   string // of one workspace
	store cas.Store
}

// record is the last execution of one action, or, if its key was another, the
// last answer from the cache.
type record struct {
	Output   string          `json:"output"` // the action's first
	Mnemonic string          `json:"mnemonic"`
	At       time.Time       `json:"at"`
	Key      string          `json:"key,omitempty"`
	Error    string          `json:"error,omitempty"`
	Result   executor.Result `json:"result"`
	Cached   bool            `json:"cached,omitempty"`
	// Because names the action on whose account this one was skipped at the
	// time At; there is no result then.
	Because string `json:"because,omitempty"`
	// Previous is what was known before, without what was known before that.
	Previous *record `json:"previous,omitempty"`
}

// openHistory returns the history of the workspace whose root is dir.
func openHistory(state, dir string, store cas.Store) *history {
	return &history{filepath.Join(state, "history", digest.Of([]byte(dir)).Short()), store}
}

// target returns the folder of a target's records, one file an action.
func (h *history) target(l string) string { return filepath.Join(h.dir, url.PathEscape(l)) }

// file is where the record of an action is.
func (h *history) file(a event.Action) string {
	return filepath.Join(h.target(a.Label), url.PathEscape(a.Output)+".json")
}

// Handle implements [event.Sink]. What cannot be written is not worth a failed
// build.
func (h *history) Handle(e event.Event) {
	switch e := e.(type) {
	case event.Finished:
		h.finished(e)
	case event.Skipped:
		h.skip(e)
	}
}

// finished notes how an action ended. An answer from the cache under the key of
// what ran last only renews the time.
func (h *history) finished(f event.Finished) {
	path := h.file(f.Action)
	if f.Err == nil && f.Result.Cached && os.Chtimes(proof(path, f.Key.String()), f.At, f.At) == nil {
		return
	}
	known, ok := readRecord(path)
	r := record{Output: f.Output, Mnemonic: f.Mnemonic, At: f.At.UTC(), Result: f.Result, Cached: f.Result.Cached}
	if f.Err != nil {
		r.Error = f.Err.Error()
	} else {
		r.Key = f.Key.String()
	}
	if ok && r.Cached && known.Key == r.Key && known.Result.Status == executor.Success {
		_ = os.Chtimes(path, f.At, f.At)
		_ = os.Link(path, proof(path, r.Key))
		return
	}
	h.disprove(path)
	if ok {
		known.Previous = nil
		r.Previous = &known
	}
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		panic("BUG: record cannot be encoded: " + err.Error())
	}
	if os.MkdirAll(filepath.Dir(path), 0o755) != nil || writeFile(path, b, 0o644) != nil {
		return
	}
	_ = os.Chtimes(path, f.At, f.At) // not when it came to be written: a later time is that of an answer
	if f.Err != nil {
		return
	}
	if f.Result.Status == executor.Success {
		_ = os.Link(path, proof(path, r.Key))
	}
	if f.Transcript != nil {
		_, _ = h.store.Put(context.Background(), bytes.NewReader(f.Transcript))
	}
}

// skip notes that an action was skipped, beside what is known of it.
func (h *history) skip(e event.Skipped) {
	r := record{Output: e.Output, Mnemonic: e.Mnemonic, At: e.At.UTC(), Because: e.Because.Label + " " + e.Because.Mnemonic}
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		panic("BUG: record cannot be encoded: " + err.Error())
	}
	path := skipMark(h.file(e.Action))
	if os.MkdirAll(filepath.Dir(path), 0o755) == nil {
		_ = writeFile(path, b, 0o644)
	}
}

// skipMark is where it is noted that the action with a record there was skipped.
func skipMark(path string) string { return strings.TrimSuffix(path, ".json") + skipSuffix }

const skipSuffix = ".skipped"

// skipped returns how an action was skipped, if that is the last that a build
// did with it.
func skipped(path string) (record, bool) {
	r, ok := readRecord(skipMark(path))
	info, err := os.Stat(path)
	return r, ok && (err != nil || info.ModTime().Before(r.At))
}

// proof is a second name of a record that tells of a success under a key: to
// renew such a record takes one call, and no look into it. It goes before the
// record is replaced, so that it never stands for another.
func proof(path, key string) string { return path + "@" + key }

// disprove takes a record's proofs away, of which there may be several if
// processes were killed.
func (h *history) disprove(path string) {
	entries, _ := os.ReadDir(filepath.Dir(path)) // without the folder there are none
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), proof(filepath.Base(path), "")) {
			_ = os.Remove(filepath.Join(filepath.Dir(path), e.Name()))
		}
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
		path := filepath.Join(h.target(l), entry.Name())
		ok := false
		var r record
		switch filepath.Ext(path) {
		case ".json":
			r, ok = readRecord(path)
		case skipSuffix:
			r, ok = skipped(strings.TrimSuffix(path, skipSuffix) + ".json")
		}
		if ok {
			records = append(records, r)
		}
	}
	slices.SortStableFunc(records, func(a, b record) int { return a.At.Compare(b.At) })
	return records, nil
}

// kept returns the blobs that a record is no use without.
func (r record) kept() []digest.Digest {
	var blobs []digest.Digest
	if !r.Result.Log.IsZero() {
		blobs = append(blobs, r.Result.Log)
	}
	if key, err := digest.Parse(r.Key); err == nil {
		blobs = append(blobs, key)
	}
	if r.Previous != nil {
		blobs = append(blobs, r.Previous.kept()...)
	}
	return blobs
}

// last returns how long an action's command took when it last ran.
func (h *history) last(a event.Action) (time.Duration, bool) {
	r, ok := readRecord(h.file(a))
	return r.Result.Duration, ok && r.Error == ""
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
			h := openHistory(state, ws.Dir, store)
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
			outputs[action.Name()] = true
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
		if r.Because != "" {
			fmt.Fprintf(a.stdout, "== %s %s, %s: skipped, since %s failed\n", l, r.Mnemonic, r.At.Format(time.RFC3339), r.Because)
			continue
		}
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
