package lock

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dbx/rules/debian/repo"
	"dbx/rules/debian/repo/repotest"
)

// pkg is an entry of an index; fields are further lines.
func pkg(name, version, arch string, fields ...string) string {
	sum := fmt.Sprintf("%064x", len(name)+len(version))
	return fmt.Sprintf("Package: %s\nVersion: %s\nArchitecture: %s\nFilename: pool/%s_%s_%s.deb\nSize: 7\nSHA256: %s\n%s\n\n",
		name, version, arch, name, version, arch, sum, strings.Join(fields, "\n"))
}

// compact drops the empty line that no field leaves.
func compact(text ...string) string {
	return strings.ReplaceAll(strings.Join(text, ""), "\n\n\n", "\n\n")
}

type fixture struct {
	archive *repotest.Archive
	keys    repo.Keyring
	fetch   repo.Fetcher
}

func newFixture(t *testing.T) fixture {
	t.Helper()
	a := repotest.New(t, "bookworm")
	a.Date = time.Date(2026, 7, 11, 10, 16, 37, 0, time.UTC)
	shared := pkg("data", "3", "all", "Multi-Arch: foreign")
	a.Packages["amd64"] = compact(
		pkg("base", "1", "amd64", "Essential: yes", "Pre-Depends: libc", "Depends: tool"), pkg("libc", "2", "amd64", "Multi-Arch: same"),
		pkg("tool", "1", "amd64"), pkg("cc", "12", "amd64", "Depends: libc, data"), pkg("cc", "11", "amd64"),
		pkg("early", "1", "amd64", "Pre-Depends: zlib"), pkg("zlib", "1", "amd64", "Depends: zdata"), pkg("zdata", "1", "all"), pkg("mawk", "1", "amd64", "Provides: awk"), shared,
	)
	a.Packages["armel"] = compact(pkg("libc", "2", "armel", "Multi-Arch: same"), pkg("dev", "1", "armel", "Depends: libc, data"), shared)
	a.Sources = "Package: jinja2\nVersion: 3.1.2-1\nDirectory: pool/j\nChecksums-Sha256:\n " + strings.Repeat("1", 64) + " 9 jinja2_3.1.2.orig.tar.gz\n\n" +
		"Package: jinja2\nVersion: 3.1.2-2\nDirectory: pool/j\nChecksums-Sha256:\n " + strings.Repeat("2", 64) + " 9 jinja2_3.1.2.orig.tar.gz\n"
	a.Build(t)
	keys, err := repo.ParseKeyring(a.Keyring(t, false))
	if err != nil {
		t.Fatal(err)
	}
	return fixture{archive: a, keys: keys, fetch: &repo.HTTP{Mirrors: []string{a.Serve(t)}}}
}

func (f fixture) lock(t *testing.T, r Request) (File, error) {
	t.Helper()
	r.Suite = "bookworm"
	return Lock(t.Context(), f.fetch, f.keys, r)
}

