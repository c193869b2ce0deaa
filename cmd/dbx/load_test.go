package main

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
)

func TestShowable(t *testing.T) {
	for text, want := range map[string]string{
		"a = \"é\"\t# ·\r\n":    "a = \"é\"\t# ·\r\n",
		"\x1b[2J\a\x00 \x7f\r!": "?[2J?? ??!",
		"\u009b31m":             "??31m",
		"a\xff\xfe b":           "a?? b",
		"�":                     "�",
		"":                      "",
	} {
		f := &hcl.File{Bytes: []byte(text)}
		if got := string(showable(f).Bytes); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
		if string(f.Bytes) != text {
			t.Errorf("%q was changed", text)
		}
	}
}
