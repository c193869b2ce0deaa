package cas

import (
	"context"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"dbx/cache/cas/session"
	"dbx/cache/digest"
	"dbx/cache/smallfile"
)

const (
	plainMode      = 0o444
	executableMode = 0o555
	modTimeSeconds = 946684800 // 2000-01-01 00:00:00 UTC
	bufferSize     = 128 << 10
	useGrain       = 5 * time.Minute // well below what collectors allow for
)

// ModTime is the modification time of every file in a store, and so of every
// hard link to one. A file in the store with any other time was touched by
// someone, and is looked at again before it is used.
func ModTime() time.Time { return time.Unix(modTimeSeconds, 0).UTC() }

// Disk is a Store in a directory. Any number of goroutines and processes may
// use one directory at the same time; all that they see of each other is whole
// blobs. It does not sync: after a power cut a blob may be too short, which is
// noticed by its size.
type Disk struct {
	dir       string
	temp      *session.Session
	buffers   sync.Pool
	files     smallfile.Reader
	noClone   atomic.Bool   // the file system cannot share extents
	grain     time.Duration // see Reuse
	onCorrupt func(d digest.Digest, reason string)
}

// An Option changes how a Disk behaves.
type Option func(*Disk)

// OnCorrupt has f called, from any goroutine, for each blob whose stored bytes
// turned out wrong and were moved aside.
func OnCorrupt(f func(d digest.Digest, reason string)) Option {
	return func(s *Disk) { s.onCorrupt = f }
}

// OpenDisk opens the store in the cache directory dir, creating what is
// missing. It removes the temporary files that dead processes left there.
// Blobs are under dir/cas, the index of foreign hashes under dir/sha256, what
// was moved aside under dir/corrupt.
func OpenDisk(dir string, options ...Option) (*Disk, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	s := &Disk{dir: dir, grain: useGrain, onCorrupt: func(digest.Digest, string) {}}
	s.buffers.New = func() any { return new([bufferSize]byte) }
	for _, o := range options {
		o(s)
	}
	for _, sub := range []string{s.blobs(), s.foreign(), s.corrupt()} {
		if err := os.MkdirAll(sub, 0o755); err != nil {
			return nil, s.Fault("open", err)
		}
	}
	if s.temp, err = session.Open(filepath.Join(dir, "tmp")); err != nil {
		return nil, s.Fault("open", err)
	}
	return s, nil
}

// Dir returns the absolute path of the cache directory.
func (s *Disk) Dir() string { return s.dir }

// Temp makes an empty directory on the store's file system, from which files
// can be adopted and to which they can be linked without copying. It vanishes
// at Close, or at the next OpenDisk after this process died.
func (s *Disk) Temp() (string, error) {
	dir, err := s.temp.Dir()
	if err != nil {
		return "", s.Fault("make a temporary directory", err)
	}
	return dir, nil
}

// Close removes this process's temporary files. The store must not be used
// afterwards.
func (s *Disk) Close() error { return s.temp.Close() }

// Missing implements [Store]. It looks at sizes and times only, and hashes
// just those blobs where they are not as the store left them.
func (s *Disk) Missing(ctx context.Context, ds []digest.Digest) ([]digest.Digest, error) {
	var missing []digest.Digest
	for _, d := range ds {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		ok, err := s.has(ctx, d)
		if err != nil {
			return nil, err
		}
		if !ok {
			missing = append(missing, d)
		}
	}
	return missing, nil
}

// Folder returns the folder in which the blobs of a shard come and go. As long as
// its entries are the same, whatever was there still is, though somebody may
// have written to it.
func (s *Disk) Folder(shard byte) string { return filepath.Join(s.blobs(), hexByte(shard)) }

// AliasFolder is Folder for what [Disk.BySHA256] finds; the shard is the hash's
// first byte.
func (s *Disk) AliasFolder(shard byte) string { return filepath.Join(s.foreign(), hexByte(shard)) }

func hexByte(b byte) string { return hex.EncodeToString([]byte{b}) }

func (s *Disk) blobs() string   { return filepath.Join(s.dir, "cas", "v1") }
func (s *Disk) foreign() string { return filepath.Join(s.dir, "sha256", "v1") }
func (s *Disk) corrupt() string { return filepath.Join(s.dir, "corrupt") }

// path is where the inode with the given mode lives. Modes belong to inodes,
// so a blob that is also used as a program has a second one.
func (s *Disk) path(d digest.Digest, mode fs.FileMode) string {
	name := d.String()
	shard := name[:2]
	if mode == executableMode {
		name += ".x"
	}
	return s.blobs() + "/" + shard + "/" + name
}

func modeOf(executable bool) fs.FileMode {
	if executable {
		return executableMode
	}
	return plainMode
}
