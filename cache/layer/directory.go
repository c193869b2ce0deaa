package layer

import (
	"io"
	"io/fs"
	"syscall"
)

// directory is an open merged directory.
type directory struct {
	stack *Stack
	name  string
	info  fs.FileInfo
	rest  []fs.DirEntry
	read  bool
}

func (d *directory) Stat() (fs.FileInfo, error) { return d.info, nil }
func (d *directory) Close() error               { return nil }

func (d *directory) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.name, Err: syscall.EISDIR}
}

func (d *directory) ReadDir(n int) ([]fs.DirEntry, error) {
	if !d.read {
		entries, err := d.stack.ReadDir(d.name)
		if err != nil {
			return nil, err
		}
		d.rest, d.read = entries, true
	}
	if n <= 0 {
		n = len(d.rest)
	} else if len(d.rest) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(d.rest))
	out := d.rest[:n]
	d.rest = d.rest[n:]
	return out, nil
}
