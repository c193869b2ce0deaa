package lock

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func extractedIDs(s Set) string {
	var all []string
	for _, p := range s.Extracted {
		all = append(all, p.ID()+"="+p.Version)
	}
	return strings.Join(all, " ")
}

// TestLockExtracts has blocks with packages that are only unpacked: none brings
// what it depends on, or an architecture that dpkg would have to know.
func TestLockExtracts(t *testing.T) {
	f := newFixture(t)
	l, err := f.lock(t, Request{Blocks: []Block{
		{ID: "both", Arch: "amd64", Base: "base", Packages: []string{"early"}, Extract: []string{"dev:armel", "libc:armel", "libc:armel"}},
		{ID: "base", Arch: "amd64", Packages: []string{"cc"}},
		{ID: "root", Arch: "armel", Extract: []string{"dev", "data"}},
		{ID: "more", Arch: "armel", Base: "root", Extract: []string{"cc:amd64"}},
		{ID: "pinned", Arch: "amd64", Extract: []string{"zlib=1"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, s := range l.Sets {
		got[s.ID] = strings.Join(s.Foreign, ",") + "|" + ids(s) + "|" + extractedIDs(s)
	}
	want := map[string]string{
		"base":   "|libc:amd64! base:amd64! cc:amd64 data:all tool:amd64!|",
		"both":   "|zdata:all zlib:amd64 early:amd64|dev:armel=1 libc:armel=2",
		"root":   "||data:all=3 dev:armel=1",
		"more":   "||cc:amd64=12",
		"pinned": "||zlib:amd64=1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLockRefusesToExtract(t *testing.T) {
	f := newFixture(t)
	one := func(extract ...string) Request {
		return Request{Blocks: []Block{{ID: "//i:x", Arch: "amd64", Extract: extract}}}
	}
	for name, c := range map[string]struct {
		request Request
		want    string
	}{
		"a slip":          {one("zlbi"), "//i:x: there is no package zlbi:amd64 to extract; did you mean zlib?"},
		"virtual":         {one("awk"), "there is no package awk:amd64 to extract; it is virtual, and provided by mawk"},
		"elsewhere":       {Request{Blocks: []Block{{ID: "a", Arch: "armel", Extract: []string{"mawk"}}, {ID: "b", Arch: "amd64"}}}, "no package mawk:armel to extract; there is one for amd64"},
		"unlike any":      {one("something-else"), "names are those of binary packages"},
		"all of them":     {one("zlbi", "mwak"), "did you mean mawk?"},
		"bad spec":        {one("a b"), `//i:x: package "a b"`},
		"unknown version": {one("cc=13"), "has no package cc in version 13"},
		"two versions": {Request{Blocks: []Block{
			{ID: "a", Arch: "amd64", Packages: []string{"cc=11"}}, {ID: "b", Arch: "amd64", Extract: []string{"cc=12"}},
		}}, "one lock has one version"},
		"installed on it": {Request{Blocks: []Block{
			{ID: "a", Arch: "amd64", Extract: []string{"cc"}}, {ID: "b", Arch: "amd64", Base: "a", Packages: []string{"tool"}},
		}}, "b: there is no dpkg in its base a"},
	} {
		if l, err := f.lock(t, c.request); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %v; want %q", name, l.Sets, err, c.want)
		}
	}
}
