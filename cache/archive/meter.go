package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// ratioFloor is what may come out before the ratio counts: short archives of
// zeros compress a thousandfold and harm no one.
const ratioFloor = 64 << 20

// meter keeps account of one archive: what was read of it, what came out.
type meter struct {
	limits  Limits
	packed  int64 // bytes read of the archive itself
	stream  int64 // bytes that came out of the decompressor
	written int64 // bytes of content; more than stream where files have holes
	entries int
	failure error // of the reader that the archive comes from
}

func (m *meter) entry() error {
	if m.entries++; m.entries > m.limits.Files {
		return fmt.Errorf("%w: more than %d entries", ErrTooBig, m.limits.Files)
	}
	return nil
}

func (m *meter) check() error {
	out := max(m.stream, m.written)
	if m.written > m.limits.Bytes || m.stream > m.limits.Bytes+m.limits.Bytes/8+ratioFloor {
		return fmt.Errorf("%w: more than %d bytes", ErrTooBig, m.limits.Bytes)
	}
	if out > ratioFloor && out/m.limits.Ratio > m.packed {
		return fmt.Errorf("%w: more than %d times its packed size", ErrTooBig, m.limits.Ratio)
	}
	return nil
}

// packedReader counts what is read of the archive, and remembers whether it
// was the reader that failed or what it held.
type packedReader struct {
	r io.Reader
	m *meter
}

func (p packedReader) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	p.m.packed += int64(n)
	if err != nil && err != io.EOF {
		p.m.failure = err
	}
	return n, err
}

// streamReader counts what leaves the decompressor, and stops a bomb there.
type streamReader struct {
	r io.Reader
	m *meter
}

func (s streamReader) Read(b []byte) (int, error) {
	n, err := s.r.Read(b)
	s.m.stream += int64(n)
	if limit := s.m.check(); limit != nil {
		return n, limit
	}
	return n, err
}

// blame tells the failures of reading apart: a limit or the source's own
// error is passed on, all else means that the archive is damaged.
func (m *meter) blame(err error) error {
	switch {
	case m.failure != nil:
		return m.failure
	case errors.Is(err, ErrTooBig), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case err == io.EOF:
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("%w: %w", ErrCorrupt, err)
}

// copy moves all of r to w within the limits. A failure to read is blamed on
// the archive, a failure to write is passed on.
func (m *meter) copy(ctx context.Context, w io.Writer, r io.Reader, buf []byte) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, rerr := r.Read(buf)
		m.written += int64(n)
		if err := m.check(); err != nil {
			return err
		}
		if _, err := w.Write(buf[:n]); err != nil {
			return err
		}
		if rerr == io.EOF {
			return nil
		}
		if rerr != nil {
			return m.blame(rerr)
		}
	}
}
