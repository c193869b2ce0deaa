package layer

import (
	"path"
	"strings"
	"time"
)

// apply changes the tree. Marks speak of what is below, so they come first.
func (m *merger) apply(c *change) {
	for _, dir := range c.opaque {
		b := m.root.reach(dir)
		b.children, b.opaque = nil, true
	}
	for _, name := range c.hidden {
		m.hide(name)
	}
	for _, name := range c.order {
		m.root.reach(path.Dir(name)).put(path.Base(name), c.nodes[name])
	}
}

func (m *merger) hide(name string) {
	if name == "." {
		return
	}
	if !m.opts.Marks {
		if parent := m.root.find(path.Dir(name)); parent != nil {
			delete(parent.children, path.Base(name))
		}
		return
	}
	*m.root.reach(path.Dir(name)).child(path.Base(name)) = branch{whiteout: true}
}

// branch is what is at one path of the tree that is being merged.
type branch struct {
	node     *Merged // nil for a directory that is only implied, and a whiteout
	whiteout bool    // nothing is here, and what is below all layers is hidden
	opaque   bool    // a directory, which hides what is below all layers
	children map[string]*branch
}

// find returns what is at a path, nil for nothing.
func (b *branch) find(name string) *branch {
	if name == "." {
		return b
	}
	for part := range strings.SplitSeq(name, "/") {
		if b = b.children[part]; b == nil {
			return nil
		}
	}
	return b
}

// reach returns the directory at a path, made as needed: what is in the way
// goes, as in an overlay whose upper layer has a directory there.
func (b *branch) reach(name string) *branch {
	if name == "." {
		return b
	}
	for part := range strings.SplitSeq(name, "/") {
		b = b.child(part)
		if b.node != nil && b.node.Kind != Dir || b.whiteout {
			*b = branch{opaque: true}
		}
	}
	return b
}

func (b *branch) child(name string) *branch {
	if b.children == nil {
		b.children = map[string]*branch{}
	}
	next := b.children[name]
	if next == nil {
		next = &branch{}
		b.children[name] = next
	}
	return next
}

// put makes n what is at name of a directory. A directory keeps what is in one
// that is there.
func (b *branch) put(name string, n *Merged) {
	at := b.child(name)
	if n.Kind != Dir {
		*at = branch{node: n}
		return
	}
	replaced := at.whiteout || at.node != nil && at.node.Kind != Dir
	if replaced {
		*at = branch{opaque: true}
	}
	at.node = n
}

// walk calls fn for all that is below b, with the node that names of one file
// share, nil for a mark or an implied directory.
func (b *branch) walk(at string, marks bool, fn func(e Merged, node *Merged)) {
	if marks && b.opaque {
		fn(Merged{Entry: Entry{Path: at, Kind: Opaque}}, nil)
	}
	for name, c := range b.children {
		e := Merged{Entry: Entry{Kind: Dir, Mode: 0o755, ModTime: time.Unix(0, 0)}}
		switch {
		case c.whiteout:
			e.Kind = Whiteout
		case c.node != nil:
			e = *c.node
		}
		e.Path = path.Join(at, name)
		// What a layer implies it leaves to those below.
		if c.node != nil || c.whiteout || !marks {
			fn(e, c.node)
		}
		c.walk(e.Path, marks, fn)
	}
}
