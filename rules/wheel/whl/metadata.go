package whl

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Field is one "Key: value" of a METADATA or WHEEL file.
type Field struct{ Key, Value string }

// ParseHeader reads the fields of a METADATA file and the text below them,
// which is the description. Clean is whether every line above it was a field.
func ParseHeader(b []byte) (fields []Field, body string, clean bool) {
	fields, clean = parseFields(b)
	for line := range strings.Lines(string(b)) {
		if b = b[len(line):]; strings.TrimRight(line, "\r\n") == "" {
			return fields, string(b), clean
		}
	}
	return fields, "", clean
}

// parseFields reads header fields up to the first empty line, as an e-mail
// has them: keys in any case, lines that begin with white space continue the
// value. Like Python's reader it stops at a line that is neither; clean tells
// whether that did not happen.
func parseFields(b []byte) (fields []Field, clean bool) {
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			return fields, true
		}
		if line[0] == ' ' || line[0] == '\t' {
			if len(fields) == 0 {
				return fields, false
			}
			fields[len(fields)-1].Value += "\n" + line
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		if !ok || key == "" || strings.ContainsAny(key, " \t") {
			return fields, false
		}
		fields = append(fields, Field{key, strings.TrimSpace(value)})
	}
	return fields, true
}

// Metadata is what dbx needs of a METADATA file (core metadata standard).
type Metadata struct {
	Name           string
	Version        string
	RequiresPython string   // a version specifier, empty if any will do
	RequiresDist   []string // requirements (PEP 508), in file order
}

var projectName = regexp.MustCompile(`^(?i:[A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$`)

// ParseMetadata reads a METADATA file; name and version must be there.
func ParseMetadata(b []byte) (Metadata, error) {
	var m Metadata
	fields, _ := parseFields(b)
	for _, f := range fields {
		switch strings.ToLower(f.Key) {
		case "name":
			m.Name = f.Value
		case "version":
			m.Version = f.Value
		case "requires-python":
			m.RequiresPython = f.Value
		case "requires-dist":
			m.RequiresDist = append(m.RequiresDist, f.Value)
		}
	}
	if !projectName.MatchString(m.Name) {
		return m, fmt.Errorf("METADATA: %q is no project name; want a line \"Name: …\" of letters, digits, dots, dashes, underscores", m.Name)
	}
	if m.Version == "" {
		return m, errors.New("METADATA: no line \"Version: …\"")
	}
	return m, nil
}

// Info is a WHEEL file (PEP 427, "File contents").
type Info struct {
	Purelib bool   // Root-Is-Purelib
	Build   string // empty if there is none
	Tags    []Tag  // expanded, sorted, each once
	others  []Field
}

// ParseInfo reads a WHEEL file. It refuses a format version other than 1,
// fields that are cut short, and files without tags.
func ParseInfo(b []byte) (Info, error) {
	var info Info
	version := ""
	fields, clean := parseFields(b)
	if !clean {
		return info, errors.New("WHEEL: a line is not of the form \"Key: value\"")
	}
	for _, f := range fields {
		switch strings.ToLower(f.Key) {
		case "tag":
			tags, err := ParseTags(f.Value)
			if err != nil {
				return info, fmt.Errorf("WHEEL: %w", err)
			}
			if info.Tags = append(info.Tags, tags...); len(info.Tags) > maxTags {
				return info, fmt.Errorf("WHEEL: more than %d tags", maxTags)
			}
			continue
		case "build":
			info.Build = f.Value
			continue
		case "wheel-version":
			version = f.Value
		case "root-is-purelib":
			info.Purelib = strings.EqualFold(f.Value, "true")
		}
		info.others = append(info.others, f)
	}
	if major, _, _ := strings.Cut(version, "."); major != "1" {
		return info, fmt.Errorf("WHEEL: format version %q, want 1.x", version)
	}
	if len(info.Tags) == 0 {
		return info, errors.New("WHEEL: no line \"Tag: …\"")
	}
	info.Tags = sortedTags(info.Tags)
	return info, nil
}

// anyPlatform reports whether the wheel runs wherever Python does, by what it
// says of itself.
func (i Info) anyPlatform() bool {
	for _, t := range i.Tags {
		if t.Platform != "any" {
			return false
		}
	}
	return i.Purelib
}

// Bytes returns the WHEEL file: what is neither Build nor Tag in the order in
// which it was read, then those.
func (i Info) Bytes() []byte {
	var b strings.Builder
	for _, f := range i.others {
		fmt.Fprintf(&b, "%s: %s\n", f.Key, f.Value)
	}
	if i.Build != "" {
		fmt.Fprintf(&b, "Build: %s\n", i.Build)
	}
	for _, t := range i.Tags {
		fmt.Fprintf(&b, "Tag: %s\n", t)
	}
	return []byte(b.String())
}
