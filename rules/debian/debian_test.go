package debian_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dbx/rules/debian"
	"dbx/rules/debian/lock"
	wholelock "dbx/rules/lock"
)

const (
	sumA = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	sumB = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
)

const text = `
debian_snapshot "bookworm" {
  time = "2025-01-02T03:04:05Z"
}

debian_set "//i:base" {
  suite     = "bookworm"
  arch      = "amd64"
  packages  = [
    ["apt", "1:2.0-1", "amd64", "pool/apt.deb", 1, "` + sumA + `"],
    ["dpkg", "1", "amd64", "pool/dpkg.deb", 1, "` + sumB + `"],
    ["zdata", "1", "all", "pool/zdata.deb", 1, "` + sumA + `"],
  ]
  essential   = [["dpkg:amd64"]]
  pre_depends = [["apt:amd64", "zdata:all"]]
}

debian_set "//i:top" {
  suite    = "bookworm"
  arch     = "amd64"
  foreign  = ["armel", "i386"]
  base     = "//i:base"
  packages = [["libc6", "2", "armel", "pool/libc6.deb", 1, "` + sumB + `"]]
}

debian_set "//i:ring" {
  suite    = "bookworm"
  arch     = "amd64"
  base     = "//i:ring"
  packages = []
}

debian_set "//i:asked" {
  suite     = "bookworm"
  arch      = "amd64"
  requested = ["dpkg", "zdata"]
  packages = [
    ["dpkg", "1", "amd64", "pool/dpkg.deb", 1, "` + sumB + `"],
    ["zdata", "1", "all", "pool/zdata.deb", 1, "` + sumA + `"],
  ]
}

debian_set "//i:unpacked" {
  suite     = "bookworm"
  arch      = "armel"
  packages  = []
  extracted = [
    ["crate", "2", "all", "pool/crate.deb", 1, "` + sumA + `"],
    ["libc6-dev", "1", "armel", "pool/libc6-dev.deb", 1, "` + sumB + `"],
  ]
}

debian_set "//i:timeless" {
  suite    = "sid"
  arch     = "amd64"
  packages = []
}

debian_source "tool" "1-1" {
  suite = "bookworm"
  files = [
    ["pool/tool_1.orig.tar.gz", 1, "` + sumA + `"],
    ["pool/tool_1-1.debian.tar.xz", 1, "` + sumB + `"],
  ]
}

debian_source "tool" "2-1" {
  suite = "trixie"
  files = [["pool/tool_2.orig.tar.gz", 1, "` + sumA + `"]]
}
`

func locked(t *testing.T, mirrors ...string) debian.Locked {
	t.Helper()
	file, err := wholelock.Parse([]byte(text), "dbx.lock.hcl")
	if err != nil {
		t.Fatal(err)
	}
	return debian.NewLocked(file.Debian, mirrors)
}

func TestSet(t *testing.T) {
	set, err := locked(t).Set("bookworm", lock.Block{ID: "//i:base", Arch: "amd64", Packages: []string{"dpkg"}})
	if err != nil {
		t.Fatal(err)
	}
	snapshot := func(p string) []string {
		return []string{"https://snapshot.debian.org/archive/debian/20250102T030405Z/" + p}
	}
	file := func(p, sum string) debian.File { return debian.File{Path: p, SHA256: sum, URLs: snapshot(p)} }
	want := debian.Set{
		Arch:  "amd64",
		Epoch: time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC).Unix(),
		Packages: []debian.Package{
			{File: file("pool/zdata.deb", sumA), Name: "zdata", Version: "1", Arch: "all"},
			{File: file("pool/apt.deb", sumA), Name: "apt", Version: "1:2.0-1", Arch: "amd64"},
			{File: file("pool/dpkg.deb", sumB), Name: "dpkg", Version: "1", Arch: "amd64", Essential: true},
		},
	}
	if d := cmp.Diff(want, set); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	top, err := locked(t).Set("bookworm", lock.Block{ID: "//i:top", Arch: "amd64", Base: "//i:base"})
	if got := fmt.Sprint(top.Foreign); err != nil || got != "[armel i386]" {
		t.Errorf("the foreign architectures are %s, %v", got, err)
	}
}

