package load

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/label"
)

// follow resolves the references of the requested targets, reads the packages
// that they lead to, and goes on from there until nothing new is reached.
func (l *loader) follow(ctx context.Context) error {
	reached := map[label.Label]bool{}
	var frontier []*Target
	reach := func(t *Target) {
		if !reached[t.Label] {
			reached[t.Label] = true
			frontier = append(frontier, t)
		}
	}
	for _, lb := range l.ws.Requested {
		reach(l.ws.targets[lb])
	}
	for len(frontier) > 0 {
		wave := frontier
		frontier = nil
		if err := l.readReferred(ctx, wave); err != nil {
			return err
		}
		for _, t := range wave {
			l.resolve(t)
			l.ws.reached = append(l.ws.reached, t)
			for _, d := range t.Deps {
				reach(l.ws.targets[d])
			}
		}
	}
	return nil
}

// readReferred reads the packages that targets refer to.
func (l *loader) readReferred(ctx context.Context, targets []*Target) error {
	var names []string
	for _, t := range targets {
		for _, v := range t.values() {
			for _, r := range v.refs {
				if !r.member {
					names = append(names, r.label.Package())
					continue
				}
				name, below := r.pattern.Package()
				if !below {
					names = append(names, name)
					continue
				}
				inside, err := l.walk(name)
				if err != nil {
					return err
				}
				names = append(names, inside...)
			}
		}
	}
	return l.readPackages(ctx, names)
}

// values returns the attributes of t and its nested blocks, in a fixed order.
func (t *Target) values() []Value {
	var all []Value
	t.rewrite(t.kind.shape, func(v Value) Value {
		all = append(all, v)
		return v
	})
	return all
}

// rewrite replaces every attribute by what change makes of it.
func (t *Target) rewrite(s *shape, change func(Value) Value) { t.Body.rewrite(s, change) }

func (b *Body) rewrite(s *shape, change func(Value) Value) {
	for _, a := range s.order {
		if a.Refs == Plain {
			continue
		}
		if v, ok := b.Attrs[a.Name]; ok {
			b.Attrs[a.Name] = change(v)
		}
	}
	for i := range b.Blocks {
		b.Blocks[i].Body.rewrite(s.blocks[b.Blocks[i].Kind].shape, change)
	}
}

// resolve turns the references of t into the labels of targets.
func (l *loader) resolve(t *Target) {
	t.rewrite(t.kind.shape, func(v Value) Value {
		if len(v.refs) == 0 {
			return v
		}
		if v.refs[0].member {
			return l.resolveMembers(t, v)
		}
		return l.resolveLabels(t, v)
	})
	l.addToolchain(t)
	slices.SortStableFunc(t.edges, func(a, b edge) int { return a.to.Compare(b.to) })
	t.edges = slices.CompactFunc(t.edges, func(a, b edge) bool { return a.to == b.to })
	for _, e := range t.edges {
		t.Deps = append(t.Deps, e.to)
	}
}

func (l *loader) resolveLabels(t *Target, v Value) Value {
	resolved := make(map[label.Label]label.Label, len(v.refs))
	changed := false
	for _, r := range v.refs {
		to, ok := l.resolveRef(t, r)
		if !ok {
			t.broken = true
			continue
		}
		t.edges = append(t.edges, edge{to, r.rng})
		resolved[r.label] = to
		changed = changed || to != r.label
	}
	if !changed {
		return v
	}
	v.Value, _ = cty.Transform(v.Value, func(_ cty.Path, e cty.Value) (cty.Value, error) {
		if e.Type() == cty.String && !e.IsNull() && strings.HasPrefix(e.AsString(), "//") {
			if from, err := label.Parse(e.AsString()); err == nil && !resolved[from].IsZero() {
				return cty.StringVal(resolved[from].String()), nil
			}
		}
		return e, nil
	})
	return v
}

// resolveRef finds the one target that a reference means.
func (l *loader) resolveRef(t *Target, r ref) (label.Label, bool) {
	if l.ws.targets[r.label] != nil {
		return r.label, true
	}
	g := l.ws.groups[r.label]
	if g == nil {
		if _, why := l.find(r.label); why != "" {
			summary := "No such target"
			if l.packages[r.label.Package()].why != "" {
				summary = "No such package"
			}
			l.diags = append(l.diags, problem(r.rng, summary, "%s is not there: %s", r.label.Short(), ended(why)))
		}
		return label.Label{}, false
	}
	want := l.wantedAxes(t, g, r.exec)
	var fit []*Target
	for _, m := range g.members {
		if agrees(m, want) {
			fit = append(fit, m)
		}
	}
	if len(fit) == 1 {
		return fit[0].Label, true
	}
	l.diags = append(l.diags, problem(r.rng, "Unresolved reference", "%s", unresolved(t, g, want, fit)))
	return label.Label{}, false
}

