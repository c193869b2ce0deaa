package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"dbx/cache/require"
)

// storm is a workspace of every kind of action, and a cache of its own, for
// tests that do harm while builds run.
type storm struct {
	dir    string
	server *fileServer
	runs   int
}

const stormRoot = `
workspace {
  name = "storm"
}
`

const stormPackage = `
source "file" {
  url    = "%[1]s/ok/file.txt"
  sha256 = "%[2]x"
}
source "src" {
  files = glob(["hello/**", "hello.egg-info/*"])
}
wheel "hello" {
  version = "1.0"
  source  = ":src"
  static  = true
}
image "image" {
  arch = "%[3]s"
  copy {
    from = "tool"
    to   = "/bin/tool"
  }
}
image "derived" {
  base = ":image"
  run {
    command = ["/bin/tool", "mkdir /etc/storm\nwrite /etc/storm/conf made"]
  }
}
action "first" {
  for_each = toset(["1", "2", "3", "4"])
  image    = ":image"
  command  = ["tool", "mkdir tree/sub\nrename seed.txt tree/seed\nwrite tree/sub/f ${each.value}\nwrite tree/g ${each.value}${each.value}\nsleep 40ms"]
  inputs   = { file = ":file" }
  input {
    from    = "seed.txt"
    to      = "seed.txt"
    scratch = true
  }
  trees = ["tree"]
}
action "second" {
  for_each = toset(["1", "2", "3", "4"])
  image    = ":derived"
  command  = ["tool", "cat /etc/storm/conf\nappend tree/g more\ncat other/sub/f\nsleep 40ms"]
  input {
    from    = ":first-${each.value}"
    to      = "tree"
    scratch = true
  }
  input {
    from = ":first-1"
    to   = "other"
  }
  trees = ["tree"]
}
action "last" {
  image   = ":image"
  command = ["tool", "cat in1/g\ncat in4/g\nwrite out done\nsleep 10ms"]
  inputs  = { in1 = ":second-1", in2 = ":second-2", in3 = ":second-3", in4 = ":second-4", wheel = ":hello", file = ":file" }
  outputs = ["out"]
}
`

func newStorm(t *testing.T) *storm {
	t.Helper()
	if testing.Short() {
		t.Skip("runs many builds; left out by -short")
	}
	require.UserNS(t)
	require.Tool(t, "go")
	s := &storm{dir: t.TempDir()}
	s.server = startFileServer(s.dir)
	t.Cleanup(s.server.Close)
	tool, err := builtTool()
	if err != nil {
		t.Fatal(err)
	}
	text := "some text\n"
	for name, content := range map[string]string{
		"file.txt": text, "ws/BUILD.hcl": stormRoot,
		"ws/a/BUILD.hcl": fmt.Sprintf(stormPackage, s.server.URL, sha256.Sum256([]byte(text)), runtime.GOARCH),
		"ws/a/tool":      string(tool), "ws/a/seed.txt": "seed 0", "ws/a/hello/__init__.py": "A = 1\n",
		"ws/a/hello.egg-info/PKG-INFO":      "Metadata-Version: 2.1\nName: hello\nVersion: 1.0\n",
		"ws/a/hello.egg-info/top_level.txt": "hello\n", "ws/a/hello.egg-info/SOURCES.txt": "hello/__init__.py\n",
	} {
		s.write(t, name, content)
	}
	if err := os.Chmod(filepath.Join(s.dir, "ws/a/tool"), 0o755); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *storm) write(t *testing.T, name, content string) {
	t.Helper()
	path := filepath.Join(s.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o644)); err != nil {
		t.Fatal(err)
	}
}

// chance returns the same chances each time, or others if DBX_STORM_SEED says so.
func chance(t *testing.T) *rand.Rand {
	t.Helper()
	seed, err := strconv.ParseUint(cmp.Or(os.Getenv("DBX_STORM_SEED"), "3"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("DBX_STORM_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// command is dbx, which this test's own binary is, too, under that name.
func (s *storm) command(t *testing.T, cache string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Args = append([]string{"dbx"}, args...)
	cmd.Dir = filepath.Join(s.dir, "ws")
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + s.dir, "XDG_CACHE_HOME=" + filepath.Join(s.dir, cache),
		"DOCKER_HOST=unix://" + filepath.Join(s.dir, "none.sock"), "GORACE=atexit_sleep_ms=0",
	}
	return cmd
}

// building is a build under way, or one that has ended.
type building struct {
	*exec.Cmd
	events string // a file
	said   bytes.Buffer
}

// start begins a build of everything.
func (s *storm) start(t *testing.T, cache string, flags ...string) *building {
	t.Helper()
	s.runs++
	b := &building{events: filepath.Join(s.dir, fmt.Sprintf("events-%d", s.runs))}
	args := append([]string{"build", "--executor", "sandbox", "-j", "4", "--events", b.events}, flags...)
	b.Cmd = s.command(t, cache, append(args, "//...")...)
	b.Stdout, b.Stderr = &b.said, &b.said
	if err := b.Start(); err != nil {
		t.Fatal(err)
	}
	return b
}

// must waits for a build that has to succeed, and returns how often it ran
// each action.
func (b *building) must(t *testing.T) map[string]int {
	t.Helper()
	if err := b.Wait(); err != nil {
		t.Fatalf("a build ended with %v:\n%s", err, b.said.String())
	}
	return b.ran(t)
}

// ran returns how often a build, however it ended, ran each action to success.
func (b *building) ran(t *testing.T) map[string]int {
	t.Helper()
	content, err := os.ReadFile(b.events)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	ran := map[string]int{}
	for line := range strings.Lines(string(content)) {
		var e eventLine
		if json.Unmarshal([]byte(line), &e) != nil {
			continue // cut by a kill
		}
		if e.Type == "finished" && e.Status == "success" && e.Cached != nil && !*e.Cached {
			ran[e.Action.Label+" "+e.Action.Mnemonic+" "+e.Action.Output]++
		}
	}
	return ran
}

// results returns what targets have below dbx-out: by path the mode and the bytes.
func (s *storm) results(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	root := filepath.Join(s.dir, "ws", "dbx-out")
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if name == filepath.Join(root, resultsDir) {
			return fs.SkipDir
		}
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		b, err := os.ReadFile(name)
		found[strings.TrimPrefix(name, root)] = fmt.Sprintf("%v %x", info.Mode(), sha256.Sum256(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// undisturbed returns what a build in a cache of its own gives, and the runs
// that it takes.
func (s *storm) undisturbed(t *testing.T, cache string) (map[string]string, map[string]int) {
	t.Helper()
	ran := s.start(t, cache).must(t)
	want := s.results(t)
	if len(want) < 10 || len(ran) < 10 {
		t.Fatalf("only %d files of %d runs", len(want), len(ran))
	}
	return want, ran
}

// clear removes what builds have put under dbx-out.
func (s *storm) clear(t *testing.T) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(s.dir, "ws", "dbx-out")); err != nil {
		t.Fatal(err)
	}
}
