package query

import (
	"strconv"
	"strings"

	"dbx/engine/load"
)

// function is one function of the language.
type function struct {
	name  string
	doc   string
	forms []form // the ways to call it
	files bool   // its answer is files
	eval  func(*world, *call) (set, error)
}

// form is one list of arguments that a function takes.
type form struct {
	usage string
	args  string // a character for each: x targets, n a number, t a text
	// everything says that all targets of the workspace are asked about.
	everything bool
}

// somepath is the function whose answer has an order of its own.
const somepath = "somepath"

// functions lists the language's functions, sorted by name. It is a function
// so that nothing can change the table.
func functions() []*function {
	return []*function{
		{name: "allpaths", doc: "all that lies between X and Y", eval: evalPaths,
			forms: []form{{usage: "allpaths(from, to)", args: "xx"}}},
		{name: "attr", doc: "those of X with an attribute, as env.CFLAGS, one of whose strings matches", eval: evalAttr,
			forms: []form{{usage: "attr(name, regex, targets)", args: "ttx"}}},
		{name: "changed", doc: "what differs between a git revision and the tree, or two revisions", eval: evalChanged,
			forms: []form{{usage: "changed(revision)", args: "t", everything: true}, {usage: "changed(from, to)", args: "tt", everything: true}}},
		{name: "deps", doc: "X and what it depends on", eval: evalDeps,
			forms: []form{{usage: "deps(targets)", args: "x"}, {usage: "deps(targets, depth)", args: "xn"}}},
		{name: "files", doc: "the workspace's files that X read, in place of targets", files: true, eval: evalTargets,
			forms: []form{{usage: "files(targets)", args: "x"}}},
		{name: "filter", doc: "those of X whose label matches", eval: evalFilter,
			forms: []form{{usage: "filter(regex, targets)", args: "tx"}}},
		{name: "inputs", doc: "targets that read a file of the workspace", eval: evalInputs,
			forms: []form{{usage: "inputs(file)", args: "t", everything: true}}},
		{name: "kind", doc: "those of X of a kind; * and ? match", eval: evalKind,
			forms: []form{{usage: "kind(kind, targets)", args: "tx"}}},
		{name: "rdeps", doc: "X and what depends on it, in the universe or everywhere", eval: evalRdeps,
			forms: []form{
				{usage: "rdeps(targets)", args: "x", everything: true},
				{usage: "rdeps(universe, targets)", args: "xx"},
				{usage: "rdeps(universe, targets, depth)", args: "xxn"}}},
		{name: somepath, doc: "one shortest path from X to Y; alone, in the path's order", eval: evalPaths,
			forms: []form{{usage: "somepath(from, to)", args: "xx"}}},
		{name: "tests", doc: "the tests among X and among the members of its groups", eval: evalTests,
			forms: []form{{usage: "tests(targets)", args: "x"}}},
	}
}

// Help returns one line for each function: how it is called, and what it
// gives.
func Help() string {
	var b strings.Builder
	for _, f := range functions() {
		var usages []string
		for _, form := range f.forms {
			usages = append(usages, form.usage)
		}
		b.WriteString("  " + strings.Join(usages, "  ") + "\n      " + f.doc + "\n")
	}
	return b.String()
}

// function finds a function by its name.
func (p *parser) function(name word) (*function, error) {
	var names []string
	for _, f := range functions() {
		if f.name == name.text {
			return f, nil
		}
		names = append(names, f.name)
	}
	return nil, p.errorf(name.at, "no function %s; %s", name.text, load.Suggest(name.text, names))
}

// call is the use of a function.
type call struct {
	fn   *function
	args []node
	at   int
	with int // the form
}

func (c *call) form() form { return c.fn.forms[c.with] }

// fit finds the form that the arguments have.
func (p *parser) fit(c *call) (node, error) {
	var usages []string
	at := c.at
	for i, f := range c.fn.forms {
		usages = append(usages, f.usage)
		if len(f.args) != len(c.args) {
			continue
		}
		bad, fits := misfit(f, c.args)
		if fits {
			c.with = i
			return c, nil
		}
		at = bad
	}
	return nil, p.errorf(at, "usage: %s", strings.Join(usages, " or "))
}

// misfit returns the place of the first argument that is not what the form
// wants there.
func misfit(f form, args []node) (at int, fits bool) {
	for i, arg := range args {
		w, isWord := arg.(word)
		_, err := strconv.ParseUint(w.text, 10, 16)
		if f.args[i] == 't' && !isWord || f.args[i] == 'n' && (!isWord || err != nil) {
			return place(arg), false
		}
	}
	return 0, true
}

// place returns where a node begins.
func place(n node) int {
	switch n := n.(type) {
	case word:
		return n.at
	case *call:
		return n.at
	case *setOp:
		return place(n.left)
	}
	panic("BUG: a node of no kind")
}

// text returns an argument that is no expression.
func (c *call) text(i int) string { return c.args[i].(word).text }

// depth returns argument i as a number, or -1 if the form has none there.
func (c *call) depth(i int) int {
	if i >= len(c.args) {
		return -1
	}
	n, _ := strconv.Atoi(c.text(i)) // fit saw that it is one
	return n
}

// visit shows f the node's targets: calls before what is in them, and of words
// only patterns.
func (c *call) visit(f func(node)) {
	f(c)
	for i, arg := range c.args {
		if c.form().args[i] == 'x' {
			arg.visit(f)
		}
	}
}
