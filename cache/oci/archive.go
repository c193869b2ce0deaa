package oci

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"dbx/cache/archive"
	"dbx/cache/digest"
)

// Archive is images in files: an OCI image layout (OCI image-spec, "Image
// Layout"), or what "docker save" writes, in its old form and in that of
// Docker 25, which is both.
type Archive struct {
	files fs.FS
	close func() error
}

// Close ends the reading.
func (a *Archive) Close() error {
	if a.close == nil {
		return nil
	}
	return a.close()
}

// maxSpool bounds what a compressed archive may unpack to, in bytes.
const maxSpool = 256 << 30

// OpenTar reads an archive that is a tar, compressed or not. The file must be
// able to read at an offset, and stay open. What is compressed is unpacked to
// a file that spool makes and the caller removes.
func OpenTar(f fs.File, spool func() (*os.File, error)) (*Archive, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	at, ok := f.(io.ReaderAt)
	if !ok {
		return nil, fmt.Errorf("%s cannot be read at an offset", info.Name())
	}
	size, done := info.Size(), func() error { return nil }
	plain, how, err := archive.Decompress(io.NewSectionReader(at, 0, size))
	if err != nil {
		return nil, &RequestError{err}
	}
	defer plain.Close()
	if how != archive.Plain {
		unpacked, err := spool()
		if err != nil {
			return nil, err
		}
		if size, err = spoolTo(unpacked, plain); err != nil {
			return nil, errors.Join(err, unpacked.Close())
		}
		at, done = unpacked, unpacked.Close
	}
	files, err := newTarFS(at, size)
	if err != nil {
		return nil, errors.Join(&RequestError{err}, done())
	}
	return &Archive{files: files, close: done}, nil
}

// spoolTo unpacks a stream into a file.
func spoolTo(to *os.File, plain io.Reader) (int64, error) {
	// A bare writer, so that a failure to read is told from one to write.
	var read error
	n, err := io.Copy(to, io.LimitReader(readFunc(func(b []byte) (int, error) {
		n, err := plain.Read(b)
		if err != nil && err != io.EOF {
			read = err
		}
		return n, err
	}), maxSpool+1))
	switch {
	case read != nil:
		return n, &RequestError{fmt.Errorf("%w: %w", archive.ErrCorrupt, read)}
	case err == nil && n > maxSpool:
		return n, &RequestError{fmt.Errorf("%w: more than %d bytes", archive.ErrTooBig, int64(maxSpool))}
	}
	return n, err
}

type readFunc func([]byte) (int, error)

func (f readFunc) Read(b []byte) (int, error) { return f(b) }

// OpenDir reads an archive that lies unpacked in fsys or in a folder of it.
func OpenDir(fsys fs.FS) (*Archive, error) {
	var found []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.Count(name, "/") > 4 {
			return fs.SkipDir
		}
		if dir := path.Dir(name); (d.Name() == v1.ImageIndexFile || d.Name() == saveFile) && !slices.Contains(found, dir) {
			found = append(found, dir)
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case len(found) == 0:
		return nil, &RequestError{errors.New("there is neither an OCI image layout in it nor what docker save writes")}
	case len(found) > 1:
		return nil, &RequestError{fmt.Errorf("there is more than one image layout in it: in %s", strings.Join(found, " and in "))}
	}
	files, err := fs.Sub(fsys, found[0])
	return &Archive{files: files}, err
}

// Image returns the image of a platform. In an archive of several, name says
// which: NAME:TAG, or what stands in the layout's index, or the digest of a
// manifest. One that is not there, or not what it should be, is a
// [RequestError].
func (a *Archive) Image(ctx context.Context, name string, p Platform) (Image, error) {
	text, err := a.read(v1.ImageIndexFile)
	if err == nil {
		return a.fromLayout(ctx, text, name, p)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return Image{}, err
	}
	if text, err = a.read(saveFile); err == nil {
		return a.fromSave(text, name, p)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return Image{}, err
	}
	return Image{}, &RequestError{errors.New("this is neither an OCI image layout nor what docker save writes (Docker 1.10 or newer)")}
}

// Layer opens the blob of a layer of an image that [Archive.Image] returned.
// Nothing of it is checked.
func (a *Archive) Layer(l Layer) (io.ReadCloser, error) {
	f, err := a.files.Open(l.path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return nil, &RequestError{fmt.Errorf("the archive lacks %s, a layer of the image", l.path)}
	}
	return f, err
}

// read returns a short file.
func (a *Archive) read(name string) ([]byte, error) {
	f, err := a.files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxDocument+1))
	if err == nil && len(text) > maxDocument {
		err = &RequestError{fmt.Errorf("%s is larger than %d bytes", name, maxDocument)}
	}
	return text, err
}

func blobPath(sum digest.SHA256) string { return path.Join(v1.ImageBlobsDir, "sha256", sum.String()) }

// document implements documents.
func (a *Archive) document(_ context.Context, want digest.SHA256, _ documentKind) ([]byte, error) {
	text, err := a.read(blobPath(want))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &RequestError{fmt.Errorf("the archive lacks sha256:%s, which it refers to", want)}
	}
	if err != nil {
		return nil, err
	}
	if got := digest.SHA256Of(text); got != want {
		return nil, &RequestError{fmt.Errorf("the archive is damaged: what it has as sha256:%s is sha256:%s", want, got)}
	}
	return text, nil
}

// containerdName is under which containerd, and with it Docker, keeps the
// whole name of an image.
const containerdName = "io.containerd.image.name"

func (a *Archive) fromLayout(ctx context.Context, text []byte, name string, p Platform) (Image, error) {
	var index v1.Index
	if err := json.NewDecoder(bytes.NewReader(text)).Decode(&index); err != nil {
		return Image{}, &RequestError{fmt.Errorf("%s: %w", v1.ImageIndexFile, err)}
	}
	var roots []v1.Descriptor
	var names []string
	for _, d := range index.Manifests {
		own := []string{string(d.Digest), d.Annotations[containerdName], d.Annotations[v1.AnnotationRefName]}
		if name == "" || isNamed(name, own) {
			roots = append(roots, d)
		}
		names = append(names, own...)
	}
	if len(roots) == 0 {
		return Image{}, unnamed(name, names)
	}
	img, err := resolve(ctx, a, roots, p)
	if err != nil {
		return Image{}, err
	}
	for i := range img.Layers {
		img.Layers[i].path = blobPath(img.Layers[i].Blob)
	}
	return img, nil
}

// isNamed compares a name with those of an image, also as Docker completes
// them.
func isNamed(name string, own []string) bool {
	for _, o := range own {
		if o != "" && (o == name || whole(o) == whole(name)) {
			return true
		}
	}
	return false
}

func whole(name string) string {
	ref, err := ParseReference(name)
	if err != nil {
		return name
	}
	if ref.Tag == "" && ref.Digest.IsZero() {
		ref.Tag = "latest"
	}
	return ref.String()
}

func unnamed(name string, names []string) error {
	names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == "" })
	slices.Sort(names)
	names = slices.Compact(names)
	if len(names) == 0 {
		return &RequestError{errors.New("the archive is empty")}
	}
	return &RequestError{fmt.Errorf("the archive has no image %q, but %s", name, strings.Join(names, ", "))}
}
