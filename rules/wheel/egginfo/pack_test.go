package egginfo_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"dbx/rules/wheel/egginfo"
	"dbx/rules/wheel/whl"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text), Mode: 0o644} }

// sdist is a small project, with some of its files replaced or, where the text
// is empty, removed.
func sdist(changes map[string]string) fstest.MapFS {
	tree := fstest.MapFS{
		"setup.py":                    file("from setuptools import setup\nsetup()\n"),
		"setup.cfg":                   file("[metadata]\nname = thing\n"),
		"LICENSE":                     file("licence\n"),
		"src/thing/__init__.py":       file("x = 1\n"),
		"src/thing/data.txt":          file("data\n"),
		"src/thing.egg-info/PKG-INFO": file("Metadata-Version: 1.0\nName: thing\nVersion: 1.0\nAuthor: UNKNOWN\nDescription: One\n        \n          two\n        three\n"),
		"src/thing.egg-info/SOURCES.txt": file("setup.py\nsrc/thing/__init__.py\nsrc/thing/data.txt\n" +
			"src/thing.egg-info/PKG-INFO\n"),
		"src/thing.egg-info/top_level.txt":        file("thing\n"),
		"src/thing.egg-info/dependency_links.txt": file("\n"),
	}
	for name, text := range changes {
		if tree[name] = file(text); text == "" {
			delete(tree, name)
		}
	}
	return tree
}

