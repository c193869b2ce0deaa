// Package label names targets.
//
// A Label is a package path and a name; a Pattern selects labels. Both are
// small comparable values, validated when they are made. The package knows
// only text: not which packages or targets exist, nor what a matrix or a group
// is, nor anything of files.
package label

import (
	"cmp"
	"fmt"
	"path"
	"strings"
)

// All is the name that stands for every target of a package in a pattern; no
// target may bear it.
const All = "all"

// Label is the absolute name of a target, "//pkg:name". It is comparable and
// may serve as a map key. The zero Label names nothing.
type Label struct {
	pkg, name string
}

// New returns the label of the target name in package pkg, a slash-separated
// path without leading or trailing slash; "" is the package at the top.
func New(pkg, name string) (Label, error) {
	if err := CheckPackage(pkg); err != nil {
		return Label{}, err
	}
	if err := CheckName(name); err != nil {
		return Label{}, err
	}
	return Label{pkg, name}, nil
}

// Parse reads an absolute label: "//pkg:name", or "//pkg", which is short for
// the target named as the package's last element.
func Parse(s string) (Label, error) {
	rest, ok := strings.CutPrefix(s, "//")
	if !ok {
		return Label{}, fmt.Errorf("label %q is not absolute: it must begin with //", s)
	}
	pkg, name, ok := strings.Cut(rest, ":")
	if !ok {
		if pkg == "" {
			return Label{}, fmt.Errorf("label %q has no name: write //:name", s)
		}
		name = path.Base(pkg)
	}
	return made(s, pkg, name)
}

// ParseFrom reads a label as written in package pkg: absolute, ":name" for a
// target of pkg itself, or "sub:name" for one of a package below it.
func ParseFrom(pkg, s string) (Label, error) {
	if strings.HasPrefix(s, "//") {
		return Parse(s)
	}
	sub, name, ok := strings.Cut(s, ":")
	switch {
	case s == "":
		return Label{}, fmt.Errorf("label is empty: write :name or //package:name")
	case !ok:
		return Label{}, fmt.Errorf("label %q has no colon: write :%s for a target of this package, //%s for another package", s, path.Base(s), strings.TrimLeft(s, "/."))
	case sub == "":
		return made(s, pkg, name)
	case pkg == "":
		return made(s, sub, name)
	}
	if err := CheckPackage(sub); err != nil {
		return Label{}, fmt.Errorf("label %q: %w", s, err)
	}
	return made(s, pkg+"/"+sub, name)
}

func made(s, pkg, name string) (Label, error) {
	l, err := New(pkg, name)
	if err != nil {
		return Label{}, fmt.Errorf("label %q: %w", s, err)
	}
	return l, nil
}

// Package returns the slash-separated package path, without leading slashes.
func (l Label) Package() string { return l.pkg }

// Name returns the target's name inside its package.
func (l Label) Name() string { return l.name }

// IsZero reports whether l names nothing.
func (l Label) IsZero() bool { return l == Label{} }

// String returns the canonical text, "//pkg:name", or "" for the zero Label.
func (l Label) String() string {
	if l.IsZero() {
		return ""
	}
	return "//" + l.pkg + ":" + l.name
}

// Short returns the shortest absolute text that [Parse] reads as l.
func (l Label) Short() string {
	if l.pkg != "" && path.Base(l.pkg) == l.name {
		return "//" + l.pkg
	}
	return l.String()
}

// Compare orders labels by package, then name.
func (l Label) Compare(m Label) int {
	return cmp.Or(strings.Compare(l.pkg, m.pkg), strings.Compare(l.name, m.name))
}

// MarshalText implements [encoding.TextMarshaler]; the zero Label is empty.
func (l Label) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (l *Label) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*l = Label{}
		return nil
	}
	parsed, err := Parse(string(b))
	*l = parsed
	return err
}
