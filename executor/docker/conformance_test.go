package docker

import (
	_ "embed"
	"os"
	"strings"
	"testing"

	"dbx/executor/executortest"
)

//go:embed testdata/differences
var differences string

func TestConformance(t *testing.T) {
	m := newMachine(t)
	if err := m.prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	executortest.Run(t, executortest.Subject{Executor: m, Store: m.store, Differences: m.differences(t)})
}

// differences fills in what depends on the machine: file systems, whether the
// test itself needs libraries, and whether its kernel has an image of its
// memory for the engine to link to.
func (m machine) differences(t *testing.T) string {
	t.Helper()
	info, err := m.api.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	root := "overlay rw"
	if info.Driver == "fuse-overlayfs" {
		root = "fuse.fuse-overlayfs rw,nodev"
	}
	text := strings.NewReplacer("ROOT", root, "STORE", fileSystem(t, m.store.Dir())).Replace(differences)
	if m.self.libraries == "" {
		text = strings.Replace(text, "mount /.dbx/lib:", "# ", 1)
	}
	if _, err := os.Stat("/proc/kcore"); err != nil {
		text += "-at /dev/core\nin /dev: drwxr-xr-x 14\n"
	}
	return text
}

// fileSystem returns the kind of file system that a path is on.
func fileSystem(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile("/proc/self/mounts")
	if err != nil {
		t.Fatal(err)
	}
	kind, longest := "", 0
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		under := f[1] == "/" || path == f[1] || strings.HasPrefix(path, f[1]+"/")
		if under && len(f[1]) >= longest {
			kind, longest = f[2], len(f[1])
		}
	}
	return kind
}
