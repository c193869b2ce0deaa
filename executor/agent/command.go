package agent

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"time"

	"golang.org/x/sys/unix"
)

// Arg is the first argument of a program that is to be a part of an agent. The
// others are those of [HoldArgs] or [ServeArgs].
const Arg = "agent"

// The parts of an agent.
const (
	hold  = "hold"
	serve = "serve"
)

// Use is what a server's cache is.
type Use string

// The uses.
const (
	// Shared is the client's cache too.
	Shared Use = "shared"
	// Own is the cache of the agents of one place; nobody else sees to it that
	// it does not grow for ever.
	Own Use = "own"
	// Varied belongs to this one server, which runs spawns for the second time,
	// under circumstances that should not matter.
	Varied Use = "varied"
	// Disguised is Varied, and circumstances that are the same for all commands
	// are others too.
	Disguised Use = "disguised"
)

// HoldArgs are the arguments of the process that keeps an agent alive as long
// as it is used, and for the time idle after.
func HoldArgs(idle time.Duration, dir string) []string {
	return []string{Arg, hold, idle.String(), dir}
}

// ServeArgs are the arguments of the process that serves a session over its
// standard input and output, with its cache in dir.
func ServeArgs(dir string, use Use) []string { return []string{Arg, serve, string(use), dir} }

// ErrArgs are arguments that no process of an agent was ever started with.
var ErrArgs = errors.New("dbx starts agents itself, in containers: this is not for people")

// An OpenFunc opens the cache in a directory, and an executor that works with
// it. close ends both.
type OpenFunc func(dir string, use Use) (s *Server, close func() error, err error)

// Run is the life of a process that was started with the given arguments,
// [Arg] aside.
func Run(ctx context.Context, args []string, open OpenFunc) error {
	switch {
	case len(args) == 3 && args[0] == hold:
		idle, err := time.ParseDuration(args[1])
		if err != nil {
			return err
		}
		return Hold(ctx, idle, args[2])
	case len(args) == 3 && args[0] == serve:
		return serveStdio(ctx, args[2], Use(args[1]), open)
	}
	return ErrArgs
}

func serveStdio(ctx context.Context, dir string, use Use, open OpenFunc) error {
	server, closeAll, err := open(dir, use)
	if err != nil {
		return err
	}
	// A client that is gone must not end this process before it clears up; to
	// be told of the signal is the way not to die of it that no child inherits.
	signal.Notify(make(chan os.Signal, 1), unix.SIGPIPE)
	stream := NewStream(os.Stdin, os.Stdout, os.Stdin.Close)
	err = server.Serve(ctx, stream)
	if e := closeAll(); err == nil {
		err = e
	}
	return err
}
