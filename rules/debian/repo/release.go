package repo

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/clearsign"
	"github.com/ProtonMail/go-crypto/openpgp/packet"

	"dbx/rules/debian/control"
)

// maxRelease is far beyond any InRelease file: Debian's are below 300 kB.
const maxRelease = 16 << 20

// signingDelay is how long after its date a release is surely signed; a point
// release is signed by hand, hours later.
const signingDelay = 7 * 24 * time.Hour

// Release is the content of an InRelease file whose signature was checked.
type Release struct {
	Suite      string // the stable name, such as "oldstable"
	Codename   string
	Date       time.Time // when the archive was last changed, in UTC
	ValidUntil time.Time // zero if the suite's indexes do not expire
	ByHash     bool      // the archive serves indexes under their hashes too
	Components []string
	Arches     []string
	files      map[string]File
}

// Keyring is a set of OpenPGP public keys. The zero Keyring trusts no one.
type Keyring struct {
	entities openpgp.EntityList
}

// ParseKeyring reads a keyring, binary or armoured.
func ParseKeyring(data []byte) (Keyring, error) {
	read := openpgp.ReadKeyRing
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("-----BEGIN PGP")) {
		read = openpgp.ReadArmoredKeyRing
	}
	entities, err := read(bytes.NewReader(data))
	if err != nil {
		return Keyring{}, err
	}
	return Keyring{entities: entities}, nil
}

// ReadKeyring reads a keyring file.
func ReadKeyring(path string) (Keyring, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Keyring{}, err
	}
	k, err := ParseKeyring(data)
	if err != nil {
		return Keyring{}, fmt.Errorf("keyring %s: %w", path, err)
	}
	return k, nil
}

// HostKeyring reads the archive keys that a Debian host keeps below root: the
// archive keyring, and if that is missing whatever apt trusts.
func HostKeyring(root string) (Keyring, error) {
	const archive = "usr/share/keyrings/debian-archive-keyring"
	for _, suffix := range []string{".gpg", ".pgp", ".asc"} {
		if k, err := ReadKeyring(filepath.Join(root, archive+suffix)); err == nil {
			return k, nil
		}
	}
	var all Keyring
	for _, pattern := range []string{"*.gpg", "*.asc"} {
		paths, err := filepath.Glob(filepath.Join(root, "etc/apt/trusted.gpg.d", pattern))
		if err != nil {
			return Keyring{}, err
		}
		for _, path := range paths {
			k, err := ReadKeyring(path)
			if err != nil {
				return Keyring{}, err
			}
			all.entities = append(all.entities, k.entities...)
		}
	}
	if len(all.entities) == 0 {
		return Keyring{}, fmt.Errorf("this host has no Debian archive keyring: install debian-archive-keyring, or name a keyring file in the workspace")
	}
	return all, nil
}

// ParseRelease checks an InRelease file's signature against the keyring and
// reads what was signed. Keys and the release must be valid at now; with a
// zero now the keys must have been valid when the release was made and the
// release may be past its date, as is right for an archive of the past.
func ParseRelease(inRelease []byte, keys Keyring, now time.Time) (*Release, error) {
	block, rest := clearsign.Decode(inRelease)
	if block == nil {
		return nil, fmt.Errorf("InRelease: carries no signature")
	}
	if len(bytes.TrimSpace(rest)) > 0 {
		return nil, fmt.Errorf("InRelease: text follows the signature")
	}
	r, err := readRelease(bytes.NewReader(block.Plaintext))
	if err != nil {
		return nil, fmt.Errorf("InRelease: %w", err)
	}
	at := now
	if now.IsZero() {
		at = r.Date.Add(signingDelay)
	}
	config := &packet.Config{Time: func() time.Time { return at }}
	if _, err := block.VerifySignature(keys.entities, config); err != nil {
		return nil, fmt.Errorf("InRelease: no valid signature by one of the %d trusted keys: %w", len(keys.entities), err)
	}
	if !now.IsZero() && !r.ValidUntil.IsZero() && now.After(r.ValidUntil) {
		return nil, fmt.Errorf("InRelease: expired on %s: the mirror is stale, or this host's clock is wrong", r.ValidUntil.Format(time.RFC3339))
	}
	return r, nil
}

func readRelease(in io.Reader) (*Release, error) {
	p, err := control.NewScanner(in).Next()
	if err != nil {
		return nil, err
	}
	r := &Release{
		Suite: p.Get("Suite"), Codename: p.Get("Codename"),
		ByHash:     p.Get("Acquire-By-Hash") == "yes",
		Components: strings.Fields(p.Get("Components")),
		Arches:     strings.Fields(p.Get("Architectures")),
		files:      map[string]File{},
	}
	if r.Date, err = parseDate(p.Get("Date")); err != nil {
		return nil, fmt.Errorf("field Date: %w", err)
	}
	if until, ok := p.Lookup("Valid-Until"); ok {
		if r.ValidUntil, err = parseDate(until); err != nil {
			return nil, fmt.Errorf("field Valid-Until: %w", err)
		}
	}
	for _, line := range strings.Split(p.Get("SHA256"), "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		f, err := parseHashLine(line)
		if err != nil {
			return nil, fmt.Errorf("field SHA256: %w", err)
		}
		r.files[f.Path] = f
	}
	if len(r.files) == 0 {
		return nil, fmt.Errorf("lists no file with a sha256")
	}
	return r, nil
}

// parseDate reads the date form of release files, which is always UTC.
func parseDate(s string) (time.Time, error) {
	for _, layout := range []string{time.RFC1123, time.RFC1123Z, "Mon, _2 Jan 2006 15:04:05 MST"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no date of the form %q", s, time.RFC1123)
}

// Lookup finds a file that the release vouches for. The path is relative to
// the suite's folder, as is the path of the answer.
func (r *Release) Lookup(path string) (File, bool) {
	f, ok := r.files[path]
	return f, ok
}
