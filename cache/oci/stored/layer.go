package stored

import (
	"errors"
	"io"
	"io/fs"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"dbx/cache/archive"
)

// Layer is a layer that lies here. It implements [v1.Layer], with "compressed"
// meaning, as everywhere in that library, the form that manifests list: for a
// layer that nobody compressed, the uncompressed one.
type Layer struct {
	diffID  v1.Hash
	blob    v1.Descriptor
	sources []Source
}

var _ v1.Layer = (*Layer)(nil)

// NewLayer returns the layer with a diffID that a manifest lists as blob. The
// sources are asked in order, for either form.
func NewLayer(diffID v1.Hash, blob v1.Descriptor, sources ...Source) *Layer {
	return &Layer{diffID: diffID, blob: blob, sources: sources}
}

// Digest implements [v1.Layer].
func (l *Layer) Digest() (v1.Hash, error) { return l.blob.Digest, nil }

// DiffID implements [v1.Layer].
func (l *Layer) DiffID() (v1.Hash, error) { return l.diffID, nil }

// Size implements [v1.Layer].
func (l *Layer) Size() (int64, error) { return l.blob.Size, nil }

// MediaType implements [v1.Layer].
func (l *Layer) MediaType() (types.MediaType, error) { return l.blob.MediaType, nil }

// Descriptor returns what the manifest says of the layer, annotations too.
func (l *Layer) Descriptor() (*v1.Descriptor, error) { return l.blob.DeepCopy(), nil }

// Compressed implements [v1.Layer]: it opens the blob as it lies.
func (l *Layer) Compressed() (io.ReadCloser, error) { return first(l.sources, l.blob.Digest) }

// Uncompressed implements [v1.Layer]: it opens the plain form, and unpacks the
// blob only where that lies nowhere. What is opened as it lies can seek and read
// at an offset if its [Source] can.
func (l *Layer) Uncompressed() (io.ReadCloser, error) {
	plain, err := first(l.sources, l.diffID)
	if !errors.Is(err, fs.ErrNotExist) || l.diffID == l.blob.Digest {
		return plain, err
	}
	blob, err := l.Compressed()
	if err != nil {
		return nil, err
	}
	unpacked, _, err := archive.Decompress(blob)
	if err != nil {
		return nil, errors.Join(err, blob.Close())
	}
	return &both{unpacked, blob}, nil
}

// UncompressedSize returns how many bytes [Layer.Uncompressed] yields. Only
// what has to be unpacked is read for that.
func (l *Layer) UncompressedSize() (int64, error) {
	r, err := l.Uncompressed()
	if err != nil {
		return 0, err
	}
	defer r.Close()
	if s, ok := r.(io.Seeker); ok {
		return s.Seek(0, io.SeekEnd)
	}
	return io.Copy(io.Discard, r)
}

// both closes what it reads and what that reads from.
type both struct {
	io.ReadCloser
	from io.Closer
}

// Close implements [io.Closer].
func (b *both) Close() error { return errors.Join(b.ReadCloser.Close(), b.from.Close()) }
