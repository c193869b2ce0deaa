package cas

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dbx/cache/digest"
)

// Alias records that the blob d has the given SHA-256 hash. The caller has
// computed that hash from the very bytes of d.
func (s *Disk) Alias(sum digest.SHA256, d digest.Digest) error {
	temp := s.temp.Name()
	if err := os.WriteFile(temp, []byte(d.String()+"\n"), 0o644); err != nil {
		_ = os.Remove(temp)
		return s.Fault("index "+sum.String(), err)
	}
	if err := s.rename(temp, s.foreignPath(sum)); err != nil {
		_ = os.Remove(temp)
		return s.Fault("index "+sum.String(), err)
	}
	return nil
}

// BySHA256 returns the digest of the blob with the given SHA-256 hash. It
// returns ErrNotFound, wrapped, for a hash that was never recorded, and for a
// blob that is no longer in the store.
func (s *Disk) BySHA256(sum digest.SHA256) (digest.Digest, error) {
	b, err := os.ReadFile(s.foreignPath(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return digest.Digest{}, fmt.Errorf("sha256 %s: %w", sum, ErrNotFound)
	}
	if err != nil {
		return digest.Digest{}, s.Fault("look up sha256 "+sum.String(), err)
	}
	text, whole := trimNewline(string(b))
	d, err := digest.Parse(text)
	if err != nil || !whole {
		return digest.Digest{}, fmt.Errorf("sha256 %s: index entry is damaged: %w", sum, ErrNotFound)
	}
	ok, err := s.has(context.Background(), d)
	if err != nil {
		return digest.Digest{}, err
	}
	if !ok {
		return digest.Digest{}, fmt.Errorf("sha256 %s: %w", sum, ErrNotFound)
	}
	return d, nil
}

func (s *Disk) foreignPath(sum digest.SHA256) string {
	name := sum.String()
	return filepath.Join(s.foreign(), name[:2], name)
}

func trimNewline(s string) (string, bool) {
	if n := len(s); n > 0 && s[n-1] == '\n' {
		return s[:n-1], true
	}
	return s, false
}
