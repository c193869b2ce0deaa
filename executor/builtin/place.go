package builtin

import (
	"context"
	"fmt"
	"io/fs"
	"strings"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/executor"
)

// layersDir is where a function finds the layers of a root file system.
const layersDir = "layers"

// readTree is what a tree of the store is, as a file system.
type readTree interface {
	fs.ReadLinkFS
	fs.StatFS
}

// inputTree is the file system that a function gets. It remembers what the
// function places in its output trees.
type inputTree struct {
	readTree
	root   digest.Digest
	trees  []string // the output trees
	placed map[string]merkle.Node
}

var _ Placer = (*inputTree)(nil)

func newInputTree(tree fs.FS, outputs []executor.OutputSpec) *inputTree {
	readable, ok := tree.(readTree)
	if !ok {
		panic("BUG: a tree of the store does not implement fs.ReadLinkFS and fs.StatFS")
	}
	t := &inputTree{readTree: readable, placed: map[string]merkle.Node{}}
	for _, spec := range outputs {
		if spec.Kind == executor.OutputTree {
			t.trees = append(t.trees, spec.Path)
		}
	}
	return t
}

// Place implements [Placer].
func (t *inputTree) Place(from, to string) error {
	info, err := t.Stat(from)
	if err != nil {
		return err
	}
	node, ok := info.Sys().(merkle.Node)
	if !ok || node.Kind != merkle.File && node.Kind != merkle.Executable {
		return fmt.Errorf("place %s: is not a file", from)
	}
	for _, tree := range t.trees {
		if strings.HasPrefix(to, tree+"/") {
			t.placed[to] = node
			return nil
		}
	}
	return fmt.Errorf("place %s: %s lies in no output tree", from, to)
}

// addPlaced returns the tree with what was placed below its path.
func (t *inputTree) addPlaced(ctx context.Context, store cas.Store, tree string, root digest.Digest) (digest.Digest, error) {
	b := merkle.NewBuilder()
	if err := b.Tree(".", root); err != nil {
		return digest.Digest{}, err
	}
	for to, node := range t.placed {
		rel, below := strings.CutPrefix(to, tree+"/")
		if !below {
			continue
		}
		if err := b.Add(rel, node); err != nil {
			return digest.Digest{}, err
		}
	}
	return b.Root(ctx, store)
}
