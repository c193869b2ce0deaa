package tags

import (
	"fmt"
	"strconv"
	"strings"

	"dbx/rules/wheel/whl"
)

// Target is a Python on a platform.
type Target struct {
	Version   string   // "3.11"; "" for every Python 3
	Python    string   // its tag: "cp311"; "" if it is not known
	ABIs      []string // of its extension modules: "cp311"
	Platforms []string // as [Platform.Compatible] returns them; none for any platform
}

// Supported returns the tags of the wheels that the target takes, best first.
func (t Target) Supported() []whl.Tag {
	var tags []whl.Tag
	on := func(python, abi string) {
		for _, platform := range t.Platforms {
			tags = append(tags, whl.Tag{Python: python, ABI: abi, Platform: platform})
		}
	}
	major, minor := t.release()
	stable := t.stable(major, minor)
	if t.Python != "" {
		for _, abi := range t.ABIs {
			if abi != "abi3" && abi != "none" {
				on(t.Python, abi)
			}
		}
		if stable {
			on(t.Python, "abi3")
		}
		on(t.Python, "none")
	}
	for older := minor - 1; stable && older >= 2; older-- {
		on(fmt.Sprintf("cp%d%d", major, older), "abi3")
	}
	generic := generic(major, minor)
	for _, python := range generic {
		on(python, "none")
	}
	if t.Python != "" {
		tags = append(tags, whl.Tag{Python: t.Python, ABI: "none", Platform: "any"})
	}
	for _, python := range generic {
		tags = append(tags, whl.Tag{Python: python, ABI: "none", Platform: "any"})
	}
	return tags
}

// generic returns the tags of any interpreter of a version, and of older ones:
// py311, py3, py310 to py30.
func generic(major, minor int) []string {
	var tags []string
	if minor >= 0 {
		tags = append(tags, fmt.Sprintf("py%d%d", major, minor))
	}
	tags = append(tags, fmt.Sprintf("py%d", major))
	for older := minor - 1; older >= 0; older-- {
		tags = append(tags, fmt.Sprintf("py%d%d", major, older))
	}
	return tags
}

// release returns the two numbers of the version; 3 and -1 if it is not known.
func (t Target) release() (major, minor int) {
	first, rest, _ := strings.Cut(t.Version, ".")
	second, _, _ := strings.Cut(rest, ".")
	major, err := strconv.Atoi(first)
	minor, err2 := strconv.Atoi(second)
	if err != nil || err2 != nil || minor < 0 || minor > 999 {
		return 3, -1
	}
	return major, minor
}

// stable reports whether the target has the stable ABI: CPython since 3.2, but
// for its builds without the global lock.
func (t Target) stable(major, minor int) bool {
	if !strings.HasPrefix(t.Python, "cp") || major < 3 || major == 3 && minor < 2 {
		return false
	}
	for _, abi := range t.ABIs {
		if strings.HasSuffix(abi, "t") {
			return false
		}
	}
	return true
}
