package repo

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dbx/cache/digest"
)

var zeros = strings.Repeat("0", 64)

const entry = `Package: libfoo1
Source: foo (1.2-3)
Version: 1.2-3+b1
Architecture: armel
Multi-Arch: same
Priority: optional
Essential: yes
Pre-Depends: libc6 (>= 2.36)
Depends: libbar1,
 libbaz1
Provides: libfoo (= 1.2)
Conflicts: libfoo0
Breaks: old (<< 1)
Replaces: old (<< 1)
Filename: pool/main/f/foo/libfoo1_1.2-3+b1_armel.deb
Size: 1234
SHA256: ` + "ab00000000000000000000000000000000000000000000000000000000000000" + `
Description: something
 long
`

func TestReadPackages(t *testing.T) {
	index, err := ReadPackages(strings.NewReader(entry+"\nPackage: b\nVersion: 1\nArchitecture: all\nFilename: pool/b.deb\nSize: 0\nSHA256: "+zeros+"\n"), "armel")
	if err != nil {
		t.Fatal(err)
	}
	want := &Index{Arch: "armel", Packages: []Package{
		{
			Name: "libfoo1", Version: "1.2-3+b1", Arch: "armel", Source: "foo", Priority: "optional", MultiArch: "same", Essential: true,
			File: File{Path: "pool/main/f/foo/libfoo1_1.2-3+b1_armel.deb", Size: 1234, SHA256: digest.SHA256{0xab}},
			Relations: Relations{
				PreDepends: "libc6 (>= 2.36)", Depends: "libbar1,\n libbaz1", Provides: "libfoo (= 1.2)",
				Conflicts: "libfoo0", Breaks: "old (<< 1)", Replaces: "old (<< 1)",
			},
		},
		{Name: "b", Version: "1", Arch: "all", Source: "b", MultiArch: "no", File: File{Path: "pool/b.deb"}},
	}}
	if diff := cmp.Diff(want, index); diff != "" {
		t.Error(diff)
	}
	if s := index.Packages[0].String(); s != "libfoo1:armel (1.2-3+b1)" {
		t.Errorf("String: %q", s)
	}
}

func TestReadPackagesRefuses(t *testing.T) {
	for name, change := range map[string][2]string{
		"no name":       {"Package: libfoo1\n", ""},
		"no version":    {"Version: 1.2-3+b1\n", ""},
		"bad size":      {"Size: 1234", "Size: many"},
		"negative size": {"Size: 1234", "Size: -1"},
		"bad hash":      {"SHA256: ab", "SHA256: xy"},
		"absolute path": {"Filename: pool", "Filename: /pool"},
		"path upwards":  {"Filename: pool", "Filename: ../pool"},
		"no path":       {"Filename: ", "Elsewhere: "},
		"query in path": {"b1_armel.deb\n", "b1_armel.deb?x\n"},
	} {
		text := strings.Replace(entry, change[0], change[1], 1)
		if text == entry {
			t.Fatalf("%s: nothing was changed", name)
		}
		if index, err := ReadPackages(strings.NewReader(text), "armel"); err == nil {
			t.Errorf("%s: read as %v", name, index.Packages)
		}
	}
}

func sourcesText() string {
	return "Package: markupsafe\nVersion: 2.1.2-1\nDirectory: pool/main/m/markupsafe\nChecksums-Sha256:\n " +
		zeros + " 10 markupsafe_2.1.2-1.dsc\n " + zeros + " 20 markupsafe_2.1.2.orig.tar.gz\n " + zeros + " 21 markupsafe_2.1.2.orig.tar.gz.asc\n " +
		zeros + " 22 markupsafe_2.1.2.orig-extra.tar.gz\n " + zeros + " 30 markupsafe_2.1.2-1.debian.tar.xz\n\n" +
		"Package: native\nVersion: 7\nDirectory: pool/main/n/native\nChecksums-Sha256:\n " + zeros + " 1 native_7.dsc\n " + zeros + " 2 native_7.tar.xz\n"
}

func TestFindSources(t *testing.T) {
	found, err := FindSources(strings.NewReader(sourcesText()), func(name, _ string) bool { return true })
	if err != nil || len(found) != 2 {
		t.Fatalf("%v, %v", found, err)
	}
	for kind, size := range map[string]int64{"dsc": 10, "orig": 20, "debian": 30} {
		f, err := found[0].File(kind)
		if err != nil || f.Size != size || !strings.HasPrefix(f.Path, "pool/main/m/markupsafe/") {
			t.Errorf("%s: %v, %v", kind, f, err)
		}
	}
	if f, err := found[1].File("orig"); err != nil || f.Size != 2 {
		t.Errorf("a native package's tarball: %v, %v", f, err)
	}
	if _, err := found[1].File("debian"); err == nil || !strings.Contains(err.Error(), "native_7.dsc, native_7.tar.xz") {
		t.Errorf("a missing kind: %v", err)
	}
	none, err := FindSources(strings.NewReader(sourcesText()), func(name, _ string) bool { return name == "other" })
	if err != nil || len(none) != 0 {
		t.Errorf("%v, %v", none, err)
	}
	evil := strings.Replace(sourcesText(), "Directory: pool", "Directory: ../pool", 1)
	if _, err := FindSources(strings.NewReader(evil), func(string, string) bool { return true }); err == nil {
		t.Error("a directory outside the mirror was accepted")
	}
}

// FuzzReadPackages demands that nothing read lacks what a lock needs.
func FuzzReadPackages(f *testing.F) {
	f.Add(entry)
	f.Add("Package: a\nVersion: 1\nArchitecture: all\nFilename: a\nSize: 1\nSHA256: " + zeros)
	f.Fuzz(func(t *testing.T, text string) {
		index, err := ReadPackages(strings.NewReader(text), "armel")
		if err != nil {
			return
		}
		for _, p := range index.Packages {
			if p.Name == "" || p.Version == "" || p.Arch == "" || p.Source == "" || p.File.Size < 0 || checkPath(p.File.Path) != nil {
				t.Fatalf("%+v", p)
			}
		}
	})
}

// FuzzFindSources demands that no file lies outside the mirror.
func FuzzFindSources(f *testing.F) {
	f.Add(sourcesText())
	f.Fuzz(func(t *testing.T, text string) {
		found, _ := FindSources(strings.NewReader(text), func(string, string) bool { return true })
		for _, s := range found {
			for _, file := range s.Files {
				if checkPath(file.Path) != nil {
					t.Fatalf("%q", file.Path)
				}
			}
			s.File("orig")
		}
	})
}