// wantedAxes returns the values that a member of g must have to be meant by t:
// of the axes that the group's name leaves open, those that t has too.
func (l *loader) wantedAxes(t *Target, g *group, exec bool) []Axis {
	var want []Axis
	for _, name := range g.axes {
		v := t.axisFor(name)
		if exec && name == PlatformAxis {
			v = l.opts.ExecPlatform
		}
		if v != "" {
			want = append(want, Axis{name, v})
		}
	}
	return want
}

// agrees reports whether a member has the wanted values; one for any platform
// fits every platform.
func agrees(m *Target, want []Axis) bool {
	for _, a := range want {
		v := m.Axis(a.Name)
		if v != a.Value && !(isAxisKind(a.Name) && v == AnyPlatform) {
			return false
		}
	}
	return true
}

func unresolved(t *Target, g *group, want []Axis, fit []*Target) string {
	which := "is looked for without a platform"
	if len(want) > 0 {
		which = "is looked for with " + axesText(want)
	} else if len(t.Axes) == 0 {
		which = "has several members, and " + t.Label.String() + " has no matrix to choose by"
	}
	count, list := "none of its members fits", g.members
	if len(fit) > 0 {
		count, list = fmt.Sprintf("%d of its members fit", len(fit)), fit
	}
	names := make([]string, 0, 8)
	for i, m := range list {
		if i == 8 {
			names = append(names, fmt.Sprintf("and %d more", len(list)-i))
			break
		}
		names = append(names, m.Label.String())
	}
	return fmt.Sprintf("The group %s %s: %s: %s. Name one of them.", g.label.Short(), which, count, strings.Join(names, ", "))
}

func axesText(axes []Axis) string {
	parts := make([]string, len(axes))
	for i, a := range axes {
		parts[i] = a.Name + " = " + a.Value
	}
	return strings.Join(parts, ", ")
}

// resolveMembers replaces the patterns of a group's list by the targets that
// they select.
func (l *loader) resolveMembers(t *Target, v Value) Value {
	var all []string
	var at []place
	seen := map[label.Label]bool{t.Label: true}
	for _, r := range v.refs {
		for _, m := range l.selected(t, r) {
			if !seen[m.Label] {
				seen[m.Label] = true
				t.edges = append(t.edges, edge{m.Label, r.rng})
				all = append(all, m.Label.String())
				at = append(at, place{Range: r.rng})
			}
		}
	}
	v.Value, v.parts = stringList(all), parts{list: at}
	return v
}

func (l *loader) selected(t *Target, r ref) []*Target {
	if one, ok := r.pattern.Label(); ok {
		found, why := l.find(one)
		if why != "" {
			l.diags = append(l.diags, problem(r.rng, "No such target", "%s is not there: %s", one.Short(), ended(why)))
		}
		if len(found) == 1 && found[0] == t {
			l.diags = append(l.diags, problem(r.rng, "Dependency cycle", "%s is its own member.", t.Label))
		}
		return found
	}
	found := map[label.Label]*Target{}
	before := len(l.diags)
	l.choose(r.pattern, found)
	for _, d := range l.diags[before:] {
		d.Subject = r.rng.Ptr()
	}
	return byLabel(found)
}

// addToolchain makes a target depend on the blocks of its platform and Python.
func (l *loader) addToolchain(t *Target) {
	if !t.kind.Toolchain || l.axes == nil || l.axes.vague {
		return
	}
	platform := t.Axis(PlatformAxis)
	if platform == "" || platform == AnyPlatform {
		platform = l.opts.ExecPlatform
	}
	for _, name := range []string{platform, t.Axis(PythonAxis)} {
		if name == "" || name == AnyPlatform {
			continue
		}
		lb, err := label.New(l.ws.Platforms, name)
		if err == nil && l.ws.targets[lb] != nil {
			t.edges = append(t.edges, edge{lb, t.Range})
			continue
		}
		l.diags = append(l.diags, complaint("Unknown platform", "Actions run on the platform %s, which //%s does not declare.", name, l.ws.Platforms))
	}
}
