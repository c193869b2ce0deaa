// Package merkle turns directories into trees of digests and back.
//
// A directory is a blob: the canonical encoding of its sorted entries, each a
// name, a kind and a digest. A tree is named by the digest of its root
// directory's blob, so equal trees have equal digests and share sub-trees.
// Owners, times and permissions other than "executable" do not exist here.
package merkle

import "dbx/cache/digest"

// Kind is what an entry of a directory is.
type Kind uint8

// The kinds of entry.
const (
	File Kind = iota
	Executable
	Dir
	Symlink
)

// Node is an entry of a directory. Digest names the content of a file or the
// blob of a directory; Target is that of a symbolic link, as written.
type Node struct {
	Name   string
	Kind   Kind
	Digest digest.Digest
	Target string
}
