package patch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// TestApply runs each testdata/*.txtar: files below "in/" are patched by
// "diff", and give those below "out/" or the error in "error". A name ending
// in "@x" is executable, in "@l" a link whose target is the content; the
// comment may hold "strip=N". "¬" at an end stands for no newline, "␍" for a
// carriage return.
func TestApply(t *testing.T) {
	t.Parallel()
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			runCase(t, archive)
		})
	}
}

func runCase(t *testing.T, archive *txtar.Archive) {
	strip := DefaultStrip
	if strings.Contains(string(archive.Comment), "strip=0") {
		strip = 0
	}
	before, want := map[string]string{}, map[string]string{}
	var diff, wantErr string
	for _, f := range archive.Files {
		content := strings.ReplaceAll(strings.ReplaceAll(string(f.Data), "¬\n", ""), "␍", "\r")
		content = strings.ReplaceAll(content, "␠\n", "\n")
		if name, ok := strings.CutPrefix(f.Name, "in/"); ok {
			before[name] = content
		} else if name, ok := strings.CutPrefix(f.Name, "out/"); ok {
			want[name] = content
		} else if f.Name == "diff" {
			diff = content
		} else {
			wantErr = strings.TrimSuffix(content, "\n")
		}
	}
	dir := t.TempDir()
	writeTree(t, dir, before)
	err := applyIn(t, dir, diff, strip)
	if wantErr != "" {
		var failure *Error
		if !errors.As(err, &failure) {
			t.Fatalf("want a *Error, got %v", err)
		}
		if d := cmp.Diff(wantErr, err.Error()); d != "" {
			t.Errorf("error (-want +got):\n%s", d)
		}
		want = before
	} else if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, readTree(t, dir)); d != "" {
		t.Errorf("tree (-want +got):\n%s", d)
	}
}

func applyIn(t *testing.T, dir, diff string, strip int) error {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	return Apply(root, []byte(diff), strip)
}

func writeTree(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		base, kind, _ := strings.Cut(name, "@")
		file := filepath.Join(dir, base)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		switch kind {
		case "l":
			err = os.Symlink(strings.TrimSuffix(content, "\n"), file)
		case "x":
			err = os.WriteFile(file, []byte(content), 0o755)
		default:
			err = os.WriteFile(file, []byte(content), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func readTree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || file == dir {
			return err
		}
		name, _ := filepath.Rel(dir, file)
		info, err := d.Info()
		if err != nil {
			return err
		}
		switch {
		case d.IsDir():
			entries, err := os.ReadDir(file)
			if len(entries) == 0 {
				files[name+"/"] = ""
			}
			return err
		case info.Mode()&fs.ModeSymlink != 0:
			target, err := os.Readlink(file)
			files[name+"@l"] = target + "\n"
			return err
		case info.Mode()&0o100 != 0:
			name += "@x"
		}
		content, err := os.ReadFile(file)
		files[name] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestEscapes gives diffs that try to leave the tree.
func TestEscapes(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"../evil", "x/../../evil", "/etc/evil", "out/evil", "a/../evil"} {
		dir := t.TempDir()
		outside := t.TempDir()
		writeTree(t, dir, map[string]string{"out@l": outside, "a/b": "b\n"})
		diff := "--- /dev/null\n+++ " + name + "\n@@ -0,0 +1 @@\n+evil\n"
		var failure *Error
		if err := applyIn(t, dir, diff, 0); !errors.As(err, &failure) {
			t.Errorf("%s: got %v", name, err)
		}
		if entries, _ := os.ReadDir(outside); len(entries) > 0 {
			t.Errorf("%s: wrote outside", name)
		}
	}
}

// TestNoWriteThroughLink patches a name that is a hard link elsewhere.
func TestNoWriteThroughLink(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeTree(t, dir, map[string]string{"keep": "old\n"})
	if err := os.Link(filepath.Join(dir, "keep"), filepath.Join(dir, "f")); err != nil {
		t.Fatal(err)
	}
	if err := applyIn(t, dir, "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-old\n+new\n", 1); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"keep": "old\n", "f": "new\n"}
	if d := cmp.Diff(want, readTree(t, dir)); d != "" {
		t.Error(d)
	}
}

func FuzzParse(f *testing.F) {
	cases, _ := filepath.Glob("testdata/*.txtar")
	for _, name := range cases {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if file.Name == "diff" {
				f.Add(file.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, diff []byte) {
		files, err := Parse(diff)
		if err != nil {
			var failure *Error
			if !errors.As(err, &failure) {
				t.Fatalf("not a *Error: %v", err)
			}
			return
		}
		for _, file := range files {
			for i, h := range file.Hunks {
				if h.Prefix > len(h.Old) || h.Suffix > len(h.New) {
					t.Fatalf("hunk %d: context %d and %d of %d and %d lines", i+1, h.Prefix, h.Suffix, len(h.Old), len(h.New))
				}
				// A hunk applies to exactly the lines that it names.
				h.OldStart = min(h.OldStart, 1)
				if len(h.Old) == 0 {
					h.OldStart = 0
				}
				got, err := applyHunks("f", []byte(strings.Join(h.Old, "")), []Hunk{h})
				if err == nil && string(got) != strings.Join(h.New, "") {
					t.Fatalf("hunk %d: got %q, want %q", i+1, got, h.New)
				}
			}
		}
	})
}
