package label

import (
	"fmt"
	"path"
	"strings"
)

type breadth uint8

const (
	one     breadth = iota // one label
	inPkg                  // all of a package
	subtree                // all of a package and of those below it
)

// Pattern selects labels: one ("//pkg", "//pkg:name"), those of a package
// ("//pkg:all"), or those of a package and everything below it ("//pkg/...",
// "//..."). A leading dash makes it negative. It is comparable.
type Pattern struct {
	pkg, name string
	breadth   breadth
	negative  bool
}

// ParsePattern reads a pattern as typed in the folder of package from. Absolute
// patterns do not depend on from; ":name", ":all", "...", "sub/...", "sub:name"
// "sub" and "." are relative to it, also with "./" in front.
func ParsePattern(from, s string) (Pattern, error) {
	body, negative := strings.CutPrefix(s, "-")
	if body == "" {
		return Pattern{}, fmt.Errorf("pattern %q is empty: write //... for everything", s)
	}
	p := Pattern{negative: negative}
	rest, absolute := strings.CutPrefix(body, "//")
	if !absolute {
		if strings.HasPrefix(body, "/") {
			return Pattern{}, fmt.Errorf("pattern %q begins with one slash: write /%s", s, body)
		}
		rest = below(from, strings.TrimPrefix(body, "./"))
	}
	if err := p.read(rest); err != nil {
		return Pattern{}, fmt.Errorf("pattern %q: %w", s, err)
	}
	return p, nil
}

// below prefixes the relative text rest with a package path.
func below(from, rest string) string {
	switch {
	case rest == ".":
		return from
	case from == "" || rest == "" || rest[0] == ':':
		return from + rest
	}
	return from + "/" + rest
}

func (p *Pattern) read(s string) error {
	if s == "..." || strings.HasSuffix(s, "/...") {
		p.breadth = subtree
		p.pkg = strings.TrimSuffix(strings.TrimSuffix(s, "..."), "/")
		return CheckPackage(p.pkg)
	}
	var ok bool
	p.pkg, p.name, ok = strings.Cut(s, ":")
	if strings.Contains(p.pkg, "...") {
		return fmt.Errorf("... must come last, after a slash and without a name")
	}
	if err := CheckPackage(p.pkg); err != nil {
		return err
	}
	switch {
	case p.name == All:
		p.breadth, p.name = inPkg, ""
		return nil
	case ok:
		return CheckName(p.name)
	case p.pkg == "":
		return fmt.Errorf("the top package has no name of its own: write //:name, //:all or //...")
	}
	p.name = path.Base(p.pkg)
	return CheckName(p.name)
}

// Match reports whether l is among the labels that p speaks of; the sign of p
// plays no part.
func (p Pattern) Match(l Label) bool {
	switch p.breadth {
	case subtree:
		return p.pkg == "" || l.pkg == p.pkg || strings.HasPrefix(l.pkg, p.pkg+"/")
	case inPkg:
		return l.pkg == p.pkg
	}
	return l.pkg == p.pkg && l.name == p.name
}

// Negative reports whether p takes labels away.
func (p Pattern) Negative() bool { return p.negative }

// Package returns the package that p speaks of, and whether also of all below.
func (p Pattern) Package() (pkg string, below bool) { return p.pkg, p.breadth == subtree }

// Label returns the one label that p names, if it names one.
func (p Pattern) Label() (Label, bool) {
	if p.breadth != one {
		return Label{}, false
	}
	return Label{p.pkg, p.name}, true
}

// String returns the canonical absolute text of p.
func (p Pattern) String() string {
	sign := ""
	if p.negative {
		sign = "-"
	}
	switch {
	case p.breadth == inPkg:
		return sign + "//" + p.pkg + ":" + All
	case p.breadth == subtree && p.pkg == "":
		return sign + "//..."
	case p.breadth == subtree:
		return sign + "//" + p.pkg + "/..."
	}
	return sign + Label{p.pkg, p.name}.String()
}
