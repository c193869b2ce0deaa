package layer

import (
	"archive/tar"
	"bufio"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"dbx/cache/digest"
)

// Info names a layer that was written.
type Info struct {
	DiffID  digest.SHA256 // SHA-256 of the uncompressed tar, as an image config lists it
	Digest  digest.Digest // of the same bytes, as dbx stores them
	Entries int           // 0 for a layer that changes nothing
}

// capabilityRecord is how PAX spells the one extended attribute that is kept.
const capabilityRecord = "SCHILY.xattr.security.capability"

const bufferSize = 256 << 10

// Writer writes a layer in canonical form: PAX, entries in ascending order of
// their names' bytes, no names of users or groups, whole-second times no later
// than an epoch. Equal entries give equal bytes. It is not safe for concurrent
// use; after an error it is good for nothing.
type Writer struct {
	tw      *tar.Writer
	out     *bufio.Writer
	sha     hash.Hash
	hasher  *digest.Hasher
	epoch   time.Time
	last    string
	files   map[string]bool // names that a hard link may lead to
	entries int
	buf     []byte
}

// NewWriter returns a Writer to w, which it does not close.
func NewWriter(w io.Writer, epoch time.Time) *Writer {
	sha, hasher := sha256.New(), digest.NewHasher()
	out := bufio.NewWriterSize(io.MultiWriter(w, sha, hasher), bufferSize)
	return &Writer{
		tw: tar.NewWriter(out), out: out, sha: sha, hasher: hasher,
		epoch: epoch, files: map[string]bool{}, buf: make([]byte, bufferSize),
	}
}

// Add writes one entry with its content. Entries come in bytewise ascending
// order of their names in the tar (a whiteout's is DIR/.wh.NAME); one out of
// order or given twice is an error, and so is content of another length than
// Size.
func (w *Writer) Add(e Entry) error {
	if err := e.check(); err != nil {
		return err
	}
	name := e.tarName()
	if w.entries > 0 && name <= w.last {
		return fmt.Errorf("layer entry %q: comes after %q, but entries must be sorted and single", name, w.last)
	}
	h, err := w.header(&e, name)
	if err != nil {
		return err
	}
	if err := w.tw.WriteHeader(h); err != nil {
		return fmt.Errorf("layer entry %q: %w", name, err)
	}
	w.last = name
	w.entries++
	if e.Kind != File {
		return nil
	}
	w.files[name] = true
	if err := w.content(&e); err != nil {
		return fmt.Errorf("layer entry %q: %w", name, err)
	}
	return nil
}

func (w *Writer) header(e *Entry, name string) (*tar.Header, error) {
	h := &tar.Header{
		Format: tar.FormatPAX, Name: name, Mode: int64(e.Mode),
		Uid: e.UID, Gid: e.GID, ModTime: clamp(e.ModTime, w.epoch),
	}
	switch e.Kind {
	case File:
		h.Typeflag, h.Size = tar.TypeReg, e.Size
		if len(e.Capability) > 0 {
			h.PAXRecords = map[string]string{capabilityRecord: string(e.Capability)}
		}
	case Dir:
		h.Typeflag, h.Name = tar.TypeDir, name+"/"
	case Symlink:
		h.Typeflag, h.Linkname, h.Mode = tar.TypeSymlink, e.Link, 0o777
	case HardLink:
		if !w.files[e.Link] {
			return nil, fmt.Errorf("layer entry %q: hard link to %q, which is no file before it in this layer", name, e.Link)
		}
		h.Typeflag, h.Linkname = tar.TypeLink, e.Link
	case Fifo:
		h.Typeflag = tar.TypeFifo
	case Whiteout, Opaque:
		h.Typeflag, h.Mode, h.Uid, h.Gid, h.ModTime = tar.TypeReg, 0, 0, 0, clamp(w.epoch, w.epoch)
	default:
		return nil, fmt.Errorf("layer entry %q: has no kind", name)
	}
	return h, nil
}

func (w *Writer) content(e *Entry) error {
	if e.Open == nil {
		return nil
	}
	r, err := e.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	// A bare reader, so that no ReadFrom takes another path than the buffer.
	n, err := io.CopyBuffer(struct{ io.Writer }{w.tw}, struct{ io.Reader }{r}, w.buf)
	switch {
	case errors.Is(err, tar.ErrWriteTooLong), err == nil && n < e.Size:
		return fmt.Errorf("its content is not the %d bytes that were announced; did it change meanwhile?", e.Size)
	case err != nil:
		return err
	}
	return nil
}

// Close ends the layer and says what it is called.
func (w *Writer) Close() (Info, error) {
	if err := w.tw.Close(); err != nil {
		return Info{}, fmt.Errorf("writing the layer's end: %w", err)
	}
	if err := w.out.Flush(); err != nil {
		return Info{}, fmt.Errorf("writing the layer's end: %w", err)
	}
	info := Info{Digest: w.hasher.Sum(), Entries: w.entries}
	w.sha.Sum(info.DiffID[:0])
	return info, nil
}

// clamp cuts t to whole seconds from 1970 to the epoch. The zero time, which
// no file has, means the epoch.
func clamp(t, epoch time.Time) time.Time {
	s := epoch.Unix()
	if !t.IsZero() {
		s = min(s, t.Unix())
	}
	return time.Unix(max(s, 0), 0)
}
