package analysistest

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/executor"
)

type printer struct {
	out   io.Writer
	graph *graph.Graph
}

func (p printer) linef(format string, args ...any) { fmt.Fprintf(p.out, format+"\n", args...) }

// actions prints the actions of some targets, in the graph's order.
func (p printer) actions(owners []label.Label) {
	for id := range graph.ActionID(p.graph.Len()) {
		if a := p.graph.Action(id); slices.Contains(owners, a.Owner) {
			p.action(a)
		}
	}
}

func (p printer) action(a *graph.Action) {
	p.linef("%s %s", a.Mnemonic, a.Owner)
	p.linef("  args   %s", arguments(a.Args))
	if a.Dir != "" {
		p.linef("  dir    %s", a.Dir)
	}
	for _, e := range a.Env {
		p.linef("  env    %s=%s", e.Name, e.Value)
	}
	for _, i := range a.Inputs {
		mode := ""
		if i.Mode == executor.Scratch {
			mode = ", to be written to"
		}
		p.linef("  input  %s: %s%s", i.Path, p.artifact(i.Artifact), mode)
	}
	for _, layer := range a.Rootfs.Layers {
		p.linef("  layer  %s, %s", p.artifact(layer), a.Rootfs.Arch)
	}
	if a.Rootfs.Emulator != nil {
		p.linef("  by     %s", p.artifact(*a.Rootfs.Emulator))
	}
	for _, o := range a.Outputs {
		pin := ""
		if !o.SHA256.IsZero() {
			pin = ", sha256 " + o.SHA256.String()
		}
		p.linef("  output %s %s%s", kind(o.Kind), o.Path, pin)
	}
	for _, url := range a.URLs {
		p.linef("  url    %s", url)
	}
	if rest := settings(a); len(rest) > 0 {
		p.linef("  with   %s", strings.Join(rest, ", "))
	}
	p.linef("")
}

// settings returns what a command has and most have not.
func settings(a *graph.Action) []string {
	var found []string
	add := func(set bool, format string, value any) {
		if set {
			found = append(found, fmt.Sprintf(format, value))
		}
	}
	add(a.CPUs != 0, "cpus %d", a.CPUs)
	add(a.Memory != 0, "memory %d", a.Memory)
	add(a.Timeout != 0, "timeout %v", a.Timeout)
	add(a.Epoch != 0, "epoch %d", a.Epoch)
	add(a.User != executor.Root, "user %v", a.User)
	if a.Network {
		found = append(found, "network")
	}
	if a.NoCache {
		found = append(found, "no cache")
	}
	return found
}

// arguments puts those in quotes that need them, and leaves scripts out, which
// are tested where they run.
func arguments(args []string) string {
	shown := slices.Clone(args)
	for i, arg := range shown {
		if strings.Contains(arg, "\n") {
			shown[i] = "(script)"
		} else if arg == "" || strings.ContainsAny(arg, " \"'") {
			shown[i] = strconv.Quote(arg)
		}
	}
	return strings.Join(shown, " ")
}

func kind(k executor.OutputKind) string {
	switch k {
	case executor.OutputTree:
		return "tree"
	case executor.OutputLayer:
		return "layer"
	}
	return "file"
}

// artifact names an artifact by the target that makes it; by which of its
// actions is that target's rule's business.
func (p printer) artifact(id graph.ArtifactID) string {
	a := p.graph.Artifact(id)
	if a.IsSource() {
		return a.Path
	}
	return fmt.Sprintf("%s of %s", a.Path, p.graph.Action(a.Producer).Owner)
}

func (p printer) provided(l label.Label, provider analysis.Provider, describe func(analysis.Provider) string) {
	for _, f := range provider.Files() {
		p.linef("%s: %s is %s", l, f.Path, p.artifact(f.Artifact))
	}
	if describe == nil {
		return
	}
	if text := describe(provider); text != "" {
		p.linef("%s: %s", l, text)
	}
}
