package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"dbx": main})
}

// TestScript runs the scripts of testdata/script over the real main, each with
// a home, a cache and a server of files of its own. They need neither network
// nor Docker.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setUpScript,
		Condition:           scriptCondition,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"archive":   cmdArchive,
			"asked":     cmdAsked,
			"await":     cmdAwait,
			"damage":    cmdDamage,
			"dbx-exit":  cmdDbxExit,
			"debian":    cmdDebian,
			"exited":    cmdExited,
			"hash":      cmdHash,
			"killing":   cmdKilling,
			"list":      cmdList,
			"noprocess": cmdNoProcess,
			"replace":   cmdReplace,
			"signal":    cmdSignal,
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
	if name == "root" {
		return os.Geteuid() == 0, nil
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
