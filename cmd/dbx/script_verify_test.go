package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"

	"github.com/rogpeppe/go-internal/testscript"

	"dbx/executor"
)

// cmdPoison is "poison OUTPUT TEXT": the cache's result with that output says
// from now on that the action left the text, all checksums right.
func cmdPoison(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: poison OUTPUT TEXT")
	}
	ctx := context.Background()
	cache, err := openCache(filepath.Join(ts.Getenv("XDG_CACHE_HOME"), "dbx"), func(what, reason string) {})
	ts.Check(err)
	defer cache.Close()
	lie, err := cache.Store.PutBytes(ctx, []byte(args[1]))
	ts.Check(err)
	done := false
	for stored, err := range cache.Results.All(ctx) {
		ts.Check(err)
		entry, err := cache.Results.Peek(ctx, stored.Key)
		ts.Check(err)
		result, ok := executor.DecodeEntry(entry)
		i := slices.IndexFunc(result.Outputs, func(o executor.Output) bool { return o.Path == args[0] })
		if !ok || i < 0 {
			continue
		}
		result.Outputs[i].Digest = lie
		text, err := json.Marshal(result)
		ts.Check(err)
		ts.Check(cache.Results.Record(ctx, stored.Key, text))
		done = true
	}
	if !done {
		ts.Fatalf("no result has an output %s", args[0])
	}
}
