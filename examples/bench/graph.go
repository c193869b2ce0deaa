package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	chain   = 3   // actions of one unit: patch, pack, finish
	perFile = 500 // units of one BUILD.hcl
)

// sketch is a build graph of the same shape for dbx and for ninja: units, each
// a chain of three actions over one file of its own and one that all share.
type sketch struct {
	dir   string
	units int
}

func newSketch(dir string, actions int) sketch {
	return sketch{dir, max(actions/chain, 1)}
}

// write makes the files of both.
func (s sketch) write() error {
	files := map[string]string{
		"dbx/BUILD.hcl":                        "workspace {\n  name = \"bench\"\n}\n",
		"dbx/src/BUILD.hcl":                    "source \"src\" {\n  files = glob([\"hello/**\", \"hello.egg-info/*\"])\n}\n",
		"dbx/src/hello/__init__.py":            shared,
		"dbx/src/hello.egg-info/SOURCES.txt":   "hello/__init__.py\n",
		"dbx/src/hello.egg-info/top_level.txt": "hello\n",
		"dbx/src/hello.egg-info/PKG-INFO":      "Metadata-Version: 2.1\nName: hello\nVersion: 1.0\n",
		"ninja/src/hello.py":                   shared,
		"ninja/build.ninja":                    s.ninja(),
	}
	for at := 0; at < s.units; at += perFile {
		n := min(perFile, s.units-at)
		files[fmt.Sprintf("dbx/p%d/BUILD.hcl", at/perFile)] = fmt.Sprintf(wheels, n)
	}
	for i := range s.units {
		files[s.input("dbx", i)] = patch(i)
		files[s.input("ninja", i)] = patch(i)
	}
	for name, text := range files {
		if err := s.put(name, text); err != nil {
			return err
		}
	}
	return nil
}

// input is the path of the file that is a unit's own.
func (s sketch) input(tool string, unit int) string {
	return fmt.Sprintf("%s/p%d/%d.patch", tool, unit/perFile, unit%perFile)
}

func (s sketch) put(name, text string) error {
	path := filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644)
}

// ninja is the graph for ninja, in which every action copies.
func (s sketch) ninja() string {
	var b strings.Builder
	b.WriteString("rule join\n  command = cat $in >$out\n")
	for i := range s.units {
		fmt.Fprintf(&b, "build out/%d/patched: join src/hello.py p%d/%d.patch\n", i, i/perFile, i%perFile)
		fmt.Fprintf(&b, "build out/%d/packed: join out/%d/patched\n", i, i)
		fmt.Fprintf(&b, "build out/%d/finished: join out/%d/packed\n", i, i)
	}
	return b.String()
}

const shared = "A = 1\nB = 2\nC = 3\n"

// wheels declares units, whose number is to be filled in.
const wheels = `wheel "unit" {
  for_each = toset([for i in range(%d) : tostring(i)])
  name     = "hello"
  version  = "1.0"
  source   = "//src:src"
  patches  = ["${each.key}.patch"]
  static   = true
}
`

// patch is content of which no two are the same.
func patch(n int) string {
	return fmt.Sprintf("--- a/hello/__init__.py\n+++ b/hello/__init__.py\n@@ -1,3 +1,3 @@\n A = 1\n-B = 2\n+B = %d\n C = 3\n", n)
}
