package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dbx/cache/digest"
	"dbx/executor/upkeep"
)

// defaultCacheSize is how big the cache may be if nobody says otherwise.
const defaultCacheSize byteSize = 50 << 30

// cacheLimit returns how big the cache may be, by DBX_CACHE_SIZE; 0 is no limit.
func (a *app) cacheLimit() (byteSize, error) {
	text, set := a.env("DBX_CACHE_SIZE")
	limit := defaultCacheSize
	switch {
	case !set || text == "":
	case text == "0":
		limit = 0
	default:
		if err := limit.Set(text); err != nil {
			return 0, usage("DBX_CACHE_SIZE %s: %v", text, err)
		}
	}
	return limit, nil
}

func (a *app) gcCommand() *cobra.Command {
	var size byteSize
	var age time.Duration
	var dry bool
	cmd := &cobra.Command{
		Use:   "gc",
		Short: "Remove from the cache what was not used for the longest time",
		Long: `Gc brings the cache that all workspaces share down to its size: results that
were not used for the longest time go first, with all that only they need. What
a running build may be using stays, so builds may run beside it. Every build
that made something does the same at its end, if the cache is too big.

The size is that of --max-size, else of DBX_CACHE_SIZE, else 50 GiB.`,
		Example: "  dbx gc --max-size 20GiB\n  dbx gc --max-age 720h --dry-run",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("max-size") {
				var err error
				if size, err = a.cacheLimit(); err != nil {
					return err
				}
			}
			if age < 0 {
				return usage("--max-age %v: want more than nothing", age)
			}
			return a.withCache(func(c upkeep.Cache) error {
				report, err := upkeep.Collect(cmd.Context(), c, upkeep.Policy{
					MaxBytes: int64(size), MaxAge: age, Keep: keptLogs(c.Store.Dir()), DryRun: dry, Now: time.Now(),
				})
				if err != nil {
					return machine(err)
				}
				a.printCollected(report, size, dry)
				return nil
			})
		},
	}
	cmd.Flags().Var(&size, "max-size", "how big the cache may be, like 20GiB")
	cmd.Flags().Lookup("max-size").DefValue = "" // it is not 0 B, but what the text above says
	cmd.Flags().DurationVar(&age, "max-age", 0, "remove what was not used for this `time`, like 720h, whatever the size")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only say what would go")
	return cmd
}

func (a *app) printCollected(r upkeep.Report, limit byteSize, dry bool) {
	verb := "removed"
	if dry {
		verb = "would remove"
	}
	fmt.Fprintf(a.stderr, "%s %d results, %d blobs, %d layers, %d trees: %v; %v stay\n", verb,
		r.Removed.Results.Count, r.Removed.Blobs.Count, r.Removed.Layers.Count, r.Removed.Trees.Count,
		byteSize(r.Removed.Bytes()), byteSize(r.Before.Bytes()-r.Removed.Bytes()))
	if left := byteSize(r.Before.Bytes() - r.Removed.Bytes()); limit > 0 && left > limit {
		fmt.Fprintf(a.stderr, "that is more than %v: a running build may be using it, or one used it in the last minutes\n", limit)
	}
}

// pauseBetween is the least time between two looks at the size of the cache at
// the end of builds.
const pauseBetween = 10 * time.Minute

// collectAfter brings the cache below its limit at the end of a build that made
// something, with room for some builds to come. The build is done already: what
// goes wrong is only told.
func (s *assembly) collectAfter(ctx context.Context, limit byteSize) {
	stamp := filepath.Join(s.cache.Store.Dir(), "collected")
	if info, err := os.Stat(stamp); limit == 0 || err == nil && time.Since(info.ModTime()) < pauseBetween {
		return
	}
	if err := os.WriteFile(stamp, nil, 0o644); err != nil {
		return // who cannot write there has nothing to collect either
	}
	now := time.Now()
	// The stamp's own time, so that the next look is due from now on.
	_ = os.Chtimes(stamp, now, now)
	held, err := upkeep.Measure(ctx, s.cache)
	if err == nil && held.Bytes() > int64(limit) {
		var report upkeep.Report
		report, err = upkeep.Collect(ctx, s.cache, upkeep.Policy{MaxBytes: int64(limit) / 10 * 9, Keep: keptLogs(s.cache.Store.Dir()), Now: now})
		s.progress.say("the cache was bigger than %v: removed %v that were not used for the longest time", limit, byteSize(report.Removed.Bytes()))
	}
	if err != nil && ctx.Err() == nil {
		s.progress.say("warning: the cache could not be brought to its size: %v", err)
	}
}

// keptLogs returns the blobs that histories of all workspaces name: the last
// log of an action outlives its result, and so does what its key was made of.
func keptLogs(state string) []digest.Digest {
	var logs []digest.Digest
	// A history that cannot be read names nothing.
	_ = filepath.WalkDir(filepath.Join(state, "history"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".json") {
			return nil
		}
		if r, ok := readRecord(path); ok {
			logs = append(logs, r.kept()...)
		}
		return nil
	})
	return slices.Clip(logs)
}
