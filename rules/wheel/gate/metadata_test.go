package gate_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dbx/cache/require"
	"dbx/rules/wheel/gate"
)

func TestMetadata(t *testing.T) {
	const path = distInfo + "/METADATA"
	head := "Metadata-Version: 2.4\nName: native\nVersion: 1.0\n"
	text := func(more string) []member { return with(pure(), path, head+more) }
	points := func(more string) []member { return with(pure(), distInfo+"/entry_points.txt", more) }
	tests := []struct {
		name    string
		members []member
		want    []string
	}{
		{"none", without(pure(), path), []string{path + ": is missing|backend"}},
		{"no version", with(pure(), path, "Metadata-Version: 2.1\nName: native\n"), []string{"the field Version is missing"}},
		{"from the future", with(pure(), path, strings.Replace(metadata, "2.1", "9.9", 1)), []string{`is of the metadata version "9.9"|2.1 to 2.4`}},
		{"unknown field", text("Licence: MIT\n"), []string{"the field Licence is not one of core metadata; leave it out"}},
		{"twice", text("Summary: a\nSummary: b\n"), []string{"the field Summary is there more than once; leave one"}},
		{"not UTF-8", text("Author: \xff\n"), []string{"is not UTF-8"}},
		{"not a field", text("Summary: a\nnonsense\n\nText\n"), []string{"a line of its header is no field"}},
		{"name", with(pure(), path, "Metadata-Version: 2.1\nName: -native\nVersion: 1.0\n"), []string{`"-native" is no project's name`}},
		{"version", with(pure(), path, "Metadata-Version: 2.1\nName: native\nVersion: one\n"), []string{`version: version "one"`}},
		{"Requires-Python", text("Requires-Python: >=3.7,<4.*\n"), []string{"requires-python: <4.*: .* goes with == and != alone; correct it"}},
		{"Requires-Dist", text("Requires-Dist: cffi>1 <2\nRequires-Dist: x; python > '3'\n"), []string{`requires-dist: requirement "cffi>1 <2"`, `"python" is neither a marker's variable`}},
		{"extra", text("Provides-Extra: -\n"), []string{`"-" is no name of an extra`}},
		{"summary", text("Summary: a\n  b\n"), []string{"more than one line"}},
		{"project URL", text("Project-URL: https://example.org\n"), []string{"is not of the form LABEL, URL"}},
		{"licence", text("License-File: LICENSE\nLicense-File: AUTHORS\n"), []string{`the licence file "LICENSE" is not in the wheel; bring it`, `"AUTHORS"`}},
		{"content type", text("Description-Content-Type: text/html\n"), []string{`content type is "text/html"|text/markdown`}},
		{"character set", text("Description-Content-Type: text/plain; charset=latin1\n"), []string{`the description's character set is "latin1"`}},
		{"variant", text("Description-Content-Type: text/markdown; variant=Pandoc\n"), []string{`variant "Pandoc"; want variant=GFM`}},
		{"description", text("Description-Content-Type: text/x-rst\n\nTitle\n====\n\n.. toctree::\n"), []string{
			`the description does not render: line 1: the title "Title" is longer|twine check`, `line 4: the directive "toctree" is not known`}},
		{"description by default", text("\n:func:`x`\n"), []string{`line 1: the role "func" is not known`}},
		{"Markdown is not looked at", text("Description-Content-Type: text/markdown; charset=UTF-8; variant=GFM\n\n.. toctree::\n"), nil},
		{"entry points without a group", points("a = b:c\n"), []string{"stands before the first [group]|correct the project's entry points"}},
		{"a program without an object", points("[console_scripts]\na = b\n"), []string{"a program names an object"}},
		{"entry point twice", points("[x]\na = b\na = c\n"), []string{"the entry point a is there twice in [x]"}},
		{"all right", append(with(text("License-File: a/LICENSE\nLicense-File: COPYING\nRequires-Dist: cffi>=1.12; extra == 'x'\nProvides-Extra: x\nProject-URL: Docs, https://example.org\nDescription-Content-Type: text/plain\n\n.. x::\n"),
			distInfo+"/licenses/a/LICENSE", "MIT"), member{name: distInfo + "/COPYING"}, member{name: distInfo + "/entry_points.txt", content: "[console_scripts]\ntool = native:main\n"}), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			refused(t, ask(t, "metadata", pureName, zipped(t, tt.members, nil), gate.Target{}), tt.want...)
		})
	}
}

