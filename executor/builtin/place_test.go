package builtin_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/executor"
	"dbx/executor/builtin"
)

// places puts its first layer and its input into the tree, where it has written
// a file itself; args are pairs of what else to place and where.
func places(_ context.Context, in fs.FS, args []string, out *os.Root, _ []string) error {
	p := in.(builtin.Placer)
	layers, err := fs.Glob(in, "layers/*")
	if err != nil || len(layers) == 0 {
		return fmt.Errorf("layers %q: %w", layers, err)
	}
	for i := 0; i+1 < len(args); i += 2 {
		if err := p.Place(args[i], args[i+1]); err != nil {
			return err
		}
	}
	if err := out.MkdirAll("tree/sub", 0o755); err != nil {
		return err
	}
	if err := out.WriteFile("tree/sub/own", []byte(strings.Join(layers, "\n")), 0o644); err != nil {
		return err
	}
	if err := p.Place(layers[0], "tree/sub/layer"); err != nil {
		return err
	}
	return p.Place("in/tool", "tree/new/tool")
}

func placing(t *testing.T) (*cas.Disk, *builtin.Executor, func(args ...string) executor.Spawn) {
	disk, err := cas.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { disk.Close() })
	sum := digest.SHA256(sha256.Sum256([]byte("a layer")))
	if err := disk.Alias(sum, put(t, disk, "a layer")); err != nil {
		t.Fatal(err)
	}
	tool := put(t, disk, "a tool")
	return disk, builtin.New(disk, map[string]builtin.Func{"places@1": places}), func(args ...string) executor.Spawn {
		s := spawn(append([]string{"places@1"}, args...), executor.OutputSpec{Path: "tree", Kind: executor.OutputTree})
		s.Inputs = []executor.Input{{Path: "in/tool", Kind: merkle.Executable, Digest: tool}}
		s.Rootfs = executor.Rootfs{Arch: "amd64", Layers: []digest.SHA256{sum, sum}}
		return s
	}
}

// TestPlace looks at every byte that a store has after inputs were placed: they
// are there once.
func TestPlace(t *testing.T) {
	t.Parallel()
	disk, e, spawn := placing(t)
	result, err := e.Execute(t.Context(), spawn())
	if err != nil || result.Status != executor.Success {
		t.Fatal(result, err)
	}
	tree := merkle.FS(disk, result.Outputs[0].Digest)
	hex := fmt.Sprintf("%x", sha256.Sum256([]byte("a layer")))
	for name, want := range map[string]string{
		"sub/layer": "-rw-r--r-- a layer", "new/tool": "-rwxr-xr-x a tool",
		"sub/own": "-rw-r--r-- layers/0000-" + hex + ".tar\nlayers/0001-" + hex + ".tar",
	} {
		content, err := fs.ReadFile(tree, name)
		info, err2 := fs.Stat(tree, name)
		if err != nil || err2 != nil || info.Mode().String()+" "+string(content) != want {
			t.Errorf("%s: %v %q, %v, %v", name, info, content, err, err2)
		}
	}
	copies, err := filepath.Glob(filepath.Join(disk.Dir(), "cas/v1/*/*.x"))
	if err != nil || len(copies) != 0 {
		t.Errorf("a program was written out although nobody runs it: %v, %v", copies, err)
	}
}

func TestPlaceRefuses(t *testing.T) {
	t.Parallel()
	_, e, spawn := placing(t)
	for _, c := range []struct {
		args []string
		say  string
	}{
		{[]string{"in/none", "tree/x"}, "does not exist"},
		{[]string{"in", "tree/x"}, "not a file"},
		{[]string{"in/tool", "elsewhere/x"}, "no output tree"},
		{[]string{"in/tool", "tree"}, "no output tree"},
		{[]string{"in/tool", "tree/sub/own"}, "two different entries"},
	} {
		if result, err := e.Execute(t.Context(), spawn(c.args...)); err == nil || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%v: %v, %v; want %q", c.args, result, err, c.say)
		}
	}
}
