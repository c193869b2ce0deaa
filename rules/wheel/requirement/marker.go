package requirement

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// token matches one token of a marker: a parenthesis, an operator, a quoted
// text or a word.
var token = regexp.MustCompile(`^(?:[()]|~=|===?|!=|<=|>=|<|>|'[^']*'|"[^"]*"|[A-Za-z_][A-Za-z0-9_.]*)`)

// maxDepth bounds the parentheses of a marker.
const maxDepth = 100

// CheckMarker returns why s is no marker (PEP 508, "Environment Markers"), nil
// if it is one.
func CheckMarker(s string) error {
	p := markerParser{}
	for rest := strings.TrimLeft(s, " \t"); rest != ""; rest = strings.TrimLeft(rest, " \t") {
		t := token.FindString(rest)
		if t == "" {
			return fmt.Errorf("the marker %q cannot be read from %q on", s, rest)
		}
		p.tokens = append(p.tokens, t)
		rest = rest[len(t):]
	}
	if err := p.or(0); err != nil {
		return fmt.Errorf("the marker %q: %w", s, err)
	}
	if len(p.tokens) > 0 {
		return fmt.Errorf("the marker %q: %q is left over", s, strings.Join(p.tokens, " "))
	}
	return nil
}

type markerParser struct{ tokens []string }

func (p *markerParser) next() string {
	if len(p.tokens) == 0 {
		return ""
	}
	t := p.tokens[0]
	p.tokens = p.tokens[1:]
	return t
}

func (p *markerParser) take(word string) bool {
	if len(p.tokens) > 0 && p.tokens[0] == word {
		p.tokens = p.tokens[1:]
		return true
	}
	return false
}

func (p *markerParser) or(depth int) error {
	for {
		if err := p.and(depth); err != nil || !p.take("or") {
			return err
		}
	}
}

func (p *markerParser) and(depth int) error {
	for {
		if err := p.term(depth); err != nil || !p.take("and") {
			return err
		}
	}
}

func (p *markerParser) term(depth int) error {
	if !p.take("(") {
		return p.comparison()
	}
	if depth == maxDepth {
		return fmt.Errorf("more than %d parentheses", maxDepth)
	}
	if err := p.or(depth + 1); err != nil {
		return err
	}
	if !p.take(")") {
		return fmt.Errorf("a closing parenthesis is missing")
	}
	return nil
}

func (p *markerParser) comparison() error {
	left, operator := p.next(), p.next()
	if operator == "not" {
		if !p.take("in") {
			return fmt.Errorf("want \"in\" behind \"not\"")
		}
		operator = "in"
	}
	right := p.next()
	if !slices.Contains([]string{"~=", "==", "===", "!=", "<=", ">=", "<", ">", "in"}, operator) {
		return fmt.Errorf("want a comparison, as python_version >= \"3.8\", have %q", strings.TrimSpace(left+" "+operator+" "+right))
	}
	for _, side := range [...]string{left, right} {
		if side == "" || !isQuoted(side) && !isVariable(side) {
			return fmt.Errorf("%q is neither a marker's variable nor a quoted text", side)
		}
	}
	return nil
}

func isQuoted(s string) bool { return s[0] == '\'' || s[0] == '"' }

// isVariable knows the variables, with the older names that installers take.
func isVariable(s string) bool {
	switch s {
	case "python_version", "python_full_version", "os_name", "sys_platform", "platform_release", "platform_system",
		"platform_version", "platform_machine", "platform_python_implementation", "implementation_name",
		"implementation_version", "extra",
		"os.name", "sys.platform", "platform.version", "platform.machine", "platform.python_implementation", "python_implementation":
		return true
	}
	return false
}
