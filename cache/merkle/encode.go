package merkle

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"dbx/cache/cas"
	"dbx/cache/digest"
)

// header begins every directory's encoding. It names the version: what changes
// the meaning of the bytes behind it must change it.
const header = "dbx directory 1\n"

// The letters of the kinds, in the order of their values.
const kindLetters = "fxdl"

// Encode returns the canonical encoding of a directory: the header, then for
// each entry, in bytewise order of names,
//
//	kind name NUL value NUL
//
// where kind is one of f (file), x (executable), d (directory) and l (symbolic
// link), and value is a digest in its text form or the link's target. Names
// and targets are byte strings, not necessarily UTF-8. The entries may come in
// any order; Encode refuses a name that occurs twice, is empty, ".", "..", or
// holds a slash or NUL.
func Encode(entries []Node) ([]byte, error) {
	sorted := slices.Clone(entries)
	slices.SortFunc(sorted, func(a, b Node) int { return cmp.Compare(a.Name, b.Name) })
	b := make([]byte, 0, len(header)+96*len(sorted))
	b = append(b, header...)
	for i, n := range sorted {
		if err := n.valid(); err != nil {
			return nil, err
		}
		if i > 0 && sorted[i-1].Name == n.Name {
			return nil, fmt.Errorf("directory has two entries named %q", n.Name)
		}
		b = append(b, kindLetters[n.Kind])
		b = append(b, n.Name...)
		b = append(b, 0)
		if n.Kind == Symlink {
			b = append(b, n.Target...)
		} else {
			b = append(b, n.Digest.String()...)
		}
		b = append(b, 0)
	}
	return b, nil
}

// Decode reads what [Encode] writes, and nothing else: bytes that Encode would
// have written differently are refused.
func Decode(b []byte) ([]Node, error) {
	rest, ok := bytes.CutPrefix(b, []byte(header))
	if !ok {
		return nil, errors.New("not a directory")
	}
	text := string(rest)
	nodes := make([]Node, 0, strings.Count(text, "\x00")/2)
	for text != "" {
		name, after, ok := strings.Cut(text[1:], "\x00")
		if !ok {
			return nil, errors.New("directory entry has no end")
		}
		value, after, ok := strings.Cut(after, "\x00")
		if !ok {
			return nil, fmt.Errorf("directory entry %q has no end", name)
		}
		n, err := decodeNode(text[0], name, value)
		if err != nil {
			return nil, err
		}
		if len(nodes) > 0 && nodes[len(nodes)-1].Name >= name {
			return nil, fmt.Errorf("directory entry %q is out of order", name)
		}
		nodes = append(nodes, n)
		text = after
	}
	return nodes, nil
}

func decodeNode(letter byte, name, value string) (Node, error) {
	kind := strings.IndexByte(kindLetters, letter)
	if kind < 0 {
		return Node{}, fmt.Errorf("directory entry %q has unknown kind %q", name, letter)
	}
	n := Node{Name: name, Kind: Kind(kind)}
	if n.Kind == Symlink {
		n.Target = value
		return n, n.valid()
	}
	d, err := digest.Parse(value)
	if err != nil {
		return Node{}, fmt.Errorf("directory entry %q: %w", name, err)
	}
	n.Digest = d
	return n, n.valid()
}

// Load reads and decodes the directory blob d. It returns [cas.ErrNotFound],
// wrapped, if the store does not have it.
func Load(ctx context.Context, store cas.Store, d digest.Digest) ([]Node, error) {
	b, err := read(ctx, store, d)
	if err != nil {
		return nil, err
	}
	nodes, err := Decode(b)
	if err != nil {
		return nil, fmt.Errorf("directory %s: %w", d.Short(), err)
	}
	return nodes, nil
}

// reader is a store that reads small blobs faster than through Open.
type reader interface {
	Read(ctx context.Context, d digest.Digest) ([]byte, error)
}

func read(ctx context.Context, store cas.Store, d digest.Digest) ([]byte, error) {
	if store, ok := store.(reader); ok {
		b, err := store.Read(ctx, d)
		if err != nil {
			return nil, fmt.Errorf("directory: %w", err)
		}
		return b, nil
	}
	r, err := store.Open(ctx, d)
	if err != nil {
		return nil, fmt.Errorf("directory: %w", err)
	}
	defer r.Close()
	b := make([]byte, d.Size())
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, fmt.Errorf("directory %s: %w", d.Short(), err)
	}
	return b, nil
}

// Save stores the directory with the given entries and returns its digest.
func Save(ctx context.Context, store cas.Store, entries []Node) (digest.Digest, error) {
	b, err := Encode(entries)
	if err != nil {
		return digest.Digest{}, err
	}
	return store.Put(ctx, bytes.NewReader(b))
}

func (n Node) valid() error {
	if err := validName(n.Name); err != nil {
		return err
	}
	if int(n.Kind) >= len(kindLetters) {
		return fmt.Errorf("entry %q has no kind", n.Name)
	}
	if n.Kind != Symlink {
		if n.Target != "" || n.Digest.IsZero() {
			return fmt.Errorf("%s %q needs a digest and no target", n.Kind, n.Name)
		}
		return nil
	}
	if n.Target == "" || strings.ContainsRune(n.Target, 0) || !n.Digest.IsZero() {
		return fmt.Errorf("symbolic link %q needs a target without NUL, and no digest", n.Name)
	}
	return nil
}

func validName(name string) error {
	if name == "" || name == "." || name == ".." || strings.ContainsAny(name, "/\x00") {
		return fmt.Errorf("%q is not a name for a directory entry", name)
	}
	return nil
}

// String returns the kind in words.
func (k Kind) String() string {
	switch k {
	case File:
		return "file"
	case Executable:
		return "executable file"
	case Dir:
		return "directory"
	case Symlink:
		return "symbolic link"
	}
	return "unknown kind of entry"
}
