package whl

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Limits on what a name or a WHEEL file may make this package expand.
const (
	maxNameLength = 255
	maxTags       = 10_000
)

var (
	distributionPart = regexp.MustCompile(`^[A-Za-z0-9_.]+$`)
	versionPart      = regexp.MustCompile(`^[A-Za-z0-9_.!+]+$`)
	buildPart        = regexp.MustCompile(`^[0-9][A-Za-z0-9_.]*$`)
	tagPart          = regexp.MustCompile(`^[A-Za-z0-9_]+$`)
)

// Name is a wheel's file name in its parts (PEP 427, "File name convention").
// The last three are compressed tag sets (PEP 425): the wheel is for every
// combination.
type Name struct {
	Distribution string // as escaped in the name
	Version      string // as escaped in the name
	Build        string // empty if there is none
	Python       []string
	ABI          []string
	Platform     []string
}

// ParseName reads a file name without folders.
func ParseName(file string) (Name, error) {
	fail := func(why string) (Name, error) {
		return Name{}, fmt.Errorf("wheel name %q: %s", file, why)
	}
	stem, ok := strings.CutSuffix(file, ".whl")
	if !ok {
		return fail("does not end in .whl")
	}
	if len(file) > maxNameLength {
		return fail(fmt.Sprintf("longer than %d bytes", maxNameLength))
	}
	parts := strings.Split(stem, "-")
	if len(parts) != 5 && len(parts) != 6 {
		return fail("want distribution-version[-build]-python-abi-platform.whl")
	}
	n := Name{Distribution: parts[0], Version: parts[1]}
	if len(parts) == 6 {
		n.Build = parts[2]
		if !buildPart.MatchString(n.Build) {
			return fail("the build tag must begin with a digit")
		}
	}
	if !distributionPart.MatchString(n.Distribution) || !versionPart.MatchString(n.Version) {
		return fail("the distribution or the version has characters that must be escaped as _")
	}
	tags := parts[len(parts)-3:]
	for i, set := range []*[]string{&n.Python, &n.ABI, &n.Platform} {
		var err error
		if *set, err = parseSet(tags[i]); err != nil {
			return fail(err.Error())
		}
	}
	return n, nil
}

// String returns the file name.
func (n Name) String() string {
	parts := []string{n.Distribution, n.Version}
	if n.Build != "" {
		parts = append(parts, n.Build)
	}
	for _, set := range [][]string{n.Python, n.ABI, n.Platform} {
		parts = append(parts, strings.Join(set, "."))
	}
	return strings.Join(parts, "-") + ".whl"
}

// Tags returns every tag that the name stands for, sorted, each once.
func (n Name) Tags() []Tag { return product(n.Python, n.ABI, n.Platform) }

// Tag says for which interpreter, ABI and platform something is (PEP 425).
type Tag struct{ Python, ABI, Platform string }

// ParseTags reads a tag whose parts may be compressed sets, and returns what
// it stands for, sorted.
func ParseTags(s string) ([]Tag, error) {
	parts := strings.Split(s, "-")
	if len(parts) != 3 || len(s) > maxNameLength {
		return nil, fmt.Errorf("tag %q: want python-abi-platform", s)
	}
	var sets [3][]string
	for i, p := range parts {
		var err error
		if sets[i], err = parseSet(p); err != nil {
			return nil, fmt.Errorf("tag %q: %w", s, err)
		}
	}
	return product(sets[0], sets[1], sets[2]), nil
}

// String returns python-abi-platform.
func (t Tag) String() string { return t.Python + "-" + t.ABI + "-" + t.Platform }

func (t Tag) compare(u Tag) int {
	return cmp.Or(strings.Compare(t.Python, u.Python), strings.Compare(t.ABI, u.ABI), strings.Compare(t.Platform, u.Platform))
}

func parseSet(s string) ([]string, error) {
	set := strings.Split(s, ".")
	for _, p := range set {
		if !tagPart.MatchString(p) {
			return nil, fmt.Errorf("%q is no tag set: want letters, digits and _, joined by dots", s)
		}
	}
	return set, nil
}

func product(python, abi, platform []string) []Tag {
	tags := make([]Tag, 0, len(python)*len(abi)*len(platform))
	for _, p := range python {
		for _, a := range abi {
			for _, l := range platform {
				tags = append(tags, Tag{p, a, l})
			}
		}
	}
	return sortedTags(tags)
}

func sortedTags(tags []Tag) []Tag {
	slices.SortFunc(tags, Tag.compare)
	return slices.Compact(tags)
}

// setTags makes n's sets those whose product is tags, each set sorted. Not
// every list of tags is a product; one that is not has no file name.
func (n *Name) setTags(tags []Tag) error {
	var python, abi, platform []string
	for _, t := range tags {
		python, abi, platform = append(python, t.Python), append(abi, t.ABI), append(platform, t.Platform)
	}
	n.Python, n.ABI, n.Platform = sortedSet(python), sortedSet(abi), sortedSet(platform)
	if size := len(n.Python) * len(n.ABI) * len(n.Platform); size != len(tags) {
		return fmt.Errorf("%d tags that are no product of sets of interpreters, ABIs and platforms (that would be %d)", len(tags), size)
	}
	return nil
}

func sortedSet(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return slices.Compact(s)
}