func pack(t *testing.T, src fs.FS) (string, *whl.Wheel) {
	t.Helper()
	name, b, err := egginfo.Pack(t.Context(), src)
	if err != nil {
		t.Fatal(err)
	}
	w, err := whl.Read(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return name, w
}

func content(t *testing.T, w *whl.Wheel, name string) string {
	t.Helper()
	b, ok := w.File(name)
	if !ok {
		t.Fatalf("no %s; there are %v", name, w.Paths())
	}
	return string(b)
}

func TestOldMetadata(t *testing.T) {
	name, w := pack(t, sdist(map[string]string{
		"src/thing.egg-info/requires.txt": "# comment\na>1\n\n[:python_version < \"3\"]\nb ; os_name == \"nt\" or os_name == \"x\"\n\n[Some Extra:python_version > \"2\"]\nc @ https://example.org/c;d\n",
	}))
	if name != "thing-1.0-py3-none-any.whl" {
		t.Error(name)
	}
	const want = `Metadata-Version: 2.1
Name: thing
Version: 1.0
Provides-Extra: some_extra
Requires-Dist: a>1
Requires-Dist: b; (os_name == "nt" or os_name == "x") and python_version < "3"
Requires-Dist: c @ https://example.org/c;d ; python_version > "2" and extra == "some_extra"

One

  two
three
`
	if got := content(t, w, "thing-1.0.dist-info/METADATA"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := content(t, w, "thing-1.0.dist-info/LICENSE"); got != "licence\n" {
		t.Error(got)
	}
	if _, ok := w.File("thing-1.0.dist-info/dependency_links.txt"); ok {
		t.Error("an empty list of links was packed")
	}
}

func TestNewMetadata(t *testing.T) {
	info := "Metadata-Version: 2.4\nName: thing\nVersion: 1.0\nLicense-File: legal/COPYING\nRequires-Dist: a>1\nProvides-Extra: x\n\nText.\n\nMore.\n"
	_, w := pack(t, sdist(map[string]string{
		"src/thing.egg-info/PKG-INFO":     info,
		"src/thing.egg-info/requires.txt": "a>1\n[x]\nb\n",
		"legal/COPYING":                   "copying\n",
	}))
	if got := content(t, w, "thing-1.0.dist-info/METADATA"); got != info {
		t.Errorf("got\n%s\nwant\n%s", got, info)
	}
	content(t, w, "thing-1.0.dist-info/licenses/legal/COPYING")
	if _, ok := w.File("thing-1.0.dist-info/LICENSE"); ok {
		t.Error("a licence file that the metadata does not name was packed")
	}
}

func TestRefusals(t *testing.T) {
	const info = "src/thing.egg-info/"
	const sources = "src/thing/__init__.py\n"
	for name, tt := range map[string]struct {
		changes map[string]string
		say     string
		run     bool // the way out is to have the build run
	}{
		"no PKG-INFO":    {map[string]string{info + "PKG-INFO": ""}, "has no PKG-INFO", true},
		"no sources":     {map[string]string{info + "SOURCES.txt": ""}, "has no SOURCES.txt", true},
		"no top level":   {map[string]string{info + "top_level.txt": ""}, "has no top_level.txt", true},
		"two egg-infos":  {map[string]string{"other.egg-info/PKG-INFO": "x"}, "2 egg-info folders, and no telling which is this project's: other.egg-info, src/thing.egg-info", true},
		"empty top":      {map[string]string{info + "top_level.txt": "\n"}, "names no package and no module", true},
		"odd top":        {map[string]string{info + "top_level.txt": "../x\n"}, `"../x" is not the name`, false},
		"top is absent":  {map[string]string{info + "top_level.txt": "thing\n_thing\n"}, "names _thing, but SOURCES.txt lists nothing", true},
		"both kinds":     {map[string]string{info + "SOURCES.txt": sources + "src/thing.py\n"}, "lists both thing.py and files of a folder thing", true},
		"C source":       {map[string]string{info + "SOURCES.txt": sources + "src/thing/_x.C\n"}, "lists thing/_x.C, which is compiled code", true},
		"Rust source":    {map[string]string{info + "SOURCES.txt": sources + "src/thing/a.rs\n"}, "lists thing/a.rs", true},
		"Cython":         {map[string]string{info + "SOURCES.txt": sources + "src/thing/a.pyx\n"}, "lists thing/a.pyx", true},
		"compiled":       {map[string]string{info + "SOURCES.txt": sources + "src/thing/a.so\n"}, "lists thing/a.so", true},
		"file is absent": {map[string]string{info + "SOURCES.txt": sources + "src/thing/gone.py\n"}, "lists src/thing/gone.py, and there is no such file", true},
		"unclean path":   {map[string]string{info + "SOURCES.txt": sources + "src/thing/../../x\n"}, "not a clean path", false},
		"not listed":     {map[string]string{"src/thing/sub/new.py": "x"}, "does not list the module src/thing/sub/new.py", true},
		"extension":      {map[string]string{"setup.py": "setup(\n  ext_modules=[])\n"}, "setup.py speaks of ext_modules", true},
		"scripts":        {map[string]string{"setup.cfg": "[options]\nscripts =\n  x\n"}, "setup.cfg speaks of scripts", true},
		"data files":     {map[string]string{"pyproject.toml": "[tool.setuptools.data-files]\n"}, "pyproject.toml speaks of data-files", true},
		"namespace":      {map[string]string{info + "namespace_packages.txt": "thing\n"}, "namespace_packages.txt", true},
		"licence absent": {map[string]string{info + "PKG-INFO": "Metadata-Version: 2.1\nName: thing\nVersion: 1\nLicense-File: L\n"}, "names the licence file L", false},
		"licence unsafe": {map[string]string{info + "PKG-INFO": "Metadata-Version: 2.1\nName: thing\nVersion: 1\nLicense-File: ../L\n"}, "not a clean path", false},
		"no version":     {map[string]string{info + "PKG-INFO": "Metadata-Version: 2.1\nName: thing\n"}, "Version", false},
		"no standard":    {map[string]string{info + "PKG-INFO": "Name: thing\nVersion: 1\n"}, "Metadata-Version", false},
		"odd standard":   {map[string]string{info + "PKG-INFO": "Metadata-Version: two\nName: thing\nVersion: 1\n"}, "is not two numbers", false},
		"odd line":       {map[string]string{info + "PKG-INFO": "Metadata-Version: 2.1\nwhat is this\n"}, "not of the form", false},
		"open bracket":   {map[string]string{info + "requires.txt": "[x\n"}, "no closing bracket", false},
		"odd pattern":    {map[string]string{"setup.cfg": "[metadata]\nlicense_files = [\n"}, "license_files", false},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := egginfo.Pack(t.Context(), sdist(tt.changes))
			var failure interface{ UserFailure() }
			if !errors.As(err, &failure) {
				t.Fatalf("not the user's failure: %v", err)
			}
			if !strings.Contains(err.Error(), tt.say) {
				t.Errorf("%q lacks %q", err, tt.say)
			}
			if strings.Contains(err.Error(), "drop static = true") != tt.run {
				t.Errorf("%q: advice to run the build: want %t", err, tt.run)
			}
		})
	}
	_, _, err := egginfo.Pack(t.Context(), fstest.MapFS{"setup.py": file("")})
	if err == nil || !strings.Contains(err.Error(), "no *.egg-info folder") {
		t.Error(err)
	}
}

