package whl

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// field is one "Key: value" of a METADATA or WHEEL file.
type field struct{ key, value string }

// parseFields reads header fields up to the first empty line, as an e-mail
// has them: keys in any case, lines that begin with white space continue the
// value. Like Python's reader it stops at a line that is neither; clean tells
// whether that did not happen.
func parseFields(b []byte) (fields []field, clean bool) {
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			return fields, true
		}
		if line[0] == ' ' || line[0] == '\t' {
			if len(fields) == 0 {
				return fields, false
			}
			fields[len(fields)-1].value += "\n" + line
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		if !ok || key == "" || strings.ContainsAny(key, " \t") {
			return fields, false
		}
		fields = append(fields, field{key, strings.TrimSpace(value)})
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
		switch strings.ToLower(f.key) {
		case "name":
			m.Name = f.value
		case "version":
			m.Version = f.value
		case "requires-python":
			m.RequiresPython = f.value
		case "requires-dist":
			m.RequiresDist = append(m.RequiresDist, f.value)
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
	others  []field
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
		switch strings.ToLower(f.key) {
		case "tag":
			tags, err := ParseTags(f.value)
			if err != nil {
				return info, fmt.Errorf("WHEEL: %w", err)
			}
			if info.Tags = append(info.Tags, tags...); len(info.Tags) > maxTags {
				return info, fmt.Errorf("WHEEL: more than %d tags", maxTags)
			}
			continue
		case "build":
			info.Build = f.value
			continue
		case "wheel-version":
			version = f.value
		case "root-is-purelib":
			info.Purelib = strings.EqualFold(f.value, "true")
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
		fmt.Fprintf(&b, "%s: %s\n", f.key, f.value)
	}
	if i.Build != "" {
		fmt.Fprintf(&b, "Build: %s\n", i.Build)
	}
	for _, t := range i.Tags {
		fmt.Fprintf(&b, "Tag: %s\n", t)
	}
	return []byte(b.String())
}
