package layer

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"time"
)

// Tar is an uncompressed layer that can be read anywhere.
type Tar interface {
	io.ReadSeeker
	io.ReaderAt
}

// Merged is an entry of the tree that layers make together.
type Merged struct {
	Entry
	Layer  int   // the layer that it comes from, from 0 for the bottom one
	Offset int64 // where in that layer's tar its header ends
}

// MergeOptions say what of the layers is kept.
type MergeOptions struct {
	// Marks keeps whiteouts and opaque markers, for what lies below the bottom
	// layer. Without it the layers are all that there is.
	Marks bool
}

// Merge returns the entries of the tree that the layers make together, the
// bottom one first, without unpacking them; sorted by their names in a tar, as
// [Writer] wants them. Whiteouts and opaque directories have done their work;
// names of one file are hard links to the first of them. Owners, modes and
// times are those of the layers. A directory that a layer only implies is as
// the layers below have it, else 0755 from 1970. Devices, sockets and extended
// attributes other than capabilities are left out.
//
// The layers are taken for hostile, as [Unpack] takes them. Entries read their
// content from the layers, which must stay open until then.
func Merge(ctx context.Context, layers []Tar, opts MergeOptions) ([]Merged, error) {
	m := merger{opts: opts, root: &branch{}}
	for i, l := range layers {
		if err := m.layer(ctx, i, l); err != nil {
			return nil, fmt.Errorf("layer %d: %w", i, err)
		}
	}
	return m.entries(), nil
}

// Flatten writes the one canonical layer that stands for all given ones. Times
// after the epoch become the epoch.
func Flatten(ctx context.Context, w io.Writer, layers []Tar, opts MergeOptions, epoch time.Time) (Info, error) {
	merged, err := Merge(ctx, layers, opts)
	if err != nil {
		return Info{}, err
	}
	lw := NewWriter(w, epoch)
	for _, e := range merged {
		if err := ctx.Err(); err != nil {
			return Info{}, err
		}
		if err := lw.Add(e.Entry); err != nil {
			return Info{}, err
		}
	}
	return lw.Close()
}

// merger applies one layer after the other to a tree.
type merger struct {
	opts MergeOptions
	root *branch
	size size // of all files of all layers
}

// entries lists the tree.
func (m *merger) entries() []Merged {
	type named struct {
		Merged
		node *Merged
	}
	var all []named
	m.root.walk(".", m.opts.Marks, func(e Merged, node *Merged) { all = append(all, named{e, node}) })
	slices.SortFunc(all, func(a, b named) int { return cmp.Compare(a.tarName(), b.tarName()) })
	first := map[*Merged]string{}
	out := make([]Merged, len(all))
	for i, e := range all {
		out[i] = e.Merged
		if e.Kind != File {
			continue
		}
		if to, again := first[e.node]; again {
			out[i].Kind, out[i].Link = HardLink, to
		} else {
			first[e.node] = e.Path
		}
	}
	return out
}
