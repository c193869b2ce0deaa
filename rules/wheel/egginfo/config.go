package egginfo

import "strings"

// config is a setup.cfg: values by section and key.
type config map[string]map[string]string

// parseConfig reads a setup.cfg as far as Python's configparser and setuptools
// agree on it: keys with dashes or underscores, "=" or ":", values that go on
// in indented lines, lines of comment. What is none of these is passed over:
// setuptools wrote the sdist, so it has read the file.
func parseConfig(text string) config {
	c := config{}
	var section, key string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \t\r\n")
		content := strings.TrimSpace(line)
		switch {
		case content == "" || content[0] == '#' || content[0] == ';':
		case line != content && line[0] != content[0]:
			if key != "" {
				c[section][key] = strings.TrimPrefix(c[section][key]+"\n"+content, "\n")
			}
		case content[0] == '[' && strings.HasSuffix(content, "]"):
			section, key = content[1:len(content)-1], ""
			if c[section] == nil {
				c[section] = map[string]string{}
			}
		case c[section] != nil:
			key = ""
			if i := strings.IndexAny(content, "=:"); i > 0 {
				key = strings.ReplaceAll(strings.TrimSpace(content[:i]), "-", "_")
				c[section][key] = strings.TrimSpace(content[i+1:])
			}
		}
	}
	return c
}

// is reports whether a value says yes.
func (c config) is(section, key string) bool {
	switch strings.ToLower(c[section][key]) {
	case "1", "true", "yes", "on":
		return true
	}
	return false
}

// all returns the elements of a list, which stand on lines of their own or
// between commas.
func (c config) all(section, key string) []string {
	separator := ","
	if strings.Contains(c[section][key], "\n") {
		separator = "\n"
	}
	var elements []string
	for e := range strings.SplitSeq(c[section][key], separator) {
		if e = strings.TrimSpace(e); e != "" {
			elements = append(elements, e)
		}
	}
	return elements
}
