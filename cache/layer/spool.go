package layer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// spool keeps contents one behind the other in a nameless temporary file.
type spool struct {
	f        *os.File
	end      int64
	buf, old []byte
}

func newSpool(tmp string) (*spool, error) {
	f, err := os.CreateTemp(tmp, "dbx-diff-")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		f.Close()
		return nil, err
	}
	return &spool{f: f, buf: make([]byte, bufferSize), old: make([]byte, bufferSize)}, nil
}

func (s *spool) close() { s.f.Close() }

// section opens what was kept from start on.
func (s *spool) section(start, size int64) opener {
	return func() (io.ReadCloser, error) {
		return io.NopCloser(io.NewSectionReader(s.f, start, size)), nil
	}
}

// keep reads size bytes of r and keeps them.
func (s *spool) keep(r io.Reader, size int64) (opener, error) {
	start := s.end
	n, err := io.CopyBuffer(struct{ io.Writer }{s.f}, struct{ io.Reader }{r}, s.buf)
	s.end += n
	if err == nil && n != size {
		err = io.ErrUnexpectedEOF
	}
	return s.section(start, size), err
}

// keepChanged reads size bytes of r, and keeps them only from the moment on
// that they differ from before, which is as long. The opener gives them either
// way.
func (s *spool) keepChanged(r io.Reader, size int64, before opener) (open opener, same bool, err error) {
	old, err := before()
	if err != nil {
		return nil, false, err
	}
	defer old.Close()
	for equal := int64(0); equal < size; {
		n, err := io.ReadFull(r, s.buf[:min(size-equal, bufferSize)])
		if err != nil {
			return nil, false, err
		}
		if _, err := io.ReadFull(old, s.old[:n]); err != nil {
			return nil, false, fmt.Errorf("reading the base: %w", err)
		}
		if bytes.Equal(s.buf[:n], s.old[:n]) {
			equal += int64(n)
			continue
		}
		open, err = s.keepRest(before, equal, bytes.Clone(s.buf[:n]), r, size)
		return open, false, err
	}
	return before, true, nil
}

// keepRest keeps the equal bytes that begin before, then next, then what r
// still has.
func (s *spool) keepRest(before opener, equal int64, next []byte, r io.Reader, size int64) (opener, error) {
	head, err := before()
	if err != nil {
		return nil, err
	}
	open, err := s.keep(io.MultiReader(io.LimitReader(head, equal), bytes.NewReader(next), r), size)
	return open, errors.Join(err, head.Close())
}
