package merkle

import (
	"context"
	"slices"
	"strings"

	"dbx/cache/cas"
	"dbx/cache/digest"
)

// Compare returns the paths of files and links that differ between two trees,
// or that only one of them has, sorted. Directories that are the same in both
// are not read, so that its cost is that of the difference.
func Compare(ctx context.Context, store cas.Store, old, new digest.Digest) ([]string, error) {
	c := &comparison{store: store}
	err := c.dirs(ctx, ".", old, new)
	slices.Sort(c.found)
	return c.found, err
}

type comparison struct {
	store cas.Store
	found []string
}

// dirs compares two directories; the zero digest is none.
func (c *comparison) dirs(ctx context.Context, at string, old, new digest.Digest) error {
	if old == new {
		return nil
	}
	before, err := c.load(ctx, old)
	if err != nil {
		return err
	}
	after, err := c.load(ctx, new)
	if err != nil {
		return err
	}
	for len(before) > 0 || len(after) > 0 {
		var was, is Node
		order := 0
		if len(before) > 0 && len(after) > 0 {
			order = strings.Compare(before[0].Name, after[0].Name)
		} else if len(before) > 0 {
			order = -1
		} else {
			order = 1
		}
		if order <= 0 {
			was, before = before[0], before[1:]
		}
		if order >= 0 {
			is, after = after[0], after[1:]
		}
		if err := c.nodes(ctx, join(at, max(was.Name, is.Name)), was, is); err != nil {
			return err
		}
	}
	return nil
}

func (c *comparison) load(ctx context.Context, dir digest.Digest) ([]Node, error) {
	if dir.IsZero() {
		return nil, nil
	}
	return Load(ctx, c.store, dir)
}

// nodes compares what two directories have under one name; a node without a
// name is none.
func (c *comparison) nodes(ctx context.Context, path string, was, is Node) error {
	if was == is {
		return nil
	}
	var old, new digest.Digest
	plain := false
	for _, side := range []struct {
		node Node
		dir  *digest.Digest
	}{{was, &old}, {is, &new}} {
		switch {
		case side.node.Name == "":
		case side.node.Kind == Dir:
			*side.dir = side.node.Digest
		default:
			plain = true
		}
	}
	if plain {
		c.found = append(c.found, path)
	}
	return c.dirs(ctx, path, old, new)
}
