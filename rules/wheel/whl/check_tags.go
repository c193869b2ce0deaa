package whl

import (
	"slices"
	"strings"
)

// tags compares the file name with WHEEL, and what both say of the platform
// with whether there is anything in the wheel that depends on one.
func (i *inspection) tags() {
	path := i.wheel.distInfo + "/WHEEL"
	info, err := i.wheel.Info()
	if err != nil {
		i.errorf(path, "%v", err)
		return
	}
	if named := i.name.Tags(); !slices.Equal(info.Tags, named) {
		i.errorf(path, "its tags are %s, the file name stands for %s", joinTags(info.Tags), joinTags(named))
	}
	if info.Build != i.name.Build {
		i.errorf(path, "its build tag is %q, that of the file name %q", info.Build, i.name.Build)
	}
	anywhere := slices.Contains(i.name.Platform, "any")
	switch {
	case len(i.binaries) == 0 && !anywhere:
		i.errorf("", "the platform tag is %s, but there is no ELF file inside; did a compile fail unnoticed?", strings.Join(i.name.Platform, "."))
	case len(i.binaries) > 0 && anywhere:
		i.errorf(i.binaries[0].path, "an ELF file in a wheel for any platform (%d in all)", len(i.binaries))
	}
	if len(i.binaries) > 0 && info.Purelib {
		i.errorf(path, "Root-Is-Purelib is true, but there are ELF files, the first %s", i.binaries[0].path)
	}
}

func joinTags(tags []Tag) string {
	all := make([]string, len(tags))
	for i, t := range tags {
		all[i] = t.String()
	}
	return strings.Join(all, ", ")
}
