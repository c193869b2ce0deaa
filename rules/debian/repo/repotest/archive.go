// Package repotest makes Debian archives for tests: small, in memory, but
// signed and laid out like real ones, and served over HTTP.
//
// It writes what package repo reads and shares no code with it.
package repotest

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/clearsign"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// Archive is an archive of one suite. Its fields may be changed until Build;
// Files may be changed at any time but not while a request is served.
type Archive struct {
	Suite      string
	Date       time.Time
	ValidUntil time.Time         // zero for none
	Packages   map[string]string // text of a Packages index by architecture
	Sources    string            // text of the Sources index
	ByHash     bool
	Files      map[string][]byte // by path, once built

	signer *openpgp.Entity
}

// New returns an archive with a key of its own, made for the test.
func New(t testing.TB, suite string) *Archive {
	t.Helper()
	born := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	signer, err := openpgp.NewEntity("Archive", "test", "archive@example.org", &packet.Config{Time: func() time.Time { return born }})
	if err != nil {
		t.Fatal(err)
	}
	return &Archive{
		Suite: suite, Date: time.Now().UTC().Truncate(time.Second), Packages: map[string]string{},
		ByHash: true, Files: map[string][]byte{}, signer: signer,
	}
}

// Build lays out the archive's files and signs them.
func (a *Archive) Build(t testing.TB) {
	t.Helper()
	clear(a.Files)
	var sums strings.Builder
	add := func(path string, text []byte) {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		z.Write(text)
		z.Close()
		for suffix, data := range map[string][]byte{"": text, ".gz": packed.Bytes()} {
			fmt.Fprintf(&sums, " %x %d %s\n", sha256.Sum256(data), len(data), path+suffix)
			if suffix == "" {
				continue // as on real mirrors, only the compressed form is there
			}
			dir := "dists/" + a.Suite + "/"
			a.Files[dir+path+suffix] = data
			if a.ByHash {
				a.Files[fmt.Sprintf("%s%s/by-hash/SHA256/%x", dir, path[:strings.LastIndex(path, "/")], sha256.Sum256(data))] = data
			}
		}
	}
	arches := make([]string, 0, len(a.Packages))
	for arch := range a.Packages {
		arches = append(arches, arch)
	}
	slices.Sort(arches)
	for _, arch := range arches {
		add("main/binary-"+arch+"/Packages", []byte(a.Packages[arch]))
	}
	add("main/source/Sources", []byte(a.Sources))
	a.Files["dists/"+a.Suite+"/InRelease"] = a.Sign(t, a.release(arches, sums.String()))
}

func (a *Archive) release(arches []string, sums string) string {
	text := fmt.Sprintf("Origin: Test\nSuite: stable\nCodename: %s\nDate: %s\n", a.Suite, a.Date.Format(time.RFC1123))
	if !a.ValidUntil.IsZero() {
		text += "Valid-Until: " + a.ValidUntil.UTC().Format(time.RFC1123) + "\n"
	}
	if a.ByHash {
		text += "Acquire-By-Hash: yes\n"
	}
	return text + "Architectures: " + strings.Join(arches, " ") + "\nComponents: main\nSHA256:\n" + sums
}

// Sign signs a text in the clear with the archive's key.
func (a *Archive) Sign(t testing.TB, text string) []byte {
	t.Helper()
	var signed bytes.Buffer
	w, err := clearsign.Encode(&signed, a.signer.PrivateKey, &packet.Config{Time: func() time.Time { return a.Date }})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	signed.WriteByte('\n')
	return signed.Bytes()
}

// Keyring returns the public key, binary or armoured.
func (a *Archive) Keyring(t testing.TB, armoured bool) []byte {
	t.Helper()
	var out bytes.Buffer
	if !armoured {
		if err := a.signer.Serialize(&out); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	w, err := armor.Encode(&out, openpgp.PublicKeyType, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.signer.Serialize(w); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Serve returns the URL of a mirror of the archive that lives as long as the
// test.
func (a *Archive) Serve(t testing.TB) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimPrefix(r.URL.Path, "/debian/")
		data, ok := a.Files[path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Write(data)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/debian"
}
