package secret_test

import (
	"encoding/base64"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dbx/executor/fetch/secret"
)

const value = "t0p/secret+x="

func parse(t *testing.T, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func env(vars ...string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		for _, v := range vars {
			if n, value, _ := strings.Cut(v, "="); n == name {
				return value, true
			}
		}
		return "", false
	}
}

func TestHosts(t *testing.T) {
	k := secret.NewKeeper([]secret.Declaration{
		{Name: "a", Hosts: []string{"a.example.org", "b.example.org:8443", "127.0.0.1:80", "[::1]:90"}, Header: "Authorization", Prefix: "Bearer ", Env: "TOKEN"},
	}, secret.Places{Env: env("TOKEN=" + value)})
	for raw, want := range map[string]bool{
		"https://a.example.org/x":          true,
		"https://A.example.org:443/x":      true,
		"https://b.example.org:8443/x":     true,
		"http://127.0.0.1/x":               true,
		"http://[::1]:90/x":                true,
		"https://a.example.org:8443/x":     false,
		"https://b.example.org/x":          false,
		"https://x.a.example.org/x":        false,
		"https://a.example.org.evil.org/x": false,
		"https://evil.org/a.example.org":   false,
		"https://a.example.org@evil.org/x": false,
		"ssh://a.example.org/x":            false,
		"file:///a.example.org":            false,
	} {
		h, err := k.Header(t.Context(), parse(t, raw))
		if err != nil || (h != secret.Header{}) != want || want && h != (secret.Header{Secret: "a", Name: "Authorization", Value: "Bearer " + value}) {
			t.Errorf("%s: %v, %v; want %v", raw, h, err, want)
		}
	}
	if h, err := k.Header(t.Context(), parse(t, "http://a.example.org/x")); err == nil || !strings.Contains(err.Error(), "use https") || h.Value != "" {
		t.Errorf("in the clear: %v, %v", h, err)
	}
}

func TestPlaces(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "token"), []byte(value+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "lines"), []byte(value+"\nX-Other: header\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	places := secret.Places{Dir: dir, Env: env("TOKEN="+value, "EMPTY=", "HOME="+dir, "PATH="+os.Getenv("PATH"))}
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("me:"+value))
	for _, c := range []struct {
		d         secret.Declaration
		want, say string
	}{
		{secret.Declaration{Env: "TOKEN"}, value, ""},
		{secret.Declaration{Env: "TOKEN", Prefix: "token "}, "token " + value, ""},
		{secret.Declaration{Env: "TOKEN", User: "me"}, basic, ""},
		{secret.Declaration{File: "token"}, value, ""},
		{secret.Declaration{File: "~/token"}, value, ""},
		{secret.Declaration{Command: []string{"cat", "token"}}, value, ""},
		{secret.Declaration{Env: "NONE"}, "", "the environment variable NONE is not set"},
		{secret.Declaration{Env: "EMPTY"}, "", "the environment variable EMPTY is not set"},
		{secret.Declaration{File: "gone"}, "", "no such file"},
		{secret.Declaration{File: "."}, "", "is not a file of a secret's size"},
		{secret.Declaration{File: "lines"}, "", "more than one line"},
		{secret.Declaration{Command: []string{"true"}}, "", "what true prints has 0 bytes"},
		{secret.Declaration{Command: []string{"no-such-program"}}, "", "not found"},
		{secret.Declaration{Command: []string{"sh", "-c", "cat token >&2; exit 3"}}, "", "sh ended with exit status 3"},
	} {
		c.d.Name, c.d.Hosts, c.d.Header = "s", []string{"example.org"}, "X-Token"
		k := secret.NewKeeper([]secret.Declaration{c.d}, places)
		h, err := k.Header(t.Context(), parse(t, "https://example.org/"))
		switch {
		case c.say == "" && (err != nil || h.Value != c.want):
			t.Errorf("%+v: %v, %v", c.d, h, err)
		case c.say != "" && (err == nil || !strings.Contains(err.Error(), c.say) || !strings.Contains(err.Error(), `secret "s"`) || strings.Contains(err.Error(), value)):
			t.Errorf("%+v: %v, want %q", c.d, err, c.say)
		}
	}
}

// TestLazy: what no request needs is never read.
func TestLazy(t *testing.T) {
	asked := 0
	k := secret.NewKeeper([]secret.Declaration{{Name: "a", Hosts: []string{"a.example.org"}, Env: "TOKEN"}},
		secret.Places{Env: func(string) (string, bool) { asked++; return value, true }})
	k.Redact("text")
	for _, raw := range []string{"https://b.example.org/", "http://a.example.org/"} {
		_, _ = k.Header(t.Context(), parse(t, raw))
	}
	if asked != 0 {
		t.Errorf("asked %d times", asked)
	}
	for range 3 {
		if _, err := k.Header(t.Context(), parse(t, "https://a.example.org/")); err != nil {
			t.Fatal(err)
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times, want 1", asked)
	}
}

func TestRedact(t *testing.T) {
	k := secret.NewKeeper([]secret.Declaration{{Name: "s", Hosts: []string{"example.org"}, User: "me", Env: "TOKEN"}}, secret.Places{Env: env("TOKEN=" + value)})
	if got := k.Redact(value); got != value {
		t.Errorf("redacts what was not read: %q", got)
	}
	if _, err := k.Header(t.Context(), parse(t, "https://example.org/")); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		value, url.QueryEscape(value), base64.StdEncoding.EncodeToString([]byte(value)), base64.RawURLEncoding.EncodeToString([]byte(value)),
		"7430702f7365637265742b783d", "7430702F7365637265742B783D",
		"Basic " + base64.StdEncoding.EncodeToString([]byte("me:"+value)), base64.StdEncoding.EncodeToString([]byte("me:" + value)),
	} {
		if got := k.Redact("before " + text + " after"); got != "before <secret s> after" {
			t.Errorf("%q: %q", text, got)
		}
	}
}
