package digest_test

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dbx/cache/digest"
)

// TestEncoderGolden pins the transcript: all keys hang on it.
func TestEncoderGolden(t *testing.T) {
	e := digest.NewEncoder("test", 1)
	e.Text("name", "value")
	e.Int("n", -1)
	e.Bool("flag", true)
	e.Texts("args", []string{"a", ""})
	e.Digest("content", digest.Of(nil))
	const want = "06666f726d61747306746573742f31" +
		"046e616d657305" + "76616c7565" + "016e6901" + "04666c61676902" +
		"04617267736c02" + "00730161" + "007300" +
		"07636f6e74656e7464af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f326200"
	if got := hex.EncodeToString(e.Bytes()); got != want {
		t.Errorf("transcript\n%s, want\n%s", got, want)
	}
	if e.Sum() != digest.Of(e.Bytes()) {
		t.Error("Sum is not the digest of Bytes")
	}
}

// TestEncoderIsInjective gives sequences of calls that a sloppy encoding would
// confuse.
func TestEncoderIsInjective(t *testing.T) {
	sequences := map[string]func(e *digest.Encoder){
		"nothing":           func(*digest.Encoder) {},
		"a, empty":          func(e *digest.Encoder) { e.Text("a", "") },
		"empty, a":          func(e *digest.Encoder) { e.Text("", "a") },
		"ab, c":             func(e *digest.Encoder) { e.Text("ab", "c") },
		"a, bc":             func(e *digest.Encoder) { e.Text("a", "bc") },
		"list ab, c":        func(e *digest.Encoder) { e.Texts("l", []string{"ab", "c"}) },
		"list a, bc":        func(e *digest.Encoder) { e.Texts("l", []string{"a", "bc"}) },
		"list of one":       func(e *digest.Encoder) { e.Texts("l", []string{"abc"}) },
		"empty list":        func(e *digest.Encoder) { e.Texts("l", nil) },
		"list of empty":     func(e *digest.Encoder) { e.Texts("l", []string{""}) },
		"two lists":         func(e *digest.Encoder) { e.Texts("l", []string{"a"}); e.Texts("l", []string{"b"}) },
		"one list":          func(e *digest.Encoder) { e.Texts("l", []string{"a", "b"}) },
		"text 1":            func(e *digest.Encoder) { e.Text("n", "1") },
		"int 1":             func(e *digest.Encoder) { e.Int("n", 1) },
		"int -1":            func(e *digest.Encoder) { e.Int("n", -1) },
		"list of 1":         func(e *digest.Encoder) { e.List("n", 1) },
		"digest":            func(e *digest.Encoder) { e.Digest("n", digest.Of(nil)) },
		"digest as text":    func(e *digest.Encoder) { e.Text("n", digest.Of(nil).String()) },
		"zero digest":       func(e *digest.Encoder) { e.Digest("n", digest.Digest{}) },
		"text that mimics":  func(e *digest.Encoder) { e.Text("a", "\x01bs\x01c") },
		"what it mimics":    func(e *digest.Encoder) { e.Text("a", ""); e.Text("b", "c") },
		"order":             func(e *digest.Encoder) { e.Int("a", 1); e.Int("b", 2) },
		"other order":       func(e *digest.Encoder) { e.Int("b", 2); e.Int("a", 1) },
		"long text":         func(e *digest.Encoder) { e.Text("a", strings.Repeat("x", 300)) },
		"a little less of ": func(e *digest.Encoder) { e.Text("a", strings.Repeat("x", 299)) },
	}
	seen := make(map[digest.Digest]string)
	for name, call := range sequences {
		e := digest.NewEncoder("test", 1)
		call(e)
		if other, ok := seen[e.Sum()]; ok {
			t.Errorf("%q and %q have one transcript", name, other)
		}
		seen[e.Sum()] = name
	}
	for _, e := range []*digest.Encoder{digest.NewEncoder("test", 2), digest.NewEncoder("tes", 1)} {
		if seen[e.Sum()] != "" {
			t.Error("another kind or version has the same transcript")
		}
	}
}

// lines prints the fields of a transcript, one a line.
func lines(transcript []byte) (string, error) {
	fields, err := digest.Fields(transcript)
	var b strings.Builder
	for _, f := range fields {
		fmt.Fprintf(&b, "%s: %s\n", cmp.Or(f.Label, "-"), f.Value)
	}
	return b.String(), err
}

func TestFields(t *testing.T) {
	e := digest.NewEncoder("spawn", 3)
	e.Texts("argv", []string{"sh", "-c", "echo \"hi\"\n", ""})
	e.Int("cpus", 2)
	e.Bool("network", false)
	d := digest.Of([]byte("x"))
	e.Digest("input", d)
	want := "format: spawn/3\nargv: [4]\n-: sh\n-: -c\n-: \"echo \\\"hi\\\"\\n\"\n-: \"\"\ncpus: 2\nnetwork: 0\ninput: " + d.String() + "\n"
	if got, err := lines(e.Bytes()); err != nil || got != want {
		t.Errorf("read as\n%s%v, want\n%s", got, err, want)
	}
	for n := range e.Bytes() {
		_, err := lines(e.Bytes()[:n])
		if whole := slices.Contains(fieldEnds(t, e.Bytes()), n); whole != (err == nil) {
			t.Errorf("cut at %d: %v", n, err)
		}
	}
	for _, bad := range []string{"", "x", "\x06formatq", "\x06formats\x80\x00", "\x06formats\x00\x00q", "\x06formats\x00\x00l\x81\x00"} {
		if got, err := lines([]byte(bad)); err == nil {
			t.Errorf("read %q as %q", bad, got)
		}
	}
}

// fieldEnds returns the lengths at which a transcript may be cut and still be
// one: found by building it again, a field at a time.
func fieldEnds(t *testing.T, transcript []byte) []int {
	t.Helper()
	var ends []int
	e := digest.NewEncoder("spawn", 3)
	mark := func() {
		if !bytes.HasPrefix(transcript, e.Bytes()) {
			t.Fatal("the transcript was built in another way")
		}
		ends = append(ends, len(e.Bytes()))
	}
	mark()
	e.List("argv", 4)
	mark()
	for _, arg := range []string{"sh", "-c", "echo \"hi\"\n", ""} {
		e.Text("", arg)
		mark()
	}
	e.Int("cpus", 2)
	mark()
	e.Int("network", 0)
	mark()
	return ends
}

// FuzzFields: whatever the bytes, each field that is read took some of them,
// and a list's elements cannot be announced below zero.
func FuzzFields(f *testing.F) {
	e := digest.NewEncoder("spawn", 1)
	e.Texts("argv", []string{"a", "b"})
	e.Int("n", 1<<40)
	e.Digest("d", digest.Of(nil))
	f.Add(e.Bytes())
	f.Add([]byte("\x06formats\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"))
	f.Fuzz(func(t *testing.T, b []byte) {
		fields, err := digest.Fields(b)
		if 3*len(fields) > len(b) {
			t.Errorf("%d fields of %d bytes", len(fields), len(b))
		}
		if err == nil && (len(fields) == 0 || fields[0].Label != "format") {
			t.Errorf("%q is read as %v", b, fields)
		}
		for _, field := range fields {
			if field.List < -1 {
				t.Errorf("%+v of %q", field, b)
			}
		}
	})
}
