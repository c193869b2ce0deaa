package differ

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

type file struct {
	name, content string
	mode          int64
	time          int64
}

func section(b []byte) *io.SectionReader {
	return io.NewSectionReader(bytes.NewReader(b), 0, int64(len(b)))
}

// told joins what is found as people read it.
func told(t *testing.T, a, b []byte) string {
	t.Helper()
	found, err := Explain(section(a), section(b))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, d := range found {
		lines = append(lines, strings.Join(append(d.Path, d.What), " | "))
	}
	return strings.Join(lines, "\n")
}

func zipOf(t *testing.T, files ...file) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: time.Unix(f.time, 0).UTC()}
		h.SetMode(os.FileMode(f.mode))
		m, err := w.CreateHeader(h)
		if err == nil {
			_, err = io.WriteString(m, f.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func tarOf(t *testing.T, files ...file) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := tar.NewWriter(&buf)
	for _, f := range files {
		err := w.WriteHeader(&tar.Header{Name: f.name, Mode: f.mode, Size: int64(len(f.content)), ModTime: time.Unix(f.time, 0)})
		if err == nil {
			_, err = io.WriteString(w, f.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func gzipOf(t *testing.T, content []byte, at int64) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	w.ModTime = time.Unix(at, 0)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func arOf(files ...file) []byte {
	out := arMagic
	for _, f := range files {
		out += fmt.Sprintf("%-16s%-12d%-6d%-6d%-8o%-10d`\n%s", f.name, f.time, 0, 0, f.mode, len(f.content), f.content)
		out += strings.Repeat("\n", len(f.content)%2)
	}
	return []byte(out)
}

func TestExplain(t *testing.T) {
	base := file{"pkg/a.py", "x = 1\ny = 2\n", 0o644, 1e9}
	other := file{"pkg/b.py", "z\n", 0o644, 1e9}
	changed := base
	changed.content = "x = 1\ny = 3\n"
	later := base
	later.time += 10
	moved := base
	moved.mode = 0o755
	tests := map[string]struct {
		a, b []byte
		want string
	}{
		"the same":        {[]byte("a"), []byte("a"), ""},
		"a line":          {[]byte("a\nb\nc\n"), []byte("a\nB\nc\n"), `line 2: "b" and "B"`},
		"a long line":     {[]byte(strings.Repeat("x", 500) + "1"), []byte(strings.Repeat("x", 500) + "2"), `line 1: …"` + strings.Repeat("x", 40) + `1" and …"` + strings.Repeat("x", 40) + `2"`},
		"a missing line":  {[]byte("a\n"), []byte("a\nb\n"), `line 2: the end and "b"`},
		"a last newline":  {[]byte("a"), []byte("a\n"), "offset 0x1: the end and 0a; 1 and 2 bytes in all"},
		"bytes":           {[]byte("\x00\x01\x02"), []byte("\x00\x01\x03"), "offset 0x2: 02 and 03"},
		"a member's line": {zipOf(t, base, other), zipOf(t, changed, other), `pkg/a.py | line 2: "y = 2" and "y = 3"`},
		"a member's time": {zipOf(t, base), zipOf(t, later), "pkg/a.py | time: 2001-09-09T01:46:40 and 2001-09-09T01:46:50"},
		"a member's mode": {zipOf(t, base), zipOf(t, moved), "pkg/a.py | mode: -rw-r--r-- and -rwxr-xr-x"},
		"a member more":   {zipOf(t, base), zipOf(t, base, other), "pkg/b.py | only in the second"},
		"a member less":   {zipOf(t, base, other), zipOf(t, base), "pkg/b.py | only in the first"},
		"order":           {zipOf(t, base, other), zipOf(t, other, base), "the order of members: at place 1 there is pkg/a.py and pkg/b.py"},
		"a tar's member":  {tarOf(t, base), tarOf(t, changed), `pkg/a.py | line 2: "y = 2" and "y = 3"`},
		"a tar's facts":   {tarOf(t, base), tarOf(t, moved), "pkg/a.py | mode: 0644 and 0755"},
		"a header":        {gzipOf(t, []byte("x"), 1), gzipOf(t, []byte("x"), 2), "gzip | time in the header: 1 and 2"},
		"one in another": {
			zipOf(t, file{"data.tar.gz", string(gzipOf(t, tarOf(t, base), 1)), 0o644, 1e9}),
			zipOf(t, file{"data.tar.gz", string(gzipOf(t, tarOf(t, later), 1)), 0o644, 1e9}),
			"data.tar.gz | gzip | pkg/a.py | time: 2001-09-09T01:46:40 and 2001-09-09T01:46:50",
		},
		"an ar's member": {arOf(file{"a.o/", "abc", 0o644, 0}, other), arOf(file{"a.o/", "abd", 0o644, 0}, other), `a.o | line 1: "abc" and "abd"`},
		"an ar's time":   {arOf(file{"a.o/", "abc", 0o644, 5}), arOf(file{"a.o/", "abc", 0o644, 6}), "a.o | time: 5 and 6"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := told(t, test.a, test.b); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// TestLongNames: GNU's table of names.
func TestLongNames(t *testing.T) {
	long := "a_very_long_name_of_an_object.o"
	table := file{"//", long + "/\n", 0, 0}
	a := arOf(table, file{"/0", "1\n", 0o644, 0})
	b := arOf(table, file{"/0", "2\n", 0o644, 0})
	if got, want := told(t, a, b), long+` | line 1: "1" and "2"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestMany: what is not told is counted.
func TestMany(t *testing.T) {
	var a, b []file
	for i := range 40 {
		a = append(a, file{fmt.Sprintf("%02d", i), "x", 0o644, 1e9})
		b = append(b, file{fmt.Sprintf("%02d", i), "y", 0o755, 1e9})
	}
	got := told(t, zipOf(t, a...), zipOf(t, b...))
	lines := strings.Split(got, "\n")
	if len(lines) != most+1 || !strings.HasPrefix(lines[most], "and ") {
		t.Errorf("got\n%s", got)
	}
}

// TestELF compares programs of Go's own compiler that differ in one constant.
func TestELF(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles")
	}
	build := func(value string) []byte {
		dir := t.TempDir()
		source := filepath.Join(dir, "main.go")
		text := "package main\n\nimport \"os\"\n\n//go:noinline\nfunc answer() int { return " + value + " }\n\nfunc main() { os.Exit(answer()) }\n"
		if err := os.WriteFile(source, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-buildid=", "-o", filepath.Join(dir, "out"), source)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		b, err := os.ReadFile(filepath.Join(dir, "out"))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	got := told(t, build("1"), build("2"))
	if !strings.Contains(got, "section .text, in main.answer: offset ") {
		t.Errorf("got\n%s", got)
	}
}

// FuzzExplain: any two blobs can be compared, and equal ones have nothing told
// of them, different ones something.
func FuzzExplain(f *testing.F) {
	t := &testing.T{}
	base := file{"a", "x = 1\n", 0o644, 1e9}
	f.Add([]byte("a\nb\n"), []byte("a\nc\n"))
	f.Add(zipOf(t, base), zipOf(t, base, base))
	f.Add(tarOf(t, base), tarOf(t, base, base))
	f.Add(gzipOf(t, tarOf(t, base), 1), gzipOf(t, tarOf(t, base), 2))
	f.Add(arOf(base), arOf(base, base))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		found, err := Explain(section(a), section(b))
		if err != nil {
			t.Fatal(err)
		}
		if same := bytes.Equal(a, b); same != (len(found) == 0) {
			t.Errorf("same: %v, told: %v", same, found)
		}
		if len(found) > most+1 {
			t.Errorf("%d differences", len(found))
		}
	})
}
