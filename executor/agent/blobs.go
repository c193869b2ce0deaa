package agent

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"dbx/cache/cas"
	"dbx/cache/digest"
)

// A blob on its way has a header: one byte, 1 if it must also be found by its
// SHA-256, and its digest in binary form. A stream of blobs is a sequence of
// headers, each with the content behind it, as long as the digest says.

// blob is one to be sent.
type blob struct {
	digest  digest.Digest
	indexed bool // by its SHA-256: a layer
}

const headerSize = 1 + digest.BinarySize

func plain(ds []digest.Digest) []blob {
	blobs := make([]blob, len(ds))
	for i, d := range ds {
		blobs[i].digest = d
	}
	return blobs
}

func digests(blobs []blob) []digest.Digest {
	ds := make([]digest.Digest, len(blobs))
	for i, b := range blobs {
		ds[i] = b.digest
	}
	return ds
}

func appendHeaders(to []byte, blobs []blob) []byte {
	for _, b := range blobs {
		mark := byte(0)
		if b.indexed {
			mark = 1
		}
		to, _ = b.digest.AppendBinary(append(to, mark))
	}
	return to
}

// readHeader returns io.EOF, not wrapped, if nothing comes.
func readHeader(r io.Reader) (blob, error) {
	header := make([]byte, headerSize)
	if _, err := io.ReadFull(r, header); err != nil {
		return blob{}, err
	}
	if header[0] > 1 {
		return blob{}, fmt.Errorf("a header begins with %#x", header[0])
	}
	b := blob{indexed: header[0] == 1}
	return b, b.digest.UnmarshalBinary(header[1:])
}

func readHeaders(r io.Reader) ([]blob, error) {
	var blobs []blob
	r = bufio.NewReader(r)
	for {
		b, err := readHeader(r)
		if errors.Is(err, io.EOF) {
			return blobs, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read a list of blobs: %w", err)
		}
		blobs = append(blobs, b)
	}
}

const streamBuffer = 128 << 10

// writeBlobs sends blobs of the store.
func writeBlobs(ctx context.Context, w io.Writer, store *cas.Disk, blobs []blob) error {
	buffered := bufio.NewWriterSize(w, streamBuffer)
	for _, b := range blobs {
		if err := writeBlob(ctx, buffered, store, b); err != nil {
			return fmt.Errorf("send blob %s: %w", b.digest.Short(), err)
		}
	}
	return buffered.Flush()
}

func writeBlob(ctx context.Context, w io.Writer, store *cas.Disk, b blob) error {
	content, err := store.Open(ctx, b.digest)
	if err != nil {
		return err
	}
	defer content.Close()
	if _, err := w.Write(appendHeaders(nil, []blob{b})); err != nil {
		return err
	}
	n, err := io.Copy(w, content)
	if err == nil && n != b.digest.Size() {
		err = fmt.Errorf("it has %d bytes", n)
	}
	return err
}

// readBlobs stores a stream of blobs, each under its true digest, and fails at
// one that is not what its sender says.
func readBlobs(ctx context.Context, r io.Reader, store *cas.Disk) error {
	buffered := bufio.NewReaderSize(r, streamBuffer)
	for {
		err := readBlob(ctx, buffered, store)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("receive a blob: %w", err)
		}
	}
}

// readBlob returns io.EOF, not wrapped, only between blobs.
func readBlob(ctx context.Context, r io.Reader, store *cas.Disk) error {
	b, err := readHeader(r)
	if err != nil {
		return err
	}
	content := io.LimitReader(r, b.digest.Size())
	sum := sha256.New()
	if b.indexed {
		content = io.TeeReader(content, sum)
	}
	got, err := store.Put(ctx, content)
	if err != nil {
		return fmt.Errorf("%s: %w", b.digest.Short(), whole(err))
	}
	if got != b.digest {
		return fmt.Errorf("it is %s and not %s", got, b.digest)
	}
	if b.indexed {
		return store.Alias(digest.SHA256(sum.Sum(nil)), got)
	}
	return nil
}

// whole keeps an end within a blob from looking like one between two.
func whole(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
