package load

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"dbx/engine/label"
)

// override is one --set: a value of an attribute for all targets that a pattern
// selects.
type override struct {
	source  string // "--set TARGETS.attr", the name of its text in diagnostics
	pkg     string
	below   bool
	name    string // with * and ?
	attr    string
	keys    []string // the way into a map
	appends bool
	text    string
}

// setUse is what became of an override in a package.
type setUse struct {
	matched, applied bool
	kinds            []string // of targets that matched and have no such attribute
}

// readSets parses the overrides as seen from where the user stands.
func (l *loader) readSets() {
	attrs := map[string]bool{}
	for _, k := range l.kinds {
		for name := range k.shape.attrs {
			attrs[name] = true
		}
	}
	for _, s := range l.opts.Set {
		o, err := parseOverride(l.here(), s, attrs)
		if err != nil {
			l.diags = append(l.diags, complaint("Bad --set", "--set %s: %s.", s, err))
			continue
		}
		for n := 2; l.ws.Files[o.source] != nil; n++ {
			o.source = fmt.Sprintf("%s (%d)", strings.TrimSuffix(o.source, fmt.Sprintf(" (%d)", n-1)), n)
		}
		l.ws.Files[o.source] = &hcl.File{Bytes: []byte(o.text)}
		l.sets = append(l.sets, o)
	}
}

// parseOverride reads "TARGETS.attr.key=value". Names of targets may have dots
// too; the attribute is the first part after a dot, behind the colon if there is
// one, that some kind of target has.
func parseOverride(here, s string, attrs map[string]bool) (*override, error) {
	left, text, ok := strings.Cut(s, "=")
	if !ok {
		return nil, errors.New("want TARGETS.attribute=value")
	}
	o := &override{source: "--set " + left, text: text}
	left, o.appends = strings.CutSuffix(left, "+")
	cut := attrAt(left, strings.Index(left, ":")+1, attrs)
	if cut < 0 {
		cut = attrAt(left, 0, attrs)
	}
	if cut < 0 {
		cut = lastDot(left)
	}
	if cut < 0 {
		return nil, errors.New("want TARGETS.attribute=value, as //wheels/...:*.env.CFLAGS=-O3")
	}
	parts := strings.Split(left[cut+1:], ".")
	o.attr, o.keys = parts[0], parts[1:]
	if o.attr == "" || slices.Contains(o.keys, "") {
		return nil, errors.New("a part between two dots is empty")
	}
	return o, o.selects(here, left[:cut])
}

// attrAt finds the first dot from an offset on that an attribute follows.
func attrAt(s string, from int, attrs map[string]bool) int {
	for i := from; i < len(s); i++ {
		if s[i] != '.' {
			continue
		}
		word, _, _ := strings.Cut(s[i+1:], ".")
		if attrs[word] {
			return i
		}
	}
	return -1
}

// lastDot finds where an attribute may begin that no kind has.
func lastDot(s string) int {
	i := strings.LastIndexByte(s, '.')
	if i <= 0 || strings.ContainsAny(s[i:], "/:") || strings.HasSuffix(s, "...") {
		return -1
	}
	return i
}

// selects reads the pattern of targets.
func (o *override) selects(here, s string) error {
	if s == "*" {
		o.below, o.name = true, "*"
		return nil
	}
	before, name, named := strings.Cut(s, ":")
	if !named && !strings.HasSuffix(s, "...") {
		if strings.ContainsAny(s, "*?[") {
			return fmt.Errorf("names with * stand behind a colon, as //...:%s", strings.TrimPrefix(s, "//"))
		}
		p, err := label.ParsePattern(here, s)
		if err != nil {
			return err
		}
		one, _ := p.Label()
		o.pkg, o.name = one.Package(), one.Name()
		return nil
	}
	if !strings.HasSuffix(before, "...") {
		before += ":" + label.All
	}
	p, err := label.ParsePattern(here, before)
	if err == nil && p.Negative() {
		err = errors.New("a pattern here is not negative")
	}
	if err != nil {
		return err
	}
	o.pkg, o.below = p.Package()
	if o.name = name; name == label.All || !named {
		o.name = "*"
	}
	if _, err := path.Match(o.name, ""); err != nil || o.name == "" {
		return fmt.Errorf("the name %q is not well formed", name)
	}
	return nil
}

