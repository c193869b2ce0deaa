// Package requirement reads what a project says that it needs: requirements
// (PEP 508), sets of version specifiers (PEP 440) and markers.
//
// It knows their grammar and says where a text departs from it. It does not
// evaluate markers, choose versions or know any index.
package requirement

import (
	"fmt"
	"regexp"
	"strings"

	"dbx/rules/wheel/whl"
)

// Requirement is one requirement in its parts.
type Requirement struct {
	Name       string
	Extras     []string
	Specifiers string // ">=1,<2"; empty if any version will do
	URL        string // where to take it from instead of an index
	Marker     string // when it is needed; empty: always
}

var (
	identifier = regexp.MustCompile(`^(?i:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)`)
	extraName  = regexp.MustCompile(`^(?i:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)$`)
)

// Parse reads a requirement.
func Parse(s string) (Requirement, error) {
	var r Requirement
	fail := func(format string, args ...any) (Requirement, error) {
		return Requirement{}, fmt.Errorf("requirement %q: %s", s, fmt.Sprintf(format, args...))
	}
	rest := strings.Trim(s, " \t")
	r.Name = identifier.FindString(rest)
	if r.Name == "" {
		return fail("want the name of a project first")
	}
	rest = strings.TrimLeft(rest[len(r.Name):], " \t")
	if strings.HasPrefix(rest, "[") {
		var err error
		if r.Extras, rest, err = extras(rest); err != nil {
			return fail("%v", err)
		}
	}
	if url, ok := strings.CutPrefix(rest, "@"); ok {
		r.URL, r.Marker = splitURL(strings.TrimLeft(url, " \t"))
		if r.URL == "" {
			return fail("want a URL behind @")
		}
	} else {
		var hasMarker bool
		r.Specifiers, r.Marker, hasMarker = strings.Cut(rest, ";")
		if r.Specifiers = strings.Trim(r.Specifiers, " \t"); strings.HasPrefix(r.Specifiers, "(") && strings.HasSuffix(r.Specifiers, ")") {
			r.Specifiers = strings.Trim(r.Specifiers[1:len(r.Specifiers)-1], " \t")
		}
		if err := CheckSpecifiers(r.Specifiers); err != nil {
			return fail("%v", err)
		}
		if r.Marker = strings.Trim(r.Marker, " \t"); hasMarker && r.Marker == "" {
			return fail("want a marker behind ;")
		}
	}
	if r.Marker != "" {
		if err := CheckMarker(r.Marker); err != nil {
			return fail("%v", err)
		}
	}
	return r, nil
}

// splitURL splits a URL from a marker, which stands off by a space before the
// semicolon, as URLs may hold semicolons.
func splitURL(s string) (url, marker string) {
	i := strings.IndexAny(s, " \t")
	if i < 0 {
		return s, ""
	}
	url, rest := s[:i], strings.TrimLeft(s[i:], " \t")
	if marker, ok := strings.CutPrefix(rest, ";"); ok {
		return url, strings.Trim(marker, " \t")
	}
	return "", ""
}

func extras(s string) (names []string, rest string, err error) {
	inner, rest, ok := strings.Cut(s[1:], "]")
	if !ok {
		return nil, "", fmt.Errorf("the extras have no closing bracket")
	}
	rest = strings.TrimLeft(rest, " \t")
	if strings.Trim(inner, " \t") == "" {
		return nil, rest, nil
	}
	for name := range strings.SplitSeq(inner, ",") {
		name = strings.Trim(name, " \t")
		if !extraName.MatchString(name) {
			return nil, "", fmt.Errorf("%q is no name of an extra", name)
		}
		names = append(names, name)
	}
	return names, rest, nil
}

// IsName reports whether s may be the name of a project or an extra.
func IsName(s string) bool { return extraName.MatchString(s) }

var specifier = regexp.MustCompile(`^(~=|===|==|!=|<=|>=|<|>)\s*(\S+)$`)

// CheckSpecifiers returns why s is no set of version specifiers (PEP 440,
// "Version specifiers"), nil if it is one. An empty set is one.
func CheckSpecifiers(s string) error {
	if strings.Trim(s, " \t") == "" {
		return nil
	}
	for one := range strings.SplitSeq(s, ",") {
		if one = strings.Trim(one, " \t"); one == "" {
			continue // a comma at the end, as pip takes it
		}
		m := specifier.FindStringSubmatch(one)
		if m == nil {
			return fmt.Errorf("%q is no version specifier; want an operator and a version, as >=1.2", one)
		}
		if err := checkSpecifier(m[1], m[2]); err != nil {
			return err
		}
	}
	return nil
}

func checkSpecifier(operator, version string) error {
	if operator == "===" {
		return nil
	}
	stem, prefix := strings.CutSuffix(version, ".*")
	if prefix && operator != "==" && operator != "!=" {
		return fmt.Errorf("%s%s: .* goes with == and != alone", operator, version)
	}
	normal, err := whl.NormaliseVersion(stem)
	if err != nil || strings.TrimSpace(stem) != stem {
		return fmt.Errorf("%q in %s%s is no version", version, operator, version)
	}
	if _, local, has := strings.Cut(normal, "+"); has && (prefix || operator != "==" && operator != "!=") {
		return fmt.Errorf("%s%s: a local version (+%s) can only be compared by == and !=", operator, version, local)
	}
	if prefix && strings.Contains(normal, ".dev") {
		return fmt.Errorf("%s%s: .* stands behind a release, not a development release", operator, version)
	}
	_, release, hasEpoch := strings.Cut(normal, "!")
	if !hasEpoch {
		release = normal
	}
	if operator == "~=" && !twoParts.MatchString(release) {
		return fmt.Errorf("~=%s: want two numbers at least, as ~=1.4", version)
	}
	return nil
}

var twoParts = regexp.MustCompile(`^[0-9]+\.[0-9]`)
