package revision

import (
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"os"
	"path/filepath"
	"strings"
)

// WorkTreeID returns what [Tree.ID] says of a file as it lies on disk now, with
// the tree's names: a file that git would store as the object that the tree
// has under this path bears that object's name, whatever filters made of its
// bytes.
func (t *Tree) WorkTreeID(ctx context.Context, name string) (id string, executable bool, err error) {
	host := filepath.Join(t.dir, filepath.FromSlash(name))
	info, err := os.Stat(host)
	if err != nil {
		return "", false, err
	}
	if !info.Mode().IsRegular() {
		return "", false, fmt.Errorf("%s is not a file", host)
	}
	executable = info.Mode()&0o100 != 0
	content, err := os.ReadFile(host)
	if err != nil {
		return "", false, err
	}
	known, _, err := t.ID(name)
	id = objectName(content, len(known) == 2*sha256.Size)
	if err != nil || id == known {
		return id, executable, nil // it is new, or the same
	}
	stored, err := git(ctx, t.dir, "hash-object", "--", filepath.FromSlash(name))
	if err != nil {
		return "", false, fmt.Errorf("%s: %w", name, err)
	}
	if strings.TrimSpace(string(stored)) == known {
		id = known
	}
	return id, executable, nil
}

// objectName names a blob as git does, by SHA-1 or SHA-256.
func objectName(content []byte, long bool) string {
	var h hash.Hash = sha1.New()
	if long {
		h = sha256.New()
	}
	fmt.Fprintf(h, "blob %d\x00", len(content))
	h.Write(content)
	return hex.EncodeToString(h.Sum(nil))
}
