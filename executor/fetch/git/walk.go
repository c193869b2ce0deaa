package git

import (
	"context"
	"strings"

	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/executor/fetch/gitname"
)

// Limits of what one object, and one tree, may be.
const (
	maxCommit  = 16 << 20  // bytes
	maxTree    = 256 << 20 // bytes
	maxLink    = 1 << 16   // bytes
	maxEntries = 4_000_000 // files, folders and links in a whole tree
	maxDepth   = 2000      // folders in one another
)

// subtree is a folder that is in the store.
type subtree struct {
	digest digest.Digest
	size   int // entries, those of folders below included
}

// walker turns trees of one repository into trees of the store.
type walker struct {
	*fetcher
	repo    *repository
	where   place
	root    gitname.ID // the commit's tree
	trees   map[gitname.ID]subtree
	blobs   map[gitname.ID]digest.Digest
	modules map[string]string // path → URL; nil before the first submodule
}

// descend brings the folder at a path below the tree.
func (w *walker) descend(ctx context.Context, tree gitname.ID, at []string) (subtree, error) {
	for i, name := range at {
		list, err := w.list(tree)
		if err != nil {
			return subtree{}, err
		}
		e, ok := find(list, name)
		here := strings.Join(at[:i+1], "/")
		switch {
		case !ok:
			return subtree{}, refused("there is no folder %s at this commit", w.where.in(here))
		case e.kind == directory:
			tree = e.id
		case e.kind == submodule && w.submodules:
			return w.module(ctx, here, e.id, at[i+1:])
		case e.kind == submodule:
			return subtree{}, refused("%s is a submodule; set submodules = true", w.where.in(here))
		default:
			return subtree{}, refused("%s is a file, not a folder, at this commit", w.where.in(here))
		}
	}
	return w.tree(ctx, tree, strings.Join(at, "/"), len(at))
}

func find(list []entry, name string) (entry, bool) {
	for _, e := range list {
		if e.name == name {
			return e, true
		}
	}
	return entry{}, false
}

func (w *walker) list(id gitname.ID) ([]entry, error) {
	body, err := w.repo.objects.read(id, "tree", maxTree)
	if err != nil {
		return nil, err
	}
	list, err := entries(body, id)
	if err != nil {
		return nil, refused("tree %s: %v", id, err)
	}
	return list, nil
}

// tree brings one folder, whose path is at, with all that is in it.
func (w *walker) tree(ctx context.Context, id gitname.ID, at string, depth int) (subtree, error) {
	if depth > maxDepth {
		return subtree{}, refused("folders lie more than %d deep in one another", maxDepth)
	}
	list, err := w.list(id)
	if err != nil {
		return subtree{}, err
	}
	s := subtree{size: len(list)}
	same := true // whatever the path: no submodule below
	nodes := make([]merkle.Node, len(list))
	for i, e := range list {
		nodes[i] = merkle.Node{Name: e.name, Kind: e.kind.node()}
		below, err := w.entry(ctx, e, join(at, e.name), depth, &nodes[i])
		if err != nil {
			return subtree{}, err
		}
		if s.size += below; s.size > maxEntries {
			return subtree{}, refused("the tree has more than %d entries", maxEntries)
		}
		same = same && w.known(e)
	}
	if s.digest, err = merkle.Save(ctx, w.store, nodes); err != nil {
		return subtree{}, &StoreError{err}
	}
	if same {
		w.trees[id] = s
	}
	return s, nil
}

// known reports whether an entry is the same wherever it stands.
func (w *walker) known(e entry) bool {
	if e.kind == directory {
		_, ok := w.trees[e.id]
		return ok
	}
	return e.kind != submodule
}

// entry fills in the digest or the target of one entry and returns how many
// entries are below it.
func (w *walker) entry(ctx context.Context, e entry, at string, depth int, n *merkle.Node) (int, error) {
	switch e.kind {
	case symlink:
		target, err := w.repo.objects.read(e.id, "blob", maxLink)
		if n.Target = string(target); err == nil && (n.Target == "" || strings.Contains(n.Target, "\x00")) {
			err = refused("%s is a symbolic link to nothing that could be a path", w.where.in(at))
		}
		return 0, err
	case directory:
		s, ok := w.trees[e.id]
		if !ok {
			var err error
			if s, err = w.tree(ctx, e.id, at, depth+1); err != nil {
				return 0, err
			}
		}
		n.Digest = s.digest
		return s.size, nil
	case submodule:
		s, err := w.module(ctx, at, e.id, nil)
		n.Digest = s.digest
		return s.size, err
	}
	d, ok := w.blobs[e.id]
	if !ok {
		var err error
		if d, err = w.repo.objects.store(ctx, w.store, e.id); err != nil {
			return 0, err
		}
		w.blobs[e.id] = d
	}
	n.Digest = d
	return 0, nil
}

func join(dir, name string) string {
	if dir == "" {
		return name
	}
	return dir + "/" + name
}
