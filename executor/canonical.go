package executor

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// ComparePaths orders paths bytewise, as inputs and outputs are.
func ComparePaths(a, b string) int { return strings.Compare(a, b) }

// Canonical returns the command with its environment and outputs sorted, in
// slices of its own.
func (c Command) Canonical() Command {
	c.Args = slices.Clone(c.Args)
	c.Env = slices.Clone(c.Env)
	slices.SortFunc(c.Env, func(a, b EnvVar) int { return strings.Compare(a.Name, b.Name) })
	c.Outputs = slices.Clone(c.Outputs)
	slices.SortFunc(c.Outputs, func(a, b OutputSpec) int { return ComparePaths(a.Path, b.Path) })
	return c
}

// WorkingDir returns where the command runs, as an absolute path: Dir itself
// if it is one, else below [WorkDir].
func (c Command) WorkingDir() string {
	if path.IsAbs(c.Dir) {
		return c.Dir
	}
	return path.Join(WorkDir, c.Dir)
}

// Placement is where an input goes.
type Placement struct {
	Path string
	Mode Mode
}

// Check reports the first thing that makes a canonical command, with inputs at
// the given sorted places, impossible to run: an unclean path, a name or path
// taken twice, an output in another, or a read-only input that shares its first
// path component with an output or a scratch input, so that neither could be
// laid out without the other becoming writable.
func (c Command) Check(inputs []Placement) error {
	if len(c.Args) == 0 {
		return fmt.Errorf("no command")
	}
	if len(c.Outputs) == 0 && c.Kind != Exec { // a command may be there only to succeed
		return fmt.Errorf("no outputs")
	}
	for i, v := range c.Env {
		if v.Name == "" || strings.ContainsAny(v.Name, "=\x00") || strings.Contains(v.Value, "\x00") {
			return fmt.Errorf("environment variable %q: not a valid name or value", v.Name)
		}
		if i > 0 && c.Env[i-1].Name == v.Name {
			return fmt.Errorf("environment variable %s is set twice", v.Name)
		}
	}
	if c.Dir != "" && c.Dir != "/" && !cleanPath(strings.TrimPrefix(c.Dir, "/")) {
		return fmt.Errorf("working directory %q: want a clean path", c.Dir)
	}
	return c.checkPaths(inputs)
}

func (c Command) checkPaths(inputs []Placement) error {
	owner := map[string]string{} // first component → what makes it writable
	outputs := map[string]bool{}
	for i, out := range c.Outputs {
		if !cleanPath(out.Path) {
			return fmt.Errorf("output %q: want a clean relative path", out.Path)
		}
		if i > 0 && c.Outputs[i-1].Path == out.Path {
			return fmt.Errorf("output %s is declared twice", out.Path)
		}
		if out.Kind == OutputLayer && c.User != Root {
			return fmt.Errorf("output %s: only root leaves a layer, not %s", out.Path, c.User)
		}
		if out.Kind == OutputLayer {
			continue
		}
		if above, nested := within(outputs, out.Path); nested {
			return fmt.Errorf("output %s lies in output %s: declare only the latter", out.Path, above)
		}
		outputs[out.Path] = true
		owner[firstComponent(out.Path)] = "output " + out.Path
	}
	placed := map[string]bool{}
	for _, in := range inputs {
		if !cleanPath(in.Path) {
			return fmt.Errorf("input %q: want a clean relative path", in.Path)
		}
		if above, taken := within(placed, in.Path); taken {
			return fmt.Errorf("input %s lies at or below input %s", in.Path, above)
		}
		placed[in.Path] = true
		if in.Mode == Scratch {
			owner[firstComponent(in.Path)] = "scratch input " + in.Path
		}
	}
	for _, in := range inputs {
		if writable, taken := owner[firstComponent(in.Path)]; taken && in.Mode == ReadOnly {
			return fmt.Errorf("read-only input %s shares its first folder with %s", in.Path, writable)
		}
	}
	return nil
}

// Placements returns where the spawn's inputs go.
func (s Spawn) Placements() []Placement {
	places := make([]Placement, len(s.Inputs))
	for i, in := range s.Inputs {
		places[i] = Placement{in.Path, in.Mode}
	}
	return places
}

func cleanPath(p string) bool {
	return p != "" && p != "." && p == path.Clean(p) && p[0] != '/' && p != ".." &&
		!strings.HasPrefix(p, "../") && !strings.Contains(p, "\x00")
}

// within returns the path among those given that p is or lies below.
func within(paths map[string]bool, p string) (string, bool) {
	for at := p; at != "."; at = path.Dir(at) {
		if paths[at] {
			return at, true
		}
	}
	return "", false
}

func firstComponent(p string) string {
	first, _, _ := strings.Cut(p, "/")
	return first
}
