package main

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"dbx/cache/oci/registrytest"
	"dbx/cache/require"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"dbx": main, "without": without})
}

// TestScript runs the scripts of testdata/script over the real main, each with
// a home, a cache and a server of files of its own. They need neither network
// nor Docker.
func TestScript(t *testing.T) { runScripts(t, filepath.Join("testdata", "script")) }

// TestDoctor provokes what doctor looks for, in namespaces.
func TestDoctor(t *testing.T) {
	require.UserNS(t)
	runScripts(t, filepath.Join("testdata", "doctor"))
}

// TestVerifyInDocker runs actions in Docker first, and then elsewhere.
func TestVerifyInDocker(t *testing.T) {
	require.Docker(t)
	require.UserNS(t)
	runScripts(t, filepath.Join("testdata", "docker"))
}

func runScripts(t *testing.T, dir string) {
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setUpScript,
		Condition:           scriptCondition,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"actions":      cmdActions,
			"archive":      cmdArchive,
			"asked":        cmdAsked,
			"await":        cmdAwait,
			"commit":       cmdCommit,
			"damage":       cmdDamage,
			"damage-layer": cmdDamageLayer,
			"dbx-exit":     cmdDbxExit,
			"debian":       cmdDebian,
			"exited":       cmdExited,
			"hash":         cmdHash,
			"image":        cmdImage,
			"index":        cmdIndex,
			"json":         cmdJSON,
			"killing":      cmdKilling,
			"list":         cmdList,
			"noprocess":    cmdNoProcess,
			"poison":       cmdPoison,
			"pulled":       cmdPulled,
			"recipe":       cmdRecipe(filepath.Join("..", "..", "docs")),
			"replace":      cmdReplace,
			"retag":        cmdRetag,
			"saved":        cmdSaved,
			"signal":       cmdSignal,
			"tool":         cmdTool,
			"wheel":        cmdWheel,
		},
	})
}

// The keys of what commands of one script share.
type (
	serverKey struct{}
	signedKey struct{}
)

func setUpScript(env *testscript.Env) error {
	server := startFileServer(env.WorkDir)
	env.Defer(server.Close)
	env.Values[serverKey{}] = server
	registry := registrytest.Start(registrytest.Options{})
	env.Defer(registry.Close)
	env.Values[registryKey{}] = registry
	env.Setenv("registry", registry.Host())
	env.Setenv("DBX_VAR_registry", registry.Host())
	env.Values[signedKey{}] = new(*exec.Cmd)
	env.Setenv("HOME", env.WorkDir)
	env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, "cache"))
	env.Setenv("DOCKER_HOST", "unix://"+filepath.Join(env.WorkDir, "none.sock"))
	env.Setenv("DBX_DEBIAN_MIRROR", server.URL+"/ok/debian")
	env.Setenv("DBX_VAR_server", server.URL)
	env.Setenv("server", server.URL)
	// The race detector makes every process wait a second at its end.
	env.Setenv("GORACE", "atexit_sleep_ms=0")
	return nil
}

func scriptCondition(name string) (bool, error) {
	switch name {
	case "root":
		return os.Geteuid() == 0, nil
	case "userns":
		return canSandbox(), nil
	}
	if name == "git" {
		_, err := exec.LookPath("git")
		return err == nil, nil
	}
	return false, fmt.Errorf("unknown condition %q", name)
}

// cmdDbxExit is "dbx-exit CODE ARG…": dbx with those arguments must end with
// that exit code. What it printed is there for stdout and stderr. A command in
// $wrap runs it.
func cmdDbxExit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: dbx-exit CODE ARG…")
	}
	got := 0
	command := append(append(strings.Fields(ts.Getenv("wrap")), "dbx"), args[1:]...)
	if err := ts.Exec(command[0], command[1:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("dbx cannot be run: %v", err)
		}
		got = exit.ExitCode()
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("dbx %s: exit code %d, want %s", strings.Join(args[1:], " "), got, args[0])
	}
}

// cmdHash is "hash VAR FILE": it gives the variable VAR of the workspace the
// SHA-256 of a file, in hexadecimal, and the script too, as $VAR.
func cmdHash(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: hash VAR FILE")
	}
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte(ts.ReadFile(args[1]))))
	ts.Setenv("DBX_VAR_"+args[0], sum)
	ts.Setenv(args[0], sum)
}

// cmdJSON is "json FILE": the file is JSON, or lines of it.
func cmdJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: json FILE")
	}
	dec := json.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	values := 0
	for {
		var v any
		err := dec.Decode(&v)
		if err == io.EOF {
			break
		}
		ts.Check(err)
		values++
	}
	if values == 0 {
		ts.Fatalf("%s is empty", args[0])
	}
}

// cmdCommit is "commit VAR": it gives the variable VAR of the workspace the
// commit that the last command printed, and the script too, as $VAR, with its
// beginning as $VARShort.
func cmdCommit(ts *testscript.TestScript, neg bool, args []string) {
	id := strings.TrimSpace(ts.ReadFile("stdout"))
	if neg || len(args) != 1 || len(id) != 40 {
		ts.Fatalf("usage: commit VAR, after git rev-parse")
	}
	ts.Setenv("DBX_VAR_"+args[0], id)
	ts.Setenv(args[0], id)
	ts.Setenv(args[0]+"Short", id[:12])
}

// cmdRecipe is "recipe DOCUMENT FILE": it writes the first shell script that
// stands in a document to a file.
func cmdRecipe(docs string) func(*testscript.TestScript, bool, []string) {
	docs, err := filepath.Abs(docs)
	return func(ts *testscript.TestScript, neg bool, args []string) {
		ts.Check(err)
		if neg || len(args) != 2 {
			ts.Fatalf("usage: recipe DOCUMENT FILE")
		}
		text, err := os.ReadFile(filepath.Join(docs, args[0]))
		ts.Check(err)
		_, script, found := strings.Cut(string(text), "\n```sh\n")
		script, _, closed := strings.Cut(script, "\n```\n")
		if !found || !closed {
			ts.Fatalf("%s has no shell script", args[0])
		}
		ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(script+"\n"), 0o644))
	}
}

// cmdReplace is "replace FILE OLD NEW": it changes the file where it is, in
// its own inode, as an editor or strip may; OLD must be there.
func cmdReplace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace FILE OLD NEW")
	}
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s does not have %q", args[0], args[1])
	}
	text = strings.ReplaceAll(text, args[1], strings.ReplaceAll(args[2], `\n`, "\n"))
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_WRONLY|os.O_TRUNC, 0)
	ts.Check(err)
	_, err = f.WriteString(text)
	ts.Check(errors.Join(err, f.Close()))
}

// cmdList is "list DIR": standard output gets the names in a folder, one a
// line; a folder that is not there has none.
func cmdList(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: list DIR")
	}
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		ts.Fatalf("%v", err)
	}
	out := ts.Stdout()
	for _, e := range entries {
		fmt.Fprintln(out, e.Name())
	}
}
