package query

import (
	"encoding/json"
	"fmt"
	"io"

	"dbx/engine/label"
)

// WriteLabels writes one label a line.
func (r *Result) WriteLabels(w io.Writer) error {
	for _, t := range r.Targets {
		if _, err := fmt.Fprintln(w, t.Label); err != nil {
			return err
		}
	}
	return nil
}

// jsonTarget is the documented form of a target in JSON.
type jsonTarget struct {
	Label label.Label       `json:"label"`
	Kind  string            `json:"kind"`
	File  string            `json:"file"`
	Line  int               `json:"line"`
	Axes  map[string]string `json:"axes,omitempty"`
	Deps  []label.Label     `json:"deps"`
}

// WriteJSON writes an array of the targets, each with its label, kind, place,
// axes and direct references, whether those are in the result or not.
func (r *Result) WriteJSON(w io.Writer) error {
	targets := []jsonTarget{}
	for _, t := range r.Targets {
		j := jsonTarget{Label: t.Label, Kind: t.Kind, File: t.Range.Filename, Line: t.Range.Start.Line, Deps: t.Deps}
		for _, a := range t.Axes {
			if j.Axes == nil {
				j.Axes = map[string]string{}
			}
			j.Axes[a.Name] = a.Value
		}
		if j.Deps == nil {
			j.Deps = []label.Label{}
		}
		targets = append(targets, j)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(targets)
}

// WriteDOT writes the targets and the references among them in Graphviz's
// language, an arrow pointing at what is depended on.
func (r *Result) WriteDOT(w io.Writer) error {
	in := map[label.Label]bool{}
	for _, t := range r.Targets {
		in[t.Label] = true
	}
	if _, err := fmt.Fprintln(w, "digraph dbx {\n  node [shape=box];"); err != nil {
		return err
	}
	for _, t := range r.Targets {
		if _, err := fmt.Fprintf(w, "  %q [label=\"%s\\n%s\"];\n", t.Label.String(), t.Label, t.Kind); err != nil {
			return err
		}
		for _, dep := range t.Deps {
			if in[dep] {
				if _, err := fmt.Fprintf(w, "  %q -> %q;\n", t.Label.String(), dep.String()); err != nil {
					return err
				}
			}
		}
	}
	_, err := fmt.Fprintln(w, "}")
	return err
}
