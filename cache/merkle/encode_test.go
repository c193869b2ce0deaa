package merkle_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"dbx/cache/digest"
	"dbx/cache/merkle"
)

func nodes() []merkle.Node {
	d := digest.Of([]byte("content"))
	return []merkle.Node{
		{Name: "b", Kind: merkle.File, Digest: d},
		{Name: "a", Kind: merkle.Executable, Digest: d},
		{Name: "c", Kind: merkle.Dir, Digest: d},
		{Name: "B", Kind: merkle.Symlink, Target: "../b"},
		{Name: "\xff\n", Kind: merkle.File, Digest: digest.Of(nil)},
	}
}

func TestEncodeRoundTrip(t *testing.T) {
	want := nodes()
	b, err := merkle.Encode(want)
	must(t, err)
	got, err := merkle.Decode(b)
	must(t, err)
	slices.SortFunc(want, func(a, b merkle.Node) int { return strings.Compare(a.Name, b.Name) })
	if !slices.Equal(got, want) {
		t.Errorf("decoded %v, want %v", got, want)
	}
	slices.Reverse(want)
	if again, err := merkle.Encode(want); err != nil || !bytes.Equal(again, b) {
		t.Errorf("another order gives other bytes: %v", err)
	}
}

// TestEncodeGolden pins the encoding: every tree's digest hangs on it.
func TestEncodeGolden(t *testing.T) {
	b, err := merkle.Encode(nodes()[:4])
	must(t, err)
	d := digest.Of([]byte("content")).String()
	want := "dbx directory 1\nlB\x00../b\x00xa\x00" + d + "\x00fb\x00" + d + "\x00dc\x00" + d + "\x00"
	if string(b) != want {
		t.Errorf("encoded %q\nwant    %q", b, want)
	}
	if b, err := merkle.Encode(nil); err != nil || string(b) != "dbx directory 1\n" {
		t.Errorf("empty directory: %q, %v", b, err)
	}
}

func TestEncodeRefuses(t *testing.T) {
	d := digest.Of(nil)
	bad := map[string][]merkle.Node{
		"empty name":         {{Kind: merkle.File, Digest: d}},
		"dot":                {{Name: ".", Kind: merkle.Dir, Digest: d}},
		"dot dot":            {{Name: "..", Kind: merkle.Dir, Digest: d}},
		"slash":              {{Name: "a/b", Kind: merkle.File, Digest: d}},
		"NUL":                {{Name: "a\x00b", Kind: merkle.File, Digest: d}},
		"twice":              {{Name: "a", Kind: merkle.File, Digest: d}, {Name: "a", Kind: merkle.Dir, Digest: d}},
		"file, no digest":    {{Name: "a", Kind: merkle.File}},
		"file with target":   {{Name: "a", Kind: merkle.File, Digest: d, Target: "x"}},
		"link, no target":    {{Name: "a", Kind: merkle.Symlink}},
		"link with digest":   {{Name: "a", Kind: merkle.Symlink, Target: "b", Digest: d}},
		"link, NUL in it":    {{Name: "a", Kind: merkle.Symlink, Target: "b\x00"}},
		"kind out of bounds": {{Name: "a", Kind: 9, Digest: d}},
	}
	for name, nodes := range bad {
		if b, err := merkle.Encode(nodes); err == nil {
			t.Errorf("%s: encoded as %q", name, b)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	d := digest.Of(nil).String()
	const head = "dbx directory 1\n"
	bad := map[string]string{
		"nothing":         "",
		"other version":   "dbx directory 2\n",
		"no end":          head + "fa\x00" + d,
		"no value":        head + "fa\x00",
		"one letter":      head + "f",
		"unknown kind":    head + "qa\x00" + d + "\x00",
		"out of order":    head + "fb\x00" + d + "\x00fa\x00" + d + "\x00",
		"twice":           head + "fa\x00" + d + "\x00fa\x00" + d + "\x00",
		"upper-case hex":  head + "fa\x00" + strings.ToUpper(d) + "\x00",
		"length with + ":  head + "fa\x00" + strings.Replace(d, "-", "-+", 1) + "\x00",
		"no digest":       head + "fa\x00\x00",
		"empty target":    head + "la\x00\x00",
		"parent":          head + "d..\x00" + d + "\x00",
		"something after": head + "fa\x00" + d + "\x00\n",
	}
	for name, text := range bad {
		if got, err := merkle.Decode([]byte(text)); err == nil {
			t.Errorf("%s: decoded as %v", name, got)
		}
	}
}

// FuzzDecode: what decodes is what Encode writes.
func FuzzDecode(f *testing.F) {
	b, err := merkle.Encode(nodes())
	must(f, err)
	f.Add(b)
	f.Add(b[:len(b)-1])
	f.Add([]byte("dbx directory 1\n"))
	f.Add([]byte("dbx directory 1\nla\x00b\x00lb\x00a\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		nodes, err := merkle.Decode(b)
		if err != nil {
			return
		}
		again, err := merkle.Encode(nodes)
		if err != nil || !bytes.Equal(again, b) {
			t.Errorf("decoded %q, which is encoded as %q, %v", b, again, err)
		}
	})
}
