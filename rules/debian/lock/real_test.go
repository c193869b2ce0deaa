package lock

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dbx/cache/require"
	"dbx/rules/debian/repo"
)

// TestLockBookworm locks what the examples need from a real mirror, with the
// real keyring.
func TestLockBookworm(t *testing.T) {
	require.Network(t)
	mirrors, err := repo.HostMirrors("/", "bookworm")
	if err != nil || len(mirrors) == 0 {
		require.Missing(t, "network", fmt.Sprintf("no Debian mirror in the host's apt configuration: %v", err))
	}
	keys, err := repo.HostKeyring("/")
	if err != nil {
		require.Missing(t, "network", err.Error())
	}
	fetch := &repo.HTTP{Mirrors: mirrors}
	request := Request{
		Suite: "bookworm",
		Blocks: []Block{
			{ID: "cross-armel", Arch: "amd64", Base: "base", Packages: []string{"gcc-arm-linux-gnueabi", "libpython3-dev:armel", "libssl-dev:armel"}},
			{ID: "cross-arm64", Arch: "amd64", Base: "base", Packages: []string{"gcc-aarch64-linux-gnu", "libpython3-dev:arm64"}},
			{ID: "base", Arch: "amd64", Packages: strings.Fields("python3-dev gcc make libc6-dev")},
		},
		Sources: []SourceSpec{{Package: "markupsafe"}, {Package: "jinja2"}},
	}
	l, err := Lock(t.Context(), fetch, keys, request)
	if err != nil {
		t.Fatal(err)
	}
	versions := map[string]string{}
	for _, s := range l.Sets {
		essential := 0
		for _, p := range s.Packages {
			if v, ok := versions[p.Name]; ok && v != p.Version && !strings.Contains(p.Version+v, "+b") {
				t.Errorf("%s: %s is %s elsewhere", s.ID, p.ID(), v)
			}
			versions[p.Name] = p.Version
			if p.Essential {
				essential++
			}
			if s.ID != "base" && p.Arch == "amd64" && p.Name == "gcc" {
				t.Errorf("%s has gcc again", s.ID)
			}
		}
		if (s.ID == "base") != (essential > 40) {
			t.Errorf("%s: %d essential packages", s.ID, essential)
		}
	}
	if cross, _ := l.Set("cross-armel"); strings.Join(cross.Foreign, " ") != "armel" {
		t.Errorf("foreign architectures: %v", cross.Foreign)
	}
	s, ok := l.Source("markupsafe", "")
	if !ok {
		t.Fatal("markupsafe was not found")
	}
	orig, err := s.File("orig")
	if err != nil || !strings.HasPrefix(orig.SHA256.String(), "abcabc8c2b26036d") {
		t.Errorf("upstream tarball: %v, %v", orig, err)
	}
	again, err := Lock(t.Context(), fetch, keys, request)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(encode(l)), string(encode(again))); diff != "" {
		t.Errorf("locked twice:\n%s", diff)
	}
	if age := time.Since(l.SnapshotTime("bookworm")); age < 0 {
		t.Errorf("the snapshot is of the future: %v", age)
	}
}
