package executortest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dbx/cache/merkle"
	"dbx/executor"
)

// inputs are about what a command finds below its working directory.
func inputs() []testCase {
	return []testCase{
		{"inputs lie where they should", placed},
		{"read-only inputs cannot be changed", readOnly},
		{"scratch inputs are throw-away copies", scratch},
		{"working directory", func(t *testing.T, b *bench) {
			b.expect(t, attempt{
				script: "cat file",
				inputs: []executor.Input{{Path: "in/deep/file", Digest: b.file(t, "deep")}},
				change: func(s *executor.Spawn) { s.Dir = "in/deep" },
			}, "deep")
		}},
		{"working directory that nobody made", func(t *testing.T, b *bench) {
			b.expect(t, attempt{
				script: lines("write file x", "cat /work/build/here/file"),
				change: func(s *executor.Spawn) { s.Dir = "build/here" },
			}, "x")
		}},
		{"missing layer is an error of the machine", func(t *testing.T, b *bench) {
			s := b.spawn(attempt{script: "exit 0"})
			s.Rootfs.Layers = append(s.Rootfs.Layers[:1:1], [32]byte{1, 2, 3})
			if _, err := b.Executor.Execute(t.Context(), s); err == nil || !strings.Contains(err.Error(), "010203") {
				t.Errorf("error %v, want one that names the layer", err)
			}
		}},
	}
}

func placed(t *testing.T, b *bench) {
	tree := b.tree(t, map[string]string{"a": "tree a", "sub/run*": "tree run"})
	b.expect(t, attempt{
		script: lines("cat single", "cat src/one", "cat src/deep/two", "cat src/tree/a", "cat whole/sub/run",
			"stat src/one", "stat src/exec", "stat whole/sub/run", "stat single"),
		inputs: []executor.Input{
			{Path: "single", Digest: b.file(t, "single file")},
			{Path: "src/one", Digest: b.file(t, "one")},
			{Path: "src/exec", Kind: merkle.Executable, Digest: b.file(t, "exec")},
			{Path: "src/deep/two", Digest: b.file(t, "two")},
			{Path: "src/tree", Kind: merkle.Dir, Digest: tree},
			{Path: "whole", Kind: merkle.Dir, Digest: tree},
		},
	}, "single file", "one", "two", "tree a", "tree run",
		"src/one -r--r--r-- 3 946684800", "src/exec -r-xr-xr-x 4 946684800",
		"whole/sub/run -r-xr-xr-x 8 946684800", "single -r--r--r-- 11 946684800")
}

func readOnly(t *testing.T, b *bench) {
	one := b.file(t, "precious")
	b.expect(t, attempt{
		script: lines(
			"try write in/one changed", "try write single changed", "try write in/new x",
			"try chmod 777 in/one", "try chmod 777 single", "try touch in/one 5", "try truncate in/one 0",
			"try rm in/one", "try rename in/one in/two", "try link in/one stolen", "try link single stolen",
			"try remount /work/in", "try umount /work/in", "try write in/one changed",
			"try mkdir in/dir", "cat in/one", "cat single"),
		inputs: []executor.Input{{Path: "in/one", Digest: one}, {Path: "single", Digest: one}},
	},
		"write in/one changed: EROFS", "write single changed: EROFS", "write in/new x: EROFS",
		"chmod 777 in/one: EROFS", "chmod 777 single: EROFS", "touch in/one 5: EROFS", "truncate in/one 0: EACCES",
		"rm in/one: EROFS", "rename in/one in/two: EROFS", "link in/one stolen: EXDEV", "link single stolen: EXDEV",
		"remount /work/in: EPERM", "umount /work/in: EPERM", "write in/one changed: EROFS",
		"mkdir in/dir: EROFS", "precious", "precious")
	if got := string(b.content(t, one)); got != "precious" {
		t.Errorf("the store's blob is now %q", got)
	}
	path := filepath.Join(t.TempDir(), "link")
	if err := b.Store.Link(t.Context(), one, false, path); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o444 {
		t.Errorf("the store's file has mode %v, %v", info.Mode(), err)
	}
}

func scratch(t *testing.T, b *bench) {
	one := b.file(t, "original")
	tree := b.tree(t, map[string]string{"a": "tree a", "run*": "tree run", "sub/gone": "x"})
	r := b.expect(t, attempt{
		script: lines("stat src/a", "stat src/run", "stat src", "stat file", "append src/a +more", "rm src/sub",
			"write src/new n", "write file changed", "link src/a src/b", "cat src/a", "cat file"),
		inputs: []executor.Input{
			{Path: "src", Kind: merkle.Dir, Digest: tree, Mode: executor.Scratch},
			{Path: "file", Digest: one, Mode: executor.Scratch},
		},
		outputs: []executor.OutputSpec{dir("src")},
	}, "src/a -rw-r--r-- 6 946684800", "src/run -rwxr-xr-x 8 946684800", "src drwxr-xr-x 0 946684800",
		"file -rw-r--r-- 8 946684800", "tree a+more", "changed")
	want := "file a = tree a+more\nfile b = tree a+more\nfile new = n\nexecutable run = tree run"
	if got := b.listing(t, r.Outputs[0].Digest); got != want {
		t.Errorf("captured:\n%s\nwant:\n%s", got, want)
	}
	if got := string(b.content(t, one)); got != "original" {
		t.Errorf("the store's blob is now %q", got)
	}
	if got := b.listing(t, tree); got != "file a = tree a\nexecutable run = tree run\ndirectory sub\nfile sub/gone = x" {
		t.Errorf("the store's tree is now:\n%s", got)
	}
}
