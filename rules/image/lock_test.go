package image_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"dbx/engine/analysis/analysistest"
	"dbx/engine/label"
	"dbx/engine/load"
	"dbx/rules"
	"dbx/rules/debian/lock"
	"dbx/rules/image"
	wholelock "dbx/rules/lock"
)

const lockable = `
base_image "base" {
  arch    = "arm"
  variant = "v7"
  debian {
    suite    = "bookworm"
    packages = ["dpkg"]
  }
}
image "between" {
  base = ":base"
}
image "two" {
  base = ":between"
  debian {
    packages = ["make"]
  }
  run {
    command = ["true"]
  }
  debian {
    packages = ["gcc", "libc6:armel"]
  }
}
image "three" {
  base = ":two"
  debian {
    packages = []
  }
}
base_image "root" {
  debian {
    suite   = "bookworm"
    extract = ["libc6", "zlib1g"]
  }
}
image "sysroot" {
  base = ":base"
  debian {
    packages = ["gcc"]
    extract  = ["zlib1g-dev:armel"]
  }
}
base_image "no-port" {
  arch = "sparc"
  debian {
    suite    = "bookworm"
    packages = []
  }
}
image "bare" {
  arch = "amd64"
  debian {
    packages = []
  }
}
image "on-a-source" {
  base = ":src"
  debian {
    packages = []
  }
}
image "on-that" {
  base = ":on-a-source"
  debian {
    packages = []
  }
}
source "src" {
  url = "https://example.org/a.tar"
}
`

func workspace(t *testing.T) *load.Workspace {
	t.Helper()
	ws, diags := analysistest.Load(t, &txtar.Archive{Files: []txtar.File{
		{Name: "request", Data: []byte("//i:all")},
		{Name: "BUILD.hcl", Data: []byte("workspace {\n  name = \"t\"\n}\n")},
		{Name: "i/BUILD.hcl", Data: []byte(lockable)},
	}}, rules.All(wholelock.File{}, nil))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return ws
}

func TestLocks(t *testing.T) {
	ws := workspace(t)
	for name, tt := range map[string]struct {
		want []lock.Block
		err  string
	}{
		"src":     {},
		"between": {},
		"base":    {want: []lock.Block{{ID: "//i:base", Arch: "armhf", Packages: []string{"dpkg"}}}},
		"two": {want: []lock.Block{
			{ID: "//i:two", Arch: "armhf", Base: "//i:base", Packages: []string{"make"}},
			{ID: "//i:two#2", Arch: "armhf", Base: "//i:two", Packages: []string{"gcc", "libc6:armel"}},
		}},
		"three":       {want: []lock.Block{{ID: "//i:three", Arch: "armhf", Base: "//i:two#2"}}},
		"root":        {want: []lock.Block{{ID: "//i:root", Arch: "amd64", Extract: []string{"libc6", "zlib1g"}}}},
		"sysroot":     {want: []lock.Block{{ID: "//i:sysroot", Arch: "armhf", Base: "//i:base", Packages: []string{"gcc"}, Extract: []string{"zlib1g-dev:armel"}}}},
		"bare":        {err: "//i:bare: it begins with nothing"},
		"no-port":     {err: "//i:no-port: Debian has no port"},
		"on-a-source": {err: "//i:on-a-source: its base //i:src is neither an image nor a base_image"},
		"on-that":     {err: "//i:on-that: its base //i:src is neither"},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := label.New("i", name)
			if err != nil {
				t.Fatal(err)
			}
			target, ok := ws.Target(l)
			if !ok {
				t.Fatal("not loaded")
			}
			suite, blocks, err := image.Locks(ws, target)
			if tt.err != "" || err != nil {
				if tt.err == "" || err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("got error %v, want %q", err, tt.err)
				}
				return
			}
			if d := cmp.Diff(tt.want, blocks); d != "" || (suite == "bookworm") != (len(tt.want) > 0) {
				t.Errorf("suite %q, -want +got:\n%s", suite, d)
			}
		})
	}
}
