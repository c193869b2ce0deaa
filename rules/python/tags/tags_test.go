package tags_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dbx/cache/require"
	"dbx/rules/python/tags"
)

// first returns the first tags of a list.
func first(list []string, n int) []string { return list[:min(n, len(list))] }

func TestCompatible(t *testing.T) {
	for name, tt := range map[string]struct {
		platform tags.Platform
		begins   []string
		has, not string
	}{
		"glibc":         {tags.Platform{Tags: []string{"linux_x86_64"}, MaxGlibc: "2.18"}, []string{"manylinux_2_18_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"}, "manylinux1_x86_64", "manylinux_2_19_x86_64"},
		"any glibc":     {tags.Platform{Tags: []string{"linux_aarch64"}}, nil, "manylinux_2_41_aarch64", "manylinux2010_aarch64"},
		"soft float":    {tags.Platform{Tags: []string{"linux_armv7l"}, SoftFloat: true}, []string{"linux_armv7l"}, "linux_armv7l", "manylinux2014_armv7l"},
		"ARMv6":         {tags.Platform{Tags: []string{"linux_armv6l"}, MaxGlibc: "2.36"}, []string{"linux_armv6l"}, "linux_armv6l", "manylinux2014_armv6l"},
		"own manylinux": {tags.Platform{Tags: []string{"manylinux_2_28_x86_64"}, MaxGlibc: "2.36"}, []string{"manylinux_2_28_x86_64", "manylinux_2_27_x86_64"}, "manylinux2014_x86_64", "manylinux_2_31_x86_64"},
		"Windows":       {tags.Platform{Tags: []string{"win_amd64"}}, []string{"win_amd64"}, "win_amd64", "win32"},
		"arm64 Mac":     {tags.Platform{Tags: []string{"macosx_12_0_arm64"}}, []string{"macosx_12_0_arm64", "macosx_12_0_universal2", "macosx_11_0_arm64"}, "macosx_10_9_universal2", "macosx_10_9_arm64"},
		"x64 Mac":       {tags.Platform{Tags: []string{"macosx_11_0_x86_64"}}, []string{"macosx_11_0_x86_64", "macosx_11_0_intel"}, "macosx_10_9_x86_64", "macosx_12_0_x86_64"},
		"no numbers":    {tags.Platform{Tags: []string{"macosx_x_y_arm64"}}, []string{"macosx_x_y_arm64"}, "macosx_x_y_arm64", "macosx_11_0_arm64"},
	} {
		got := tt.platform.Compatible()
		if d := cmp.Diff(tt.begins, first(got, len(tt.begins))); tt.begins != nil && d != "" {
			t.Errorf("%s: -want +got:\n%s", name, d)
		}
		if !slices.Contains(got, tt.has) || slices.Contains(got, tt.not) {
			t.Errorf("%s: want %s and not %s in %q", name, tt.has, tt.not, got)
		}
	}
}

func TestSupported(t *testing.T) {
	for name, tt := range map[string]struct {
		target tags.Target
		has    string
		not    string
	}{
		"stable ABI of an older Python": {tags.Target{Version: "3.11", Python: "cp311", ABIs: []string{"cp311"}, Platforms: []string{"win32"}}, "cp37-abi3-win32", "cp312-abi3-win32"},
		"no global lock":                {tags.Target{Version: "3.13", Python: "cp313", ABIs: []string{"cp313t"}, Platforms: []string{"win32"}}, "cp313-cp313t-win32", "cp313-abi3-win32"},
		"PyPy":                          {tags.Target{Version: "3.9", Python: "pp39", ABIs: []string{"pypy39_pp73"}, Platforms: []string{"win32"}}, "pp39-pypy39_pp73-win32", "cp39-abi3-win32"},
		"any platform":                  {tags.Target{Version: "3.11", Python: "cp311", ABIs: []string{"cp311"}}, "py3-none-any", "cp311-cp311-any"},
		"nothing known":                 {tags.Target{}, "py3-none-any", "py2-none-any"},
	} {
		var got []string
		for _, tag := range tt.target.Supported() {
			got = append(got, tag.String())
		}
		if !slices.Contains(got, tt.has) || slices.Contains(got, tt.not) {
			t.Errorf("%s: want %s and not %s in %q", name, tt.has, tt.not, got)
		}
	}
}

// TestAsPip compares the order with that of the library that pip has of the
// same tags, for systems that this machine is not.
func TestAsPip(t *testing.T) {
	if testing.Short() {
		t.Skip("starts Python; left out by -short")
	}
	const script = `
import json, sys
from pip._vendor.packaging import tags, _manylinux
_manylinux._have_compatible_abi = lambda *_: True
def linux(arch, glibc):
    _manylinux._get_glibc_version = lambda: glibc
    try: yield from _manylinux.platform_tags("linux_" + arch, arch)
    except (TypeError, AttributeError): yield from _manylinux.platform_tags([arch])
    yield "linux_" + arch
def supported(version, abi, platforms):
    platforms = list(platforms)
    return [[str(t) for t in (*tags.cpython_tags(version, [abi], platforms), *tags.compatible_tags(version, "cp%d%d" % version, platforms))]]
json.dump(sum([
    supported((3, 11), "cp311", linux("x86_64", (2, 36))),
    supported((3, 13), "cp313", linux("aarch64", (2, 41))),
    supported((3, 8), "cp38", linux("riscv64", (2, 31))),
    supported((3, 11), "cp311", tags.mac_platforms((11, 0), "arm64")),
    supported((3, 12), "cp312", tags.mac_platforms((13, 0), "x86_64")),
    supported((3, 9), "cp39", tags.mac_platforms((10, 9), "x86_64")),
    supported((3, 11), "cp311", ["win_amd64"]),
    supported((3, 11), "cp311", ["win32"]),
], []), sys.stdout)
`
	on := func(glibc string, platform ...string) []string {
		return tags.Platform{Tags: platform, MaxGlibc: glibc}.Compatible()
	}
	targets := []tags.Target{
		{Version: "3.11", Python: "cp311", Platforms: on("2.36", "linux_x86_64")},
		{Version: "3.13", Python: "cp313", Platforms: on("2.41", "linux_aarch64")},
		{Version: "3.8", Python: "cp38", Platforms: on("2.31", "linux_riscv64")},
		{Version: "3.11", Python: "cp311", Platforms: on("", "macosx_11_0_arm64")},
		{Version: "3.12", Python: "cp312", Platforms: on("", "macosx_13_0_x86_64")},
		{Version: "3.9", Python: "cp39", Platforms: on("", "macosx_10_9_x86_64")},
		{Version: "3.11", Python: "cp311", Platforms: on("", "win_amd64")},
		{Version: "3.11", Python: "cp311", Platforms: on("", "win32")},
	}
	cmd := exec.Command(require.Tool(t, "python3"), "-c", script)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		if strings.Contains(stderr.String(), "No module named 'pip") {
			t.Skip("needs a Python with pip")
		}
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	var want [][]string
	if err := json.Unmarshal(out, &want); err != nil || len(want) != len(targets) {
		t.Fatalf("%d answers, %v", len(want), err)
	}
	for i, target := range targets {
		target.ABIs = []string{target.Python}
		var got []string
		for _, tag := range target.Supported() {
			got = append(got, tag.String())
		}
		if d := cmp.Diff(want[i], got); d != "" {
			t.Errorf("%s on %s: -pip +dbx:\n%s", target.Python, target.Platforms[0], d)
		}
	}
}
