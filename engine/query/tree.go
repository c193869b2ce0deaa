package query

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"dbx/engine/label"
	"dbx/engine/load"
)

// WriteTree writes the targets as trees: below each what it refers to, as far
// as that is in the result too. What was written out before is not written out
// again. Changed targets say why.
func (r *Result) WriteTree(w io.Writer) error {
	t := &tree{result: r, out: bufio.NewWriter(w), in: map[label.Label]*load.Target{}, shown: map[label.Label]bool{}}
	below := map[label.Label]bool{}
	for _, target := range r.Targets {
		t.in[target.Label] = target
		for _, dep := range target.Deps {
			below[dep] = true
		}
	}
	for _, f := range r.Files {
		fmt.Fprintln(t.out, f)
	}
	for _, target := range r.Targets {
		if r.Files == nil && !below[target.Label] {
			t.write(target, "", "", "")
		}
	}
	for _, c := range r.Removed {
		fmt.Fprintf(t.out, "%s (%s)\n", c.Label, c.Status)
	}
	return t.out.Flush()
}

type tree struct {
	result *Result
	out    *bufio.Writer
	in     map[label.Label]*load.Target
	shown  map[label.Label]bool
}

// write writes a target's line, after first, and what is below it, after rest.
func (t *tree) write(target *load.Target, indent, first, rest string) {
	var below []*load.Target
	for _, dep := range target.Deps {
		if d := t.in[dep]; d != nil {
			below = append(below, d)
		}
	}
	again := ""
	if t.shown[target.Label] && len(below) > 0 {
		again, below = " (see above)", nil
	}
	fmt.Fprintf(t.out, "%s%s%s%s%s\n", indent, first, target.Label, t.why(target), again)
	t.shown[target.Label] = true
	for i, d := range below {
		if i < len(below)-1 {
			t.write(d, indent+rest, "├── ", "│   ")
		} else {
			t.write(d, indent+rest, "└── ", "    ")
		}
	}
}

func (t *tree) why(target *load.Target) string {
	c := t.result.reasons[target.Label]
	if c == nil {
		return ""
	}
	parts := []string{}
	for _, reason := range c.Reasons {
		parts = append(parts, reason.String())
	}
	if c.Status != Changed || len(parts) == 0 {
		parts = append([]string{string(c.Status)}, parts...)
	}
	return " (" + strings.Join(parts, "; ") + ")"
}
