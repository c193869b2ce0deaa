package whl

import (
	"fmt"
	"regexp"
	"strings"
)

// EntryPoint is an object that a wheel offers under a name.
type EntryPoint struct {
	Group  string // "console_scripts"
	Name   string // no slash
	Module string // "package.module"
	Object string // "main" or "Class.method"; empty for the module itself
}

var entryObject = regexp.MustCompile(`^([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*)\s*(?::\s*([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*))?\s*(?:\[[^\]]*\])?$`)

// ParseEntryPoints reads an entry_points.txt (the entry points specification):
// sections of lines NAME = MODULE:OBJECT. A program must name an object, and
// must not lead out of the folder of programs.
func ParseEntryPoints(text []byte) ([]EntryPoint, error) {
	var points []EntryPoint
	group := ""
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#' || line[0] == ';':
			continue
		case line[0] == '[' && strings.HasSuffix(line, "]"):
			group = line[1 : len(line)-1]
			continue
		case group == "":
			return nil, fmt.Errorf("entry_points.txt: line %d: %q stands before the first [group]", i+1, line)
		}
		p, err := parseEntryPoint(group, line)
		if err != nil {
			return nil, fmt.Errorf("entry_points.txt: line %d: %w", i+1, err)
		}
		points = append(points, p)
	}
	return points, nil
}

func parseEntryPoint(group, line string) (EntryPoint, error) {
	name, object, ok := strings.Cut(line, "=")
	name = strings.TrimSpace(name)
	m := entryObject.FindStringSubmatch(strings.TrimSpace(object))
	if !ok || name == "" || m == nil {
		return EntryPoint{}, fmt.Errorf("%q: want NAME = MODULE:OBJECT", line)
	}
	p := EntryPoint{Group: group, Name: name, Module: m[1], Object: m[2]}
	if isProgram := group == "console_scripts" || group == "gui_scripts"; isProgram {
		if p.Object == "" {
			return p, fmt.Errorf("%q: a program names an object, as MODULE:OBJECT", line)
		}
		if strings.ContainsAny(name, "/\\") || name == ".." || name == "." || strings.ContainsFunc(name, forbidden) {
			return p, fmt.Errorf("%q cannot name a program", name)
		}
	}
	return p, nil
}
