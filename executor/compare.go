package executor

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"dbx/cache/cas"
	"dbx/cache/differ"
	"dbx/cache/digest"
	"dbx/cache/merkle"
)

// mostFiles is how many files of a spawn are looked into.
const mostFiles = 20

// compareOutputs returns where the outputs of two runs of a spawn differ.
func compareOutputs(ctx context.Context, blobs cas.Store, first, second []Output) ([]Finding, error) {
	c := &comparison{blobs: blobs}
	for i, was := range first {
		is := second[i]
		if was.Kind == is.Kind && was.Digest == is.Digest {
			continue
		}
		var err error
		if was.Kind == merkle.Dir && is.Kind == merkle.Dir {
			err = c.trees(ctx, was.Path, was.Digest, is.Digest)
		} else {
			err = c.nodes(ctx, was.Path, merkle.Node{Kind: was.Kind, Digest: was.Digest}, merkle.Node{Kind: is.Kind, Digest: is.Digest})
		}
		if err != nil {
			return nil, err
		}
	}
	if c.left > 0 {
		c.found = append(c.found, Finding{What: fmt.Sprintf("and %d more files", c.left)})
	}
	return c.found, nil
}

// comparison gathers what differs.
type comparison struct {
	blobs cas.Store
	found []Finding
	files int
	left  int // files that are not looked into
}

func (c *comparison) add(at, format string, args ...any) {
	c.found = append(c.found, Finding{Output: at, What: fmt.Sprintf(format, args...)})
}

func (c *comparison) trees(ctx context.Context, at string, was, is digest.Digest) error {
	paths, err := merkle.Compare(ctx, c.blobs, was, is)
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		c.add(at, "folders without files: only one run made them")
	}
	for _, p := range paths {
		old, err := c.lookup(ctx, was, p)
		if err != nil {
			return err
		}
		new, err := c.lookup(ctx, is, p)
		if err != nil {
			return err
		}
		if err := c.nodes(ctx, path.Join(at, p), old, new); err != nil {
			return err
		}
	}
	return nil
}

// lookup returns what is at a path of a tree, which is no root; nothing has no
// kind.
func (c *comparison) lookup(ctx context.Context, root digest.Digest, p string) (merkle.Node, error) {
	n := merkle.Node{Kind: merkle.Dir, Digest: root}
	for name := range strings.SplitSeq(p, "/") {
		if n.Kind != merkle.Dir {
			return merkle.Node{Kind: absent}, nil
		}
		nodes, err := merkle.Load(ctx, c.blobs, n.Digest)
		if err != nil {
			return n, err
		}
		i := slices.IndexFunc(nodes, func(n merkle.Node) bool { return n.Name == name })
		if i < 0 {
			return merkle.Node{Kind: absent}, nil
		}
		n = nodes[i]
	}
	return n, nil
}

// absent is the kind of what is not there.
const absent merkle.Kind = 0xff

func (c *comparison) nodes(ctx context.Context, at string, was, is merkle.Node) error {
	if c.files++; c.files > mostFiles {
		c.left++
		return nil
	}
	switch {
	case was.Kind == absent:
		c.add(at, "only in the second run: %s", kindText(is.Kind))
	case is.Kind == absent:
		c.add(at, "only in the first run: %s", kindText(was.Kind))
	case was.Kind != is.Kind:
		c.add(at, "%s and %s", kindText(was.Kind), kindText(is.Kind))
	case was.Kind == merkle.Symlink:
		c.add(at, "link to %q and to %q", was.Target, is.Target)
	}
	if !plainFile(was) || !plainFile(is) || was.Digest == is.Digest {
		return nil
	}
	return c.content(ctx, at, was.Digest, is.Digest)
}

func plainFile(n merkle.Node) bool { return n.Kind == merkle.File || n.Kind == merkle.Executable }

func kindText(k merkle.Kind) string {
	switch k {
	case merkle.Executable:
		return "an executable file"
	case merkle.Dir:
		return "a folder"
	case merkle.Symlink:
		return "a link"
	}
	return "a file"
}

// content says where the bytes of two files differ.
func (c *comparison) content(ctx context.Context, at string, was, is digest.Digest) error {
	first, err := c.open(ctx, was)
	if err != nil {
		return err
	}
	defer first.Close()
	second, err := c.open(ctx, is)
	if err != nil {
		return err
	}
	defer second.Close()
	differences, err := differ.Explain(first.SectionReader, second.SectionReader)
	for _, d := range differences {
		c.found = append(c.found, Finding{Output: at, Inside: d.Path, What: d.What})
	}
	return err
}

// section is a blob that can be read at an offset.
type section struct {
	*io.SectionReader
	io.Closer
}

func (c *comparison) open(ctx context.Context, d digest.Digest) (section, error) {
	r, err := c.blobs.Open(ctx, d)
	if err != nil {
		return section{}, err
	}
	if at, ok := r.(io.ReaderAt); ok {
		return section{io.NewSectionReader(at, 0, d.Size()), r}, nil
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	return section{io.NewSectionReader(bytes.NewReader(b), 0, int64(len(b))), io.NopCloser(nil)}, err
}
