package executortest

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/layer"
	"dbx/executor"
)

// Rootfs compiles the suite's program and puts a root file system of two
// layers around it into the store: one with the program, one with some files
// for commands to change.
func Rootfs(t testing.TB, store *cas.Disk) executor.Rootfs {
	t.Helper()
	program := compile(t)
	first := putLayer(t, store, []layer.Entry{
		directory("bin", 0o755), directory("etc", 0o755), directory("var", 0o755), directory("opt", 0o755),
		{Path: "bin/tool", Kind: layer.File, Mode: 0o755, Size: int64(len(program)), Open: reader(program)},
		regular("bin/data", 0o644, "not a program"),
		regular("bin/forbidden", 0o644, "#!/bin/tool exit 0"),
		regular("bin/broken", 0o755, "neither a program nor a script"),
		regular("etc/os-release", 0o644, "ID=lower"),
	})
	second := putLayer(t, store, []layer.Entry{
		regular("etc/os-release", 0o644, "ID=test"),
		directory("opt/old", 0o755),
		regular("opt/old/kept", 0o644, "kept"),
		regular("opt/old/gone", 0o644, "gone"),
		regular("opt/old/strict", 0o755, "strict"),
		directory("opt/replaced", 0o755),
		regular("opt/replaced/inside", 0o644, "inside"),
		directory("opt/moved", 0o755),
		regular("opt/moved/along", 0o644, "along"),
	})
	return executor.Rootfs{Arch: runtime.GOARCH, Layers: []digest.SHA256{first, second}}
}

// ToolVariable names an environment variable with the path of the suite's
// program, for test processes that cannot compile it themselves.
const ToolVariable = "DBX_TEST_TOOL"

// compile returns the suite's program.
func compile(t testing.TB) []byte {
	t.Helper()
	out := os.Getenv(ToolVariable)
	if out == "" {
		out = filepath.Join(t.TempDir(), "tool")
		Compile(t, out)
	}
	program, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// Compile writes the suite's program to the file out.
func Compile(t testing.TB, out string) { compileFor(t, runtime.GOARCH, out) }

func compileFor(t testing.TB, arch, out string) {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=", "-o", out, ".")
	cmd.Dir = filepath.Join(filepath.Dir(here), "testdata", "tool")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+arch)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("compile the suite's program: %v\n%s", err, text)
	}
}

func putLayer(t testing.TB, store *cas.Disk, entries []layer.Entry) digest.SHA256 {
	t.Helper()
	var buf bytes.Buffer
	info, err := layer.FromTree(&buf, entries, time.Unix(epoch, 0), false, layer.NewStack())
	if err != nil {
		t.Fatal(err)
	}
	d, err := store.Put(t.Context(), &buf)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Alias(info.DiffID, d); err != nil {
		t.Fatal(err)
	}
	return info.DiffID
}

func directory(path string, mode uint32) layer.Entry {
	return layer.Entry{Path: path, Kind: layer.Dir, Mode: mode}
}

func regular(path string, mode uint32, content string) layer.Entry {
	return layer.Entry{Path: path, Kind: layer.File, Mode: mode, Size: int64(len(content)), Open: reader([]byte(content))}
}

func reader(content []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }
}
