package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"
)

// comparisons are all that are held, in the report's order.
func (b *bench) comparisons() []comparison {
	tried := 0
	s := newSketch(filepath.Join(b.dir, "graph"), b.size.actions)
	build := func(race func() []contender) func(context.Context) ([]contender, error) {
		return func(ctx context.Context) ([]contender, error) {
			if tried++; tried == 1 {
				if err := b.buildBoth(ctx, s); err != nil {
					return nil, err
				}
			}
			return race(), nil
		}
	}
	all := []comparison{
		{fmt.Sprintf("null build of %d actions", s.units*chain+1), build(func() []contender { return b.null(s) })},
		{"one file changed among them, 3 actions run", build(func() []contender { return b.changed(s) })},
		{"load and check the graph, nothing looked up", build(func() []contender { return b.load(s) })},
	}
	return append(append(all, b.actions()...), b.files()...)
}

// cache keeps what is built here away from the user's own.
func (b *bench) cache() []string {
	return []string{"XDG_CACHE_HOME=" + filepath.Join(b.dir, "cache")}
}

// buildBoth brings both to where nothing is left to do.
func (b *bench) buildBoth(ctx context.Context, s sketch) error {
	if err := s.write(); err != nil {
		return err
	}
	fmt.Fprintln(b.log, "building the graph once, with each")
	if _, err := b.build(s)(ctx); err != nil {
		return err
	}
	if lacking("ninja") == "" {
		if _, err := ninja(s)(ctx); err != nil {
			return err
		}
	}
	// What was written a moment ago counts as still changing.
	time.Sleep(200 * time.Millisecond)
	return nil
}

func (b *bench) build(s sketch) func(context.Context) (sample, error) {
	return command(filepath.Join(s.dir, "dbx"), b.cache(), b.dbx(), "build", "//...")
}

func ninja(s sketch, args ...string) func(context.Context) (sample, error) {
	return command(filepath.Join(s.dir, "ninja"), nil, append([]string{"ninja"}, args...)...)
}

func (b *bench) null(s sketch) []contender {
	return []contender{
		{name: "ninja", missing: lacking("ninja"), run: ninja(s)},
		{name: "dbx build", run: b.build(s)},
	}
}

func (b *bench) changed(s sketch) []contender {
	edits := s.units
	edit := func(tool string) func(context.Context) error {
		return func(context.Context) error {
			edits++
			err := s.put(s.input(tool, 0), patch(edits))
			time.Sleep(200 * time.Millisecond)
			return err
		}
	}
	return []contender{
		{name: "ninja", missing: lacking("ninja"), reset: edit("ninja"), run: ninja(s)},
		{name: "dbx build", reset: edit("dbx"), run: b.build(s)},
	}
}

func (b *bench) load(s sketch) []contender {
	return []contender{
		{name: "ninja -t targets", missing: lacking("ninja"), run: ninja(s, "-t", "targets", "all")},
		{name: "dbx validate", run: command(filepath.Join(s.dir, "dbx"), b.cache(), b.dbx(), "validate", "//...")},
	}
}
