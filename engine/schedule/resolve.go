package schedule

import (
	"context"
	"fmt"

	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/engine/graph"
	"dbx/executor"
)

// source is an input of a spawn that is still to be read from the workspace.
type source struct {
	index int // in Spawn.Inputs; -1 for the emulator
	path  string
}

// resolve makes the spawn of an action whose producers are all done. What
// comes from the workspace is left to resolveSources, which may do I/O.
func (r *run) resolve(id graph.ActionID) (executor.Spawn, []source) {
	a := r.graph.Action(id)
	s := executor.Spawn{
		Command: a.Command,
		Inputs:  make([]executor.Input, len(a.Inputs)),
		Rootfs:  executor.Rootfs{Arch: a.Rootfs.Arch, Layers: make([]digest.SHA256, len(a.Rootfs.Layers))},
		Info:    executor.Info{Label: a.Owner.String(), Mnemonic: a.Mnemonic, URLs: a.URLs, NoCache: a.NoCache},
	}
	var pending []source
	for i, in := range a.Inputs {
		s.Inputs[i] = executor.Input{Path: in.Path, Mode: in.Mode}
		if artifact := r.graph.Artifact(in.Artifact); artifact.IsSource() {
			pending = append(pending, source{i, artifact.Path})
			continue
		}
		out := r.output(in.Artifact)
		s.Inputs[i].Kind, s.Inputs[i].Digest = out.Kind, out.Digest
	}
	for i, layer := range a.Rootfs.Layers {
		s.Rootfs.Layers[i] = r.output(layer).DiffID
	}
	if at := a.Rootfs.Emulator; at != nil {
		if artifact := r.graph.Artifact(*at); artifact.IsSource() {
			pending = append(pending, source{-1, artifact.Path})
		} else {
			s.Rootfs.Emulator = r.output(*at).Digest
		}
	}
	return s, pending
}

func (r *run) output(id graph.ArtifactID) executor.Output {
	out, ok := r.report.Output(id)
	if !ok {
		panic(fmt.Sprintf("BUG: artifact %d is used before it is made", id))
	}
	return out
}

func (r *run) resolveSources(ctx context.Context, s *executor.Spawn, pending []source) error {
	for _, p := range pending {
		kind, d, err := r.Sources.Resolve(ctx, p.path)
		if err != nil {
			return fmt.Errorf("source %s: %w", p.path, err)
		}
		if kind == merkle.Dir {
			return fmt.Errorf("source %s: is a directory; name its files with glob", p.path)
		}
		if p.index < 0 {
			s.Rootfs.Emulator = d
			continue
		}
		s.Inputs[p.index].Kind, s.Inputs[p.index].Digest = kind, d
	}
	return nil
}
