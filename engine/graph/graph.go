// Package graph holds what to run, not what has run.
//
// A [Graph] is the frozen result of analysis: actions over artifacts, in an
// order in which every action follows what it needs. It knows nothing of
// digests, caches, progress or results; those live beside it, in tables
// indexed by the same small numbers.
package graph

import (
	"fmt"
	"slices"

	"dbx/engine/label"
	"dbx/executor"
)

// ActionID numbers the actions of one graph from 0, producers before
// consumers.
type ActionID int32

// ArtifactID numbers the artifacts of one graph from 0.
type ArtifactID int32

// NoAction is the producer of a source file.
const NoAction ActionID = -1

// Artifact is a file or tree: an output of its producer, or, without one, a
// source file of the workspace. For a source, Path is relative to the
// workspace's root; for an output, to the work directory of its producer.
type Artifact struct {
	Path     string
	Producer ActionID
	Kind     executor.OutputKind // of an output
}

// IsSource reports whether the artifact is a file of the workspace.
func (a Artifact) IsSource() bool { return a.Producer == NoAction }

// Input places an artifact in the work directory of an action.
type Input struct {
	Path     string
	Artifact ArtifactID
	Mode     executor.Mode
}

// Rootfs names the layers that an action sees, bottom first.
type Rootfs struct {
	Arch     string
	Layers   []ArtifactID
	Emulator *ArtifactID // see [executor.Rootfs]; nil for none
}

// Action is a declared command over artifacts. It is immutable once declared.
type Action struct {
	executor.Command
	Owner    label.Label
	Mnemonic string
	Inputs   []Input
	Rootfs   Rootfs
	URLs     []string // of a fetch
	NoCache  bool     // its result is never recorded or looked up
}

// Name tells the action from others of its target: the path of its first
// output, or, without one, what it does.
func (a *Action) Name() string {
	if len(a.Outputs) == 0 {
		return a.Mnemonic
	}
	return a.Outputs[0].Path
}

// Graph is a frozen set of actions. It is safe for concurrent use.
type Graph struct {
	actions   []Action
	artifacts []Artifact
	outputs   []ArtifactID // of all actions, in order
	firstOut  []int32      // actions+1 offsets into outputs
	edges     *Adjacency   // producer → consumer
}

// Len returns the number of actions.
func (g *Graph) Len() int { return len(g.actions) }

// Action returns an action; the caller must not change what it points to.
func (g *Graph) Action(id ActionID) *Action { return &g.actions[id] }

// Artifact returns an artifact.
func (g *Graph) Artifact(id ArtifactID) Artifact { return g.artifacts[id] }

// Artifacts returns how many artifacts there are.
func (g *Graph) Artifacts() int { return len(g.artifacts) }

// Outputs returns the artifacts that an action produces, in the order of its
// declared outputs.
func (g *Graph) Outputs(id ActionID) []ArtifactID {
	return g.outputs[g.firstOut[id]:g.firstOut[id+1]]
}

// Edges returns the action graph, from producer to consumer.
func (g *Graph) Edges() *Adjacency { return g.edges }

// Needs calls yield for each artifact that an action reads: its inputs, then
// the layers of its root file system and its emulator.
func (g *Graph) Needs(id ActionID, yield func(ArtifactID)) {
	a := &g.actions[id]
	for _, in := range a.Inputs {
		yield(in.Artifact)
	}
	for _, layer := range a.Rootfs.Layers {
		yield(layer)
	}
	if a.Rootfs.Emulator != nil {
		yield(*a.Rootfs.Emulator)
	}
}

// Builder collects actions. Since an action can only name artifacts that
// exist already, what it builds has no cycles. It is not safe for concurrent
// use.
type Builder struct {
	graph   Graph
	sources map[string]ArtifactID
	outputs map[output]ActionID
}

type output struct {
	owner label.Label
	path  string
}

// NewBuilder returns an empty Builder.
func NewBuilder() *Builder {
	return &Builder{
		graph:   Graph{firstOut: []int32{0}},
		sources: map[string]ArtifactID{},
		outputs: map[output]ActionID{},
	}
}

// Source returns the artifact of a workspace file; the same path always gives
// the same artifact.
func (b *Builder) Source(path string) ArtifactID {
	if id, ok := b.sources[path]; ok {
		return id
	}
	id := b.artifact(Artifact{Path: path, Producer: NoAction})
	b.sources[path] = id
	return id
}

// Declare adds an action and returns its outputs' artifacts, in the order of
// a.Outputs after sorting. Inputs, environment and outputs are sorted here. It
// fails when a path is unclean or taken twice, or when two actions of one
// target produce the same path.
func (b *Builder) Declare(a Action) ([]ArtifactID, error) {
	a.Command = a.Command.Canonical()
	a.Inputs = slices.Clone(a.Inputs)
	slices.SortFunc(a.Inputs, func(x, y Input) int { return executor.ComparePaths(x.Path, y.Path) })
	if err := b.check(a); err != nil {
		return nil, fmt.Errorf("%s: %s: %w", a.Owner, a.Mnemonic, err)
	}
	id := ActionID(len(b.graph.actions))
	b.graph.actions = append(b.graph.actions, a)
	first := len(b.graph.outputs)
	for _, out := range a.Outputs {
		b.outputs[output{a.Owner, out.Path}] = id
		b.graph.outputs = append(b.graph.outputs, b.artifact(Artifact{Path: out.Path, Producer: id, Kind: out.Kind}))
	}
	b.graph.firstOut = append(b.graph.firstOut, int32(len(b.graph.outputs)))
	return slices.Clone(b.graph.outputs[first:]), nil
}

func (b *Builder) check(a Action) error {
	placed := make([]executor.Placement, len(a.Inputs))
	for i, in := range a.Inputs {
		if int(in.Artifact) >= len(b.graph.artifacts) || in.Artifact < 0 {
			panic(fmt.Sprintf("BUG: input %s of %s names artifact %d, which does not exist", in.Path, a.Owner, in.Artifact))
		}
		placed[i] = executor.Placement{Path: in.Path, Mode: in.Mode}
	}
	if err := a.Command.Check(placed); err != nil {
		return err
	}
	for _, out := range a.Outputs {
		if other, taken := b.outputs[output{a.Owner, out.Path}]; taken {
			return fmt.Errorf("output %s is also produced by %s of the same target", out.Path, b.graph.actions[other].Mnemonic)
		}
	}
	return nil
}

func (b *Builder) artifact(a Artifact) ArtifactID {
	b.graph.artifacts = append(b.graph.artifacts, a)
	return ArtifactID(len(b.graph.artifacts) - 1)
}

// Artifact returns an artifact declared so far.
func (b *Builder) Artifact(id ArtifactID) Artifact { return b.graph.artifacts[id] }

// Producer returns the action, declared so far, that makes an artifact; false
// for a source file.
func (b *Builder) Producer(id ArtifactID) (Action, bool) {
	at := b.graph.artifacts[id].Producer
	if at == NoAction {
		return Action{}, false
	}
	return b.graph.actions[at], true
}

// Freeze returns the graph; the Builder must not be used afterwards.
func (b *Builder) Freeze() *Graph {
	g := &b.graph
	edges := make([]Edge, 0, len(g.artifacts))
	for id := range g.actions {
		g.Needs(ActionID(id), func(artifact ArtifactID) {
			if from := g.artifacts[artifact].Producer; from != NoAction {
				edges = append(edges, Edge{From: int32(from), To: int32(id)})
			}
		})
	}
	g.edges = NewAdjacency(len(g.actions), edges)
	b.sources, b.outputs = nil, nil
	return g
}
