package executor

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dbx/cache/digest"
	"dbx/cache/merkle"
)

// Difference is a part of a spawn's transcript that differs between two
// spawns. Old or New is "" where one of them has no such part; texts are
// quoted where they hold anything but plain words.
type Difference struct {
	Field    string // "args[2]", "env.CFLAGS", "inputs.src/a.c", "layers[0]", "cpus" …
	Old, New string
}

// Input returns the path of the input that the difference is about.
func (d Difference) Input() (path string, ok bool) { return strings.CutPrefix(d.Field, "inputs.") }

// Layer returns which layer of the root file system the difference is about.
func (d Difference) Layer() (index int, ok bool) {
	text, ok := strings.CutPrefix(d.Field, "layers[")
	if !ok {
		return 0, false
	}
	index, err := strconv.Atoi(strings.TrimSuffix(text, "]"))
	return index, err == nil
}

// Emulator reports whether the difference is about the program through which
// the command runs.
func (d Difference) Emulator() bool { return d.Field == "emulator" }

// Differences compares two transcripts field by field, sorted by field. It
// reads what was hashed, so that it cannot disagree with the keys: equal keys
// give none, and different ones at least one.
func Differences(old, new []byte) ([]Difference, error) {
	before, err := parts(old)
	if err != nil {
		return nil, err
	}
	after, err := parts(new)
	if err != nil {
		return nil, err
	}
	var found []Difference
	both := maps.Clone(before)
	maps.Copy(both, after)
	for _, field := range slices.Sorted(maps.Keys(both)) {
		if before[field] != after[field] {
			found = append(found, Difference{field, before[field], after[field]})
		}
	}
	return found, nil
}

// elements says of each list of a transcript how many fields an element has,
// and whether the first of them names it.
func elements(list string) (fields int, named bool) {
	switch list {
	case "env", "outputs":
		return 2, true
	case "inputs":
		return 4, true
	}
	return 1, false
}

// parts names the values of a transcript.
func parts(transcript []byte) (map[string]string, error) {
	fields, err := digest.Fields(transcript)
	if err != nil {
		return nil, err
	}
	values := map[string]string{}
	for i := 0; i < len(fields); i++ {
		list := fields[i]
		if list.List < 0 {
			values[list.Label] = list.Value
			continue
		}
		width, named := elements(list.Label)
		for n := range list.List {
			if i+width >= len(fields) {
				return nil, fmt.Errorf("transcript: list %s ends early", list.Label)
			}
			name := fmt.Sprintf("%s[%d]", list.Label, n)
			element := fields[i+1 : i+1+width]
			i += width
			if named {
				name = list.Label + "." + unquoted(element[0].Value)
				element = element[1:]
			}
			values[name] = joined(element)
		}
	}
	return values, nil
}

func joined(fields []digest.Field) string {
	if len(fields) == 1 {
		return fields[0].Value
	}
	texts := make([]string, len(fields))
	for i, f := range fields {
		texts[i] = f.Label + " " + f.Value
	}
	return strings.Join(texts, ", ")
}

func unquoted(s string) string {
	if plain, err := strconv.Unquote(s); err == nil {
		return plain
	}
	return s
}

// Digests returns the contents of an input before and after; false if it is
// not about an input that both spawns have.
func (d Difference) Digests() (old, new digest.Digest, ok bool) {
	if _, isInput := d.Input(); !isInput || d.Old == "" || d.New == "" {
		return old, new, false
	}
	old, err := digest.Parse(d.Old[strings.LastIndexByte(d.Old, ' ')+1:])
	new, err2 := digest.Parse(d.New[strings.LastIndexByte(d.New, ' ')+1:])
	return old, new, err == nil && err2 == nil
}

// Tree reports whether the difference is about an input that is a directory in
// both spawns.
func (d Difference) Tree() bool {
	dir := fmt.Sprintf("kind %d,", merkle.Dir)
	return strings.HasPrefix(d.Old, dir) && strings.HasPrefix(d.New, dir)
}
