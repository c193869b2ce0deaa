package whl

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// Installed is a file as an installer lays it out.
type Installed struct {
	Path       string // relative to the folder of modules; programs lie in bin
	Data       []byte // which the caller must not change
	Executable bool
}

// Installed returns the wheel's files as pip install --target lays them out,
// sorted by path: modules at the root, what .data/scripts has and what
// console_scripts names in bin, headers in include, other data at the root.
// Programs are for whichever python3 is first in PATH.
func (w *Wheel) Installed() ([]Installed, error) {
	data := strings.TrimSuffix(w.distInfo, ".dist-info") + ".data/"
	var files []Installed
	for name, f := range w.files {
		rest, ok := strings.CutPrefix(name, data)
		if !ok {
			files = append(files, Installed{name, f.data, f.executable})
			continue
		}
		scheme, inner, _ := strings.Cut(rest, "/")
		placed := Installed{inner, f.data, f.executable}
		switch scheme {
		case "purelib", "platlib", "data":
		case "headers":
			placed.Path = "include/" + inner
		case "scripts":
			placed = Installed{"bin/" + inner, forPython(f.data), true}
		default:
			return nil, fmt.Errorf("wheel: %s is in the scheme %q; want purelib, platlib, headers, scripts or data", name, scheme)
		}
		files = append(files, placed)
	}
	programs, err := w.programs()
	files = append(files, programs...)
	slices.SortFunc(files, func(a, b Installed) int { return strings.Compare(a.Path, b.Path) })
	return files, err
}

const python3 = "#!/usr/bin/env python3"

// forPython gives a script that is for Python its first line.
func forPython(script []byte) []byte {
	first, rest, _ := bytes.Cut(script, []byte("\n"))
	if !bytes.HasPrefix(first, []byte("#!python")) {
		return script
	}
	return slices.Concat([]byte(python3+"\n"), rest)
}

// programs are those that the entry points console_scripts and gui_scripts name.
func (w *Wheel) programs() ([]Installed, error) {
	text, _ := w.File(w.distInfo + "/entry_points.txt")
	points, err := ParseEntryPoints(text)
	if err != nil {
		return nil, err
	}
	var files []Installed
	for _, p := range points {
		if p.Group != "console_scripts" && p.Group != "gui_scripts" {
			continue
		}
		call, _, _ := strings.Cut(p.Object, ".")
		script := fmt.Sprintf("%s\nimport sys\nfrom %s import %s\nsys.exit(%s())\n", python3, p.Module, call, p.Object)
		files = append(files, Installed{"bin/" + p.Name, []byte(script), true})
	}
	return files, nil
}
