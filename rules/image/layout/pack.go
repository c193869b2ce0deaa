package layout

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"dbx/rules/failure"
)

// Gzip is gzip-layer@1: it compresses the layer "layers/0000-DIFFID.tar" into
// the output named "layer", and describes it (OCI image-spec, "Content
// Descriptors") in the output named "descriptor.json". Its bytes depend on the
// compressor and its level, which are part of what the version names.
func Gzip(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	return pack(ctx, in, args, out, outputs, v1.MediaTypeImageLayerGzip, func(w io.Writer) (io.WriteCloser, error) {
		return gzip.NewWriterLevel(w, 6)
	})
}

// Zstd is zstd-layer@1: it does the same with Zstandard (RFC 8878). Docker
// before 23 cannot read such layers.
func Zstd(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	return pack(ctx, in, args, out, outputs, v1.MediaTypeImageLayerZstd, func(w io.Writer) (io.WriteCloser, error) {
		// One goroutine, so that the blocks cannot depend on how many there are.
		return zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(1))
	})
}

func pack(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string,
	mediaType string, compressor func(io.Writer) (io.WriteCloser, error)) error {
	layers, err := fs.Glob(in, "layers/*.tar")
	if err != nil {
		return err
	}
	if len(args) != 0 || len(layers) != 1 || len(outputs) != 2 ||
		path.Base(outputs[0]) != "descriptor.json" || path.Base(outputs[1]) != "layer" {
		return failure.Errorf("want one layer, no arguments, and the outputs descriptor.json and layer; have %q, %q and %q", layers, args, outputs)
	}
	d, err := compress(ctx, in, layers[0], out, outputs[1], compressor)
	if err != nil {
		return err
	}
	d.MediaType = mediaType
	text, err := json.Marshal(d)
	if err != nil {
		return err
	}
	return out.WriteFile(outputs[0], text, 0o644)
}

// compress writes a layer compressed and measures what it writes.
func compress(ctx context.Context, in fs.FS, from string, out *os.Root, to string, compressor func(io.Writer) (io.WriteCloser, error)) (v1.Descriptor, error) {
	src, err := in.Open(from)
	if err != nil {
		return v1.Descriptor{}, err
	}
	defer src.Close()
	dst, err := out.Create(to)
	if err != nil {
		return v1.Descriptor{}, err
	}
	defer dst.Close()
	sum := sha256.New()
	size := &counter{}
	w, err := compressor(io.MultiWriter(dst, sum, size))
	if err != nil {
		return v1.Descriptor{}, err
	}
	_, err = io.CopyBuffer(struct{ io.Writer }{w}, cancellable(ctx, src), make([]byte, 1<<20))
	if err := errors.Join(err, w.Close(), dst.Close()); err != nil {
		return v1.Descriptor{}, err
	}
	return v1.Descriptor{Digest: digest.NewDigest(digest.SHA256, sum), Size: size.n}, nil
}

// counter counts what is written.
type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

// readerFunc is a reader.
type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// cancellable returns a reader of r that fails once ctx ends.
func cancellable(ctx context.Context, r io.Reader) io.Reader {
	return readerFunc(func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return r.Read(p)
	})
}
