package gate

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// rstFaults returns what keeps a description in reStructuredText from being
// shown, as far as it can be told line by line: directives and roles that
// docutils does not know or indexes do not allow, and titles that are longer
// than the line below them. These are most of the faults that descriptions
// have, as they are written for Sphinx.
func rstFaults(text string) []string {
	s := rstScan{roles: rstRoles()}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		line = strings.TrimRight(line, " \t")
		if s.literal(line) {
			continue
		}
		s.explicit(i+1, line)
		s.interpreted(i+1, line)
		if i > 0 && (i == 1 || strings.TrimSpace(lines[i-2]) == "") {
			s.title(i, strings.TrimRight(lines[i-1], " \t"), line)
		}
		s.opens(line)
	}
	return s.faults
}

// rstScan is the state of a scan: whether it is in a block whose lines are not
// looked at, which ends with a line that is indented no more than its start.
type rstScan struct {
	faults []string
	roles  []string
	inside bool
	indent int
}

func (s *rstScan) faultf(line int, format string, args ...any) {
	s.faults = append(s.faults, fmt.Sprintf("line %d: ", line)+fmt.Sprintf(format, args...))
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// literal reports whether a line belongs to the block that is not looked at.
func (s *rstScan) literal(line string) bool {
	s.inside = s.inside && (line == "" || indentOf(line) > s.indent)
	return s.inside
}

var (
	rstDirective = regexp.MustCompile(`^\s*\.\. (?:\|[^|]+\| )?([A-Za-z][\w.+-]*(?::[\w.+-]+)*) ?::(?:\s+(.*))?$`)
	rstRole      = regexp.MustCompile("(?:^|[\\s(\\['\"-]):([A-Za-z][\\w.+-]*(?::[\\w.+-]+)*):`[^`\\s]")
	rstLiteral   = regexp.MustCompile("``.*?``")
)

// opens notes that a block begins which is not looked at: a literal one, a
// comment, or the content of a directive that is not text.
func (s *rstScan) opens(line string) {
	trimmed := strings.TrimSpace(line)
	m := rstDirective.FindStringSubmatch(line)
	switch {
	case m != nil:
		s.inside = !slices.Contains(rstContainers(), strings.ToLower(m[1]))
	case strings.HasPrefix(trimmed, ".. [") || strings.HasPrefix(trimmed, ".. _"):
	case trimmed == ".." || strings.HasPrefix(trimmed, ".. "):
		s.inside = true
	default:
		s.inside = strings.HasSuffix(trimmed, "::")
	}
	s.indent = indentOf(line)
}

// explicit looks at a directive.
func (s *rstScan) explicit(number int, line string) {
	m := rstDirective.FindStringSubmatch(line)
	if m == nil {
		return
	}
	switch name := strings.ToLower(m[1]); {
	case name == "raw", name == "include":
		s.faultf(number, "indexes do not allow the directive %q", m[1])
	case name == "role":
		custom, _, _ := strings.Cut(m[2], "(")
		s.roles = append(s.roles, strings.ToLower(strings.TrimSpace(custom)))
	case !slices.Contains(rstDirectives(), name):
		s.faultf(number, "the directive %q is not known to docutils", m[1])
	}
}

// interpreted looks at the roles in a line of text.
func (s *rstScan) interpreted(number int, line string) {
	for _, m := range rstRole.FindAllStringSubmatch(rstLiteral.ReplaceAllString(line, ""), -1) {
		if !slices.Contains(s.roles, strings.ToLower(m[1])) {
			s.faultf(number, "the role %q is not known to docutils", m[1])
		}
	}
}

// title looks at a line below one that stands alone. An underline of less
// than four characters is taken for text.
func (s *rstScan) title(number int, title, underline string) {
	if title == "" || len(underline) < 4 || unicode.IsSpace(rune(title[0])) ||
		strings.HasPrefix(title, "..") || strings.HasPrefix(title, ">>>") || strings.HasPrefix(title, "|") {
		return
	}
	char := underline[0]
	if char < '!' || char > '~' || unicode.IsLetter(rune(char)) || unicode.IsDigit(rune(char)) ||
		strings.Trim(underline, string(char)) != "" {
		return
	}
	width := 0
	for _, r := range title {
		if !unicode.Is(unicode.Mn, r) && r != utf8.RuneError {
			width++
		}
	}
	if width > len(underline) && strings.Trim(title, string(title[0])) != "" {
		s.faultf(number, "the title %q is longer than the line below it", title)
	}
}

// rstContainers are the directives whose content is text like that around them.
func rstContainers() []string {
	return []string{"admonition", "attention", "caution", "class", "compound", "container", "danger", "epigraph", "error",
		"figure", "footer", "header", "highlights", "hint", "important", "line-block", "note", "pull-quote", "sidebar",
		"tip", "topic", "warning"}
}

// rstDirectives are all that docutils knows.
func rstDirectives() []string {
	return append(rstContainers(), "code", "code-block", "contents", "csv-table", "date", "default-role", "image", "include",
		"list-table", "math", "meta", "parsed-literal", "raw", "replace", "role", "rubric", "section-numbering", "sectnum",
		"sourcecode", "table", "target-notes", "title", "unicode")
}

// rstRoles are the roles that docutils knows, but for raw, which indexes do
// not allow.
func rstRoles() []string {
	return []string{"ab", "abbreviation", "ac", "acronym", "anonymous-reference", "citation-reference", "code", "emphasis",
		"footnote-reference", "i", "index", "literal", "math", "named-reference", "pep", "pep-reference", "rfc",
		"rfc-reference", "strong", "sub", "subscript", "substitution-reference", "sup", "superscript", "t", "target",
		"title", "title-reference", "uri", "uri-reference", "url"}
}
