package merkle

import (
	"io/fs"
	"time"

	"dbx/cache/cas"
)

// nodeInfo is a Node as an [fs.FileInfo]; name is the one it was asked for by.
type nodeInfo struct {
	node Node
	name string
}

// Name implements [fs.FileInfo].
func (i nodeInfo) Name() string { return i.name }

// Size implements [fs.FileInfo]; as on disk, a link is as long as its target.
func (i nodeInfo) Size() int64 {
	switch i.node.Kind {
	case Dir:
		return 0
	case Symlink:
		return int64(len(i.node.Target))
	}
	return i.node.Digest.Size()
}

// Mode implements [fs.FileInfo].
func (i nodeInfo) Mode() fs.FileMode {
	switch i.node.Kind {
	case Dir:
		return fs.ModeDir | dirMode
	case Symlink:
		return fs.ModeSymlink | 0o777
	case Executable:
		return 0o755
	}
	return 0o644
}

// ModTime implements [fs.FileInfo].
func (i nodeInfo) ModTime() time.Time { return cas.ModTime() }

// IsDir implements [fs.FileInfo].
func (i nodeInfo) IsDir() bool { return i.node.Kind == Dir }

// Sys implements [fs.FileInfo]: it returns the Node.
func (i nodeInfo) Sys() any { return i.node }
