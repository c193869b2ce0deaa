package egginfo

import (
	"regexp"
	"slices"
	"strings"
)

// requirements are what a requires.txt says, as METADATA does.
type requirements struct {
	extras []string // in file order, each once
	dist   []string // with markers (PEP 508), in file order, each once
}

// parseRequires reads a requires.txt: requirements one a line, those for an
// extra or under a condition below a line [extra], [:marker] or
// [extra:marker].
func parseRequires(text string) (requirements, error) {
	var r requirements
	var extra, marker string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section, ok := strings.CutSuffix(line[1:], "]")
			if !ok {
				return r, failf("requires.txt: the line %q has no closing bracket", line)
			}
			extra, marker, _ = strings.Cut(section, ":")
			extra, marker = safeExtra(strings.TrimSpace(extra)), strings.TrimSpace(marker)
			if extra != "" && !slices.Contains(r.extras, extra) {
				r.extras = append(r.extras, extra)
			}
		default:
			if full := conditional(line, extra, marker); !slices.Contains(r.dist, full) {
				r.dist = append(r.dist, full)
			}
		}
	}
	return r, nil
}

// unsafeExtra is what names of extras cannot hold.
var unsafeExtra = regexp.MustCompile(`[^A-Za-z0-9.-]+`)

// safeExtra returns an extra's name as setuptools writes it into METADATA.
func safeExtra(name string) string {
	return strings.ToLower(unsafeExtra.ReplaceAllString(name, "_"))
}

// conditional returns a requirement that holds under its own marker, marker
// and extra together, each of which may be missing.
func conditional(requirement, extra, marker string) string {
	// A URL may hold semicolons; the marker behind one stands off by a space.
	separator, join := ";", "; "
	if strings.Contains(requirement, "@") {
		separator, join = " ;", " ; "
	}
	requirement, own, _ := strings.Cut(requirement, separator)
	var conditions []string
	for _, m := range []string{own, marker} {
		if m = strings.TrimSpace(m); m != "" {
			conditions = append(conditions, m)
		}
	}
	if extra != "" {
		conditions = append(conditions, `extra == "`+extra+`"`)
	}
	for i, m := range conditions {
		if len(conditions) > 1 && strings.Contains(m, " or ") {
			conditions[i] = "(" + m + ")"
		}
	}
	requirement = strings.TrimSpace(requirement)
	if len(conditions) == 0 {
		return requirement
	}
	return requirement + join + strings.Join(conditions, " and ")
}
