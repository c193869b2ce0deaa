package revision_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"dbx/cache/require"
	"dbx/engine/revision"
)

// repository makes a git repository with one commit, in the folder sub of
// which the files stand, and returns that folder.
func repository(t *testing.T, format string) string {
	t.Helper()
	require.Tool(t, "git")
	dir := t.TempDir()
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	sub := filepath.Join(dir, "sub")
	for name, text := range map[string]string{"a.txt": "a", "d/b.txt": "b", "d/e/ü c": "c", "run": "#!/bin/sh"} {
		write(t, filepath.Join(sub, name), text)
	}
	write(t, filepath.Join(dir, "above.txt"), "above")
	for link, target := range map[string]string{"link": "d/b.txt", "folder": "d/e", "out": "../above.txt", "abs": "/etc/passwd", "loop": "loop", "d/up": "../a.txt", "gone": "nothing"} {
		if err := os.Symlink(target, filepath.Join(sub, link)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(filepath.Join(sub, "run"), 0o755); err != nil {
		t.Fatal(err)
	}
	git(t, dir, "init", "-q", "--object-format="+format)
	git(t, dir, "add", "-A")
	git(t, dir, "-c", "user.name=n", "-c", "user.email=n@example.org", "commit", "-qm", "one")
	return sub
}

func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	if out, err := exec.Command("git", append([]string{"-C", dir}, args...)...).CombinedOutput(); err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, out)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, dir, name string) *revision.Tree {
	t.Helper()
	tree, err := revision.Open(context.Background(), dir, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := tree.Close(); err != nil {
			t.Error(err)
		}
	})
	return tree
}

func TestTree(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) {
			dir := repository(t, format)
			tree := open(t, dir, "HEAD")
			if err := os.RemoveAll(filepath.Join(dir, "d")); err != nil { // what is on disk plays no part
				t.Fatal(err)
			}
			for name, want := range map[string]string{"a.txt": "a", "d/e/ü c": "c", "link": "b", "folder/ü c": "c", "d/up": "a"} {
				if b, err := fs.ReadFile(tree, name); err != nil || string(b) != want {
					t.Errorf("%s: %q, %v; want %q", name, b, err, want)
				}
			}
			for _, name := range []string{"out", "abs", "gone", "a.txt/x", "nothing", "above.txt", "../above.txt", "/a.txt"} {
				if _, err := tree.Open(name); err == nil {
					t.Errorf("%s was opened", name)
				}
			}
			if _, err := tree.Open("loop"); err == nil || !strings.Contains(err.Error(), "too many") {
				t.Errorf("loop: %v", err)
			}
			if info, err := fs.Stat(tree, "run"); err != nil || info.Mode() != 0o755 {
				t.Errorf("run: %v, %v", info, err)
			}
			if target, err := fs.ReadLink(tree, "out"); err != nil || target != "../above.txt" {
				t.Errorf("out: %q, %v", target, err)
			}
		})
	}
}

// TestFS holds the tree against what the standard library asks of file
// systems.
func TestFS(t *testing.T) {
	dir := repository(t, "sha1")
	for _, name := range []string{"loop", "abs", "out", "gone"} { // which nothing can open
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	git(t, dir, "add", "-A")
	git(t, dir, "-c", "user.name=n", "-c", "user.email=n@example.org", "commit", "-qm", "two")
	if err := fstest.TestFS(open(t, dir, "HEAD"), "a.txt", "d/b.txt", "link"); err != nil {
		t.Error(err)
	}
}

func TestWorkTreeID(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		dir := repository(t, format)
		tree := open(t, dir, "HEAD")
		same := func(name string) bool {
			was, wasExecutable, err := tree.ID(name)
			is, isExecutable, err2 := tree.WorkTreeID(t.Context(), name)
			if err != nil || err2 != nil {
				t.Fatal(err, err2)
			}
			return was == is && wasExecutable == isExecutable
		}
		for _, name := range []string{"a.txt", "run", "link", "d/e/ü c"} {
			if !same(name) {
				t.Errorf("%s: untouched and another", name)
			}
		}
		write(t, filepath.Join(dir, "a.txt"), "edited")
		write(t, filepath.Join(dir, "d/b.txt"), "edited")
		if same("a.txt") || same("link") {
			t.Error("edited and the same")
		}
		if err := os.Chmod(filepath.Join(dir, "run"), 0o644); err != nil {
			t.Fatal(err)
		}
		if same("run") {
			t.Error("another mode and the same")
		}
		write(t, filepath.Join(dir, ".gitattributes"), "* text eol=crlf\n")
		write(t, filepath.Join(dir, "d/e/ü c"), "c")
		write(t, filepath.Join(dir, "new"), "new")
		if _, _, err := tree.WorkTreeID(t.Context(), "new"); err != nil {
			t.Error(err)
		}
	}
}

func TestNotFound(t *testing.T) {
	dir := repository(t, "sha1")
	write(t, filepath.Join(filepath.Dir(dir), "new", "x"), "x")
	for _, test := range []struct{ dir, name, want string }{
		{dir, "nosuch", "no such revision"},
		{dir, "--all", "no such revision"},
		{dir, "HEAD:a.txt", "no such revision"},
		{dir, "", "no such revision"},
		{t.TempDir(), "HEAD", "no git work tree"},
		{filepath.Join(filepath.Dir(dir), "new"), "HEAD", "it has no folder new"},
	} {
		_, err := revision.Open(t.Context(), test.dir, test.name)
		var unknown *revision.NotFoundError
		if !errors.As(err, &unknown) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s %q: %v, want %q", test.dir, test.name, err, test.want)
		}
	}
}
