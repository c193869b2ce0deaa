package layer

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func threeLayers(t testing.TB) *Stack {
	t.Helper()
	return NewStack(
		unpackTo(t, build(t,
			folder("etc", 0o755), text("etc/a", 0o644, "a1"), text("etc/b", 0o644, "b1"), folder("etc/dir", 0o700), text("etc/dir/x", 0o644, "x1"),
			folder("o", 0o755), text("o/one", 0o644, ""), folder("o/sub", 0o755), text("o/sub/two", 0o644, ""),
			text("file", 0o644, "f"), folder("folder", 0o755), text("folder/in", 0o644, ""), folder("usr", 0o755), folder("usr/bin", 0o755))),
		unpackTo(t, build(t,
			folder("etc", 0o711), text("etc/a", 0o600, "a2"), Entry{Path: "etc/b", Kind: Whiteout}, Entry{Path: "etc/dir", Kind: Whiteout},
			folder("o", 0o755), Entry{Path: "o", Kind: Opaque}, folder("o/sub", 0o755), text("o/sub/three", 0o644, ""),
			Entry{Path: "file", Kind: Whiteout}, text("folder", 0o644, "now a file"))),
		unpackTo(t, build(t,
			folder("etc", 0o755), folder("etc/dir", 0o755), text("etc/dir/y", 0o644, "y3"), folder("file", 0o755), text("file/in", 0o644, "in"),
			Entry{Path: "nothing/to/hide", Kind: Whiteout}, text("usr/bin/tool", 0o755, "tool"))),
	)
}

func TestStack(t *testing.T) {
	want := map[string]string{
		"etc": "drwxr-xr-x", "etc/a": `-rw------- "a2"`, "etc/dir": "drwxr-xr-x", "etc/dir/y": `-rw-r--r-- "y3"`,
		"o": "drwxr-xr-x", "o/sub": "drwxr-xr-x", "o/sub/three": `-rw-r--r-- ""`,
		"file": "drwxr-xr-x", "file/in": `-rw-r--r-- "in"`, "folder": `-rw-r--r-- "now a file"`,
		"nothing": "drwxr-xr-x", "nothing/to": "drwxr-xr-x",
		"usr": "drwxr-xr-x", "usr/bin": "drwxr-xr-x", "usr/bin/tool": `-rwxr-xr-x "tool"`,
	}
	s := threeLayers(t)
	if diff := cmp.Diff(want, stackTree(t, s)); diff != "" {
		t.Error(diff)
	}
	for _, hidden := range []string{"etc/b", "etc/dir/x", "o/one", "o/sub/two", "folder/in", "nothing/to/hide", "bin/tool", "absent", "etc/a/b"} {
		if _, err := s.Lstat(hidden); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v, want that it is not there", hidden, err)
		}
	}
	if err := fstest.TestFS(s, "etc/dir/y", "usr/bin/tool", "file/in"); err != nil {
		t.Error(err)
	}
}

func TestStackEdges(t *testing.T) {
	s := threeLayers(t)
	for _, bad := range []string{"", "/etc", "../etc", "etc/", "etc/../etc", "etc//a"} {
		if _, err := s.Lstat(bad); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, err := NewStack(unpackTo(t, build(t, linkTo("bin", "usr/bin")))).Open("bin"); !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("opening a link: %v", err)
	}
	if _, err := s.ReadDir("etc/a"); err == nil {
		t.Error("listing a file: no error")
	}
	if _, err := NewStack().Lstat("a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no layers: %v", err)
	}
}

func TestStackResolve(t *testing.T) {
	s := NewStack(unpackTo(t, build(t,
		folder("usr", 0o755), folder("usr/bin", 0o755), linkTo("bin", "usr/bin"), linkTo("abs", "/usr/bin"), linkTo("usr/up", "../../../usr"),
		linkTo("twice", "usr/up/bin"), linkTo("loop", "loop/x"), linkTo("void", "not/there"), linkTo("usr/bin/last", "elsewhere"))))
	for name, want := range map[string]string{
		"bin/tool": "usr/bin/tool", "abs/tool": "usr/bin/tool", "usr/up/bin/a": "usr/bin/a", "twice/a/b": "usr/bin/a/b",
		"bin": "bin", "bin/last": "usr/bin/last", "void/x": "not/there/x", "fresh/a/b": "fresh/a/b", "a": "a",
	} {
		if got, err := s.Resolve(name); err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, want)
		}
	}
	if _, err := s.Resolve("loop/a"); err == nil {
		t.Error("a loop: no error")
	}
}
