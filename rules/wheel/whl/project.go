package whl

import (
	"regexp"
	"strings"
)

var separators = regexp.MustCompile(`[-_.]+`)

// NormaliseProject returns the one spelling of a project's name by which
// names are compared: lower case, runs of -, _ and . as one dash (PEP 503).
func NormaliseProject(name string) string {
	return strings.ToLower(separators.ReplaceAllString(name, "-"))
}

// EscapeVersion returns a version as it stands in the names of wheels: in
// the normal form of PEP 440 if it has one, with dashes as underscores.
func EscapeVersion(version string) string {
	if normal, err := NormaliseVersion(version); err == nil {
		version = normal
	}
	return strings.ReplaceAll(version, "-", "_")
}
