package oci

import (
	"net/url"
	"strings"
	"testing"

	"dbx/cache/digest"
)

const hexA = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

func TestParseReference(t *testing.T) {
	for text, want := range map[string]Reference{
		"registry.example.org/a/b":                      {Registry: "registry.example.org", Repository: "a/b"},
		"registry.example.org:5000/a:v1.2":              {Registry: "registry.example.org:5000", Repository: "a", Tag: "v1.2"},
		"localhost:5000/a@sha256:" + hexA:               {Registry: "localhost:5000", Repository: "a", Digest: sumOf(hexA)},
		"[::1]:5000/a:x@sha256:" + hexA:                 {Registry: "[::1]:5000", Repository: "a", Tag: "x", Digest: sumOf(hexA)},
		"registry.example.org/x/y-z_1:2@sha256:" + hexA: {Registry: "registry.example.org", Repository: "x/y-z_1", Tag: "2", Digest: sumOf(hexA)},
	} {
		got, err := ParseReference(text)
		if err != nil || got != want {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
		if got.String() != text {
			t.Errorf("%s is written as %s", text, got)
		}
	}
	short, err := ParseReference("tool/x:1@sha256:" + hexA)
	if err != nil || short.Repository != "tool/x" || short.Registry == "" {
		t.Errorf("without a host: %+v, %v", short, err)
	}
	if again, err := ParseReference(short.String()); err != nil || again != short {
		t.Errorf("%s reads as %+v, %v", short, again, err)
	}
}

func TestParseReferenceRefuses(t *testing.T) {
	for _, text := range []string{
		"", " registry.example.org/a", "registry.example.org/A", "registry.example.org/a:", "registry.example.org/a:b c",
		"registry.example.org/a@", "registry.example.org/a@sha256:12", "registry.example.org/a@" + hexA,
		"registry.example.org/a@sha512:" + hexA, "https://registry.example.org/a", "registry.example.org/a@sha256:" + hexA + "@x",
		"registry.example.org/a?b=c", "user@registry.example.org/a",
	} {
		if got, err := ParseReference(text); err == nil {
			t.Errorf("%q is read as %+v", text, got)
		} else if !strings.Contains(err.Error(), "image") && !strings.Contains(err.Error(), "sha256") {
			t.Errorf("%q: %v says neither what nor why", text, err)
		}
	}
}

func TestBlobURL(t *testing.T) {
	for _, registry := range []string{"registry.example.org", "127.0.0.1:5000", "[::1]:5000"} {
		ref := Reference{Registry: registry, Repository: "a/b", Tag: "gone", Digest: sumOf(strings.Repeat("b", 64))}
		text := ref.BlobURL(sumOf(hexA))
		if want := "oci://" + registry + "/a/b@sha256:" + hexA; text != want {
			t.Errorf("%s, want %s", text, want)
		}
		u, err := url.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := parseBlobURL(u)
		if want := (Reference{Registry: registry, Repository: "a/b", Digest: sumOf(hexA)}); err != nil || got != want {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"oci://h.example.org/a", "https://h.example.org/a@sha256:" + hexA, "oci:///a@sha256:" + hexA + "?x", "oci://u:p@h.example.org/a@sha256:" + hexA} {
		u, err := url.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := parseBlobURL(u); err == nil {
			t.Errorf("%s: %+v", text, got)
		} else if strings.Contains(err.Error(), "u:p") {
			t.Errorf("%v shows a password", err)
		}
	}
}

func FuzzParseReference(f *testing.F) {
	f.Add("registry.example.org:5000/a/b:v1@sha256:" + hexA)
	f.Add("a")
	f.Add("[::1]:1/a@sha256:")
	f.Fuzz(func(t *testing.T, text string) {
		ref, err := ParseReference(text)
		if err != nil {
			return
		}
		if again, err := ParseReference(ref.String()); err != nil || again != ref {
			t.Errorf("%q is %+v, but %s is %+v, %v", text, ref, ref, again, err)
		}
	})
}

func sumOf(hex string) digest.SHA256 {
	d, err := digest.ParseSHA256(hex)
	if err != nil {
		panic("BUG: " + err.Error())
	}
	return d
}

// FuzzParsePlatform: a platform is written as it was read.
func FuzzParsePlatform(f *testing.F) {
	for _, s := range []string{"linux/amd64", "linux/arm/v6", "windows/amd64", "linux//v6", "linux/a/b/c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if p, err := ParsePlatform(s); err == nil && p.String() != s {
			t.Errorf("%q is read as %q", s, p)
		}
	})
}
