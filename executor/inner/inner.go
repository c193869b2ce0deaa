// Package inner is what runs between dbx and a command: the launcher that owns
// the sandbox's user namespace, and the first process of every sandbox and of
// every Docker container.
//
// A program that imports it, however indirectly, becomes one of these when it
// is started as process 1 under one of the names below; it never reaches its
// main function then. The package imports nothing but syscall, so that this is
// decided before the rest of a large program initialises. It knows mounts,
// privileges and processes. It does not know where inputs come from, what an
// output is, or how the bytes of its [Spec] were chosen.
package inner

import "syscall"

// The names under which a program becomes an inner process.
const (
	// LauncherArg is argv[0] of the launcher: see [Request].
	LauncherArg = "dbx-launcher"
	// FirstName is the name that the first process of a sandbox gives itself
	// (PR_SET_NAME): it is a fork of the launcher.
	FirstName = "dbx-init"
	// ContainerArg is the last argument of the first process of a container
	// that an engine set up. What comes before it may start the program in any
	// way, say by its dynamic loader.
	ContainerArg = "/.dbx/init"
	// SpecPath is where that process finds its [Spec].
	SpecPath = "/.dbx/spec"
)

const (
	launcherSocket = 3
	// reportFD is where the first process of a sandbox has the pipe for its
	// report. That of a container has its report on standard error. Both have
	// the log on standard output.
	reportFD = 3
)

// init is the one exception to the rule against init functions: the re-exec
// entry, which must come before everything else.
func init() {
	if syscall.Getpid() != 1 {
		return
	}
	args := commandLine()
	switch {
	case len(args) == 0:
	case len(args) > 1 && args[len(args)-2] == MountsArg:
		lendMount(args[len(args)-1])
	case args[0] == LauncherArg:
		launch(args)
	case args[len(args)-1] == ContainerArg:
		contain(args)
	}
}

// commandLine returns the arguments of this process, which os.Args would know
// if it could be imported.
func commandLine() []string {
	b, err := readFile("/proc/self/cmdline")
	if err != nil {
		return nil
	}
	var args []string
	for {
		arg, rest, ok := cut(b, 0)
		if !ok {
			return args
		}
		args = append(args, string(arg))
		b = rest
	}
}
