package whl_test

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dbx/cache/require"
	"dbx/rules/wheel/whl"
)

// pip runs the machine's pip without its configuration and without a network.
func pip(t *testing.T, args ...string) {
	t.Helper()
	cmd := exec.Command(require.Tool(t, "pip3"), args...)
	cmd.Env = append(os.Environ(), "PIP_CONFIG_FILE="+os.DevNull, "PIP_NO_INDEX=1", "PIP_DISABLE_PIP_VERSION_CHECK=1", "PIP_NO_CACHE_DIR=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("pip %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func TestPipInstalls(t *testing.T) {
	if testing.Short() {
		t.Skip("starts pip; left out by -short")
	}
	arm := whl.Options{Platforms: []string{"linux_armv6l", "linux_armv7l"}}
	for name, tt := range map[string]struct {
		members []member
		opts    whl.Options
		args    []string
		file    string
	}{
		"pure":       {pureWheel(), whl.Options{}, nil, "bin/tool"},
		"armv6l":     {armWheel(armv6()), arm, []string{"--platform", "linux_armv6l"}, soName},
		"armv7l":     {armWheel(armv6()), arm, []string{"--platform", "linux_armv7l"}, soName},
		"odd names":  {append(pureWheel(), member{name: "markupsafe/é,\".txt", content: "é"}), whl.Options{}, nil, "markupsafe/é,\".txt"},
		"with build": {with(pureWheel(), infoFolder+"/WHEEL", purelib+"Build: 3\nTag: py3-none-any\n"), whl.Options{}, nil, "bin/tool"},
	} {
		t.Run(name, func(t *testing.T) {
			file, out := normalise(t, build(t, tt.members...), tt.opts)
			dir := t.TempDir()
			file = filepath.Join(dir, file)
			if err := os.WriteFile(file, out, 0o644); err != nil {
				t.Fatal(err)
			}
			args := append([]string{"install", "--quiet", "--no-index", "--no-deps", "--only-binary=:all:", "--target", filepath.Join(dir, "site")}, tt.args...)
			if tt.args != nil {
				args = append(args, "--python-version", "3.11", "--implementation", "cp", "--abi", "cp311")
			}
			pip(t, append(args, file)...)
			info, err := os.Stat(filepath.Join(dir, "site", tt.file))
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(tt.file, "bin/") && info.Mode()&0o111 == 0 {
				t.Error("the script lost its x")
			}
			if _, err := os.Stat(filepath.Join(dir, "site", infoFolder, "WHEEL")); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestVersionsAgreeWithPip compares normal forms with the implementation that
// pip brings along.
func TestVersionsAgreeWithPip(t *testing.T) {
	if testing.Short() {
		t.Skip("starts Python; left out by -short")
	}
	python := require.Tool(t, "python3")
	const script = `
import sys
try:
    from pip._vendor.packaging.version import Version, InvalidVersion
except ImportError:
    print("no pip"); sys.exit()
for line in sys.stdin.buffer.read().decode().split("\0"):
    try: print(str(Version(line)))
    except InvalidVersion: print()
`
	var in []string
	for v := range versions() {
		in = append(in, v)
	}
	cmd := exec.Command(python, "-c", script)
	cmd.Stdin = strings.NewReader(strings.Join(in, "\x00"))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if bytes.HasPrefix(out, []byte("no pip")) {
		require.Missing(t, "pip3", "python3 has no pip")
	}
	lines := bufio.NewScanner(bytes.NewReader(out))
	for _, v := range in {
		if !lines.Scan() {
			t.Fatalf("no answer for %q", v)
		}
		if got, _ := whl.NormaliseVersion(v); got != lines.Text() {
			t.Errorf("NormaliseVersion(%q) = %q, pip says %q", v, got, lines.Text())
		}
	}
}
