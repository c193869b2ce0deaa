package builtin

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"

	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/executor"
)

// inputs returns the input root: all inputs at their paths, and the layers of
// the root file system.
func (e *Executor) inputs(ctx context.Context, s executor.Spawn) (*inputTree, error) {
	b := merkle.NewBuilder()
	for _, in := range s.Inputs {
		if err := b.Add(in.Path, merkle.Node{Kind: in.Kind, Digest: in.Digest}); err != nil {
			return nil, err
		}
	}
	for i, diffID := range s.Rootfs.Layers {
		d, err := e.store.BySHA256(diffID)
		if err != nil {
			return nil, fmt.Errorf("layer %w", err)
		}
		if err := b.File(fmt.Sprintf("%s/%04d-%s.tar", layersDir, i, diffID), d, false); err != nil {
			return nil, err
		}
	}
	root, err := b.Root(ctx, e.store)
	if err != nil {
		return nil, err
	}
	tree := newInputTree(merkle.FS(e.store, root), s.Outputs)
	tree.root = root
	return tree, nil
}

func makeFolders(out *os.Root, specs []executor.OutputSpec) error {
	for _, spec := range specs {
		if err := out.MkdirAll(path.Dir(spec.Path), 0o755); err != nil {
			return err
		}
	}
	return nil
}

// capture moves the outputs into the store. What the function did not make as
// declared is a problem; an error is the machine's.
func (e *Executor) capture(ctx context.Context, out *os.Root, specs []executor.OutputSpec, in *inputTree) ([]executor.Output, string, error) {
	var outputs []executor.Output
	var problems []string
	for _, spec := range specs {
		info, err := out.Lstat(spec.Path)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
			problems = append(problems, fmt.Sprintf("output %s was not made", spec.Path))
			continue
		}
		if err != nil {
			return nil, "", err
		}
		if isTree := spec.Kind == executor.OutputTree; isTree != info.IsDir() || !isTree && !info.Mode().IsRegular() {
			problems = append(problems, fmt.Sprintf("output %s is %s, not %s", spec.Path, kindOf(info), kindName(isTree)))
			continue
		}
		o, err := e.take(ctx, filepath.Join(out.Name(), spec.Path), info, spec, in)
		var refusal *merkle.Refusal
		if errors.As(err, &refusal) {
			problems = append(problems, fmt.Sprintf("output %s holds %s, which is %s", spec.Path, refusal.Path, refusal.What))
			continue
		}
		if err != nil {
			return nil, "", fmt.Errorf("capture output %s: %w", spec.Path, err)
		}
		outputs = append(outputs, o)
	}
	if len(problems) > 0 {
		return nil, strings.Join(problems, "; "), nil
	}
	return outputs, "", nil
}

// take moves one output, which is of the right kind, into the store.
func (e *Executor) take(ctx context.Context, file string, info fs.FileInfo, spec executor.OutputSpec, in *inputTree) (executor.Output, error) {
	o := executor.Output{Path: spec.Path}
	var err error
	switch spec.Kind {
	case executor.OutputTree:
		o.Kind = merkle.Dir
		if o.Digest, err = merkle.Ingest(ctx, e.store, file, merkle.IngestOptions{Adopt: true}); err != nil {
			return o, err
		}
		o.Digest, err = in.addPlaced(ctx, e.store, spec.Path, o.Digest)
		return o, err
	case executor.OutputLayer:
		if o.DiffID, err = hashFile(file); err != nil {
			return o, err
		}
		if o.Digest, err = e.store.Adopt(ctx, file); err != nil {
			return o, err
		}
		return o, e.store.Alias(o.DiffID, o.Digest)
	}
	if info.Mode()&0o100 != 0 {
		o.Kind = merkle.Executable
	}
	o.Digest, err = e.store.Adopt(ctx, file)
	return o, err
}

func hashFile(name string) (digest.SHA256, error) {
	f, err := os.Open(name)
	if err != nil {
		return digest.SHA256{}, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return digest.SHA256{}, err
	}
	return digest.SHA256(h.Sum(nil)), nil
}

func kindName(tree bool) string {
	if tree {
		return "a directory"
	}
	return "a regular file"
}

func kindOf(info fs.FileInfo) string {
	switch {
	case info.IsDir(), info.Mode().IsRegular():
		return kindName(info.IsDir())
	case info.Mode()&fs.ModeSymlink != 0:
		return "a symbolic link"
	}
	return "a special file"
}
