package lock_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dbx/rules/lock"
)

const text = `# Written by "dbx lock"; do not edit. A package is a line:
# name, version, architecture, path in the pool, bytes, sha256.

debian_snapshot "bookworm" {
  time = "2026-07-11T10:16:37Z"
}

`

func TestRoundTrip(t *testing.T) {
	l, err := lock.Parse([]byte(text), "dbx.lock.hcl")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(text, string(lock.Encode(l))); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func TestRefused(t *testing.T) {
	for name, bad := range map[string]string{
		"syntax":            "debian_snapshot",
		"unknown block":     "future \"x\" {\n}\n",
		"unknown attribute": "version = 7\n",
		"a part":            strings.Replace(text, "2026", "26", 1),
	} {
		if l, err := lock.Parse([]byte(bad), "dbx.lock.hcl"); err == nil {
			t.Errorf("%s: read as %v", name, l)
		} else if !strings.Contains(err.Error(), "dbx.lock.hcl:") {
			t.Errorf("%s: the error has no place: %v", name, err)
		}
	}
}
