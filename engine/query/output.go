package query

import (
	"encoding/json"
	"fmt"
	"io"

	"dbx/engine/label"
	"dbx/engine/load"
)

// Result is the answer to a query: a part of a workspace's targets.
type Result struct {
	// Targets are sorted by label, but those of somepath(…) by their place in it.
	Targets []*load.Target
	// Files is what files(…) gives in place of targets; else nil.
	Files []string
	// Removed are the changes of targets that are no more.
	Removed []*Change

	reasons map[label.Label]*Change
}

// WriteLabels writes one label, or file, a line.
func (r *Result) WriteLabels(w io.Writer) error {
	for _, line := range r.lines() {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

func (r *Result) lines() []string {
	if r.Files != nil {
		return r.Files
	}
	var lines []string
	for _, t := range r.Targets {
		lines = append(lines, t.Label.String())
	}
	return lines
}

// jsonTarget is the documented form of a target in JSON. One that was removed
// has only a label, a status and reasons.
type jsonTarget struct {
	Label   label.Label       `json:"label"`
	Kind    string            `json:"kind,omitempty"`
	File    string            `json:"file,omitempty"`
	Line    int               `json:"line,omitempty"`
	Axes    map[string]string `json:"axes,omitempty"`
	Deps    []label.Label     `json:"deps"`
	Status  Status            `json:"status,omitempty"`
	Reasons []Reason          `json:"reasons,omitempty"`
}

// WriteJSON writes an array of the targets, each with its label, kind, place,
// axes and direct references, whether those are in the result or not, and, if
// changed(…) found it, how and why it differs. Removed targets come last. For
// files it is an array of strings.
func (r *Result) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(r.values())
}

// WriteJSONLines writes the elements of [Result.WriteJSON], one a line.
func (r *Result) WriteJSONLines(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, v := range r.values() {
		if err := enc.Encode(v); err != nil {
			return err
		}
	}
	return nil
}

func (r *Result) values() []any {
	values := []any{}
	if r.Files != nil {
		for _, f := range r.Files {
			values = append(values, f)
		}
		return values
	}
	for _, t := range r.Targets {
		values = append(values, r.jsonTarget(t))
	}
	for _, c := range r.Removed {
		values = append(values, jsonTarget{Label: c.Label, Deps: []label.Label{}, Status: c.Status, Reasons: c.Reasons})
	}
	return values
}

func (r *Result) jsonTarget(t *load.Target) jsonTarget {
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
	if c := r.reasons[t.Label]; c != nil {
		j.Status, j.Reasons = c.Status, c.Reasons
	}
	return j
}