func TestSetExtracted(t *testing.T) {
	set, err := locked(t).Set("bookworm", lock.Block{ID: "//i:unpacked", Arch: "armel", Extract: []string{"libc6-dev", "crate"}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range set.Extracted {
		got = append(got, fmt.Sprintf("%s %s %s %v %d", p.Name, p.Arch, p.Path, p.SHA256 == sumA, len(p.URLs)))
	}
	want := []string{"crate all pool/crate.deb true 1", "libc6-dev armel pool/libc6-dev.deb false 1"}
	if d := cmp.Diff(want, got); d != "" || len(set.Packages) != 0 {
		t.Errorf("%d packages to install, to extract -want +got:\n%s", len(set.Packages), d)
	}
}

// TestStale has blocks that the lock file was, or was not, written for.
func TestStale(t *testing.T) {
	base := lock.Block{ID: "//i:base", Arch: "amd64"}
	top := lock.Block{ID: "//i:top", Arch: "amd64", Base: "//i:base"}
	unpacked := func(specs ...string) lock.Block {
		return lock.Block{ID: "//i:unpacked", Arch: "armel", Extract: specs}
	}
	asking := func(b lock.Block, packages ...string) lock.Block {
		b.Packages = packages
		return b
	}
	for name, tt := range map[string]struct {
		suite string
		block lock.Block
		want  string // of the error; "" for none
	}{
		"all there":             {"bookworm", asking(base, "dpkg", "apt:amd64", "apt=1:2.0-1", "apt:amd64=1:2.0-1", "zdata:armel", "zdata:all"), ""},
		"an equal version":      {"bookworm", asking(base, "dpkg=0:1"), ""},
		"in the set below":      {"bookworm", asking(top, "dpkg", "libc6:armel"), ""},
		"no such set":           {"bookworm", lock.Block{ID: "//i:none", Arch: "amd64"}, "no packages for //i:none"},
		"another suite":         {"trixie", base, "packages of bookworm on amd64 for //i:base, which is of trixie on amd64"},
		"another architecture":  {"bookworm", lock.Block{ID: "//i:base", Arch: "arm64"}, "which is of bookworm on arm64"},
		"another base":          {"bookworm", lock.Block{ID: "//i:top", Arch: "amd64", Base: "//i:timeless"}, "on another base"},
		"no base any more":      {"bookworm", lock.Block{ID: "//i:top", Arch: "amd64"}, "on another base"},
		"no snapshot":           {"sid", lock.Block{ID: "//i:timeless", Arch: "amd64"}, "no snapshot of sid"},
		"another package":       {"bookworm", asking(base, "dpkg", "make"), "does not have make for //i:base"},
		"another version":       {"bookworm", asking(base, "apt=1:2.0-2"), "does not have apt=1:2.0-2 for"},
		"foreign alone":         {"bookworm", asking(top, "libc6"), "does not have libc6 for"},
		"native alone":          {"bookworm", asking(top, "dpkg:armel"), "does not have dpkg:armel for"},
		"one package less":      {"bookworm", lock.Block{ID: "//i:asked", Arch: "amd64", Packages: []string{"dpkg"}}, "still has zdata for //i:asked"},
		"all to extract":        {"bookworm", unpacked("libc6-dev", "crate", "libc6-dev:armel=1"), ""},
		"another to extract":    {"bookworm", unpacked("libc6-dev", "crate", "libc6-dev:amd64"), "does not have libc6-dev:amd64 to extract for //i:unpacked"},
		"one less to extract":   {"bookworm", unpacked("libc6-dev"), "still has crate to extract for //i:unpacked"},
		"nothing to extract":    {"bookworm", asking(unpacked(), "dpkg"), "does not have dpkg for //i:unpacked"},
		"to be extracted now":   {"bookworm", lock.Block{ID: "//i:base", Arch: "amd64", Extract: []string{"dpkg"}}, "does not have dpkg to extract"},
		"a set that is its own": {"bookworm", lock.Block{ID: "//i:ring", Arch: "amd64", Base: "//i:ring", Packages: []string{"x"}}, "does not have x for //i:ring"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := locked(t).Set(tt.suite, tt.block)
			switch {
			case tt.want == "" && err != nil:
				t.Error(err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("got error %v, want one that says %q", err, tt.want)
			}
		})
	}
}

func TestSource(t *testing.T) {
	l := locked(t, "https://one.example.org/debian/", "https://two.example.org")
	got, err := l.Source("bookworm", "tool", "1-1", "orig")
	want := debian.File{Path: "pool/tool_1.orig.tar.gz", SHA256: sumA, URLs: []string{
		"https://one.example.org/debian/pool/tool_1.orig.tar.gz",
		"https://two.example.org/pool/tool_1.orig.tar.gz",
		"https://snapshot.debian.org/archive/debian/20250102T030405Z/pool/tool_1.orig.tar.gz",
	}}
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Errorf("error %v, -want +got:\n%s", err, d)
	}
	if got, err := l.Source("bookworm", "tool", "1-1", "debian"); err != nil || got.SHA256 != sumB {
		t.Errorf("the packaging is %v, %v", got, err)
	}
	for name, tt := range map[string]struct{ suite, pkg, version, file, want string }{
		"package":  {"bookworm", "none", "1-1", "orig", "no source package none in version 1-1 of bookworm"},
		"version":  {"bookworm", "tool", "2-1", "orig", "no source package tool in version 2-1 of bookworm"},
		"suite":    {"sid", "tool", "1-1", "orig", "no source package tool in version 1-1 of sid"},
		"snapshot": {"trixie", "tool", "2-1", "orig", "no snapshot of trixie"},
		"file":     {"bookworm", "tool", "1-1", "dsc", `0 files of the kind "dsc"`},
	} {
		if _, err := l.Source(tt.suite, tt.pkg, tt.version, tt.file); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("wrong %s: got error %v, want %q", name, err, tt.want)
		}
	}
}

func TestNothingLocked(t *testing.T) {
	var none debian.Locked
	if _, err := none.Set("bookworm", lock.Block{ID: "//i:base", Arch: "amd64"}); err == nil {
		t.Error("the zero value has a set")
	}
	if _, err := none.Source("bookworm", "tool", "1-1", "orig"); err == nil {
		t.Error("the zero value has a source")
	}
}

// TestArch has the architectures of Debian's ports page by their names in Go.
func TestArch(t *testing.T) {
	for in, want := range map[string]string{
		"amd64": "amd64", "386": "i386", "arm64": "arm64", "arm64 v8": "arm64",
		"arm v5": "armel", "arm v6": "armel", "arm v7": "armhf", "arm": "armhf",
		"riscv64": "riscv64", "ppc64le": "ppc64el", "s390x": "s390x", "mipsle": "mipsel", "mips64le": "mips64el",
		"sparc": "", "arm v9": "", "amd64 v3": "", "": "", "armel": "",
	} {
		arch, variant, _ := strings.Cut(in, " ")
		if got, err := debian.Arch(arch, variant); got != want || (err == nil) != (want != "") {
			t.Errorf("Arch(%q, %q) = %q, %v; want %q", arch, variant, got, err, want)
		}
	}
	if _, err := debian.Arch("sparc", ""); err == nil || strings.HasSuffix(err.Error(), " ") {
		t.Errorf("got error %q", err)
	}
}
