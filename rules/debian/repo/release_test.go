package repo

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dbx/rules/debian/repo/repotest"
)

func keyring(t *testing.T, a *repotest.Archive) Keyring {
	t.Helper()
	k, err := ParseKeyring(a.Keyring(t, false))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestParseRelease(t *testing.T) {
	a := repotest.New(t, "bookworm")
	a.Packages["armel"] = ""
	a.Packages["amd64"] = "Package: a\n"
	a.Build(t)
	signed := a.Files["dists/bookworm/InRelease"]
	for _, armoured := range []bool{false, true} {
		keys, err := ParseKeyring(a.Keyring(t, armoured))
		if err != nil {
			t.Fatal(err)
		}
		r, err := ParseRelease(signed, keys, a.Date.Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		if !r.Date.Equal(a.Date) || r.Codename != "bookworm" || !r.ByHash || strings.Join(r.Arches, " ") != "amd64 armel" {
			t.Errorf("read as %+v", r)
		}
		if f, ok := r.Lookup("main/binary-amd64/Packages"); !ok || f.Size != 11 {
			t.Errorf("listed file: %v %v", f, ok)
		}
	}
}

func TestParseReleaseRefuses(t *testing.T) {
	a := repotest.New(t, "bookworm")
	a.ValidUntil = a.Date.Add(7 * 24 * time.Hour)
	a.Build(t)
	good := a.Files["dists/bookworm/InRelease"]
	keys, now := keyring(t, a), a.Date.Add(time.Hour)
	if _, err := ParseRelease(good, keys, now); err != nil {
		t.Fatal(err)
	}
	if _, err := ParseRelease(good, keys, time.Time{}); err != nil {
		t.Errorf("a release of the past: %v", err)
	}
	for name, c := range map[string]struct {
		text []byte
		keys Keyring
		now  time.Time
		want string
	}{
		"no signature":   {[]byte("Origin: Test\n"), keys, now, "no signature"},
		"empty":          {nil, keys, now, "no signature"},
		"changed":        {bytes.Replace(good, []byte("Codename: bookworm"), []byte("Codename: bookwerm"), 1), keys, now, "no valid signature"},
		"other key":      {good, keyring(t, repotest.New(t, "x")), now, "trusted keys"},
		"no key":         {good, Keyring{}, now, "0 trusted keys"},
		"expired":        {good, keys, a.ValidUntil.Add(time.Second), "expired"},
		"text behind":    {append(bytes.Clone(good), "Suite: evil\n"...), keys, now, "follows the signature"},
		"truncated":      {good[:len(good)-200], keys, now, ""},
		"no date":        {a.Sign(t, "Suite: x\nSHA256:\n"), keys, now, "Date"},
		"no hashes":      {a.Sign(t, "Date: Sat, 11 Jul 2026 10:16:37 UTC\n"), keys, now, "sha256"},
		"path to escape": {a.Sign(t, "Date: Sat, 11 Jul 2026 10:16:37 UTC\nSHA256:\n "+strings.Repeat("0", 64)+" 1 ../x\n"), keys, now, "relative"},
	} {
		if _, err := ParseRelease(c.text, c.keys, c.now); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestHostKeyring(t *testing.T) {
	a, root := repotest.New(t, "bookworm"), t.TempDir()
	a.Build(t)
	if _, err := HostKeyring(root); err == nil || !strings.Contains(err.Error(), "debian-archive-keyring") {
		t.Errorf("a host without keys: %v", err)
	}
	write := func(path string, data []byte) {
		path = filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	check := func(what string) {
		t.Helper()
		k, err := HostKeyring(root)
		if err == nil {
			_, err = ParseRelease(a.Files["dists/bookworm/InRelease"], k, a.Date.Add(time.Hour))
		}
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	write("etc/apt/trusted.gpg.d/other.gpg", repotest.New(t, "x").Keyring(t, false))
	write("etc/apt/trusted.gpg.d/ours.asc", a.Keyring(t, true))
	check("keys that apt trusts")
	write("usr/share/keyrings/debian-archive-keyring.gpg", a.Keyring(t, false))
	check("archive keyring")
	if _, err := ParseKeyring([]byte("not a key")); err == nil {
		t.Error("rubbish was read as a keyring")
	}
}

func TestParseDate(t *testing.T) {
	want := time.Date(2026, 7, 4, 10, 16, 37, 0, time.UTC)
	for _, s := range []string{"Sat, 04 Jul 2026 10:16:37 UTC", "Sat,  4 Jul 2026 10:16:37 UTC", "Sat, 04 Jul 2026 12:16:37 +0200"} {
		if got, err := parseDate(s); err != nil || !got.Equal(want) {
			t.Errorf("%q: %v, %v", s, got, err)
		}
	}
	if _, err := parseDate("yesterday"); err == nil {
		t.Error("rubbish was read as a date")
	}
}