func TestNotRefused(t *testing.T) {
	for name, changes := range map[string]map[string]string{
		"comments":     {"setup.py": "# no ext_modules here\nsetup()  # scripts=\n"},
		"entry points": {"setup.py": "setup(entry_points={'console_scripts': []})\n", "pyproject.toml": "[project.scripts]\na = 'b'\n[project]\nscripts = {a = 'b'}\n"},
		"package data": {"setup.cfg": "[options.package_data]\n* = *.txt\n[options.entry_points]\nconsole_scripts =\n  x = y\n"},
		"C elsewhere":  {"src/thing.egg-info/SOURCES.txt": "examples/a.c\nsrc/thing/__init__.py\n"},
	} {
		t.Run(name, func(t *testing.T) { pack(t, sdist(changes)) })
	}
}

// TestSameBytes has what must not matter to the wheel.
func TestSameBytes(t *testing.T) {
	name, want, err := egginfo.Pack(t.Context(), sdist(nil))
	if err != nil {
		t.Fatal(err)
	}
	other := maps.Clone(sdist(map[string]string{
		"src/thing.egg-info/SOURCES.txt": "src/thing/data.txt\nsrc/thing/__init__.py\nsrc/thing/__init__.py\n",
		"tests/test.c":                   "x",
	}))
	other["src/thing/__init__.py"] = &fstest.MapFile{Data: []byte("x = 1\n"), Mode: 0o755}
	again, got, err := egginfo.Pack(t.Context(), other)
	if err != nil || again != name || !bytes.Equal(got, want) {
		t.Errorf("%s is not %s, or differs: %v", again, name, err)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := egginfo.Pack(ctx, sdist(nil)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// FuzzPack has any text in the files that are parsed: what is packed is a
// wheel without faults, and what is refused is the sdist's fault.
func FuzzPack(f *testing.F) {
	f.Add("Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n\nText", "a>1\n[x:y]\nb", "[metadata]\nlicense_files=LICENSE\n", "src/thing/__init__.py\n", "thing\n")
	f.Add("Metadata-Version: 1.1\nName: thing\nVersion: 1.0\nDescription: a\n       |b\n       |c\n", "", "[bdist_wheel]\nuniversal=1\n", "src/thing.py", "thing")
	f.Fuzz(func(t *testing.T, pkgInfo, requires, config, sources, top string) {
		src := sdist(nil)
		for name, text := range map[string]string{"PKG-INFO": pkgInfo, "requires.txt": requires, "SOURCES.txt": sources, "top_level.txt": top} {
			src["src/thing.egg-info/"+name] = file(text)
		}
		src["setup.cfg"] = file(config)
		name, b, err := egginfo.Pack(t.Context(), src)
		if err != nil {
			var failure interface{ UserFailure() }
			if !errors.As(err, &failure) {
				t.Fatalf("not the sdist's fault: %v", err)
			}
			return
		}
		if faults := faultsOf(t, name, b); len(faults) > 0 {
			t.Fatalf("%s: %v", name, faults)
		}
	})
}
