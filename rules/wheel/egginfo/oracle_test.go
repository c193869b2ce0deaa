package egginfo_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"dbx/cache/archive"
	"dbx/cache/require"
	"dbx/rules/wheel/egginfo"
	"dbx/rules/wheel/gate"
	"dbx/rules/wheel/whl"
)

// python returns a Python that can build wheels without a network: the first
// on the PATH that has all that it takes.
func python(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("runs pip; left out by -short")
	}
	require.Tool(t, "pip3")
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		name := filepath.Join(dir, "python3")
		if exec.Command(name, "-c", "import setuptools, wheel, pip").Run() == nil {
			return name
		}
	}
	require.Missing(t, "pip3", "no python3 on the PATH has pip, setuptools and wheel")
	return ""
}

func run(t *testing.T, dir, program string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PIP_CONFIG_FILE="+os.DevNull, "PYTHONDONTWRITEBYTECODE=1", "PYTHONWARNINGS=ignore")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s\n%s", program, strings.Join(args, " "), err, out, stderr.String())
	}
	return out
}

// unpack unpacks an sdist into a new folder.
func unpack(t *testing.T, tarball []byte) string {
	t.Helper()
	dir := t.TempDir()
	if err := archive.Unpack(t.Context(), bytes.NewReader(tarball), dir, archive.Options{StripComponents: 1}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// comparison is a wheel as testdata/compare.py sees it.
type comparison struct {
	Files  map[string][]any
	Wheel  []any
	Fields [][]any
	Body   string
}

// faultsOf returns what the gate has to say of a wheel for any platform. How
// its name is spelt is left out, as setuptools has done that in several ways
// over the years, and so is what the sdist says about itself and what it puts at
// the top of site-packages.
func faultsOf(t *testing.T, name string, wheel []byte) (faults []gate.Verdict) {
	t.Helper()
	opened, err := gate.Open(name, wheel)
	if err != nil {
		t.Fatal(err)
	}
	for _, check := range gate.Checks() {
		if v := check.Run(opened, gate.Target{Anywhere: true}); v.Status == gate.Fail && !slices.Contains([]string{"names", "metadata", "content"}, v.Check) {
			faults = append(faults, v)
		}
	}
	return faults
}

// comparePip builds a wheel of an sdist in both ways.
func comparePip(t *testing.T, python string, sdist []byte) {
	t.Helper()
	name, wheel, err := egginfo.Pack(t.Context(), os.DirFS(unpack(t, sdist)))
	if err != nil {
		t.Fatal(err)
	}
	dist := t.TempDir()
	mine := filepath.Join(dist, name)
	if err := os.WriteFile(mine, wheel, 0o644); err != nil {
		t.Fatal(err)
	}
	if faults := faultsOf(t, name, wheel); len(faults) > 0 {
		t.Error(faults)
	}
	pips := filepath.Join(dist, "pip")
	run(t, unpack(t, sdist), python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
		"--no-cache-dir", "--disable-pip-version-check", "--wheel-dir", pips, ".")
	made, err := filepath.Glob(filepath.Join(pips, "*.whl"))
	if err != nil || len(made) != 1 {
		t.Fatal(made, err)
	}
	got, errGot := whl.ParseName(name)
	want, errWant := whl.ParseName(filepath.Base(made[0]))
	// Setuptools has spelt names in several ways over the years.
	got.Distribution, want.Distribution = whl.NormaliseProject(got.Distribution), whl.NormaliseProject(want.Distribution)
	if d := cmp.Diff(want, got); errGot != nil || errWant != nil || d != "" {
		t.Errorf("name -pip +egginfo: %v, %v\n%s", errWant, errGot, d)
	}
	script, err := filepath.Abs("testdata/compare.py")
	if err != nil {
		t.Fatal(err)
	}
	var both []comparison
	for line := range bytes.Lines(run(t, dist, python, script, made[0], mine)) {
		var c comparison
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		both = append(both, c)
	}
	if len(both) != 2 || len(both[0].Files) == 0 || len(both[0].Fields) == 0 {
		t.Fatalf("nothing was compared: %v", both)
	}
	if d := cmp.Diff(both[0], both[1]); d != "" {
		t.Errorf("-pip +egginfo:\n%s", d)
	}
}

// TestAgreesWithPip lets the machine's setuptools make sdists of the projects
// in testdata/*.txtar, and wheels of those.
func TestAgreesWithPip(t *testing.T) {
	python := python(t)
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no test data", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			project, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			for _, f := range project.Files {
				file := filepath.Join(dir, f.Name)
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				mode := os.FileMode(0o644)
				if bytes.HasPrefix(f.Data, []byte("#!")) {
					mode = 0o755
				}
				if err := os.WriteFile(file, f.Data, mode); err != nil {
					t.Fatal(err)
				}
			}
			run(t, dir, python, "setup.py", "--quiet", "sdist")
			made, err := filepath.Glob(filepath.Join(dir, "dist", "*.tar.gz"))
			if err != nil || len(made) != 1 {
				t.Fatal(made, err)
			}
			sdist, err := os.ReadFile(made[0])
			if err != nil {
				t.Fatal(err)
			}
			comparePip(t, python, sdist)
		})
	}
}

// TestJinja2 takes a real sdist from Debian's archive.
func TestJinja2(t *testing.T) {
	python := python(t)
	require.Network(t)
	comparePip(t, python, jinja2(t))
}

const jinja2SHA256 = "31351a702a408a9e7595a8fc6150fc3f43bb6bf7e319770cbc0db9df9437e852"

// jinja2 fetches the sdist of Jinja2 3.1.2 from the first mirror that has it,
// of those that the machine names, and of the archive of all that ever was.
func jinja2(t *testing.T) []byte {
	t.Helper()
	mirrors := strings.Fields(os.Getenv("DBX_DEBIAN_MIRROR"))
	if out, err := exec.Command("apt-get", "indextargets", "--format", "$(SITE)").Output(); err == nil {
		mirrors = append(mirrors, strings.Fields(string(out))...)
	}
	mirrors = append(mirrors, "https://snapshot.debian.org/archive/debian/20230610T000000Z")
	tried := map[string]bool{}
	for _, mirror := range mirrors {
		mirror = strings.TrimSuffix(mirror, "/")
		if tried[mirror] {
			continue
		}
		tried[mirror] = true
		b, err := get(t, mirror+"/pool/main/j/jinja2/jinja2_3.1.2.orig.tar.gz")
		if sum := sha256.Sum256(b); err == nil && hex.EncodeToString(sum[:]) == jinja2SHA256 {
			return b
		}
		t.Logf("%s: %v, %d bytes", mirror, err, len(b))
	}
	t.Fatal("no mirror has the sdist of Jinja2 3.1.2")
	return nil
}

func get(t *testing.T, url string) ([]byte, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	return io.ReadAll(io.LimitReader(response.Body, 1<<20))
}
