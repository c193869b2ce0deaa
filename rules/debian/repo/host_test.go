package repo

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHostMirrors(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"nothing": {},
		"one line": {
			files: map[string]string{"sources.list": "# deb http://commented.example.org/debian bookworm main\n" +
				"deb [arch=amd64 signed-by=/x] http://a.example.org/debian/ bookworm main contrib # note\n" +
				"deb-src http://src.example.org/debian bookworm main\ndeb cdrom:[x]/ bookworm main\n" +
				"deb http://b.example.org/debian bookworm contrib\ndebris http://c.example.org/ bookworm main\n"},
			want: []string{"http://a.example.org/debian"},
		},
		"paragraphs": {
			files: map[string]string{"sources.list.d/debian.sources": "Types: deb deb-src\n# snapshot\nURIs: https://a.example.org/debian http://b.example.org/debian\nSuites: bookworm bookworm-updates\nComponents: main\n\n" +
				"Types: deb\nURIs: http://a.example.org/security\nSuites: bookworm-security\nComponents: main\n\n" +
				"Types: deb\nEnabled: no\nURIs: http://off.example.org/debian\nSuites: bookworm\nComponents: main\n"},
			want: []string{"https://a.example.org/debian", "http://b.example.org/debian"},
		},
		"another release of the archive": {
			files: map[string]string{
				"sources.list":                "deb http://near.example.org/debian trixie main\ndeb http://foreign.example.org/ubuntu noble main\n",
				"sources.list.d/exact.list":   "deb http://exact.example.org/debian bookworm main\n",
				"sources.list.d/again.list":   "deb http://exact.example.org/debian/ bookworm main\n",
				"sources.list.d/old.disabled": "deb http://disabled.example.org/debian bookworm main\n",
			},
			want: []string{"http://exact.example.org/debian", "http://near.example.org/debian"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			for path, text := range c.files {
				path = filepath.Join(root, "etc/apt", path)
				if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			got, err := HostMirrors(root, "bookworm")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHostMirrorsBroken(t *testing.T) {
	root := t.TempDir()
	path := filepath.Join(root, "etc/apt/sources.list.d/x.sources")
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("no field here\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if got, err := HostMirrors(root, "bookworm"); err == nil {
		t.Errorf("read as %v", got)
	}
}
