package image_test

import (
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"

	"dbx/engine/label"
	"dbx/rules/image"
)

func TestReference(t *testing.T) {
	for text, want := range map[string]string{
		"//images:cross-armel":            "dbx/images:cross-armel",
		"//:top":                          "dbx:top",
		"//A/b_c/d.e:X+y":                 "dbx/a/b-c/d-e:X_y",
		"//_/a:x":                         "dbx/a:x",
		"//a:" + strings.Repeat("l", 200): "dbx/a:" + strings.Repeat("l", 128),
	} {
		l, err := label.Parse(text)
		if err != nil {
			t.Log(err)
			continue
		}
		got := image.Reference(l)
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
		if _, err := name.NewTag("example.org/" + got); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}
