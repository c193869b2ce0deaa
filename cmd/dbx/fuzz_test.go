package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dbx/executor"
)

// FuzzFormatted: what is in order stays as it is.
func FuzzFormatted(f *testing.F) {
	f.Add([]byte("action \"a\" {\n command=[\"x\",\n\"y\"] # z\n}"))
	f.Add([]byte("a = <<-EOT\n  ${b}\n  EOT\n"))
	f.Add([]byte("a = {"))
	f.Fuzz(func(t *testing.T, src []byte) {
		once, diags := formatted(src, "BUILD.hcl")
		if diags.HasErrors() {
			return
		}
		twice, diags := formatted(once, "BUILD.hcl")
		if diags.HasErrors() || !bytes.Equal(once, twice) {
			t.Errorf("%q is formatted as %q, then as %q, %v", src, once, twice, diags)
		}
	})
}

// FuzzReadRecord: a damaged record of the history is none, and any other can be
// worked with.
func FuzzReadRecord(f *testing.F) {
	good, err := json.Marshal(record{Output: "o", At: time.Unix(1, 0).UTC(), Key: "k", Result: executor.Result{Status: executor.Failed}, Previous: &record{Output: "o"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte("null"))
	file := filepath.Join(f.TempDir(), "record.json")
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := os.WriteFile(file, b, 0o644); err != nil {
			t.Fatal(err)
		}
		r, ok := readRecord(file)
		for _, d := range r.kept() {
			if ok && d.IsZero() {
				t.Errorf("%q keeps what has no name", b)
			}
		}
	})
}
