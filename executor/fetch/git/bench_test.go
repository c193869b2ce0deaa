package git_test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dbx/cache/cas"
	"dbx/cache/require"
	"dbx/executor/fetch/git"
	"dbx/executor/fetch/gitname"
)

// BenchmarkFetch brings a tree of 2,000 files into an empty store, beside what
// git itself takes for a shallow clone with a checkout.
func BenchmarkFetch(b *testing.B) {
	require.Tool(b, "git")
	dir := filepath.Join(b.TempDir(), "r")
	script := fmt.Sprintf("git init -q -b main %[1]s; cd %[1]s; for i in $(seq 2000); do mkdir -p d$((i%%50)); seq $i $((i+2000)) >d$((i%%50))/$i; done; git add .; git -c user.name=A -c user.email=a@example.org commit -qm x; git rev-parse HEAD", dir)
	out, err := exec.Command("sh", "-ec", script).Output()
	if err != nil {
		b.Fatal(err)
	}
	id := gitname.ID(strings.TrimSpace(string(out)))
	b.Run("dbx", func(b *testing.B) {
		for b.Loop() {
			store, err := cas.OpenDisk(b.TempDir())
			if err != nil {
				b.Fatal(err)
			}
			if _, err := git.Fetch(b.Context(), store, "file://"+dir, git.Tree{Commit: id}, git.Access{}); err != nil {
				b.Fatal(err)
			}
			store.Close()
		}
	})
	b.Run("clone", func(b *testing.B) {
		for b.Loop() {
			if out, err := exec.Command("git", "clone", "-q", "--depth=1", "file://"+dir, b.TempDir()).CombinedOutput(); err != nil {
				b.Fatalf("%v\n%s", err, out)
			}
		}
	})
}
