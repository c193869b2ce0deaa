package git

import (
	"bytes"
	"crypto/sha1" // the name of an object in most repositories; its strength is git's
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"strings"

	"dbx/cache/merkle"
	"dbx/executor/fetch/gitname"
)

// newHash returns the hash that names objects like id.
func newHash(id gitname.ID) hash.Hash {
	if len(id) == hex.EncodedLen(sha256.Size) {
		return sha256.New()
	}
	return sha1.New()
}

// treeOf returns the tree of a commit object's body. Its first line is
// "tree <name>"; nothing else in it matters here.
func treeOf(commit []byte, id gitname.ID) (gitname.ID, error) {
	line, _, ok := bytes.Cut(commit, []byte("\n"))
	name, isTree := strings.CutPrefix(string(line), "tree ")
	tree, err := gitname.ParseID(name)
	if !ok || !isTree || err != nil || len(tree) != len(id) || string(tree) != name {
		return "", errors.New("it does not begin with the line of a tree")
	}
	return tree, nil
}

// kind is what an entry of a tree is.
type kind uint8

const (
	file kind = iota
	executable
	directory
	symlink
	submodule
)

// entry is one entry of a git tree.
type entry struct {
	name string
	kind kind
	id   gitname.ID
}

func (k kind) node() merkle.Kind {
	switch k {
	case executable:
		return merkle.Executable
	case directory, submodule:
		return merkle.Dir
	case symlink:
		return merkle.Symlink
	}
	return merkle.File
}

// entries reads the body of a tree object whose own name is like id. It
// refuses what git's own fsck would call an error: names that are no names, or
// that a checkout would give a meaning of its own, names twice, and modes that
// there are not. Old writers' 100664 counts as 100644.
func entries(tree []byte, id gitname.ID) ([]entry, error) {
	size := len(id) / 2
	var all []entry
	seen := map[string]bool{}
	for len(tree) > 0 {
		head, rest, ok := bytes.Cut(tree, []byte{0})
		if !ok || len(rest) < size {
			return nil, errors.New("the tree ends in the middle of an entry")
		}
		mode, name, ok := strings.Cut(string(head), " ")
		if !ok {
			return nil, errors.New("the tree has an entry without a name")
		}
		k, err := kindOf(mode)
		if err == nil {
			err = checkName(name)
		}
		if err == nil && seen[name] {
			err = errors.New("it is there twice")
		}
		if err != nil {
			return nil, fmt.Errorf("entry %q: %w", name, err)
		}
		seen[name] = true
		all = append(all, entry{name, k, gitname.ID(hex.EncodeToString(rest[:size]))})
		tree = rest[size:]
	}
	return all, nil
}

// kindOf reads a mode, which some old writers padded with a zero.
func kindOf(mode string) (kind, error) {
	switch strings.TrimPrefix(mode, "0") {
	case "100644", "100664":
		return file, nil
	case "100755":
		return executable, nil
	case "40000":
		return directory, nil
	case "120000":
		return symlink, nil
	case "160000":
		return submodule, nil
	}
	return 0, fmt.Errorf("there is no mode %q", mode)
}

func checkName(name string) error {
	switch {
	case name == "", name == ".", name == "..", strings.Contains(name, "/"):
		return errors.New("it is no name for a file")
	case strings.EqualFold(name, ".git"):
		return errors.New("a tree that holds a .git is not safe to work in")
	}
	return nil
}