// descriptions are texts that render (""), or a part of why they do not.
func descriptions() map[string]struct{ text, want string } {
	return map[string]struct{ text, want string }{
		"titles":             {"=====\nTitle\n=====\n\ntext\n\nab\n==\n\nÜbersicht\n=========\n\nx\n", ""},
		"short underline":    {"Title\n====\n\ntext\n", "is longer than the line below"},
		"very short":         {"Title\n===\n\ntext\n", ""},
		"unknown directive":  {"a\n\n.. automodule:: native\n   :members:\n\nb\n", `the directive "automodule"`},
		"of a domain":        {"a\n\n.. py:function:: f\n\nb\n", `the directive "py:function"`},
		"raw":                {"a\n\n.. raw:: html\n\n   <b>\n", `indexes do not allow the directive "raw"`},
		"include":            {"a\n\n.. include:: x\n", `indexes do not allow the directive "include"`},
		"role":               {"see :ref:`x` there\n", `the role "ref"`},
		"own role":           {".. role:: mine(emphasis)\n\nsee :mine:`x` there\n", ""},
		"role in a literal":  {"write ``:ref:`x``` so\n", ""},
		"in a literal block": {"so::\n\n   .. automodule:: native\n   Title\n   ====\n   :ref:`x`\n\nend\n", ""},
		"in code":            {".. code-block:: rst\n\n   .. automodule:: native\n   :ref:`x`\n\nend\n", ""},
		"in a comment":       {".. a comment\n   :ref:`x`\n\nend\n", ""},
		"in a note":          {".. note::\n   text\n\n   .. automodule:: x\n\nend\n", `the directive "automodule"`},
		"substitution":       {"|x|\n\n.. |x| image:: a.png\n", ""},
		"targets":            {"a_ [1]_\n\n.. _a: https://example.org\n.. [1] note\n", ""},
		"simple table":       {"==== ====\na    b\n==== ====\n1    2\n==== ====\n", ""},
		"transition":         {"a\n\n-----\n\nb\n", ""},
		"doctest":            {">>> f()\n1\n\nend\n", ""},
	}
}

func TestDescriptions(t *testing.T) {
	for name, tt := range descriptions() {
		members := with(pure(), distInfo+"/METADATA", strings.TrimSpace(metadata)+"\nDescription-Content-Type: text/x-rst\n\n"+tt.text)
		v := ask(t, "metadata", pureName, zipped(t, members, nil), gate.Target{})
		if tt.want == "" && v.Status == gate.Pass {
			continue
		}
		if tt.want == "" || len(v.Findings) != 1 || !strings.Contains(v.Findings[0].What, tt.want) {
			t.Errorf("%s: %s %v, want %q", name, v.Status, v.Findings, tt.want)
		}
	}
}

// TestTwine has twine check the same descriptions.
func TestTwine(t *testing.T) {
	if testing.Short() {
		t.Skip("starts twine; left out by -short")
	}
	twine := require.Tool(t, "twine")
	dir := t.TempDir()
	args := []string{"--no-color", "check"}
	files := map[string]string{} // by the description's name
	for name, tt := range descriptions() {
		members := with(pure(), distInfo+"/METADATA", strings.TrimSpace(metadata)+"\nDescription-Content-Type: text/x-rst\n\n"+tt.text)
		files[name] = fmt.Sprintf("native-1.0-%d-py3-none-any.whl", len(files))
		if err := os.WriteFile(filepath.Join(dir, files[name]), sealed(t, members), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, files[name])
	}
	cmd := exec.Command(twine, args...)
	cmd.Dir = dir
	out, _ := cmd.CombinedOutput() // fails if one of them does
	for name, tt := range descriptions() {
		want := "PASSED"
		if tt.want != "" {
			want = "FAILED"
		}
		if !strings.Contains(string(out), "Checking "+files[name]+": "+want) {
			t.Errorf("%s, in %s: twine does not say %s:\n%s", name, files[name], want, out)
		}
	}
}
