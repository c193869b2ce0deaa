package lock

import (
	"os"
	"strings"
	"testing"
	"time"

	"dbx/cache/require"
	"dbx/rules/debian/repo"
)

func TestLockRealSuite(t *testing.T) {
	require.Network(t)
	mirrors, err := repo.HostMirrors("/", "bookworm")
	if err != nil || len(mirrors) == 0 {
		t.Skipf("needs a Debian mirror in the host's apt configuration: %v", err)
	}
	keys, err := repo.HostKeyring("/")
	if err != nil {
		t.Skip(err)
	}
	start := time.Now()
	l, err := Lock(t.Context(), &repo.HTTP{Mirrors: mirrors}, keys, Request{
		Suite: "bookworm",
		Blocks: []Block{
			{ID: "//images:cross-armel", Arch: "amd64", Base: "//images:bookworm", Packages: []string{"gcc-arm-linux-gnueabi", "libpython3-dev:armel"}},
			{ID: "//images:cross-arm64", Arch: "amd64", Base: "//images:bookworm", Packages: []string{"gcc-aarch64-linux-gnu", "libpython3-dev:arm64"}},
			{ID: "//images:bookworm", Arch: "amd64", Packages: strings.Fields("python3-dev gcc make libc6-dev")},
		},
		Sources: []SourceSpec{{Package: "markupsafe"}, {Package: "jinja2"}},
		Now:     time.Now(),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range l.Sets {
		t.Log(s.ID, len(s.Packages), s.Foreign)
	}
	t.Log(time.Since(start))
	os.WriteFile("/tmp/p/lock.hcl", Encode(l), 0o666)
	back, err := Parse(Encode(l), "lock.hcl")
	if err != nil || string(Encode(back)) != string(Encode(l)) {
		t.Fatal(err)
	}
}
