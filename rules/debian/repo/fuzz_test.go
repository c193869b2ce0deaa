package repo

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"dbx/rules/debian/repo/repotest"
)

// FuzzParseRelease: what is accepted was signed, lists files and leads nowhere
// outside the suite.
func FuzzParseRelease(f *testing.F) {
	a := repotest.New(f, "bookworm")
	a.Build(f)
	keys, err := ParseKeyring(a.Keyring(f, false))
	if err != nil {
		f.Fatal(err)
	}
	good := a.Files["dists/bookworm/InRelease"]
	f.Add(good)
	f.Add(bytes.Replace(good, []byte("SHA512"), []byte("MD5"), 1))
	f.Add(a.Sign(f, "Date: Sat, 11 Jul 2026 10:16:37 UTC\nValid-Until: Sat,  1 Aug 2026 10:16:37 UTC\nSHA256:\n "+strings.Repeat("0", 64)+" 1 x\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, err := ParseRelease(b, Keyring{}, time.Time{}); err == nil {
			t.Errorf("nobody is trusted, and %+v is accepted", r)
		}
		if r, err := ParseRelease(b, keys, time.Time{}); err == nil {
			checkRelease(t, r)
		}
	})
}

// FuzzReadRelease is FuzzParseRelease without the signature.
func FuzzReadRelease(f *testing.F) {
	f.Add("Suite: stable\nCodename: bookworm\nDate: Sat, 11 Jul 2026 10:16:37 UTC\nAcquire-By-Hash: yes\nArchitectures: amd64 armel\n" +
		"Components: main\nSHA256:\n " + strings.Repeat("0", 64) + " 11 main/binary-amd64/Packages\n")
	f.Add("Date: Sat,  1 Aug 2026 10:16:37 GMT\nValid-Until: x\nSHA256:\n 00 1 ../x\n")
	f.Fuzz(func(t *testing.T, text string) {
		if r, err := readRelease(strings.NewReader(text)); err == nil {
			checkRelease(t, r)
		}
	})
}

func checkRelease(t *testing.T, r *Release) {
	t.Helper()
	if len(r.files) == 0 || r.Date.Location() != time.UTC {
		t.Errorf("%+v", r)
	}
	for name, file := range r.files {
		if file.Path != name || file.Size < 0 || strings.HasPrefix(name, "/") || strings.HasPrefix(name+"/", "../") || strings.Contains(name+"/", "/../") {
			t.Errorf("%q: %+v", name, file)
		}
	}
}

// FuzzParseKeyring: bytes that are no keyring are an error, and a keyring has
// something in it.
func FuzzParseKeyring(f *testing.F) {
	a := repotest.New(f, "x")
	f.Add(a.Keyring(f, false))
	f.Add(a.Keyring(f, true))
	f.Fuzz(func(t *testing.T, b []byte) {
		k, err := ParseKeyring(b)
		if err != nil && len(k.entities) > 0 {
			t.Errorf("%d keys and %v", len(k.entities), err)
		}
		if _, err := ParseRelease(b, k, time.Time{}); err == nil {
			t.Errorf("%q is a keyring and signed by it", b)
		}
	})
}

// FuzzAptSources: of apt's two ways to name mirrors, only addresses that an
// HTTP client understands are picked.
func FuzzAptSources(f *testing.F) {
	f.Add("deb [arch=amd64 signed-by=/x] http://mirror.example.org/debian/ bookworm main contrib # x\ndeb-src http://a b c\n")
	f.Add("Types: deb deb-src\nURIs: https://mirror.example.org/debian cdrom:[x]\nSuites: bookworm bookworm-updates\nComponents: main\nEnabled: yes\n")
	f.Fuzz(func(t *testing.T, text string) {
		lines, err := readList(strings.NewReader(text))
		if err != nil {
			t.Errorf("a list of lines is never an error: %v", err)
		}
		paragraphs, _ := readSources(strings.NewReader(text))
		for _, mirror := range pickMirrors(append(lines, paragraphs...), "bookworm") {
			if !strings.HasPrefix(mirror, "http") || strings.ContainsAny(mirror, " \t\n") || !strings.Contains(text, mirror) {
				t.Errorf("%q of %q", mirror, text)
			}
		}
	})
}
