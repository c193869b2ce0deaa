package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"dbx/cache/digest"
	"dbx/cache/filestamp"
	"dbx/cache/merkle"
	"dbx/cache/sealed"
	"dbx/executor"
)

// exports remembers what builds left below dbx-out, and how it looked then: what
// still looks so need be neither read nor compared. The zero exports remember
// nothing.
type exports struct {
	path    string // of the file
	known   map[string]standing
	asked   map[string]bool
	changed bool
}

// standing is one output where it belongs.
type standing struct {
	kind    merkle.Kind
	digest  digest.Digest
	entries []filestamp.Entry
}

// manyExports is how many may be remembered before those that nobody asked for
// in this build are dropped.
const manyExports = 100_000

// openExports reads the file at path. One that is missing or damaged is empty.
func openExports(path string) (*exports, error) {
	b, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return &exports{path: path, known: decodeExports(b), asked: map[string]bool{}}, nil
}

// recall reports whether what was made is at its place, to, and returns what is
// there.
func (x *exports) recall(at, to string, made executor.Output) ([]filestamp.Entry, bool) {
	was, ok := x.known[at]
	if !ok || was.kind != made.Kind || was.digest != made.Digest || !filestamp.Same(to, was.entries) {
		return nil, false
	}
	x.asked[at] = true
	return was.entries, true
}

// look returns what is at a place before something is exported there: only if
// that is right already, and so is left alone, does it look the same afterwards.
func (x *exports) look(to string) []filestamp.Entry {
	entries, err := filestamp.Tree(to)
	if err != nil {
		return nil // it is not there, or whoever writes there can say more
	}
	return entries
}

// note remembers an export to where a look, before now, found these entries.
func (x *exports) note(at string, made executor.Output, before []filestamp.Entry, now time.Time) {
	if x.path == "" || len(before) == 0 {
		return
	}
	for _, e := range before {
		if e.Stamp.Racy(now) {
			return
		}
	}
	x.known[at] = standing{made.Kind, made.Digest, before}
	x.asked[at], x.changed = true, true
}

// Close writes the file. What is remembered must not be used afterwards.
func (x *exports) Close() error {
	if !x.changed {
		return nil
	}
	if len(x.known) > manyExports {
		for at := range x.known {
			if !x.asked[at] {
				delete(x.known, at)
			}
		}
	}
	if err := os.MkdirAll(filepath.Dir(x.path), 0o755); err != nil {
		return err
	}
	return writeFile(x.path, encodeExports(x.known), 0o644)
}

// The file is sealed: a header, and for each output its place, kind and digest,
// the number of entries, and of each the path, whether it is a folder, and its
// stamp.
const exportsHeader = "dbx exports 1\n"

func encodeExports(known map[string]standing) []byte {
	b := []byte(exportsHeader)
	for at, x := range known {
		b = append(sealed.AppendText(b, at), byte(x.kind))
		b = sealed.AppendDigest(b, x.digest)
		b = sealed.AppendNumber(b, len(x.entries))
		for _, e := range x.entries {
			var dir byte
			if e.Dir {
				dir = 1
			}
			b = append(sealed.AppendText(b, e.Path), dir)
			b = sealed.AppendStamp(b, e.Stamp)
		}
	}
	return sealed.Seal(b)
}

// decodeExports returns what a file tells, nothing if it is damaged.
func decodeExports(file []byte) map[string]standing {
	known := map[string]standing{}
	body, _ := sealed.Unseal(exportsHeader, file)
	r := sealed.NewReader(body)
	for r.Len() > 0 {
		at := r.Text()
		x := standing{kind: merkle.Kind(r.Byte()), digest: r.Digest()}
		x.entries = make([]filestamp.Entry, r.Count(4+1+filestamp.BinarySize))
		for i := range x.entries {
			x.entries[i] = filestamp.Entry{Path: r.Text(), Dir: r.Byte() == 1, Stamp: r.Stamp()}
		}
		known[at] = x
	}
	if r.Bad() {
		return map[string]standing{}
	}
	return known
}
