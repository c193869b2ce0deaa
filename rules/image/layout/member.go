package layout

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path"

	gcr "github.com/google/go-containerregistry/pkg/v1"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"dbx/rules/failure"
)

// member is a file of a layout or an archive.
type member struct {
	name string
	size int64
	open func() (io.ReadCloser, error)
}

func inMemory(name string, content []byte) member {
	return member{name, int64(len(content)), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}
}

// document is a member in JSON.
type document struct {
	name  string
	value any
}

func jsonMembers(all ...document) ([]member, error) {
	var members []member
	for _, d := range all {
		text, err := json.Marshal(d.value)
		if err != nil {
			return nil, err
		}
		members = append(members, inMemory(d.name, text))
	}
	return members, nil
}

func blobPath(sum gcr.Hash) string { return path.Join(v1.ImageBlobsDir, sum.Algorithm, sum.Hex) }

// blobs are the image's configuration, its manifest, and its layers as they lie.
func (i *Image) blobs() ([]member, error) {
	config, err1 := i.RawConfigFile()
	manifest, err2 := i.RawManifest()
	configName, err3 := i.ConfigName()
	digest, err4 := i.Digest()
	layers, err5 := i.Layers()
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		return nil, err
	}
	members := []member{inMemory(blobPath(configName), config), inMemory(blobPath(digest), manifest)}
	for _, l := range layers {
		sum, err1 := l.Digest()
		size, err2 := l.Size()
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		members = append(members, member{blobPath(sum), size, l.Compressed})
	}
	return members, nil
}

// copyTo writes the content.
func (m member) copyTo(ctx context.Context, w io.Writer) error {
	src, err := m.open()
	if err != nil {
		return missing(err)
	}
	defer src.Close()
	n, err := io.CopyBuffer(struct{ io.Writer }{w}, cancellable(ctx, src), make([]byte, 1<<20))
	if err == nil && n != m.size {
		err = failure.Errorf("%s has %d bytes instead of %d", m.name, n, m.size)
	}
	return err
}

// writeTo makes a file, which is not there yet.
func (m member) writeTo(ctx context.Context, name string) error {
	dst, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(m.copyTo(ctx, dst), dst.Close())
}
