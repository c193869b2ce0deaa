package gitname

import (
	"strings"
	"testing"
)

// FuzzSubmoduleURL: a URL made of a parent's is one that may be asked, and a
// network's never leads to this machine.
func FuzzSubmoduleURL(f *testing.F) {
	for _, s := range [][2]string{{"https://example.org/a/b.git", "../c"}, {"git@example.org:a/b", "../../c"}, {"file:///srv/a", "./b"}, {"https://example.org/a", "file:///etc"}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, parent, u string) {
		if CheckURL(parent) != nil {
			return
		}
		got, err := SubmoduleURL(parent, u)
		if err == nil && (CheckURL(got) != nil || IsLocal(got) && !IsLocal(parent) || strings.HasPrefix(got, "-")) {
			t.Errorf("%q in %q is %q", u, parent, got)
		}
	})
}

func TestSubmoduleURL(t *testing.T) {
	for _, c := range [][3]string{
		{"https://example.org/a/b.git", "../c.git", "https://example.org/a/c.git"},
		{"https://example.org/a/b.git/", "../../c", "https://example.org/c"},
		{"https://example.org/a/b.git", "./c", "https://example.org/a/b.git/c"},
		{"https://user@example.org:8443/a/b", "../c", "https://user@example.org:8443/a/c"},
		{"git@example.org:a/b.git", "../c.git", "git@example.org:a/c.git"},
		{"git@example.org:b.git", "../c.git", "git@example.org:c.git"},
		{"git@example.org:/srv/b", "../c", "git@example.org:/srv/c"},
		{"ssh://git@example.org/~me/b", "../c", "ssh://git@example.org/~me/c"},
		{"file:///srv/a", "../b", "file:///srv/b"},
		{"https://example.org/a", "https://other.example.org/b", "https://other.example.org/b"},
	} {
		if got, err := SubmoduleURL(c[0], c[1]); err != nil || got != c[2] {
			t.Errorf("%s in %s: %q, %v; want %q", c[1], c[0], got, err, c[2])
		}
	}
	for _, c := range [][2]string{{"https://example.org/a", "../../b"}, {"https://example.org/a", "file:///etc"}, {"https://example.org/a", "../"}} {
		if got, err := SubmoduleURL(c[0], c[1]); err == nil {
			t.Errorf("%s in %s: %q", c[1], c[0], got)
		}
	}
}

func TestCheckURL(t *testing.T) {
	for _, u := range []string{"https://example.org/a.git", "http://u:p@example.org:80/a", "ssh://git@example.org/~me/a", "git://example.org/a", "file:///srv/a", "git@example.org:a/b.git", "host:a"} {
		if err := CheckURL(u); err != nil {
			t.Errorf("%s: %v", u, err)
		}
	}
	for u, say := range map[string]string{
		"":                         "is not the URL of a repository",
		"/srv/a":                   "is not the URL of a repository",
		"--upload-pack=x":          "is not the URL of a repository",
		"-h:x":                     "is not the URL of a repository",
		"h:-x":                     "is not the URL of a repository",
		"ext::sh -c x":             "is not the URL of a repository",
		"ext://sh":                 `the scheme "ext" is not one`,
		"file://host/a":            "three slashes",
		"https:///a":               "names no host",
		"ssh://-oProxyCommand=x/a": "names no host",
		"https://example.org/":     "names no repository",
		"https://example.org/a\nb": "control character",
	} {
		if err := CheckURL(u); err == nil || !strings.Contains(err.Error(), say) {
			t.Errorf("%q: %v, want %q", u, err, say)
		}
	}
}

func TestParseID(t *testing.T) {
	for _, n := range []int{40, 64} {
		if id, err := ParseID(strings.Repeat("A", n)); err != nil || id != ID(strings.Repeat("a", n)) {
			t.Errorf("%s, %v", id, err)
		}
	}
	for _, s := range []string{"", "abc", strings.Repeat("g", 40), strings.Repeat("a", 41), "main"} {
		if id, err := ParseID(s); err == nil {
			t.Errorf("%q is %s", s, id)
		}
	}
}

// FuzzParseID: an object's name is its digits, in lower case.
func FuzzParseID(f *testing.F) {
	f.Add("0123456789ABCDEFabcdef012345678901234567")
	f.Add(strings.Repeat("0a", 32))
	f.Add("HEAD")
	f.Fuzz(func(t *testing.T, s string) {
		id, err := ParseID(s)
		if err != nil {
			return
		}
		if again, err := ParseID(string(id)); err != nil || again != id || !strings.EqualFold(s, string(id)) || len(id) != len(s) {
			t.Errorf("%q is %q, then %q, %v", s, id, again, err)
		}
	})
}
