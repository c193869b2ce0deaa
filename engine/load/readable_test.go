package load_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"dbx/engine/load"
)

// TestUnreadable names what is no regular file wherever a file is read; opening
// a FIFO would wait for ever.
func TestUnreadable(t *testing.T) {
	const good = "source \"s\" {\n  files = [\"x.c\"]\n}\n"
	for _, test := range []struct {
		name   string
		at     string // where the FIFO is
		build  string // a/BUILD.hcl
		where  string
		detail string
	}{
		{"input", "a/fifo", "source \"s\" {\n  files = [\n    \"x.c\",\n    \"fifo\",\n  ]\n}\n", "a/BUILD.hcl:4,5-11", "a/fifo is a FIFO: only regular files can be read."},
		{"text", "a/fifo", "source \"s\" {\n  sha256 = file(\"fifo\")\n}\n", "a/BUILD.hcl:2,18-22", "a/fifo is a FIFO"},
		{"package", "b/BUILD.hcl", good, "b/BUILD.hcl:1,1-1", "b/BUILD.hcl is a FIFO"},
		{"variables", "x.auto.dbxvars", good, "x.auto.dbxvars:1,1-1", "x.auto.dbxvars is a FIFO"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "BUILD.hcl"), "workspace {\n  name = \"w\"\n}\n")
			write(t, filepath.Join(dir, "a/BUILD.hcl"), test.build)
			write(t, filepath.Join(dir, "a/x.c"), "")
			write(t, filepath.Join(dir, "b/readme"), "")
			if err := syscall.Mkfifo(filepath.Join(dir, test.at), 0o644); err != nil {
				t.Fatal(err)
			}
			_, diags, err := load.Load(t.Context(), load.Options{Dir: dir, Patterns: []string{"//..."}, Schemas: schemas()})
			if err != nil || len(diags) != 1 {
				t.Fatalf("%v, %v", diags, err)
			}
			if d := diags[0]; d.Subject.String() != test.where || !strings.Contains(d.Detail, test.detail) {
				t.Errorf("at %v: %s", d.Subject, d.Detail)
			}
		})
	}
}

// TestUnreadableRoot stops at what may be the root: above it another workspace
// would be taken for this one.
func TestUnreadableRoot(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "BUILD.hcl"), "workspace {\n  name = \"w\"\n}\n")
	write(t, filepath.Join(dir, "a/readme"), "")
	at := filepath.Join(dir, "a", "BUILD.hcl")
	if err := os.Symlink("BUILD.hcl", at); err != nil {
		t.Fatal(err)
	}
	_, err := load.FindRoot(filepath.Join(dir, "a"))
	var unread *load.UnreadableError
	if !errors.As(err, &unread) || unread.Name != at || !strings.Contains(unread.Why, "circle") {
		t.Errorf("got %v", err)
	}
}
