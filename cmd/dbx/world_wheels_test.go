package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dbx/cache/require"
)

// testWheels builds all wheels of the workspace for the machine itself and for
// ARMv6, and those of the two ends, a small one in C and one with OpenSSL and
// Rust, for every platform. The gate has passed what a build leaves; readelf,
// which is not ours, has the last word on processors.
func testWheels(t *testing.T, b *builder, binary string) {
	readelf := require.Tool(t, "readelf")
	for _, args := range [][]string{
		{"--platform", "linux-x64", "//wheels/..."},
		{"--platform", "linux-armv6", "//wheels/..."},
		{"//wheels/markupsafe", "//wheels/cryptography"},
	} {
		b.dbx(t, binary, append([]string{"build", "--executor", "sandbox"}, args...)...)
	}
	for _, name := range []string{
		"brotli/linux-armv6/Brotli-1.0.9-cp311-cp311-linux_armv6l.whl",
		"cffi/linux-armv6/cffi-1.15.1-cp311-cp311-linux_armv6l.whl",
		"cryptography/linux-arm64/cryptography-38.0.4-cp37-abi3-linux_aarch64.whl",
		"cryptography/linux-armv6/cryptography-38.0.4-cp37-abi3-linux_armv6l.whl",
		"cryptography/linux-armv7/cryptography-38.0.4-cp37-abi3-linux_armv7l.whl",
		"cryptography/linux-mips64el/cryptography-38.0.4-cp37-abi3-linux_mips64.whl",
		"cryptography/linux-mipsel/cryptography-38.0.4-cp37-abi3-linux_mips.whl",
		"cryptography/linux-x64/cryptography-38.0.4-cp37-abi3-linux_x86_64.whl",
		"hiredis/linux-armv6/hiredis-2.3.2-cp311-cp311-linux_armv6l.whl",
		"markupsafe/linux-armv6hf/MarkupSafe-2.1.2-cp311-cp311-linux_armv6l.whl",
		"netifaces/linux-armv6/netifaces-0.11.0-cp311-cp311-linux_armv6l.whl",
		"packaging/any/packaging-25.0-py3-none-any.whl",
		"pynacl/linux-armv6/PyNaCl-1.5.0-cp311-cp311-linux_armv6l.whl",
		"pyyaml/linux-armv6/PyYAML-6.0.2-cp311-cp311-linux_armv6l.whl",
		"toml/any/toml-0.10.2-py2.py3-none-any.whl",
	} {
		if _, err := os.Stat(filepath.Join(b.dir, "dbx-out/wheels", name)); err != nil {
			t.Error(err)
		}
	}
	for platform, abi := range map[string]bool{"linux-armv6": false, "linux-armv6hf": true} {
		wheels, err := filepath.Glob(filepath.Join(b.dir, "dbx-out/wheels/*", platform, "*.whl"))
		if err != nil || len(wheels) == 0 {
			t.Fatalf("wheels for %s: %v, %v", platform, wheels, err)
		}
		for _, wheel := range wheels {
			testAttributes(t, readelf, wheel, abi)
		}
	}
}

// armv6 is what readelf says of a module for ARMv6, whose code may also be for
// the few instructions that its later variants have.
var armv6 = regexp.MustCompile(`(?m)^  Tag_CPU_arch: v6(K|KZ)?$`)

// testAttributes asks readelf what processor each module in a wheel is for, and
// whether floating point numbers are passed in registers of their own.
func testAttributes(t *testing.T, readelf, wheel string, hard bool) {
	t.Helper()
	dir := t.TempDir()
	unzip(t, wheel, dir)
	modules := 0
	err := filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".so") {
			return err
		}
		modules++
		out, err := exec.Command(readelf, "-A", name).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w\n%s", err, out)
		}
		if !armv6.Match(out) || strings.Contains(string(out), "Tag_ABI_VFP_args: VFP registers") != hard {
			t.Errorf("%s in %s is not ARMv6 code with the platform's ABI:\n%s", filepath.Base(name), filepath.Base(wheel), out)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if modules == 0 {
		t.Errorf("%s has no modules", wheel)
	}
}
