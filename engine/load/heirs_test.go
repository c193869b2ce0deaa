package load_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFiles checks which files a target is made of: those that it reads itself,
// through functions, locals, and what it inherits; and no others.
func TestFiles(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"BUILD.hcl":   "workspace { name = \"w\" }\nfunction \"read\" {\n  params = []\n  result = file(\"root.txt\")\n}\n",
		"a/BUILD.hcl": "function \"own\" {\n  params = [n]\n  result = file(n)\n}\nwheel \"a\" {\n  inherits = [\"//b:base\"]\n  env = { A = own(\"a.txt\") }\n  patches = [\"p.patch\"]\n}\nwheel \"r\" { version = read() }\nwheel \"e\" {\n  for_each = toset([trimspace(file(\"e.txt\"))])\n  version = \"1\"\n}\n",
		"b/BUILD.hcl": "locals { l = file(\"l.txt\") }\nwheel \"base\" {\n  abstract = true\n  version = templatefile(\"v.txt\", {})\n}\nwheel \"none\" { version = \"1\" }\n",
		"root.txt":    "", "a/a.txt": "", "a/e.txt": "e\n", "a/p.patch": "", "b/l.txt": "", "b/v.txt": "",
	} {
		write(t, filepath.Join(dir, name), text)
	}
	got := map[string][]string{}
	for _, target := range mustLoad(t, options(dir, "//...")).Targets() {
		got[target.Label.String()] = target.Files()
	}
	want := map[string][]string{
		"//a:a":    {"a/BUILD.hcl", "a/a.txt", "a/p.patch", "b/BUILD.hcl", "b/l.txt", "b/v.txt"},
		"//a:r":    {"a/BUILD.hcl", "root.txt"},
		"//a:e-e":  {"a/BUILD.hcl", "a/e.txt"},
		"//b:none": {"b/BUILD.hcl", "b/l.txt"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// BenchmarkHeirs loads 1,000, 10,000 and 50,000 targets, 100 in a package by
// for_each and a matrix, each of which inherits from two blocks of another
// package and calls a function.
func BenchmarkHeirs(b *testing.B) {
	for _, packages := range []int{10, 100, 500} {
		b.Run(fmt.Sprint(100*packages), func(b *testing.B) {
			o := options(heirs(b, packages), "//...")
			b.ReportAllocs()
			for b.Loop() {
				if n := len(mustLoad(b, o).Requested); n != 100*packages+3 {
					b.Fatalf("%d targets", n)
				}
			}
		})
	}
}

func heirs(t testing.TB, packages int) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "BUILD.hcl"), `workspace {
  name      = "w"
  platforms = "//platforms"
}
function "flags" {
  params = [arch]
  result = ["-O2", "-march=${arch}"]
}
`)
	write(t, filepath.Join(dir, "platforms/BUILD.hcl"), "platform \"linux-x64\" { arch = \"amd64\" }\nplatform \"linux-armv6\" { arch = \"arm\" }\n")
	write(t, filepath.Join(dir, "shared/BUILD.hcl"), `source "s" {}
wheel "base" {
  abstract = true
  requires = [":s"]
  patches  = glob(["*.patch"])
  env      = { CFLAGS = flags(platform.arch), A = "1", B = "2" }
}
wheel "more" {
  abstract = true
  inherits = [":base"]
  matrix   = { platform = ["linux-x64", "linux-armv6"] }
  env      = { CFLAGS = ["-g"], B = "3" }
}
`)
	write(t, filepath.Join(dir, "shared/a.patch"), "")
	for i := range packages {
		write(t, filepath.Join(dir, fmt.Sprintf("p%d/BUILD.hcl", i)), `wheel "w" {
  inherits = ["//shared:more"]
  for_each = { for n in range(50) : "v${n}" => n }
  version  = "1.${each.value}"
  env      = { C = "4" }
}
`)
	}
	return dir
}

// TestHeirsInParallel loads many packages that inherit from one, for the race
// detector.
func TestHeirsInParallel(t *testing.T) {
	o := options(heirs(t, 8), "//...")
	o.Parallel = 8
	for _, target := range mustLoad(t, o).Targets() {
		if target.Kind == "wheel" && (len(target.Attr("patches").Files()) != 1 || target.Attr("env").Map()["B"].Text() != "3") {
			t.Fatalf("%s", target)
		}
	}
}

// TestLongLine checks that a long line of ancestors gives everything once.
func TestLongLine(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "BUILD.hcl"), "workspace { name = \"w\" }\n")
	var sb strings.Builder
	sb.WriteString("wheel \"a0\" {\n  abstract = true\n  env = { X = [\"0\"] }\n}\n")
	for i := 1; i <= 100; i++ {
		fmt.Fprintf(&sb, "wheel \"a%d\" {\n  abstract = true\n  inherits = [\":a%d\", \":a%d\"]\n  env = { X = [\"%d\"] }\n}\n", i, i-1, i/2, i)
	}
	sb.WriteString("wheel \"a\" {\n  inherits = [\":a100\", \":a50\"]\n  version = \"1\"\n}\n")
	write(t, filepath.Join(dir, "a/BUILD.hcl"), sb.String())
	target := mustLoad(t, options(dir, "//a")).Targets()[0]
	if list := target.Attr("env").Map()["X"].List(); len(list) != 101 || list[0].Text() != "0" || list[100].Text() != "100" {
		t.Errorf("%s", target)
	}
	if len(target.Inherits) != 101 {
		t.Errorf("inherits %v", target.Inherits)
	}
}
