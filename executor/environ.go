package executor

import (
	"slices"
	"strconv"
	"strings"
)

// Hostname is the host name that every command sees.
const Hostname = "dbx"

// DefaultPath is the PATH of every command that has no other.
const DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// Environ returns the whole environment of a command as "NAME=value",
// sorted: a fixed base, then SOURCE_DATE_EPOCH and the declared CPUs, then the
// command's own variables, which win. Every executor gives exactly this.
func (c Command) Environ() []string {
	vars := map[string]string{
		"PATH":              DefaultPath,
		"HOME":              "/tmp",
		"TMPDIR":            "/tmp",
		"USER":              c.User.String(),
		"LOGNAME":           c.User.String(),
		"LANG":              "C.UTF-8",
		"LC_ALL":            "C.UTF-8",
		"TZ":                "UTC",
		"TERM":              "dumb",
		"SOURCE_DATE_EPOCH": strconv.FormatInt(c.Epoch, 10),
		"DBX_CPUS":          strconv.Itoa(max(c.CPUs, 1)),
	}
	for _, v := range c.Env {
		vars[v.Name] = v.Value
	}
	env := make([]string, 0, len(vars))
	for name, value := range vars {
		env = append(env, name+"="+value)
	}
	slices.SortFunc(env, func(a, b string) int {
		nameA, _, _ := strings.Cut(a, "=")
		nameB, _, _ := strings.Cut(b, "=")
		return strings.Compare(nameA, nameB)
	})
	return env
}
