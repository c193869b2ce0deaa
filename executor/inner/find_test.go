package inner

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestFind(t *testing.T) {
	dir := t.TempDir()
	for name, mode := range map[string]os.FileMode{"a/tool": 0o755, "b/tool": 0o755, "a/plain": 0o644, "b/plain": 0o755} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, mode); err != nil {
			t.Fatal(err)
		}
	}
	path := "PATH=" + dir + "/a::" + dir + "/b"
	for _, c := range []struct{ name, want, fail string }{
		{name: "tool", want: dir + "/a/tool"},
		{name: "plain", want: dir + "/b/plain"}, // what cannot be executed is passed over
		{name: "a", fail: "nowhere on the PATH"},
		{name: "gone", fail: "nowhere on the PATH"},
		{name: "b/tool", want: dir + "/b/tool"},
		{name: dir + "/b/tool", want: dir + "/b/tool"},
		{name: "/no/such/tool", fail: "/no/such/tool is not there"},
	} {
		s := &Spec{Args: []string{c.name}, Dir: dir, Env: []string{"PATHS=/x", path}}
		command := newTestCommand(t, s)
		got := ""
		if p := command.find(); p != nil {
			got = unix.BytePtrToString(p)
		}
		if got != c.want || got == "" && !strings.Contains(command.words.notFound, c.fail) {
			t.Errorf("%s: %q, %q; want %q", c.name, got, command.words.notFound, c.want)
		}
	}
}

func newTestCommand(t *testing.T, s *Spec) *command {
	t.Helper()
	s.Filter = make([]byte, 8)
	c, err := newCommand(s, 2, new(confinement))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNewCommandRefusesNUL(t *testing.T) {
	for _, s := range []*Spec{
		{Args: []string{"a\x00b"}}, {Args: []string{"a"}, Env: []string{"A=\x00"}}, {Args: []string{"a"}, Dir: "/\x00"},
		{Args: []string{"a"}, Env: []string{"PATH=/bin\x00"}}, {Args: []string{"a"}, Dir: "/", Filter: []byte{1}},
	} {
		if _, err := newCommand(s, 2, new(confinement)); err == nil {
			t.Errorf("no error for %+v", s)
		}
	}
}

func TestChownAllOfOwnFiles(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "d/e"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/no/such/file", filepath.Join(dir, "d/link")); err != nil {
		t.Fatal(err)
	}
	if err := chownAll(dir, os.Getuid(), os.Getgid()); err != nil {
		t.Error(err)
	}
	if err := chownAll(filepath.Join(dir, "gone"), 0, 0); err == nil {
		t.Error("no error for what is not there")
	}
}
