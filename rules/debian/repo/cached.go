package repo

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"dbx/cache/digest"
)

// maxCached is the length beyond which an index is passed on, not kept.
const maxCached = 256 << 20

// cached keeps what is fetched by hash.
type cached struct {
	next Fetcher
	dir  string
}

// WithCache keeps indexes that are fetched by hash in a folder, which is made
// when needed. Other paths pass through: their content may change. Files are
// checked when they enter and when they are used; several processes may share
// the folder.
func WithCache(next Fetcher, dir string) Fetcher {
	return cached{next: next, dir: dir}
}

// Get implements [Fetcher].
func (c cached) Get(ctx context.Context, path string) (io.ReadCloser, error) {
	_, hex, ok := strings.Cut(path, "/by-hash/SHA256/")
	sum, err := digest.ParseSHA256(hex)
	if !ok || err != nil {
		return c.next.Get(ctx, path)
	}
	file := filepath.Join(c.dir, sum.String())
	if data, err := os.ReadFile(file); err == nil && digest.SHA256Of(data) == sum {
		return io.NopCloser(bytes.NewReader(data)), nil
	}
	data, err := read(ctx, c.next, path, maxCached)
	if err != nil {
		return nil, err
	}
	if digest.SHA256Of(data) != sum {
		return nil, fmt.Errorf("%s: the mirror serves another content than the path names", path)
	}
	c.keep(file, data)
	return io.NopCloser(bytes.NewReader(data)), nil
}

// keep writes a file whole or not at all. A folder that cannot be written
// costs speed only.
func (c cached) keep(file string, data []byte) {
	if os.MkdirAll(c.dir, 0o777) != nil {
		return
	}
	temporary, err := os.CreateTemp(c.dir, "partial-*")
	if err != nil {
		return
	}
	_, err = temporary.Write(data)
	if closeErr := temporary.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(temporary.Name(), file)
	}
	if err != nil {
		os.Remove(temporary.Name())
	}
}
