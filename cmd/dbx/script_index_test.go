package main

import (
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"

	"dbx/rules/python/index/indextest"
)

// cmdIndex is "index DIR": it serves the files of a folder as a Python package
// index, whose ways are below $index, a variable of the workspace too.
func cmdIndex(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: index DIR")
	}
	server := indextest.Start(ts.MkAbs(args[0]))
	ts.Defer(server.Close)
	ts.Setenv("index", server.URL)
	ts.Setenv("DBX_VAR_index", server.URL)
}

// cmdWheel is "wheel DIR NAME…": it writes wheels of these names.
func cmdWheel(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: wheel DIR NAME…")
	}
	ts.Check(os.MkdirAll(ts.MkAbs(args[0]), 0o755))
	for _, name := range args[1:] {
		content, err := indextest.Wheel(name)
		ts.Check(err)
		ts.Check(os.WriteFile(filepath.Join(ts.MkAbs(args[0]), name), content, 0o644))
	}
}
