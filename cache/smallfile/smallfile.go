// Package smallfile reads small files with as few system calls as that takes:
// three, where the standard library, which prepares for pipes and for files of
// any length, makes nine. In a build that finds everything done, such calls are
// most of the work. It knows nothing of what the files hold.
package smallfile

import (
	"errors"
	"io/fs"
	"sync"

	"golang.org/x/sys/unix"
)

// usual is what one call reads. What is longer takes more calls, and is right
// all the same.
const usual = 16 << 10

// Reader reads files. The zero Reader is ready to use; it is safe for concurrent
// use.
type Reader struct {
	buffers sync.Pool
}

// Read returns the content of the file at path. Errors are those of
// [os.ReadFile].
func (r *Reader) Read(path string) ([]byte, error) {
	return r.Checked(path, 0, nil)
}

// Checked is Read of a file whose status check accepts; if it does not, neither
// content nor error is returned. It opens with the given flags beside those for
// reading. Without a check none is made.
func (r *Reader) Checked(path string, flags int, check func(*unix.Stat_t) bool) ([]byte, error) {
	fd, err := retry(func() (int, error) { return unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|flags, 0) })
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	defer unix.Close(fd)
	if check != nil {
		var st unix.Stat_t
		if err := unix.Fstat(fd, &st); err != nil {
			return nil, &fs.PathError{Op: "stat", Path: path, Err: err}
		}
		if !check(&st) {
			return nil, nil
		}
	}
	b, err := r.all(fd)
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: path, Err: err}
	}
	return b, nil
}

// all reads to the end. A read of a regular file that gives less than was asked
// for has come to the end of it.
func (r *Reader) all(fd int) ([]byte, error) {
	buf, ok := r.buffers.Get().(*[usual]byte)
	if !ok {
		buf = new([usual]byte)
	}
	defer r.buffers.Put(buf)
	content := []byte{}
	for {
		n, err := retry(func() (int, error) { return unix.Read(fd, buf[:]) })
		if err != nil {
			return nil, err
		}
		content = append(content, buf[:n]...)
		if n < len(buf) {
			return content, nil
		}
	}
}

// retry repeats a call that a signal has interrupted.
func retry(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if !errors.Is(err, unix.EINTR) {
			return n, err
		}
	}
}
