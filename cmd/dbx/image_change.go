package main

import (
	"encoding/json"
	"fmt"
	"io"
)

// fileChange is a path at which two images differ.
type fileChange struct {
	Path   string     `json:"path"`
	Change string     `json:"change"` // added, removed or changed
	Before *fileState `json:"before,omitempty"`
	After  *fileState `json:"after,omitempty"`
}

// fileState is what is at a path.
type fileState struct {
	Kind   string `json:"kind"`
	Mode   string `json:"mode"`
	Owner  string `json:"owner"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256,omitempty"`
	Link   string `json:"link,omitempty"`
}

func writeChanges(w io.Writer, changes []fileChange, output string) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, c := range changes {
		var err error
		if output == "json" {
			err = enc.Encode(c)
		} else {
			_, err = fmt.Fprintln(w, c)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// String is a line: what happened, the path, and what is different.
func (c fileChange) String() string {
	switch c.Change {
	case "added":
		return fmt.Sprintf("+ /%s  %s", c.Path, c.After)
	case "removed":
		return fmt.Sprintf("- /%s  %s", c.Path, c.Before)
	}
	line := "~ /" + c.Path
	for _, f := range []struct{ name, was, is string }{
		{"kind", c.Before.Kind, c.After.Kind}, {"mode", c.Before.Mode, c.After.Mode}, {"owner", c.Before.Owner, c.After.Owner},
		{"size", fmt.Sprint(c.Before.Size), fmt.Sprint(c.After.Size)}, {"link", c.Before.Link, c.After.Link},
		{"sha256", short(c.Before.SHA256), short(c.After.SHA256)},
	} {
		if f.was != f.is {
			line += fmt.Sprintf("  %s %s→%s", f.name, f.was, f.is)
		}
	}
	return line
}

// String describes a state in words.
func (s *fileState) String() string {
	text := fmt.Sprintf("%s %s %s", s.Kind, s.Mode, s.Owner)
	switch {
	case s.Link != "":
		return text + " → " + s.Link
	case s.SHA256 != "":
		return fmt.Sprintf("%s %d bytes sha256 %s", text, s.Size, short(s.SHA256))
	}
	return text
}

func short(hash string) string { return hash[:min(len(hash), 12)] }
