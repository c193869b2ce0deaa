package commit_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"dbx/rules/source/commit"
)

const text = `git_source "//a:one" {
  ref        = "main"
  commit     = "1111111111111111111111111111111111111111"
  path       = "sub/dir"
  submodules = "yes"
  tree       = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262-12"
}

git_source "//b:two" {
  ref    = "refs/tags/$${v}"
  commit = "2222222222222222222222222222222222222222222222222222222222222222"
  tree   = "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262-0"
}

`

func decode(text string) ([]commit.Pin, hcl.Body, hcl.Diagnostics) {
	file, diags := hclsyntax.ParseConfig([]byte(text), "dbx.lock.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		return nil, nil, diags
	}
	return commit.Decode(file.Body)
}

func encode(pins []commit.Pin) string {
	f := hclwrite.NewEmptyFile()
	commit.AppendTo(f.Body(), pins)
	return string(f.Bytes())
}

func TestRoundTrip(t *testing.T) {
	pins, rest, diags := decode(text + "other \"x\" {\n}\n")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if _, diags := rest.Content(&hcl.BodySchema{}); !diags.HasErrors() {
		t.Error("took a block that is not its own")
	}
	pins[0], pins[1] = pins[1], pins[0]
	if d := cmp.Diff(text, encode(pins)); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	want := commit.Want{Target: "//a:one", Ref: "main", Path: "sub/dir", Submodules: true}
	if p, ok := commit.Find(pins, want); !ok || p.Commit[0] != '1' {
		t.Errorf("%v, %v", p, ok)
	}
	// What asks for anything else has no pin.
	for _, other := range []commit.Want{
		{Target: "//a:on", Ref: "main", Path: "sub/dir", Submodules: true}, {Target: "//a:one", Ref: "mai", Path: "sub/dir", Submodules: true},
		{Target: "//a:one", Ref: "main", Path: "sub", Submodules: true}, {Target: "//a:one", Ref: "main", Path: "sub/dir"},
	} {
		if p, ok := commit.Find(pins, other); ok {
			t.Errorf("%+v has %+v", other, p)
		}
	}
}

func TestBroken(t *testing.T) {
	for name, change := range map[string][2]string{
		"commit":            {"1111111111111111111111111111111111111111", "main"},
		"tree":              {"-12", ""},
		"no tree":           {"  tree       =", "  # tree ="},
		"type":              {`"main"`, "5"},
		"unknown attribute": {"path  ", "paths "},
		"label":             {`git_source "//a:one"`, "git_source"},
	} {
		if _, _, diags := decode(strings.Replace(text, change[0], change[1], 1)); !diags.HasErrors() || diags[0].Subject == nil {
			t.Errorf("%s: %v", name, diags)
		}
	}
}

// FuzzDecode: what is read is written so that it is read again as the same.
func FuzzDecode(f *testing.F) {
	f.Add(text)
	f.Add(strings.Replace(text, "main", `a\"b\n${c`, 1))
	f.Fuzz(func(t *testing.T, text string) {
		pins, _, diags := decode(text)
		if diags.HasErrors() {
			return
		}
		again, _, diags := decode(encode(pins))
		if diags.HasErrors() || cmp.Diff(pins, again, cmp.Comparer(func(a, b commit.Pin) bool { return a == b })) != "" {
			t.Errorf("%v: %v, %v", pins, again, diags)
		}
	})
}
