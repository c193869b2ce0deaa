package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFormatted checks that this repository's workspace is in the form of dbx
// fmt.
func TestFormatted(t *testing.T) {
	files, err := filesBelow(filepath.Join("..", ".."))
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	texts := map[string]string{}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(src)
	}
	for name, text := range texts {
		out, diags := formatted([]byte(text), name)
		if diff := cmp.Diff(string(out), text); diff != "" || diags.HasErrors() {
			t.Errorf("%s: run dbx fmt (-want +got): %s\n%s", name, diags, diff)
		}
	}
}
