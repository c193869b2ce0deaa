// Package content has the pure functions that take layers and files out of
// images that others made: the builtins image-layer@1, rootfs-layer@1,
// image-archive@1 and image-files@1.
//
// It knows that what comes out must be what the lock file says. It does not
// know registries and manifests (dbx/cache/oci), or what is in a layer
// (dbx/cache/layer).
package content

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"strings"

	"dbx/cache/archive"
	"dbx/cache/digest"
	"dbx/cache/layer"
	"dbx/rules/failure"
)

// blame tells an image that is bad from a machine that failed.
func blame(err error) error {
	for _, bad := range []error{
		archive.ErrFormat, archive.ErrCorrupt, archive.ErrTraversal, archive.ErrSymlink,
		archive.ErrHardLink, archive.ErrSpecial, archive.ErrConflict, archive.ErrTooBig,
	} {
		if errors.Is(err, bad) {
			return failure.Of(err)
		}
	}
	return err
}

// input is where the functions find a layer, compressed or not.
const input = "blob"

// maxLayer bounds what a layer may unpack to, in bytes.
const maxLayer = 256 << 30

// Layer is image-layer@1: it unpacks the input file "blob", compressed with
// gzip or zstd or not at all, as the layer outputs[0]. Its one argument,
// diffid=SHA256, is what the layer must be.
func Layer(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	return convert(ctx, in, args, out, outputs, func(w io.Writer, r io.Reader) error {
		_, err := io.Copy(w, r)
		return err
	})
}

// Rootfs is rootfs-layer@1: as image-layer@1, but the layer is in the form
// that every executor shows alike ([layer.Normalize]).
func Rootfs(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	return convert(ctx, in, args, out, outputs, func(w io.Writer, r io.Reader) error {
		return layer.Normalize(ctx, w, r)
	})
}

// convert writes what write makes of the unpacked blob, and checks all of that.
func convert(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string, write func(io.Writer, io.Reader) error) error {
	want, err := diffID(args)
	if err != nil {
		return err
	}
	if len(outputs) != 1 {
		return failure.Errorf("want one output, have %q", outputs)
	}
	blob, err := in.Open(input)
	if err != nil {
		return err
	}
	defer blob.Close()
	dst, err := out.Create(outputs[0])
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(dst, 1<<20)
	err = unpacked(ctx, blob, want, func(r io.Reader) error { return write(w, r) })
	return errors.Join(err, w.Flush(), dst.Close())
}

// diffID reads the one argument.
func diffID(args []string) (digest.SHA256, error) {
	if len(args) != 1 {
		return digest.SHA256{}, failure.Errorf("want the argument diffid=SHA256, have %q", args)
	}
	text, ok := strings.CutPrefix(args[0], "diffid=")
	if !ok {
		return digest.SHA256{}, failure.Errorf("argument %q: want diffid=SHA256", args[0])
	}
	want, err := digest.ParseSHA256(text)
	if err != nil {
		return want, failure.Errorf("argument %q: %w", args[0], err)
	}
	return want, nil
}

// unpacked hands the plain content of a blob to use and makes sure that it has
// the wanted hash, all of it: what use did not read counts too.
func unpacked(ctx context.Context, blob io.Reader, want digest.SHA256, use func(io.Reader) error) error {
	source := &stored{r: blob}
	plain, _, err := archive.Decompress(source)
	if err != nil {
		return source.blame(err)
	}
	defer plain.Close()
	content := &hashed{live: ctx.Err, r: plain, sum: sha256.New()}
	err = use(content)
	if err == nil {
		_, err = io.Copy(io.Discard, content)
	}
	if err != nil {
		return source.blame(err)
	}
	if got := digest.SHA256(content.sum.Sum(nil)); got != want {
		return failure.Errorf("the layer is sha256:%s, but its image says sha256:%s: whoever made the image is to blame, or the lock file was changed by hand", got, want)
	}
	return nil
}

// stored remembers whether it was the store that failed, or what was in it.
type stored struct {
	r   io.Reader
	err error
}

func (s *stored) Read(b []byte) (int, error) {
	n, err := s.r.Read(b)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

func (s *stored) blame(err error) error {
	var read *readError
	switch {
	case s.err != nil:
		return s.err
	case errors.As(err, &read):
		return failure.Errorf("the layer cannot be unpacked: %w", read.err)
	}
	return blame(err)
}

// readError is one of the decompressor.
type readError struct{ err error }

func (e *readError) Error() string { return e.err.Error() }
func (e *readError) Unwrap() error { return e.err }

// hashed reads and hashes, within bounds.
type hashed struct {
	live func() error // an error ends the reading
	r    io.Reader
	sum  hash.Hash
	size int64
}

func (h *hashed) Read(b []byte) (int, error) {
	if err := h.live(); err != nil {
		return 0, err
	}
	n, err := h.r.Read(b)
	h.sum.Write(b[:n])
	if h.size += int64(n); h.size > maxLayer {
		return n, &readError{fmt.Errorf("it has more than %d bytes", int64(maxLayer))}
	}
	if err != nil && err != io.EOF {
		err = &readError{err}
	}
	return n, err
}
