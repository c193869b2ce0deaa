package merkle

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dbx/cache/cas"
	"dbx/cache/digest"
)

// Builder puts a tree together from files, links and whole trees at
// slash-separated relative paths. Directories on the way are implied. Two
// entries for one path are an error unless they are equal or both directories,
// which are merged. A Builder is not safe for concurrent use.
type Builder struct {
	root branch
}

// branch is a directory that is not encoded yet.
type branch struct {
	leaves   map[string]Node
	branches map[string]*branch
	trees    []digest.Digest // whole trees to be merged in here
}

// NewBuilder returns a Builder of the empty tree.
func NewBuilder() *Builder { return &Builder{} }

// File adds a file with the content d.
func (b *Builder) File(path string, d digest.Digest, executable bool) error {
	kind := File
	if executable {
		kind = Executable
	}
	return b.leaf(path, Node{Kind: kind, Digest: d})
}

// Tree adds all that is in the tree root below path; "." is the root.
func (b *Builder) Tree(path string, root digest.Digest) error {
	at, err := b.branch(path)
	if err != nil {
		return err
	}
	if !slices.Contains(at.trees, root) {
		at.trees = append(at.trees, root)
	}
	return nil
}

// Add adds the entry n at path, whatever its kind; n's own name is ignored.
func (b *Builder) Add(path string, n Node) error {
	if n.Kind == Dir {
		return b.Tree(path, n.Digest)
	}
	return b.leaf(path, n)
}

// Root stores all directories of the tree and returns its digest. Sub-trees
// are read back from the store only where something is merged into them.
func (b *Builder) Root(ctx context.Context, store cas.Store) (digest.Digest, error) {
	return b.root.save(ctx, store, ".")
}

func (b *Builder) leaf(path string, n Node) error {
	dir, name := ".", path
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		dir, name = path[:i], path[i+1:]
		if dir == "." {
			return fmt.Errorf("path %q: %w", path, validName(dir))
		}
	}
	n.Name = name
	if err := n.valid(); err != nil {
		return fmt.Errorf("path %q: %w", path, err)
	}
	at, err := b.branch(dir)
	if err != nil {
		return err
	}
	return at.put(n, path)
}

// branch returns the directory at path, made as needed.
func (b *Builder) branch(path string) (*branch, error) {
	at := &b.root
	if path == "." {
		return at, nil
	}
	for name := range strings.SplitSeq(path, "/") {
		if err := validName(name); err != nil {
			return nil, fmt.Errorf("path %q: %w", path, err)
		}
		if old, taken := at.leaves[name]; taken {
			return nil, fmt.Errorf("path %q: %q is already a %s", path, name, old.Kind)
		}
		at = at.child(name)
	}
	return at, nil
}

func (b *branch) child(name string) *branch {
	if b.branches == nil {
		b.branches = make(map[string]*branch)
	}
	next := b.branches[name]
	if next == nil {
		next = new(branch)
		b.branches[name] = next
	}
	return next
}

func (b *branch) put(n Node, path string) error {
	if _, taken := b.branches[n.Name]; taken {
		return fmt.Errorf("path %q is both a directory and a %s", path, n.Kind)
	}
	if old, taken := b.leaves[n.Name]; taken && old != n {
		return fmt.Errorf("path %q: two different entries, a %s and a %s", path, old.Kind, n.Kind)
	}
	if b.leaves == nil {
		b.leaves = make(map[string]Node)
	}
	b.leaves[n.Name] = n
	return nil
}

func (b *branch) save(ctx context.Context, store cas.Store, path string) (digest.Digest, error) {
	if len(b.trees) == 1 && len(b.leaves) == 0 && len(b.branches) == 0 {
		return b.trees[0], nil
	}
	merged, err := b.merge(ctx, store, path)
	if err != nil {
		return digest.Digest{}, err
	}
	entries := slices.Collect(maps.Values(merged.leaves))
	for _, name := range slices.Sorted(maps.Keys(merged.branches)) {
		d, err := merged.branches[name].save(ctx, store, join(path, name))
		if err != nil {
			return digest.Digest{}, err
		}
		entries = append(entries, Node{Name: name, Kind: Dir, Digest: d})
	}
	return Save(ctx, store, entries)
}

// merge returns b with one level of its trees opened. It leaves b as it is, so
// that Root may be called again.
func (b *branch) merge(ctx context.Context, store cas.Store, path string) (*branch, error) {
	if len(b.trees) == 0 {
		return b, nil
	}
	merged := &branch{leaves: maps.Clone(b.leaves)}
	for name, sub := range b.branches {
		c := merged.child(name)
		*c = branch{leaves: sub.leaves, branches: sub.branches, trees: slices.Clone(sub.trees)}
	}
	for _, t := range b.trees {
		nodes, err := Load(ctx, store, t)
		if err != nil {
			return nil, fmt.Errorf("tree at %q: %w", path, err)
		}
		for _, n := range nodes {
			if err := merged.open(n, join(path, n.Name)); err != nil {
				return nil, err
			}
		}
	}
	return merged, nil
}

func (b *branch) open(n Node, path string) error {
	if n.Kind != Dir {
		return b.put(n, path)
	}
	if old, taken := b.leaves[n.Name]; taken {
		return fmt.Errorf("path %q is both a directory and a %s", path, old.Kind)
	}
	c := b.child(n.Name)
	if !slices.Contains(c.trees, n.Digest) {
		c.trees = append(c.trees, n.Digest)
	}
	return nil
}

func join(dir, name string) string {
	if dir == "." {
		return name
	}
	return dir + "/" + name
}
