// Package query answers questions about the targets of a workspace: which
// there are, what they depend on, and what depends on them.
//
// The language follows Bazel's: patterns, the functions deps, rdeps, kind,
// allpaths and somepath, and the set operations + (union), - (except) and
// ^ (intersect). It knows targets and their references; nothing is analysed or
// built.
package query

import (
	"fmt"
	"strconv"
	"strings"
)

// Expr is a parsed query.
type Expr struct {
	root node
}

// Parse reads a query. An error says where it stopped to make sense.
func Parse(text string) (*Expr, error) {
	p := &parser{text: text}
	root, err := p.expression()
	if err != nil {
		return nil, err
	}
	if p.skipSpace(); p.at < len(p.text) {
		return nil, p.errorf("unexpected %q", p.text[p.at:])
	}
	return &Expr{root}, nil
}

// Patterns returns the patterns in the query, in the order they are written:
// what must be loaded to answer it.
func (e *Expr) Patterns() []string { return e.root.patterns(nil) }

type parser struct {
	text string
	at   int
}

func (p *parser) errorf(format string, args ...any) error {
	return fmt.Errorf("query, at character %d: %s", p.at+1, fmt.Sprintf(format, args...))
}

func (p *parser) skipSpace() {
	for p.at < len(p.text) && strings.ContainsRune(" \t\n", rune(p.text[p.at])) {
		p.at++
	}
}

// accept consumes one of the characters, or returns 0.
func (p *parser) accept(chars string) byte {
	p.skipSpace()
	if p.at < len(p.text) && strings.IndexByte(chars, p.text[p.at]) >= 0 {
		p.at++
		return p.text[p.at-1]
	}
	return 0
}

// expression reads operands joined by operators, all of one precedence, from
// the left.
func (p *parser) expression() (node, error) {
	left, err := p.operand()
	for err == nil {
		var op byte
		if op = p.operator(); op == 0 {
			return left, nil
		}
		var right node
		if right, err = p.operand(); err == nil {
			left = setOp{op, left, right}
		}
	}
	return nil, err
}

func (p *parser) operator() byte {
	if op := p.accept("+-^"); op != 0 {
		return op
	}
	for word, op := range map[string]byte{"union": '+', "except": '-', "intersect": '^'} {
		rest, found := strings.CutPrefix(p.text[p.at:], word)
		if found && (rest == "" || strings.IndexByte(" \t\n(\"'", rest[0]) >= 0) {
			p.at += len(word)
			return op
		}
	}
	return 0
}

func (p *parser) operand() (node, error) {
	if p.accept("(") != 0 {
		inner, err := p.expression()
		if err != nil {
			return nil, err
		}
		if p.accept(")") == 0 {
			return nil, p.errorf("a parenthesis is not closed")
		}
		return inner, nil
	}
	word, err := p.word()
	if err != nil {
		return nil, err
	}
	if p.accept("(") == 0 {
		return pattern(word), nil
	}
	return p.call(word)
}

// word reads a quoted string, or everything up to what ends a word. A dash, a
// plus or a caret is part of a word unless a blank comes before it.
func (p *parser) word() (string, error) {
	p.skipSpace()
	if quote := p.accept(`"'`); quote != 0 {
		text, _, closed := strings.Cut(p.text[p.at:], string(quote))
		if !closed {
			return "", p.errorf("a quote is not closed")
		}
		p.at += len(text) + 1
		return text, nil
	}
	begin := p.at
	for p.at < len(p.text) && strings.IndexByte(" \t\n(),", p.text[p.at]) < 0 {
		p.at++
	}
	if p.at == begin {
		return "", p.errorf("want a pattern or a function")
	}
	return p.text[begin:p.at], nil
}

func (p *parser) call(name string) (node, error) {
	var args []node
	for {
		arg, err := p.expression()
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
		if p.accept(",") != 0 {
			continue
		}
		if p.accept(")") == 0 {
			return nil, p.errorf("the arguments of %s are not closed", name)
		}
		return p.function(name, args)
	}
}

func (p *parser) function(name string, args []node) (node, error) {
	usage := map[string]string{
		"deps":     "deps(targets) or deps(targets, depth)",
		"rdeps":    "rdeps(targets), rdeps(universe, targets) or rdeps(universe, targets, depth)",
		"kind":     "kind(kind, targets)",
		"allpaths": "allpaths(from, to)",
		"somepath": "somepath(from, to)",
	}
	if _, known := usage[name]; !known {
		return nil, p.errorf("no function %s; there are allpaths, deps, kind, rdeps and somepath", name)
	}
	var made node
	switch depth, hasDepth := number(args[len(args)-1]); {
	case name == "deps" && len(args) == 1:
		made = deps{args[0], -1}
	case name == "deps" && len(args) == 2 && hasDepth:
		made = deps{args[0], depth}
	case name == "rdeps" && len(args) == 1:
		made = rdeps{pattern("//..."), args[0], -1}
	case name == "rdeps" && len(args) == 2:
		made = rdeps{args[0], args[1], -1}
	case name == "rdeps" && len(args) == 3 && hasDepth:
		made = rdeps{args[0], args[1], depth}
	case name == "kind" && len(args) == 2:
		word, ok := args[0].(pattern)
		if !ok {
			return nil, p.errorf("the first argument of kind is a kind, as wheel is")
		}
		made = kind{string(word), args[1]}
	case name == "allpaths" && len(args) == 2:
		made = paths{args[0], args[1], true}
	case name == "somepath" && len(args) == 2:
		made = paths{args[0], args[1], false}
	default:
		return nil, p.errorf("usage: %s", usage[name])
	}
	return made, nil
}

func number(n node) (int, bool) {
	word, ok := n.(pattern)
	if !ok {
		return 0, false
	}
	depth, err := strconv.Atoi(string(word))
	return depth, err == nil && depth >= 0
}
