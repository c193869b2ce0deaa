package stage

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"dbx/cache/merkle"
	"dbx/executor"
)

// inputGroup is all read-only inputs below one name of the working directory.
// They are mounted together, as one tree: mounts cost more than links.
type inputGroup struct {
	name   string
	inputs []executor.Input // with paths relative to name; "" is name itself
}

// group splits the inputs of a spawn into groups, in order of their names, and
// scratch inputs.
func group(s executor.Spawn) (groups []inputGroup, scratch []executor.Input, err error) {
	writable := map[string]string{}
	for _, out := range s.Outputs {
		first, _, _ := strings.Cut(out.Path, "/")
		if out.Kind != executor.OutputLayer {
			writable[first] = out.Path
		}
	}
	index := map[string]int{}
	for _, in := range s.Inputs {
		first, rest, _ := strings.Cut(in.Path, "/")
		if in.Mode == executor.Scratch {
			scratch = append(scratch, in)
			writable[first] = in.Path
			continue
		}
		i, known := index[first]
		if !known {
			i = len(groups)
			index[first] = i
			groups = append(groups, inputGroup{name: first})
		}
		in.Path = rest
		groups[i].inputs = append(groups[i].inputs, in)
	}
	for _, g := range groups {
		if other, taken := writable[g.name]; taken {
			return nil, nil, fmt.Errorf("read-only inputs in %s are in the way of %s", g.name, other)
		}
	}
	return groups, scratch, nil
}

// mountPoint prepares one group and the place where it will be mounted.
func (a *Area) mountPoint(ctx context.Context, g inputGroup) error {
	at := filepath.Join(a.WorkDir(), g.name)
	bind := Bind{Target: executor.WorkDir + "/" + g.name, ReadOnly: true}
	var err error
	if only := g.inputs[0]; only.Path == "" && only.Kind != merkle.Dir {
		bind.Source = filepath.Join(a.dir, "input-"+g.name)
		err = a.stager.store.Link(ctx, only.Digest, only.Kind == merkle.Executable, bind.Source)
		if err == nil {
			err = os.WriteFile(at, nil, 0o644)
		}
	} else {
		bind.Source, err = a.tree(ctx, g)
		if err == nil {
			err = makeDir(at)
		}
	}
	if err != nil {
		return err
	}
	a.binds = append(a.binds, bind)
	return nil
}

// tree returns a directory with all inputs of the group.
func (a *Area) tree(ctx context.Context, g inputGroup) (string, error) {
	if only := g.inputs[0]; only.Path == "" && len(g.inputs) == 1 {
		return a.stager.farm.Tree(ctx, only.Digest)
	}
	b := merkle.NewBuilder()
	for _, in := range g.inputs {
		if in.Path == "" {
			return "", fmt.Errorf("is an input itself and holds others")
		}
		if err := b.Add(in.Path, merkle.Node{Kind: in.Kind, Digest: in.Digest}); err != nil {
			return "", err
		}
	}
	root, err := b.Root(ctx, a.stager.store)
	if err != nil {
		return "", err
	}
	return a.stager.farm.Tree(ctx, root)
}
