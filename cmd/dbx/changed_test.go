package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dbx/cache/require"
)

// TestChangedIsWhatABuildRuns edits a git repository at random and asks what
// changed, then builds both states: what the second build runs must be exactly
// that. The edits are such that no action makes the same of other inputs.
func TestChangedIsWhatABuildRuns(t *testing.T) {
	require.Tool(t, "git")
	const rounds = 8
	r := &clone{t: t, dir: t.TempDir(), random: rand.New(rand.NewPCG(7, 7))}
	r.create()
	r.git("init", "-q")
	for round := range rounds {
		r.git("add", "-A")
		r.git("-c", "user.name=n", "-c", "user.email=n@example.org", "commit", "-q", "--allow-empty", "-m", "x")
		r.dbx("build", "//...")
		for range 1 + r.random.IntN(3) {
			r.edit()
		}
		changed := strings.Fields(r.dbx("query", "changed(HEAD) - kind(group, //...)"))
		ran := r.built(r.dbx("build", "//..."))
		if !slices.Equal(changed, ran) {
			t.Fatalf("round %d, edits %q:\nchanged %q\nran     %q", round, r.edits, changed, ran)
		}
		if round > 0 && len(ran) == 0 && !slices.ContainsFunc(r.edits, harmless) {
			t.Errorf("round %d: the edits %q ran nothing", round, r.edits)
		}
		r.edits = nil
	}
}

func harmless(edit string) bool {
	return strings.HasPrefix(edit, "comment") || strings.HasPrefix(edit, "touch")
}

type clone struct {
	t      *testing.T
	dir    string
	random *rand.Rand
	serial int
	edits  []string
	stderr bytes.Buffer
}

const packages = 5

const wheelBlock = "wheel %q {\n  name = \"hello\"\n  version = \"1.0\"\n  source = %q\n  static = true\n}\n"

// create writes packages with sources, and wheels of the sources of the package
// before.
func (r *clone) create() {
	r.write(".gitignore", "dbx-out\n")
	r.write("BUILD.hcl", "workspace {\n  name = \"w\"\n}\nvariable \"v\" {\n  default = \"1.0\"\n}\n")
	for i := range packages {
		p := fmt.Sprintf("p%d/", i)
		r.write(p+"hello/__init__.py", r.fresh())
		r.write(p+"hello/two.py", r.fresh())
		r.write(p+"hello.egg-info/PKG-INFO", "Metadata-Version: 2.1\nName: hello\nVersion: 1.0\n")
		r.write(p+"hello.egg-info/SOURCES.txt", "hello/__init__.py\nhello/two.py\n")
		r.write(p+"hello.egg-info/top_level.txt", "hello\n")
		text := "source \"src\" {\n  files = glob([\"hello/**\", \"hello.egg-info/*\"])\n}\n" +
			fmt.Sprintf(wheelBlock, "other", fmt.Sprintf("//p%d:src", (i+packages-1)%packages)) +
			"group \"all-of-it\" {\n  members = [\":other\"]\n}\n"
		r.write(p+"BUILD.hcl", text)
	}
}

// fresh is a text that was not there before.
func (r *clone) fresh() string {
	r.serial++
	return fmt.Sprintf("A = %d\n", r.serial)
}

func (r *clone) edit() {
	p := fmt.Sprintf("p%d/", r.random.IntN(packages))
	kinds := map[string]func(){
		"edit": func() { r.write(p+"hello/two.py", r.fresh()) },
		"add": func() {
			name := fmt.Sprintf("hello/m%d.py", r.serial)
			r.write(p+name, r.fresh())
			r.write(p+"hello.egg-info/SOURCES.txt", r.read(p+"hello.egg-info/SOURCES.txt")+name+"\n")
		},
		"touch":   func() { r.write(p+"hello/two.py", r.read(p+"hello/two.py")) },
		"comment": func() { r.write(p+"BUILD.hcl", "# "+r.fresh()+r.read(p+"BUILD.hcl")) },
		"metadata": func() {
			r.write(p+"hello.egg-info/PKG-INFO", r.read(p+"hello.egg-info/PKG-INFO")+"Classifier: Private :: "+r.fresh())
		},
		"target": func() {
			name := fmt.Sprintf("new%d", r.serial)
			source := "source %q {\n  files = glob([\"hello/**\", \"hello.egg-info/*\", \"%s.txt\"])\n}\n"
			r.write(p+name+".txt", r.fresh()) // or it would be another name for the same keys
			r.write(p+"BUILD.hcl", r.read(p+"BUILD.hcl")+fmt.Sprintf(source+wheelBlock, name, name, name+"-wheel", ":"+name))
			r.write(p+"hello/two.py", r.fresh())
		},
	}
	names := slices.Sorted(maps.Keys(kinds))
	kind := names[r.random.IntN(len(names))]
	r.edits = append(r.edits, kind+" "+p)
	kinds[kind]()
}

func (r *clone) write(name, text string) {
	r.t.Helper()
	at := filepath.Join(r.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o755), os.WriteFile(at, []byte(text), 0o644)); err != nil {
		r.t.Fatal(err)
	}
}

func (r *clone) read(name string) string {
	r.t.Helper()
	b, err := os.ReadFile(filepath.Join(r.dir, name))
	if err != nil {
		r.t.Fatal(err)
	}
	return string(b)
}

func (r *clone) git(args ...string) {
	r.t.Helper()
	if out, err := exec.Command("git", append([]string{"-C", r.dir}, args...)...).CombinedOutput(); err != nil {
		r.t.Fatalf("git %q: %v\n%s", args, err, out)
	}
}

// dbx runs dbx and returns its standard output.
func (r *clone) dbx(args ...string) string {
	r.t.Helper()
	var stdout bytes.Buffer
	r.stderr.Reset()
	env := map[string]string{"XDG_CACHE_HOME": r.dir + "-cache", "DBX_DEBIAN_MIRROR": "http://127.0.0.1:9"}
	lookup := func(name string) (string, bool) { v, ok := env[name]; return v, ok }
	a := &app{dir: r.dir, env: lookup, stdout: &stdout, stderr: &r.stderr}
	if code := run(r.t.Context(), a, args); code != exitDone {
		r.t.Fatalf("dbx %q: exit code %d\n%s", args, code, r.stderr.String())
	}
	return stdout.String()
}

// built returns the targets that the last command ran actions of.
func (r *clone) built(string) []string {
	found := map[string]bool{}
	for _, match := range regexp.MustCompile(`(//\S+) [A-Z]\w+, `).FindAllStringSubmatch(r.stderr.String(), -1) {
		found[match[1]] = true
	}
	return slices.Sorted(maps.Keys(found))
}