func ids(s Set) string {
	var names []string
	for _, p := range s.Order() {
		name := p.ID()
		if p.Essential {
			name += "!"
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

func TestLock(t *testing.T) {
	f := newFixture(t)
	l, err := f.lock(t, Request{
		Blocks: []Block{
			{ID: "//i:cross", Arch: "amd64", Base: "//i:base", Packages: []string{"dev:armel"}},
			{ID: "//i:base", Arch: "amd64", Packages: []string{"cc"}},
			{ID: "//i:deep", Arch: "amd64", Base: "//i:cross", Packages: []string{"early", "libc:armel"}},
			{ID: "//i:empty", Arch: "amd64", Base: "//i:base", Packages: []string{"cc", "base"}},
		},
		Sources: []SourceSpec{{Package: "jinja2"}, {Package: "jinja2", Version: "3.1.2-1"}, {Package: "jinja2", Version: "3.1.2-2"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, s := range l.Sets {
		got[s.ID] = strings.Join(s.Foreign, ",") + "|" + ids(s)
	}
	want := map[string]string{
		"//i:base":  "|libc:amd64! base:amd64! cc:amd64 data:all tool:amd64!",
		"//i:cross": "armel|dev:armel libc:armel",
		"//i:deep":  "armel|zdata:all zlib:amd64 early:amd64",
		"//i:empty": "|",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if at := l.SnapshotTime("bookworm"); !at.Equal(f.archive.Date) {
		t.Errorf("snapshot time: %v", at)
	}
	if s, ok := l.Source("jinja2", "3.1.2-1"); !ok || s.Files[0].SHA256.String() != strings.Repeat("1", 64) {
		t.Errorf("source: %v %v", s, ok)
	}
	if _, ok := l.Source("jinja2", ""); ok || len(l.Sources) != 2 {
		t.Errorf("%d sources; one of two versions was taken at will: %v", len(l.Sources), ok)
	}
	if s, ok := l.Set("//i:none"); ok {
		t.Errorf("a set that is not there: %v", s)
	}
}

func TestLockIsTheSameInAnyOrder(t *testing.T) {
	f := newFixture(t)
	blocks := []Block{
		{ID: "a", Arch: "amd64", Packages: []string{"cc"}},
		{ID: "b", Arch: "amd64", Base: "a", Packages: []string{"early"}},
	}
	first, err := f.lock(t, Request{Blocks: blocks})
	if err != nil {
		t.Fatal(err)
	}
	blocks[0], blocks[1] = blocks[1], blocks[0]
	second, err := f.lock(t, Request{Blocks: blocks})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(encode(first)), string(encode(second))); diff != "" {
		t.Error(diff)
	}
}

func TestLockPins(t *testing.T) {
	f := newFixture(t)
	l, err := f.lock(t, Request{Blocks: []Block{
		{ID: "a", Arch: "amd64", Packages: []string{"cc"}},
		{ID: "b", Arch: "amd64", Packages: []string{"cc=11"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"a", "b"} {
		s, _ := l.Set(id)
		for _, p := range s.Packages {
			if p.Name == "cc" && p.Version != "11" {
				t.Errorf("%s has cc %s beside the pinned one", id, p.Version)
			}
		}
	}
}

func TestLockRefuses(t *testing.T) {
	f := newFixture(t)
	one := func(packages ...string) Request {
		return Request{Blocks: []Block{{ID: "//i:x", Arch: "amd64", Packages: packages}}}
	}
	for name, c := range map[string]struct {
		request Request
		want    string
	}{
		"unknown package": {one("nosuch"), "//i:x: the packages cannot be installed together:\n  nosuch:amd64 is asked for"},
		"virtual package": {one("awk"), "//i:x: the package awk is virtual: ask for one that provides it, as mawk does"},
		"bad spec":        {one("a b"), `//i:x: package "a b"`},
		"unknown version": {one("cc=13"), "has no package cc in version 13"},
		"unknown arch":    {one("dev:mips"), "amd64 armel"},
		"two versions": {Request{Blocks: []Block{
			{ID: "a", Arch: "amd64", Packages: []string{"cc=11"}}, {ID: "b", Arch: "amd64", Packages: []string{"cc=12"}},
		}}, "one lock has one version"},
		"twice":          {Request{Blocks: []Block{{ID: "a", Arch: "amd64"}, {ID: "a", Arch: "amd64"}}}, "twice"},
		"no arch":        {Request{Blocks: []Block{{ID: "a"}}}, "no architecture"},
		"no base":        {Request{Blocks: []Block{{ID: "a", Arch: "amd64", Base: "b"}}}, "its base b"},
		"cycle":          {Request{Blocks: []Block{{ID: "a", Arch: "amd64", Base: "b"}, {ID: "b", Arch: "amd64", Base: "a"}}}, "a → b → a"},
		"mixed arch":     {Request{Blocks: []Block{{ID: "a", Arch: "amd64"}, {ID: "b", Arch: "armel", Base: "a"}}}, "is for armel"},
		"unknown source": {Request{Sources: []SourceSpec{{Package: "nosuch"}}}, "none of that name"},
		"source version": {Request{Sources: []SourceSpec{{Package: "jinja2", Version: "4"}}}, "only 3.1.2-1, 3.1.2-2"},
		"component":      {Request{Components: []string{"extra"}, Sources: []SourceSpec{{Package: "x"}}}, "extra/source/Sources"},
	} {
		if l, err := f.lock(t, c.request); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %v; want %q", name, l.Sets, err, c.want)
		}
	}
	if _, err := Lock(t.Context(), f.fetch, repo.Keyring{}, Request{Suite: "bookworm"}); err == nil || !strings.Contains(err.Error(), "trusted keys") {
		t.Errorf("without keys: %v", err)
	}
}

// TestLockSaysAllThatIsUnmet asks for two impossible blocks, one that sits on
// the first, and two sources that are not there.
func TestLockSaysAllThatIsUnmet(t *testing.T) {
	f := newFixture(t)
	_, err := f.lock(t, Request{Blocks: []Block{
		{ID: "//i:a", Arch: "amd64", Packages: []string{"no1"}},
		{ID: "//i:b", Arch: "amd64", Packages: []string{"no2"}},
		{ID: "//i:c", Arch: "amd64", Base: "//i:a", Packages: []string{"tool"}},
	}})
	var request *RequestError
	if !errors.As(err, &request) {
		t.Fatalf("got %v, want a RequestError", err)
	}
	for _, want := range []string{"//i:a: ", "no package no1", "//i:b: ", "no package no2"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in %v", want, err)
		}
	}
	if strings.Contains(err.Error(), "//i:c") {
		t.Errorf("a block on an impossible one is blamed too: %v", err)
	}
	_, err = f.lock(t, Request{Sources: []SourceSpec{{Package: "no1"}, {Package: "no2"}}})
	if !errors.As(err, &request) || !strings.Contains(err.Error(), "no1") || !strings.Contains(err.Error(), "no2") {
		t.Errorf("sources: %v", err)
	}
}
