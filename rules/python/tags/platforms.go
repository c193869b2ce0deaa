// Package tags knows which wheels a Python on a platform takes, and which it
// likes best: the order of tags that packaging.tags and pip have.
//
// It knows tags (PEP 425, 600) alone: neither wheels nor indexes, and nothing
// of the machine that it runs on.
package tags

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dbx/rules/wheel/elf"
	"dbx/rules/wheel/manylinux"
	"dbx/rules/wheel/whl"
)

// Platform is what decides on platform tags.
type Platform struct {
	Tags      []string // those of the platform, as linux_x86_64, macosx_11_0_arm64 or win_amd64
	MaxGlibc  string   // "2.36"; "" takes what any glibc will do for
	SoftFloat bool     // of 32-bit ARM: it has no manylinux tags
}

// Compatible returns the tags of all that runs on the platform, best first: on
// Linux those of manylinux for its glibc and older ones, on macOS those of
// older versions and of fat binaries.
func (p Platform) Compatible() []string {
	var all []string
	for _, tag := range p.Tags {
		switch {
		case strings.HasPrefix(tag, "macosx_"):
			all = append(all, mac(tag)...)
		case strings.HasPrefix(tag, "linux_"), strings.HasPrefix(tag, "manylinux"):
			all = append(all, p.manylinux(tag)...)
		}
		all = append(all, tag)
	}
	return unique(all)
}

func unique(tags []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(tags, func(tag string) bool {
		again := seen[tag]
		seen[tag] = true
		return again
	})
}

// newestGlibc bounds the tags of a platform that has no bound of its own.
const newestGlibc = 60

// manylinux returns the tags of wheels for the glibc of a tag and of the
// platform, whichever is older.
func (p Platform) manylinux(tag string) []string {
	promise, err := whl.ParsePlatform(tag)
	arch := promise.Arch
	if err != nil || !manylinux.Known(arch) || p.SoftFloat {
		return nil
	}
	newest, oldest := newestGlibc, 17
	if limit, ok := elf.ParseVersion(p.MaxGlibc); ok && limit.Major == 2 {
		newest = limit.Minor
	}
	if promise.Glibc.Major == 2 {
		newest = min(newest, promise.Glibc.Minor)
	}
	if arch == "x86_64" || arch == "i686" {
		oldest = 5
	}
	legacy := map[int]string{17: "manylinux2014_", 12: "manylinux2010_", 5: "manylinux1_"}
	var tags []string
	for minor := newest; minor >= oldest; minor-- {
		tags = append(tags, fmt.Sprintf("manylinux_2_%d_%s", minor, arch))
		if name := legacy[minor]; name != "" {
			tags = append(tags, name+arch)
		}
	}
	return tags
}

// mac returns the tags of what runs on a version of macOS, which macosx_X_Y_ARCH
// tells. Versions before 11 count by their second number, later ones by the
// first.
func mac(tag string) []string {
	parts := strings.SplitN(strings.TrimPrefix(tag, "macosx_"), "_", 3)
	if len(parts) != 3 {
		return nil
	}
	major, err := strconv.Atoi(parts[0])
	minor, err2 := strconv.Atoi(parts[1])
	if err != nil || err2 != nil || major < 10 || major > 100 || minor < 0 || minor > 100 {
		return nil
	}
	arch := parts[2]
	var tags []string
	if major == 10 {
		return macTen(minor, 0, arch, macFormats)
	}
	for ; major > 10; major-- {
		for _, format := range macFormats(99, arch) {
			tags = append(tags, fmt.Sprintf("macosx_%d_0_%s", major, format))
		}
	}
	if arch == "x86_64" {
		return append(tags, macTen(16, 4, arch, macFormats)...)
	}
	// What was built on 10.x for both processors runs here too.
	return append(tags, macTen(16, 4, arch, func(int, string) []string { return []string{"universal2"} })...)
}

func macTen(newest, oldest int, arch string, formats func(minor int, arch string) []string) []string {
	var tags []string
	for minor := newest; minor >= oldest; minor-- {
		for _, format := range formats(minor, arch) {
			tags = append(tags, fmt.Sprintf("macosx_10_%d_%s", minor, format))
		}
	}
	return tags
}

// macFormats returns the kinds of binaries with code for a processor, which
// fat ones have among others. Minor is that of macOS 10.
func macFormats(minor int, arch string) []string {
	switch arch {
	case "x86_64":
		if minor < 4 {
			return nil
		}
		return []string{arch, "intel", "fat64", "fat32", "universal2", "universal"}
	case "arm64":
		return []string{arch, "universal2"}
	}
	return []string{arch}
}
