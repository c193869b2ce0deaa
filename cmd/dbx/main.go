// Command dbx builds images, wheels and packages from BUILD.hcl files, each at
// most once, in sealed containers. See docs/architecture.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"dbx/engine/load"
)

// The exit codes of dbx.
const (
	exitDone        = 0
	exitFailed      = 1 // an action failed
	exitUsage       = 2 // bad input or usage
	exitMachine     = 3 // the machine failed: daemon, disk, network
	exitInterrupted = 130
)

// heapFloor is how much memory the garbage collector lets a small process have
// before it begins: most commands end before, and are a fifth faster for it.
const heapFloor = 96 << 20

func main() {
	// The collector starts when as much was allocated as is in use. These bytes
	// count as used, but no page of them is ever touched.
	floor := make([]byte, heapFloor)
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintf(os.Stderr, "dbx: the folder that you are in is not there any more, or may not be read: %v\n", err)
		os.Exit(exitMachine)
	}
	ctx, stop := interruptible(context.Background())
	defer stop()
	code := run(ctx, &app{dir: dir, env: os.LookupEnv, stdout: os.Stdout, stderr: os.Stderr}, os.Args[1:])
	stop()
	runtime.KeepAlive(floor)
	os.Exit(code)
}

// app is the world of one invocation.
type app struct {
	dir            string // where the user stands
	env            func(string) (string, bool)
	stdout, stderr io.Writer
	began          time.Time
}

// run executes a command line and returns its exit code. What went wrong has
// been printed.
func run(ctx context.Context, a *app, args []string) int {
	a.began = time.Now()
	out := &checkedOutput{w: a.stdout}
	a.stdout = out
	cmd := a.rootCommand()
	cmd.SetArgs(negativesLast(args))
	err := out.outcome(cmd.ExecuteContext(ctx))
	code := exitCode(ctx, err)
	var exit *exitError
	switch {
	case code == exitInterrupted:
		fmt.Fprintln(a.stderr, "dbx:", context.Cause(ctx))
	case err == nil || errors.As(err, &exit) && exit.err == nil: // all has been said
	default:
		fmt.Fprintln(a.stderr, "dbx:", err)
	}
	return code
}

// exitCode is how dbx ends after err.
func exitCode(ctx context.Context, err error) int {
	var exit *exitError
	switch {
	case err == nil:
		return exitDone
	case context.Cause(ctx) != nil:
		return exitInterrupted
	case errors.As(err, &exit):
		return exit.code
	}
	return exitUsage // cobra's own complaints
}

// negativesLast moves patterns like -//wheels/x behind all else, where they
// are not taken for flags. Their order among the others means nothing.
func negativesLast(args []string) []string {
	if len(args) > 1 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		word := args[len(args)-1]
		before := negativesLast(args[:len(args)-1])
		if strings.HasPrefix(word, "-/") || strings.HasPrefix(word, "-:") {
			before = append(slices.Clone(before), "--")
		}
		return append(slices.Clip(before), word)
	}
	var rest, negative []string
	for i, arg := range args {
		if arg == "--" {
			return append(append(rest, args[i:]...), negative...)
		}
		if strings.HasPrefix(arg, "-//") || strings.HasPrefix(arg, "-:") {
			negative = append(negative, arg)
		} else {
			rest = append(rest, arg)
		}
	}
	if len(negative) == 0 {
		return args
	}
	return append(append(rest, "--"), negative...)
}

// exitError is an error that decides the exit code. Without err, all has been
// said already.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// usage marks bad input.
func usage(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

// machine marks a failure of the machine; nil stays nil. A file that cannot be
// read for a reason of its own is bad input.
func machine(err error) error {
	var exit *exitError
	var unread *load.UnreadableError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &exit):
		return err
	case errors.As(err, &unread):
		return &exitError{exitUsage, err}
	}
	return &exitError{exitMachine, err}
}

var errInterrupted = errors.New("interrupted")

// interruptible cancels the context at the first SIGINT or SIGTERM; the second
// ends the process at once, as if it were not caught.
func interruptible(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	done := make(chan struct{})
	go func() {
		select {
		case <-signals:
			signal.Stop(signals)
			cancel(errInterrupted)
		case <-done:
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		select {
		case <-done:
		default:
			close(done)
		}
	}
}
