package control

import (
	"fmt"
	"strings"
)

// Op is the comparison in a version constraint.
type Op uint8

// The comparisons of Policy 7.1, and their absence.
const (
	Any Op = iota
	Earlier
	EarlierEqual
	Exactly
	LaterEqual
	Later
)

// String returns the operator as it is written, or "" for Any.
func (o Op) String() string {
	return [...]string{Any: "", Earlier: "<<", EarlierEqual: "<=", Exactly: "=", LaterEqual: ">=", Later: ">>"}[o]
}

// Allows reports whether version have meets the constraint "o want".
func (o Op) Allows(have, want string) bool {
	if o == Any {
		return true
	}
	c := Compare(have, want)
	switch o {
	case Earlier:
		return c < 0
	case EarlierEqual:
		return c <= 0
	case Exactly:
		return c == 0
	case LaterEqual:
		return c >= 0
	}
	return c > 0
}

// Relation names a package that is wanted, provided or refused.
type Relation struct {
	Name      string
	Qualifier string // what follows the colon: "any", "native", an architecture, or ""
	Op        Op
	Version   string
	Arches    []string   // of "[…]": architectures, each with "!" in front if negated
	Profiles  [][]string // of "<…> <…>": any group whose terms all hold
}

// String returns the relation as it would be written in a field.
func (r Relation) String() string {
	var b strings.Builder
	b.WriteString(r.Name)
	if r.Qualifier != "" {
		b.WriteString(":" + r.Qualifier)
	}
	if r.Op != Any {
		b.WriteString(" (" + r.Op.String() + " " + r.Version + ")")
	}
	if len(r.Arches) > 0 {
		b.WriteString(" [" + strings.Join(r.Arches, " ") + "]")
	}
	for _, group := range r.Profiles {
		b.WriteString(" <" + strings.Join(group, " ") + ">")
	}
	return b.String()
}

// Alternatives are relations of which one is enough, the preferred one first.
type Alternatives []Relation

// String returns the alternatives as they would be written in a field.
func (a Alternatives) String() string {
	parts := make([]string, len(a))
	for i, r := range a {
		parts[i] = r.String()
	}
	return strings.Join(parts, " | ")
}

// ParseRelations reads a relationship field such as Depends. Empty elements,
// as a stray comma makes them, are dropped.
func ParseRelations(s string) ([]Alternatives, error) {
	var all []Alternatives
	for _, element := range strings.Split(s, ",") {
		if strings.TrimSpace(element) == "" {
			continue
		}
		group := make(Alternatives, 0, 1+strings.Count(element, "|"))
		for _, text := range strings.Split(element, "|") {
			r, err := parseRelation(text)
			if err != nil {
				return nil, fmt.Errorf("relation %q: %w", clip(strings.TrimSpace(text)), err)
			}
			group = append(group, r)
		}
		all = append(all, group)
	}
	return all, nil
}

func parseRelation(s string) (Relation, error) {
	var r Relation
	s = strings.TrimSpace(s)
	end := strings.IndexAny(s, " \t\r\n([<")
	if end < 0 {
		end = len(s)
	}
	var qualified bool
	r.Name, r.Qualifier, qualified = strings.Cut(s[:end], ":")
	if !validName(r.Name) {
		return r, fmt.Errorf("%q is no package name", r.Name)
	}
	if qualified && !validName(r.Qualifier) {
		return r, fmt.Errorf("%q is no architecture", r.Qualifier)
	}
	for s = strings.TrimSpace(s[end:]); s != ""; s = strings.TrimSpace(s) {
		var err error
		if s, err = r.parseSuffix(s); err != nil {
			return r, err
		}
	}
	return r, nil
}

// parseSuffix reads one bracketed part behind the name.
func (r *Relation) parseSuffix(s string) (rest string, err error) {
	closing := map[byte]byte{'(': ')', '[': ']', '<': '>'}[s[0]]
	if closing == 0 {
		return "", fmt.Errorf("unexpected %q behind the name", clip(s))
	}
	// Operators contain angle brackets, so the end is searched by kind.
	end := strings.IndexByte(s, closing)
	if end < 0 {
		return "", fmt.Errorf("%q is not closed", s[:1])
	}
	inner, rest := s[1:end], s[end+1:]
	switch s[0] {
	case '(':
		if r.Op != Any {
			return "", fmt.Errorf("two version constraints")
		}
		return rest, r.parseConstraint(strings.TrimSpace(inner))
	case '[':
		words := strings.Fields(inner)
		if len(words) == 0 || len(r.Arches) > 0 {
			return "", fmt.Errorf("want one list of architectures in square brackets")
		}
		r.Arches = words
	default:
		words := strings.Fields(inner)
		if len(words) == 0 {
			return "", fmt.Errorf("no build profile in angle brackets")
		}
		r.Profiles = append(r.Profiles, words)
	}
	return rest, nil
}

func (r *Relation) parseConstraint(s string) error {
	n := 0
	for n < len(s) && strings.IndexByte("<>=", s[n]) >= 0 {
		n++
	}
	switch s[:n] {
	case "<<":
		r.Op = Earlier
	case "<=", "<": // the single form is obsolete and means "or equal"
		r.Op = EarlierEqual
	case "=":
		r.Op = Exactly
	case ">=", ">":
		r.Op = LaterEqual
	case ">>":
		r.Op = Later
	default:
		return fmt.Errorf("no comparison in (%s)", clip(s))
	}
	r.Version = strings.TrimSpace(s[n:])
	if r.Version == "" || strings.ContainsAny(r.Version, " \t\r\n(") {
		return fmt.Errorf("no version in (%s)", clip(s))
	}
	return nil
}

func validName(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isDigit(c) && !isAlpha(c) && strings.IndexByte("+-._", c) < 0 {
			return false
		}
	}
	return s != ""
}