// matches reports whether an override is for a target, by its own name or that
// of a group of its matrix.
func (o *override) matches(t *Target) bool {
	pkg := t.Label.Package()
	if pkg != o.pkg && !(o.below && (o.pkg == "" || strings.HasPrefix(pkg, o.pkg+"/"))) {
		return false
	}
	for n := range len(t.Axes) + 1 {
		if ok, _ := path.Match(o.name, memberName(pkg, t.Block, t.Axes[:n])); ok {
			return true
		}
	}
	return false
}

// override applies what --set says of a target.
func (p *pkg) override(l *loader, t *Target) {
	for i, o := range l.sets {
		if t.Label.IsZero() || !o.matches(t) {
			continue
		}
		use := &p.sets[i]
		use.matched = true
		a := t.kind.shape.attrs[o.attr]
		if a == nil {
			use.kinds = append(use.kinds, t.Kind)
			continue
		}
		use.applied = true
		d := &decoder{pkg: p.path, files: p.files, scope: p.scope}
		v, err := o.value(d, a)
		p.diags = append(p.diags, d.diags...)
		if err != nil {
			p.diags = append(p.diags, problem(o.at(), "Bad --set", "%s", sentence(err)))
			continue
		}
		if below, ok := t.Attrs[o.attr]; ok && (o.appends || len(o.keys) > 0) {
			v = o.over(a, below, v)
		}
		t.Attrs[o.attr] = v
	}
}

func (o *override) at() hcl.Range {
	return hcl.Range{Filename: o.source, Start: hcl.InitialPos, End: hcl.Pos{Line: 1, Column: len(o.text) + 1, Byte: len(o.text)}}
}

// unusedSets complains about overrides that changed nothing.
func (l *loader) unusedSets() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for i, o := range l.sets {
		var all setUse
		for _, p := range l.packages {
			if len(p.sets) == 0 {
				continue
			}
			all.matched = all.matched || p.sets[i].matched
			all.applied = all.applied || p.sets[i].applied
			all.kinds = append(all.kinds, p.sets[i].kinds...)
		}
		switch {
		case !all.matched:
			diags = append(diags, complaint("Unknown target", "%s: no target that was read is meant. Packages that the command does not need are not read.", o.source))
		case !all.applied:
			diags = append(diags, complaint("Unknown attribute", "%s: %s", o.source, l.lacking(o.attr, all.kinds)))
		}
	}
	return diags
}

// lacking says why no target of these kinds takes a value for an attribute.
func (l *loader) lacking(attr string, kinds []string) string {
	switch attr {
	case "matrix", "for_each", "inherits", "abstract":
		return attr + " decides which targets there are; change it in the file."
	}
	known := map[string]bool{}
	slices.Sort(kinds)
	kinds = slices.Compact(kinds)
	for _, kind := range kinds {
		shape := l.kinds[kind].shape
		if shape.blocks[attr] != nil {
			return attr + " is a block, and only attributes of the target itself can be set."
		}
		for name := range shape.attrs {
			known[name] = true
		}
	}
	return fmt.Sprintf("No target that is meant has this attribute; their kind is %s.%s", strings.Join(kinds, ", "), didYouMean(attr, slices.Sorted(maps.Keys(known))))
}

// literal parses an expression that names nothing.
func (o *override) literal() (hcl.Expression, hcl.Diagnostics) {
	expr, diags := hclsyntax.ParseExpression([]byte(o.text), o.source, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, firstError(diags)
	}
	return expr, nil
}
