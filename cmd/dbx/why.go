package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dbx/cache/cas"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/executor"
)

func (a *app) whyCommand() *cobra.Command {
	var flags loadFlags
	cmd := &cobra.Command{
		Use:   "why LABEL…",
		Short: "Say why a target's actions ran, or why they did not",
		Long: `Why tells for each action of a target what the last build did with it, and, if
its key was another than that of the run before, what differs: the root cause
first, then what other actions made otherwise on its account.`,
		Example: "  dbx why //wheels/markupsafe:linux-armv6",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.why(cmd.Context(), args, flags)
		},
	}
	flags.registerVars(cmd)
	return cmd
}

func (a *app) why(ctx context.Context, patterns []string, flags loadFlags) error {
	ws, err := a.load(ctx, patterns, flags)
	if err != nil {
		return err
	}
	analysed, err := a.analyse(ws)
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
	x := &explainer{
		graph:   analysed.Graph,
		history: openHistory(state, ws.Dir, store),
		store:   store,
		known:   map[graph.ActionID]*grounds{},
	}
	wanted := map[label.Label]bool{}
	for _, l := range ws.Requested {
		wanted[l] = true
	}
	own, told := 0, 0
	for id := range graph.ActionID(analysed.Graph.Len()) {
		if !wanted[analysed.Graph.Action(id).Owner] {
			continue
		}
		own++
		found, err := a.tell(ctx, x, id)
		if err != nil {
			return machine(err)
		}
		if found {
			told++
		}
	}
	switch {
	case own == 0:
		return usage("%s has no actions of its own: nothing runs for it", strings.Join(patterns, " "))
	case told == 0:
		return usage("%s was not built from here yet", strings.Join(patterns, " "))
	}
	return nil
}

// tell prints what is known of an action, and whether that is anything.
func (a *app) tell(ctx context.Context, x *explainer, id graph.ActionID) (bool, error) {
	skip, wasSkipped := skipped(x.file(id))
	if wasSkipped {
		fmt.Fprintf(a.stdout, "%s: skipped at %s, since %s failed\n", x.name(id), moment(skip.At), skip.Because)
	}
	r, ok := x.record(id)
	switch {
	case !ok && !wasSkipped:
		fmt.Fprintf(a.stdout, "%s: did not run yet\n", x.name(id))
		return false, nil
	case !ok:
		return true, nil
	}
	asked := r.At
	if info, err := os.Stat(x.file(id)); err == nil && info.ModTime().After(asked.Add(time.Second)) {
		asked = info.ModTime()
	}
	c, err := x.why(ctx, id)
	if err != nil {
		return true, err
	}
	when := ""
	if wasSkipped {
		when = "before, "
	}
	fmt.Fprintf(a.stdout, "%s: %s%s\n", x.name(id), when, decision(r, asked, x.graph.Action(id).NoCache, c))
	if c != nil {
		a.tellGrounds(c)
	}
	return true, nil
}

func (a *app) tellGrounds(c *grounds) {
	for _, root := range c.roots {
		fmt.Fprintf(a.stdout, "  root cause: %s\n", root)
	}
	for _, link := range c.cascade {
		fmt.Fprintf(a.stdout, "  cascade:    %s\n", link)
	}
	if c.missing != "" {
		fmt.Fprintf(a.stdout, "  unknown:    %s\n", c.missing)
	}
}

// moment is a time for people.
func moment(t time.Time) string { return t.Local().Format(time.DateTime) }

// decision words what was done with an action, and when.
func decision(r record, asked time.Time, noCache bool, c *grounds) string {
	ran := fmt.Sprintf("ran at %s for %v", moment(r.At), r.Result.Duration.Round(time.Millisecond))
	reason := ""
	switch p := r.Previous; {
	case r.Cached && c != nil:
		return fmt.Sprintf("answered from the cache at %s, under another key than before", moment(asked))
	case r.Cached:
		return fmt.Sprintf("answered from the cache at %s; it never ran from here", moment(asked))
	case p == nil:
		reason = "for the first time"
	case c != nil:
		reason = "since its key is another than before"
	case noCache:
		reason = "since it says cache = false"
	case p.Error != "":
		reason = "since the machine had failed before: " + p.Error
	case p.Result.Status != executor.Success:
		reason = "since it had failed before, and failures are not kept"
	default:
		reason = "under the same key as before: its result was no longer in the cache"
	}
	switch {
	case r.Error != "":
		return ran + ", " + reason + "; the machine failed: " + r.Error
	case r.Result.Status != executor.Success:
		first, _, _ := strings.Cut(why(r.Result), "\n")
		return ran + ", " + reason + "; it failed: " + first
	case asked.After(r.At):
		return fmt.Sprintf("answered from the cache at %s: its key is that of when it last ran\n  %s, %s", moment(asked), ran, reason)
	}
	return ran + ", " + reason
}
