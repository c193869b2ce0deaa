package pipconf_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dbx/rules/python/pipconf"
)

const conf = `# pip
[global]
Index_URL: https://global.example.org/simple
extra-index-url =
    https://one.example.org/simple
    ; not this
    https://two.example.org/simple/
timeout = 60
[install]
index-url = https://install.example.org/simple
[other]
index-url = https://other.example.org/simple
`

func TestParse(t *testing.T) {
	want := map[string][]string{
		"index-url":       {"https://install.example.org/simple"},
		"extra-index-url": {"https://one.example.org/simple", "https://two.example.org/simple/"},
	}
	if d := cmp.Diff(want, map[string][]string(pipconf.Parse(conf))); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

// TestIndexes: what is read later counts, the environment last.
func TestIndexes(t *testing.T) {
	root := t.TempDir()
	write := func(file, url string) {
		file = filepath.Join(root, file)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte("[global]\nindex-url = "+url+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	vars := map[string]string{"HOME": "/home/me"}
	is := func(want ...string) {
		t.Helper()
		got, err := pipconf.Indexes(root, func(name string) (string, bool) { v, ok := vars[name]; return v, ok })
		if err != nil || strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%q, %v; want %q", got, err, want)
		}
	}
	is()
	for _, at := range []string{"etc/xdg/pip/pip.conf", "etc/pip.conf", "home/me/.pip/pip.conf", "home/me/.config/pip/pip.conf"} {
		write(at, "https://example.org/"+at)
		is("https://example.org/" + at)
	}
	vars["XDG_CONFIG_HOME"] = "/home/me/cfg"
	is("https://example.org/home/me/.pip/pip.conf")
	vars["VIRTUAL_ENV"] = "/venv"
	write("venv/pip.conf", "https://example.org/venv")
	is("https://example.org/venv")
	vars["PIP_CONFIG_FILE"] = "/mine"
	write("mine", "https://example.org/mine")
	is("https://example.org/mine")
	vars["PIP_INDEX_URL"], vars["PIP_EXTRA_INDEX_URL"] = "https://example.org/env", "https://a.example.org https://b.example.org"
	is("https://example.org/env", "https://a.example.org", "https://b.example.org")
	vars["PIP_CONFIG_FILE"], vars["PIP_INDEX_URL"] = os.DevNull, ""
	is("https://a.example.org", "https://b.example.org")
}

func FuzzParse(f *testing.F) {
	f.Add(conf)
	f.Add("[global\n x = y\nindex-url\n index-url = a b\n[download]\r\nindex-url=\r\n\ta\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		for key, urls := range pipconf.Parse(text) {
			if key != "index-url" && key != "extra-index-url" || len(urls) == 0 {
				t.Errorf("%q is %q", key, urls)
			}
			for _, u := range urls {
				if !strings.Contains(text, u) || strings.ContainsAny(u, " \t\r\n") {
					t.Errorf("%q has %q", key, u)
				}
			}
		}
	})
}
