// Package query answers questions about the targets of a workspace: which
// there are, what they depend on, what depends on them, and what changed.
//
// The language follows Bazel's: patterns, functions such as deps and rdeps,
// and the set operations + (union), - (except) and ^ (intersect). It knows
// targets, their attributes and their references; what changed it is told.
// Nothing is analysed or built here.
package query

import (
	"strings"
)

// Expr is a parsed query.
type Expr struct {
	text string
	root node
}

// Parse reads a query. The error is a [*Mistake].
func Parse(text string) (*Expr, error) {
	p := &parser{text: text}
	root, err := p.expression()
	if err != nil {
		return nil, err
	}
	if p.skipSpace(); p.at < len(p.text) {
		return nil, p.errorf(p.at, "unexpected %q: operands are joined by +, - or ^", p.text[p.at:])
	}
	if inner := givesFiles(root, true); inner != nil {
		return nil, p.errorf(inner.at, "files(…) gives files, not targets: it stands alone, around all else")
	}
	return &Expr{text, root}, nil
}

// Patterns returns the patterns in the query, in the order they are written:
// what must be loaded to answer it.
func (e *Expr) Patterns() []string {
	var found []string
	e.root.visit(func(n node) {
		switch n := n.(type) {
		case word:
			found = append(found, n.text)
		case *call:
			if n.form().everything {
				found = append(found, "//...")
			}
		}
	})
	return found
}

// givesFiles finds a call that gives no targets where targets are wanted.
func givesFiles(n node, outermost bool) *call {
	switch n := n.(type) {
	case *setOp:
		if inner := givesFiles(n.left, false); inner != nil {
			return inner
		}
		return givesFiles(n.right, false)
	case *call:
		if n.fn.files && !outermost {
			return n
		}
		for _, arg := range n.args {
			if inner := givesFiles(arg, false); inner != nil {
				return inner
			}
		}
	}
	return nil
}

type parser struct {
	text string
	at   int
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
			left = &setOp{op, left, right}
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
	p.skipSpace()
	begin := p.at
	if p.accept("(") != 0 {
		inner, err := p.expression()
		if err != nil {
			return nil, err
		}
		if p.accept(")") == 0 {
			return nil, p.errorf(begin, "this parenthesis is not closed")
		}
		return inner, nil
	}
	w, quoted, err := p.word()
	if err != nil {
		return nil, err
	}
	if quoted || p.accept("(") == 0 {
		return w, nil
	}
	return p.call(w)
}

// word reads a quoted string, or everything up to what ends a word. A dash, a
// plus or a caret is part of a word unless a blank comes before it.
func (p *parser) word() (w word, quoted bool, err error) {
	p.skipSpace()
	begin := p.at
	if quote := p.accept(`"'`); quote != 0 {
		text, _, closed := strings.Cut(p.text[p.at:], string(quote))
		if !closed {
			return w, true, p.errorf(begin, "this quote is not closed")
		}
		p.at += len(text) + 1
		return word{text, begin}, true, nil
	}
	for p.at < len(p.text) && strings.IndexByte(" \t\n(),", p.text[p.at]) < 0 {
		p.at++
	}
	if p.at == begin {
		return w, false, p.errorf(begin, "want a pattern or a function")
	}
	return word{p.text[begin:p.at], begin}, false, nil
}

// call reads the arguments of a function, whose name was read.
func (p *parser) call(name word) (node, error) {
	fn, err := p.function(name)
	if err != nil {
		return nil, err
	}
	c := &call{fn: fn, at: name.at}
	for {
		arg, err := p.expression()
		if err != nil {
			return nil, err
		}
		c.args = append(c.args, arg)
		if p.accept(",") != 0 {
			continue
		}
		if p.accept(")") == 0 {
			return nil, p.errorf(p.at, "the arguments of %s are not closed", fn.name)
		}
		return p.fit(c)
	}
}
