package egginfo

import (
	"slices"
	"strconv"
	"strings"
)

// metadata is a PKG-INFO file: the fields with all their lines, and the text
// below them.
type metadata struct {
	fields []field
	body   string
}

// field is a field; its value's further lines begin with white space.
type field struct{ key, value string }

func (f field) is(key string) bool { return strings.EqualFold(f.key, key) }

// parseMetadata reads the fields as an e-mail has them.
func parseMetadata(text string) (metadata, error) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	head, body, _ := strings.Cut(text, "\n\n")
	m := metadata{body: body}
	for line := range strings.Lines(head) {
		line = strings.TrimRight(line, "\n")
		if line != "" && (line[0] == ' ' || line[0] == '\t') && len(m.fields) > 0 {
			m.fields[len(m.fields)-1].value += "\n" + line
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		if !ok || key == "" || strings.ContainsAny(key, " \t") {
			return m, failf("PKG-INFO: the line %q is not of the form \"Key: value\"", line)
		}
		m.fields = append(m.fields, field{key, strings.TrimSpace(value)})
	}
	return m, nil
}

// all returns the values of all fields of a key.
func (m *metadata) all(key string) []string {
	var values []string
	for _, f := range m.fields {
		if f.is(key) {
			values = append(values, f.value)
		}
	}
	return values
}

func (m *metadata) drop(key string) {
	m.fields = slices.DeleteFunc(m.fields, func(f field) bool { return f.is(key) })
}

func (m *metadata) add(key, value string) { m.fields = append(m.fields, field{key, value}) }

// bytes returns the file.
func (m *metadata) bytes() []byte {
	var b strings.Builder
	for _, f := range m.fields {
		b.WriteString(f.key + ": " + f.value + "\n")
	}
	b.WriteString("\n" + m.body)
	return []byte(b.String())
}

// version returns the version of the metadata standard as a number that grows
// with it, 201 for 2.1.
func (m *metadata) version() (int, error) {
	versions := m.all("Metadata-Version")
	if len(versions) == 0 {
		return 0, failf("PKG-INFO: no line \"Metadata-Version: …\"")
	}
	major, minor, _ := strings.Cut(versions[0], ".")
	a, errA := strconv.ParseUint(major, 10, 8)
	b, errB := strconv.ParseUint(minor, 10, 8)
	if errA != nil || errB != nil || b > 99 {
		return 0, failf("PKG-INFO: Metadata-Version %q is not two numbers", versions[0])
	}
	return int(a)*100 + int(b), nil
}

// unknown is what old versions of setuptools wrote for what was not stated.
const unknown = "UNKNOWN"

// modernise makes of fields as any version of setuptools wrote them what
// wheels need: metadata 2.1, the first version with extras and with the
// description below the fields; and nothing that is not known.
func (m *metadata) modernise() error {
	version, err := m.version()
	if err != nil {
		return err
	}
	if version < 201 {
		m.drop("Metadata-Version")
		m.fields = slices.Insert(m.fields, 0, field{"Metadata-Version", "2.1"})
	}
	if text := m.all("Description"); len(text) > 0 && strings.TrimSpace(m.body) == "" {
		m.drop("Description")
		m.body = dedent(text[0]) + "\n"
	}
	m.fields = slices.DeleteFunc(m.fields, func(f field) bool { return f.value == unknown })
	if strings.TrimSpace(m.body) == unknown {
		m.body = ""
	}
	return nil
}

// dedent returns a value of several lines as the text it was, before it was
// indented by white space or, as old standards had it, that and a bar.
func dedent(value string) string {
	first, rest, more := strings.Cut(value, "\n")
	if !more {
		return value
	}
	lines := strings.Split(rest, "\n")
	if !slices.ContainsFunc(lines, func(l string) bool { return !strings.HasPrefix(l, "       |") }) {
		for i, l := range lines {
			lines[i] = l[len("       |"):]
		}
		return first + "\n" + strings.Join(lines, "\n")
	}
	margin := -1
	for _, l := range lines {
		if text := strings.TrimLeft(l, " \t"); text != "" && (margin < 0 || len(l)-len(text) < margin) {
			margin = len(l) - len(text)
		}
	}
	for i, l := range lines {
		if strings.TrimSpace(l) == "" {
			lines[i] = ""
		} else {
			lines[i] = l[margin:]
		}
	}
	return first + "\n" + strings.Join(lines, "\n")
}

// require adds the requirements that the fields lack: setuptools long wrote
// them into requires.txt alone.
func (m *metadata) require(text string) error {
	if len(m.all("Requires-Dist")) > 0 {
		return nil
	}
	r, err := parseRequires(text)
	if err != nil {
		return err
	}
	for i, f := range m.fields {
		if f.is("Provides-Extra") {
			m.fields[i].value = safeExtra(f.value)
		}
	}
	for _, extra := range r.extras {
		if !slices.Contains(m.all("Provides-Extra"), extra) {
			m.add("Provides-Extra", extra)
		}
	}
	for _, d := range r.dist {
		m.add("Requires-Dist", d)
	}
	return nil
}
