package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/clearsign"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	"github.com/rogpeppe/go-internal/testscript"
)

// fakeDebian is a Debian archive with one suite "fake", one component and one
// architecture.
type fakeDebian struct {
	dir      string // the mirror's root
	version  string // of the package tool
	date     time.Time
	packages bytes.Buffer
}

// cmdDebian is "debian [OPTION…]": it writes a small archive to debian/, where
// the mirror that DBX_DEBIAN_MIRROR names serves it, and the key that signs it
// to key.gpg. Options:
//
//	version=V  of the package tool, 1.0 if left out
//	unsigned   InRelease has no signature
//	forged     it is signed by a key that is not in key.gpg
//	changed    it was changed after it was signed
//	expired    its time is over
//	swapped    the index is not the one that was signed
func cmdDebian(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: debian [OPTION…]")
	}
	d := &fakeDebian{dir: ts.MkAbs("debian"), version: "1.0", date: time.Now().Add(-time.Hour).UTC().Truncate(time.Second)}
	for _, arg := range args {
		if v, ok := strings.CutPrefix(arg, "version="); ok {
			d.version = v
		}
	}
	ts.Check(d.write(args, ts.MkAbs("key.gpg")))
}

func (d *fakeDebian) write(options []string, keyring string) error {
	d.addPackage("base-passwd", "2.0", "Essential: yes\n", "base-passwd/passwd.master", "base-passwd/group.master")
	d.addPackage("libc9", "9.0", "", "libc9")
	d.addPackage("tool", d.version, "Depends: libc9 (>= 8)\n", "tool")
	index := gzipped(d.packages.Bytes())
	sources := gzipped([]byte("Package: upstream\nVersion: 3.1-2\nDirectory: pool/main/u\nChecksums-Sha256:\n " +
		strings.Repeat("ab", 32) + " 7 upstream_3.1.orig.tar.gz\n"))
	release := d.release(options, map[string][]byte{
		"main/binary-amd64/Packages.gz": index,
		"main/source/Sources.gz":        sources,
	})
	if slices.Contains(options, "swapped") {
		index = gzipped([]byte(strings.ReplaceAll(d.packages.String(), "libc9", "evil9")))
	}
	text, key, err := signed(release, options)
	if err != nil {
		return err
	}
	return writeAll(map[string][]byte{
		filepath.Join(d.dir, "dists/fake/main/binary-amd64/Packages.gz"): index,
		filepath.Join(d.dir, "dists/fake/main/source/Sources.gz"):        sources,
		filepath.Join(d.dir, "dists/fake/InRelease"):                     text,
		keyring: key,
	})
}

// addPackage writes a package that holds some files below usr/share, and its
// index entry.
func (d *fakeDebian) addPackage(name, version, more string, files ...string) {
	control := fmt.Sprintf("Package: %s\nVersion: %s\nArchitecture: amd64\nMaintainer: Someone <someone@example.org>\n%sDescription: %s\n", name, version, more, name)
	file := "pool/main/" + name + "_" + version + "_amd64.deb"
	content := map[string]string{}
	for _, f := range files {
		content["usr/share/"+f] = "root:*:0:0:root:/root:/bin/sh\n"
	}
	b := debFile(control, content)
	if err := writeAll(map[string][]byte{filepath.Join(d.dir, file): b}); err != nil {
		panic("BUG: cannot write the fake archive: " + err.Error())
	}
	fmt.Fprintf(&d.packages, "%sFilename: %s\nSize: %d\nSHA256: %x\n\n", control, file, len(b), sha256.Sum256(b))
}

// release returns the text of a Release file.
func (d *fakeDebian) release(options []string, files map[string][]byte) []byte {
	var b bytes.Buffer
	until := d.date.Add(7 * 24 * time.Hour)
	if slices.Contains(options, "expired") {
		until = d.date.Add(time.Minute)
	}
	const form = "Mon, 02 Jan 2006 15:04:05 UTC"
	fmt.Fprintf(&b, "Suite: stable\nCodename: fake\nDate: %s\nValid-Until: %s\nComponents: main\nArchitectures: amd64\nSHA256:\n", d.date.Format(form), until.Format(form))
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&b, " %x %d %s\n", sha256.Sum256(files[name]), len(files[name]), name)
	}
	return b.Bytes()
}

// signed returns InRelease and the public key that it should be checked with.
func signed(release []byte, options []string) (text, public []byte, err error) {
	trusted, err := newSigner("trusted")
	if err != nil {
		return nil, nil, err
	}
	var keyring bytes.Buffer
	if err := trusted.Serialize(&keyring); err != nil {
		return nil, nil, err
	}
	signer := trusted
	switch {
	case slices.Contains(options, "unsigned"):
		return release, keyring.Bytes(), nil
	case slices.Contains(options, "forged"):
		if signer, err = newSigner("forger"); err != nil {
			return nil, nil, err
		}
	}
	var b bytes.Buffer
	w, err := clearsign.Encode(&b, signer.PrivateKey, nil)
	if err != nil {
		return nil, nil, err
	}
	if _, err := w.Write(release); err != nil {
		return nil, nil, err
	}
	if err := w.Close(); err != nil {
		return nil, nil, err
	}
	text = b.Bytes()
	if slices.Contains(options, "changed") {
		text = bytes.Replace(text, []byte("Suite: stable"), []byte("Suite: broken"), 1)
	}
	return text, keyring.Bytes(), nil
}

func newSigner(name string) (*openpgp.Entity, error) {
	yesterday := time.Now().Add(-24 * time.Hour)
	return openpgp.NewEntity(name, "", name+"@example.org", &packet.Config{
		Algorithm: packet.PubKeyAlgoEdDSA,
		Time:      func() time.Time { return yesterday },
	})
}

// debFile returns a binary package: an ar archive of three members.
func debFile(control string, files map[string]string) []byte {
	entry := func(name, content string) tarEntry {
		return tarEntry{tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644, Size: int64(len(content))}, []byte(content)}
	}
	var data []tarEntry
	for _, name := range slices.Sorted(maps.Keys(files)) {
		data = append(data, entry("./"+name, files[name]))
	}
	var b bytes.Buffer
	b.WriteString("!<arch>\n")
	member := func(name string, content []byte) {
		fmt.Fprintf(&b, "%-16s%-12d%-6d%-6d%-8s%-10d`\n%s", name, 0, 0, 0, "100644", len(content), content)
		if len(content)%2 == 1 {
			b.WriteByte('\n')
		}
	}
	member("debian-binary", []byte("2.0\n"))
	member("control.tar.gz", tarGz([]tarEntry{entry("./control", control)}))
	member("data.tar.gz", tarGz(data))
	return b.Bytes()
}

func gzipped(content []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(content)
	w.Close()
	return b.Bytes()
}

func writeAll(files map[string][]byte) error {
	for name, content := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
