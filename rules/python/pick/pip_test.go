package pick_test

import (
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dbx/cache/require"
	"dbx/rules/python/index"
	"dbx/rules/python/index/indextest"
	"dbx/rules/python/pick"
	"dbx/rules/python/tags"
)

// served are the wheels of the index that pip and dbx both choose from.
var served = []string{
	"thing-1.0-cp311-cp311-macosx_10_9_x86_64.whl",
	"thing-1.0-cp311-cp311-macosx_10_9_universal2.whl",
	"thing-1.0-cp311-cp311-macosx_11_0_arm64.whl",
	"thing-1.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
	"thing-1.0-cp311-cp311-manylinux_2_28_x86_64.whl",
	"thing-1.0-cp311-cp311-win_amd64.whl",
	"thing-1.0-cp37-abi3-win32.whl",
	"thing-1.0-cp39-abi3-win32.whl",
	"thing-1.0-cp37-abi3-manylinux2014_aarch64.whl",
	"thing-1.0-py3-none-manylinux_2_31_riscv64.whl",
	"thing-1.0-2-py3-none-any.whl",
	"thing-1.0-10-py3-none-any.whl",
	"thing-1.0-cp312-cp312-manylinux_2_17_x86_64.whl",
	"thing-1.1-py3-none-any.whl",
}

// TestAsPip lets pip download for other systems from the same index, in both
// forms of its pages, and chooses the same files.
func TestAsPip(t *testing.T) {
	if testing.Short() {
		t.Skip("starts pip; left out by -short")
	}
	pip := require.Tool(t, "pip3")
	dir := t.TempDir()
	for _, name := range served {
		content, err := indextest.Wheel(name)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), string(content))
	}
	write(t, filepath.Join(dir, "thing-1.0-cp311-cp311-manylinux_2_28_x86_64.whl.requires"), "<3.11,>=3.7")
	write(t, filepath.Join(dir, "thing-1.0-cp311-cp311-macosx_11_0_arm64.whl.yanked"), "does not load")
	server := indextest.Start(dir)
	defer server.Close()

	for name, tt := range map[string]struct {
		way       string
		python    string
		platforms []string // of ours
		glibc     string
		want      string
	}{
		"x64 Mac":      {"html", "3.11", []string{"macosx_11_0_x86_64"}, "", "macosx_10_9_x86_64.whl"},
		"arm64 Mac":    {"json", "3.11", []string{"macosx_12_0_arm64"}, "", "macosx_10_9_universal2.whl"},
		"x64":          {"json", "3.11", []string{"linux_x86_64"}, "2.36", "thing-1.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"},
		"arm64":        {"html", "3.11", []string{"linux_aarch64"}, "2.36", "thing-1.0-cp37-abi3-manylinux2014_aarch64.whl"},
		"riscv64":      {"bare", "3.13", []string{"linux_riscv64"}, "2.41", "thing-1.0-py3-none-manylinux_2_31_riscv64.whl"},
		"Windows, 64":  {"json", "3.11", []string{"win_amd64"}, "", "win_amd64.whl"},
		"Windows, 32":  {"html", "3.11", []string{"win32"}, "", "thing-1.0-cp39-abi3-win32.whl"},
		"old Windows":  {"json", "3.8", []string{"win32"}, "", "thing-1.0-cp37-abi3-win32.whl"},
		"ARMv6":        {"html", "3.11", []string{"linux_armv6l"}, "2.36", "thing-1.0-10-py3-none-any.whl"},
		"a new Python": {"json", "3.12", []string{"linux_x86_64"}, "2.36", "thing-1.0-cp312-cp312-manylinux_2_17_x86_64.whl"},
	} {
		t.Run(name, func(t *testing.T) {
			tag := "cp" + strings.ReplaceAll(tt.python, ".", "")
			compatible := tags.Platform{Tags: tt.platforms, MaxGlibc: tt.glibc}.Compatible()
			target := tags.Target{Version: tt.python, Python: tag, ABIs: []string{tag}, Platforms: compatible}
			got := chosen(t, server.Index(tt.way), pick.Want{Project: "thing", Version: "1.0", Tags: target.Supported(), Python: tt.python})
			if !strings.HasSuffix(got, tt.want) {
				t.Errorf("chose %s, want %s", got, tt.want)
			}
			told := tt.platforms
			if strings.HasPrefix(told[0], "linux_") {
				told = compatible // what a system has, pip cannot know of another
			}
			if theirs := downloaded(t, pip, server.Index(tt.way), tt.python, tag, told); theirs != got {
				t.Errorf("chose %s, pip %s", got, theirs)
			}
		})
	}
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// chosen returns the file that dbx takes.
func chosen(t *testing.T, at string, want pick.Want) string {
	t.Helper()
	base, err := index.ParseBase(at)
	if err != nil {
		t.Fatal(err)
	}
	client := index.Client{Bases: []*url.URL{base}, HTTP: http.DefaultClient}
	project, err := client.Project(t.Context(), "Thing")
	if err != nil {
		t.Fatal(err)
	}
	f, err := pick.Wheel(project.Files, want)
	if err != nil {
		t.Fatal(err)
	}
	if f.SHA256.IsZero() {
		if f, err = client.Measure(t.Context(), f); err != nil || f.SHA256.IsZero() || f.Size == 0 {
			t.Fatalf("%+v, %v", f, err)
		}
	}
	return f.Name
}

// downloaded returns the file that pip takes.
func downloaded(t *testing.T, pip, at, python, tag string, platforms []string) string {
	t.Helper()
	dir := t.TempDir()
	args := []string{"download", "--quiet", "--no-deps", "--only-binary=:all:", "--index-url", at, "--dest", dir,
		"--python-version", python, "--implementation", "cp", "--abi", tag}
	for _, p := range platforms {
		args = append(args, "--platform", p)
	}
	cmd := exec.Command(pip, append(args, "thing==1.0")...)
	cmd.Env = append(os.Environ(), "PIP_CONFIG_FILE="+os.DevNull, "PIP_NO_CACHE_DIR=1", "PIP_DISABLE_PIP_VERSION_CHECK=1", "PIP_EXTRA_INDEX_URL=", "NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("pip: %v\n%s", err, out)
	}
	found, err := os.ReadDir(dir)
	if err != nil || len(found) != 1 {
		t.Fatalf("pip left %v, %v", found, err)
	}
	return found[0].Name()
}
