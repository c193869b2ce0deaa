package load

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"dbx/engine/label"
)

// request reads the packages that the patterns name, and finds the targets that
// they and the filters select.
func (l *loader) request(ctx context.Context) error {
	patterns := l.parsePatterns()
	for _, p := range patterns {
		if err := l.readPattern(ctx, p); err != nil {
			return err
		}
	}
	wanted := map[label.Label]*Target{}
	for _, p := range patterns {
		if !p.Negative() {
			l.choose(p, wanted)
		}
	}
	for _, p := range patterns {
		if p.Negative() {
			maps.DeleteFunc(wanted, func(_ label.Label, t *Target) bool { return t.matches(p) })
		}
	}
	l.filterPlatforms(wanted)
	l.ws.Requested = slices.SortedFunc(maps.Keys(wanted), label.Label.Compare)
	return nil
}

func (l *loader) parsePatterns() []label.Pattern {
	from := l.here()
	var patterns []label.Pattern
	positive := false
	for _, s := range l.opts.Patterns {
		p, err := label.ParsePattern(from, l.inPackages(s))
		if err != nil {
			l.diags = append(l.diags, complaint("Bad pattern", "%s", sentence(err)))
			positive = true
			continue
		}
		positive = positive || !p.Negative()
		patterns = append(patterns, p)
	}
	if len(patterns) > 0 && !positive {
		l.diags = append(l.diags, complaint("Bad pattern", "Only negative patterns: say also what to take them from, as in //... %s.", l.opts.Patterns[0]))
	}
	return patterns
}

// here returns the package path of the folder that the user stands in; outside
// of the packages' folder it is the top.
func (l *loader) here() string {
	dir, err := filepath.Abs(l.opts.Dir)
	if err != nil {
		return ""
	}
	base := filepath.Join(l.ws.Dir, filepath.FromSlash(l.ws.Packages))
	rel, err := filepath.Rel(base, dir)
	if err != nil || rel == "." || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return ""
	}
	return filepath.ToSlash(rel)
}

// inPackages takes the folder of the packages off a relative pattern that begins
// with it, as the shell completes it for someone who stands in the root.
func (l *loader) inPackages(s string) string {
	dir, err := filepath.Abs(l.opts.Dir)
	if err != nil || dir != l.ws.Dir || l.ws.Packages == "." {
		return s
	}
	body, negative := strings.CutPrefix(s, "-")
	rest, ok := strings.CutPrefix(strings.TrimPrefix(body, "./"), l.ws.Packages+"/")
	if !ok {
		return s
	}
	if rest = strings.TrimSuffix(rest, "/"); negative {
		return "-" + rest
	}
	return rest
}

// readPattern reads the packages that a pattern speaks of.
func (l *loader) readPattern(ctx context.Context, p label.Pattern) error {
	name, below := p.Package()
	if !below {
		return l.readPackages(ctx, []string{name})
	}
	if p.Negative() {
		return nil
	}
	names, err := l.walk(name)
	if err != nil {
		return err
	}
	return l.readPackages(ctx, names)
}

// choose adds the targets that a pattern selects.
func (l *loader) choose(p label.Pattern, wanted map[label.Label]*Target) {
	if one, ok := p.Label(); ok {
		found, why := l.find(one)
		if why != "" {
			l.diags = append(l.diags, complaint("No such target", "%s: %s", p, ended(why)))
		}
		for _, t := range found {
			wanted[t.Label] = t
		}
		return
	}
	name, below := p.Package()
	any := false
	for _, read := range l.packages {
		if !p.Match(labelIn(read.path)) || read.why != "" {
			continue
		}
		any = true
		for _, t := range read.targets {
			wanted[t.Label] = t
		}
	}
	switch {
	case any:
	case below:
		l.diags = append(l.diags, complaint("No such package", "%s: there is no %s in or below //%s.", p, RootFile, name))
	default:
		l.diags = append(l.diags, complaint("No such package", "%s: %s", p, ended(l.packages[name].why)))
	}
}

// labelIn makes a label to ask a pattern about a package.
func labelIn(pkg string) label.Label {
	l, err := label.New(pkg, "x")
	if err != nil {
		panic("BUG: read a package with a bad name: " + err.Error())
	}
	return l
}

// find returns the targets that a label stands for, all of them if it is a
// group's; else why there are none. Without either, the reason was told before.
func (l *loader) find(lb label.Label) (found []*Target, why string) {
	if t := l.ws.targets[lb]; t != nil {
		return []*Target{t}, ""
	}
	if g := l.ws.groups[lb]; g != nil {
		return g.members, ""
	}
	p := l.packages[lb.Package()]
	switch {
	case p.why != "":
		return nil, p.why
	case p.vague:
		return nil, ""
	case len(p.declared) == 0:
		return nil, "the package declares no targets"
	}
	if b := p.named[lb.Name()]; b != nil && b.abstract {
		return nil, "the " + b.Type + " " + lb.Name() + " is abstract, there for others to inherit"
	}
	names := slices.Sorted(maps.Keys(p.declared))
	why = "there is no " + lb.Name() + " in //" + lb.Package()
	if near := nearest(lb.Name(), names); near != "" {
		return nil, why + "; did you mean :" + near + "?"
	}
	if len(names) > 8 {
		return nil, why
	}
	return nil, why + "; it has :" + strings.Join(names, ", :")
}

// matches reports whether a pattern selects t, by its own name or a group's.
func (t *Target) matches(p label.Pattern) bool {
	return p.Match(t.Label) || slices.ContainsFunc(t.groups, func(g *group) bool { return p.Match(g.label) })
}

// filterPlatforms drops targets for platforms that were not asked for. What is
// for no platform, or for any, stays.
func (l *loader) filterPlatforms(wanted map[label.Label]*Target) {
	if len(l.opts.Platforms) == 0 {
		return
	}
	if l.axes != nil && !l.axes.vague {
		known := slices.Sorted(maps.Keys(l.axes.values[PlatformAxis]))
		for _, name := range l.opts.Platforms {
			if !slices.Contains(known, name) && name != AnyPlatform {
				l.diags = append(l.diags, complaint("Unknown platform", "--platform %s: there is no such platform in //%s.%s", name, l.ws.Platforms, didYouMean(name, known)))
				return
			}
		}
	}
	before := len(wanted)
	maps.DeleteFunc(wanted, func(_ label.Label, t *Target) bool {
		v := t.axisFor(PlatformAxis)
		return v != "" && v != AnyPlatform && !slices.Contains(l.opts.Platforms, v)
	})
	if before > 0 && len(wanted) == 0 {
		l.diags = append(l.diags, complaint("Nothing left", "--platform %s: nothing of what was asked for is for this platform.", strings.Join(l.opts.Platforms, ",")))
	}
}

// axisFor is [Target.Axis], but a platform block is also its own platform.
func (t *Target) axisFor(name string) string {
	if t.Kind == name && isAxisKind(name) {
		return t.Label.Name()
	}
	return t.Axis(name)
}
