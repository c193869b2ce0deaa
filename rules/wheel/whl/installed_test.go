package whl_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dbx/rules/wheel/whl"
)

// everything is a wheel with a file in each scheme, and programs.
func everything() []member {
	return recorded(infoFolder,
		member{name: "markupsafe/__init__.py", content: "x = 1\n"},
		member{name: "MarkupSafe-2.1.2.data/scripts/script", content: "#!python\nprint('script')\n", mode: 0o755},
		member{name: "MarkupSafe-2.1.2.data/purelib/more.py", content: "y = 2\n"},
		member{name: "MarkupSafe-2.1.2.data/data/share/x", content: "data\n"},
		member{name: infoFolder + "/entry_points.txt", content: "[console_scripts]\nprogram = markupsafe:x.real\n"},
		member{name: infoFolder + "/METADATA", content: metadataOf},
		member{name: infoFolder + "/WHEEL", content: purelib + "Tag: py3-none-any\n"},
	)
}

// TestInstalledAsPip compares where files go with where pip puts them.
func TestInstalledAsPip(t *testing.T) {
	if testing.Short() {
		t.Skip("starts pip; left out by -short")
	}
	raw := build(t, everything()...)
	w, err := whl.Read(raw, raw.Size())
	if err != nil {
		t.Fatal(err)
	}
	files, err := w.Installed()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		got = append(got, f.Path)
		if isProgram := strings.HasPrefix(f.Path, "bin/"); isProgram != f.Executable {
			t.Errorf("%s: executable is %v", f.Path, f.Executable)
		}
	}
	if want := pipTarget(t, everything()); !slices.Equal(got, want) {
		t.Errorf("installed are\n%s\npip has\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// pipTarget installs a wheel with pip and lists what is there then, but for
// pip's own notes.
func pipTarget(t *testing.T, members []member) (names []string) {
	t.Helper()
	dir := t.TempDir()
	file, out := normalise(t, build(t, members...), whl.Options{})
	if err := os.WriteFile(filepath.Join(dir, file), out, 0o644); err != nil {
		t.Fatal(err)
	}
	site := filepath.Join(dir, "site")
	pip(t, "install", "--quiet", "--no-index", "--no-deps", "--no-compile", "--target", site, filepath.Join(dir, file))
	err := fs.WalkDir(os.DirFS(site), ".", func(name string, d fs.DirEntry, err error) error {
		if base := filepath.Base(name); err == nil && !d.IsDir() && base != "INSTALLER" && base != "REQUESTED" && base != "direct_url.json" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestEntryPoints(t *testing.T) {
	for name, tt := range map[string]struct {
		text, say string
		want      []whl.EntryPoint
	}{
		"none":      {"", "", nil},
		"comments":  {"# x\n; y\n[a]\n", "", nil},
		"program":   {"[console_scripts]\nx = a.b:c.d [e]\n", "", []whl.EntryPoint{{Group: "console_scripts", Name: "x", Module: "a.b", Object: "c.d"}}},
		"module":    {"[p]\na.b/c = d", "", []whl.EntryPoint{{Group: "p", Name: "a.b/c", Module: "d"}}},
		"spaces":    {"[p]\r\n  a  =  d : e \r\n", "", []whl.EntryPoint{{Group: "p", Name: "a", Module: "d", Object: "e"}}},
		"no group":  {"x = a", "line 1", nil},
		"no object": {"[console_scripts]\nx = a", "names an object", nil},
		"escape":    {"[console_scripts]\n../x = a:b", "cannot name a program", nil},
		"no value":  {"[p]\nx", "want NAME = MODULE:OBJECT", nil},
		"code":      {"[p]\nx = a:b()", "want NAME = MODULE:OBJECT", nil},
	} {
		got, err := whl.ParseEntryPoints([]byte(tt.text))
		if (err == nil) != (tt.say == "") || err != nil && !strings.Contains(err.Error(), tt.say) || !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func FuzzParseEntryPoints(f *testing.F) {
	f.Add([]byte("[console_scripts]\nx = a.b:c.d [e]\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		points, err := whl.ParseEntryPoints(text)
		for _, p := range points {
			if err != nil || p.Group == "console_scripts" && (p.Object == "" || strings.Contains(p.Name, "/")) {
				t.Errorf("%+v of %q, %v", p, text, err)
			}
		}
	})
}
