package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dbx/cache/require"
)

// testLibraries builds the libraries that wheels link against for the machine
// itself and for ARMv6, with nothing but the compiler: each is there, static,
// for its processor and no later one, and says nothing of where it was built.
func testLibraries(t *testing.T, b *builder, binary string) {
	readelf := require.Tool(t, "readelf")
	libraries := map[string][]string{
		"openssl": {"libcrypto.a", "libssl.a"},
		"libffi":  {"libffi.a"},
		"libyaml": {"libyaml.a"},
	}
	args := []string{"build", "--executor", "sandbox"}
	for name := range libraries {
		args = append(args, "//lib/"+name+":linux-x64", "//lib/"+name+":linux-armv6")
	}
	// Only what is small for the third.
	args = append(args, "//lib/libyaml:linux-armv6hf")
	b.dbx(t, binary, args...)
	for name, archives := range libraries {
		for _, archive := range archives {
			at := func(platform string) string {
				return filepath.Join(b.dir, "dbx-out/lib", name, platform, "deps", name, "lib", archive)
			}
			for _, platform := range []string{"linux-x64", "linux-armv6"} {
				content, err := os.ReadFile(at(platform))
				if err != nil {
					t.Fatal(err)
				}
				if strings.Contains(string(content), "/work/") {
					t.Errorf("%s for %s names the folder that it was built in", archive, platform)
				}
			}
			onlyARMv6(t, readelf, at("linux-armv6"))
		}
	}
}

// onlyARMv6 lets readelf say what each object of an archive is for.
func onlyARMv6(t *testing.T, readelf, archive string) {
	t.Helper()
	out, err := exec.Command(readelf, "-A", archive).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var found []string
	for _, match := range regexp.MustCompile(`Tag_CPU_arch: (\S+)`).FindAllStringSubmatch(string(out), -1) {
		found = append(found, match[1])
	}
	slices.Sort(found)
	// Assembly may be for less.
	for _, arch := range slices.Compact(found) {
		if !slices.Contains([]string{"v4", "v4T", "v5T", "v5TE", "v6"}, arch) {
			t.Errorf("%s has objects for ARM%s", archive, arch)
		}
	}
	if !slices.Contains(found, "v6") || strings.Contains(string(out), "Tag_ABI_VFP_args") {
		t.Errorf("%s is not soft-float ARMv6 code:\n%s", archive, found)
	}
}

// testMatrix builds and tests everything, for all platforms. That is for who
// asks for it, since it compiles OpenSSL for each.
func testMatrix(t *testing.T, b *builder, binary string) {
	if os.Getenv("DBX_TEST_MATRIX") != "all" {
		t.Skip("DBX_TEST_MATRIX is not all")
	}
	b.dbx(t, binary, "build", "--executor", "sandbox", "-k", "//...")
	stdout, _ := b.dbx(t, binary, "test", "--executor", "sandbox", "-k", "//...")
	if !strings.Contains(stdout, "PASS  //python:starts-linux-armv6 ") {
		t.Errorf("it prints\n%s", stdout)
	}
}
