package main

import (
	"archive/zip"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// canary is a value that must turn up nowhere, in the forms that it may take.
type canary struct {
	name, value string
}

func (c canary) forms() map[string]string {
	reversed := []byte(c.value)
	slices.Reverse(reversed)
	forms := map[string]string{
		"plain": c.value, "reversed": string(reversed),
		"hex": hex.EncodeToString([]byte(c.value)), "HEX": strings.ToUpper(hex.EncodeToString([]byte(c.value))),
		"query": url.QueryEscape(c.value), "path": url.PathEscape(c.value),
		"spaced": strings.Join(strings.Split(c.value, ""), "\x00"), // UTF-16
	}
	// In base64 of a longer text, what it looks like depends on where it begins.
	for shift, name := range []string{"base64", "base64+1", "base64+2"} {
		text := append(make([]byte, shift), c.value...)
		whole := text[:len(text)-len(text)%3]
		skip := []int{0, 2, 3}[shift]
		forms[name] = base64.StdEncoding.EncodeToString(whole)[skip:]
		forms[name+"url"] = base64.URLEncoding.EncodeToString(whole)[skip:]
	}
	return forms
}

// scan returns where canaries are found in a text, also in what it is
// compressed from: "name, form".
func scan(canaries []canary, text []byte, depth int) []string {
	var found []string
	for _, c := range canaries {
		for form, s := range c.forms() {
			if bytes.Contains(text, []byte(s)) {
				found = append(found, c.name+" "+form)
			}
		}
	}
	if depth == 0 {
		return found
	}
	for _, inner := range expand(text) {
		for _, f := range scan(canaries, inner, depth-1) {
			found = append(found, "compressed "+f)
		}
	}
	return found
}

// expand returns what is in compressed files and zip archives. It shares no
// code with what dbx itself uses.
func expand(text []byte) [][]byte {
	var all [][]byte
	add := func(r io.Reader, err error) {
		if err != nil {
			return
		}
		if b, _ := io.ReadAll(io.LimitReader(r, 1<<28)); len(b) > 0 {
			all = append(all, b)
		}
	}
	switch {
	case bytes.HasPrefix(text, []byte{0x1f, 0x8b}):
		add(gzip.NewReader(bytes.NewReader(text)))
	case bytes.HasPrefix(text, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		r, err := zstd.NewReader(bytes.NewReader(text))
		add(r, err)
	case bytes.HasPrefix(text, []byte("\xfd7zXZ\x00")):
		r, err := xz.NewReader(bytes.NewReader(text))
		add(r, err)
	case bytes.HasPrefix(text, []byte("BZh")):
		add(bzip2.NewReader(bytes.NewReader(text)), nil)
	case len(text) > 2 && text[0] == 0x78:
		add(zlib.NewReader(bytes.NewReader(text)))
	case bytes.HasPrefix(text, []byte("PK")):
		if z, err := zip.NewReader(bytes.NewReader(text), int64(len(text))); err == nil {
			for _, f := range z.File {
				add(f.Open())
			}
		}
	}
	return all
}

// scanFiles scans names and contents of all below a folder but the files that
// are where the secrets are kept, and returns "path: name form".
func scanFiles(t *testing.T, canaries []canary, dir string, except ...string) (found []string, files int) {
	t.Helper()
	gone := func(err error) bool { return errors.Is(err, fs.ErrNotExist) } // an agent may still clear up
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if name != dir && gone(err) {
			return nil
		}
		if err != nil || slices.Contains(except, name) {
			return err
		}
		text := []byte(d.Name())
		switch {
		case d.Type().IsRegular():
			content, err := os.ReadFile(name)
			if gone(err) {
				return nil
			}
			if err != nil {
				return err
			}
			files++
			for _, f := range scan(canaries, content, 3) {
				found = append(found, name+": "+f)
			}
		case d.Type()&fs.ModeSymlink != 0:
			target, err := os.Readlink(name)
			if err != nil {
				return err
			}
			text = append(text, target...)
		}
		for _, f := range scan(canaries, text, 0) {
			found = append(found, name+": in its name, "+f)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found, files
}

// TestCanaryScan: the scanner finds a canary in every form, plain and packed,
// wherever it begins; else what it does not find would prove nothing.
func TestCanaryScan(t *testing.T) {
	c := canary{"bird", "c4n/ary+T0ken=x%y"}
	plant := func(content []byte, form string) {
		t.Helper()
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "file"), content, 0o644); err != nil {
			t.Fatal(err)
		}
		if found, files := scanFiles(t, []canary{c}, dir); files != 1 || !slices.ContainsFunc(found, func(f string) bool { return strings.Contains(f, "bird "+form) }) {
			t.Errorf("%s is not found in %.80q: %v", form, content, found)
		}
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		z.Write(content)
		z.Close()
		if found := scan([]canary{c}, packed.Bytes(), 3); !slices.ContainsFunc(found, func(f string) bool { return strings.HasPrefix(f, "compressed bird "+form) }) {
			t.Errorf("%s is not found in gzip: %v", form, found)
		}
	}
	for form, text := range c.forms() {
		plant([]byte("before "+text+" after"), form)
	}
	for _, user := range []string{"", "u", "us", "use", "me:"} {
		encoded := base64.StdEncoding.EncodeToString([]byte(user + c.value + "behind"))
		plant([]byte("Authorization: Basic "+encoded), "base64")
	}
	if found := scan([]canary{c}, []byte("nothing of c4n/ary"), 3); len(found) > 0 {
		t.Errorf("finds what is not there: %v", found)
	}
}
