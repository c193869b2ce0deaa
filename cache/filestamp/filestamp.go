// Package filestamp tells whether a file or a folder is as it was when somebody
// looked at it, without another look into it.
//
// A [Stamp] is what changes along with a file's bytes, or with the names in a
// folder. The package knows what clocks of kernels and file systems are good
// for. It does not know what anybody found in the file.
package filestamp

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// fineWindow covers kernels that stamp files with the time of the last
	// clock tick, at most 10 ms ago.
	fineWindow = 100 * time.Millisecond
	// coarseWindow covers file systems that keep whole or even seconds.
	coarseWindow = 2 * time.Second
)

// BinarySize is the length in bytes of a stamp's binary form.
const BinarySize = 5 * 8

// Stamp is what must be the same for a file to count as unchanged, and for a
// folder to count as having the same entries. The zero Stamp is that of none.
type Stamp struct {
	Device, Inode uint64
	Size          int64
	Mtime, Ctime  int64 // nanoseconds since 1970
}

// Of returns the stamp of what is at path, not following a symbolic link.
func Of(path string) (Stamp, error) {
	var st unix.Stat_t
	err := lstat(path, &st)
	return From(&st), err
}

func lstat(path string, st *unix.Stat_t) error {
	for {
		switch err := unix.Lstat(path, st); {
		case err == nil:
			return nil
		case !errors.Is(err, unix.EINTR):
			return &fs.PathError{Op: "lstat", Path: path, Err: err}
		}
	}
}

// From returns the stamp that a status tells of.
func From(st *unix.Stat_t) Stamp {
	return Stamp{
		Device: uint64(st.Dev), Inode: st.Ino, Size: st.Size,
		Mtime: st.Mtim.Nano(), Ctime: st.Ctim.Nano(),
	}
}

// Racy reports whether a change after now might leave the stamp as it is: the
// last one is so recent that the next may get the same time.
func (s Stamp) Racy(now time.Time) bool {
	window := fineWindow
	if s.Ctime%int64(time.Second) == 0 {
		window = coarseWindow
	}
	return now.UnixNano()-max(s.Mtime, s.Ctime) < int64(window)
}

// AppendBinary implements [encoding.BinaryAppender]: five numbers of eight
// bytes, the highest first. It never fails.
func (s Stamp) AppendBinary(b []byte) ([]byte, error) {
	for _, n := range []uint64{s.Device, s.Inode, uint64(s.Size), uint64(s.Mtime), uint64(s.Ctime)} {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	return b, nil
}

// UnmarshalBinary implements [encoding.BinaryUnmarshaler].
func (s *Stamp) UnmarshalBinary(b []byte) error {
	if len(b) != BinarySize {
		return errors.New("a stamp of another length")
	}
	number := func(i int) uint64 { return binary.BigEndian.Uint64(b[8*i:]) }
	*s = Stamp{
		Device: number(0), Inode: number(1), Size: int64(number(2)),
		Mtime: int64(number(3)), Ctime: int64(number(4)),
	}
	return nil
}
