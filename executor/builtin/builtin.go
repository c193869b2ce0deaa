// Package builtin runs spawns of kind Builtin: pure functions of this process,
// from an input tree to declared outputs.
//
// It knows how a function gets its inputs and hands over its outputs. It does
// not know which functions there are: a table comes from the caller, so that
// the packages with the functions need not know this one.
package builtin

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/executor"
)

// Func is a pure function: what it leaves in out depends on in, args and
// outputs alone, never on the clock, the host or the order of goroutines. Its
// type names nothing of dbx, so that any package may have one.
//
// in has the spawn's inputs at their paths, and the layers of its root file
// system, bottom first, as layers/NNNN-DIFFID.tar. It implements
// [fs.ReadLinkFS] and [Placer], and its files can seek and read at an offset.
// args are those after the function's
// name. out is a directory in which the declared outputs are to be made, at the
// paths in outputs, whose folders are there; their order is the spawn's.
// Whatever else is left in out is dropped, and nothing in it may be written to
// after the return. A layer is an uncompressed tar in canonical form.
//
// An error that has a [Failure] in its chain blames args or inputs; any other
// is the machine's.
type Func func(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error

// Placer is what the input tree of a Func also is: it puts the input file from
// into an output tree, at the path to below out, without a byte being copied.
// Nothing appears in out itself. It is not safe for concurrent use.
type Placer interface {
	Place(from, to string) error
}

// Failure is an error of a Func that its inputs or arguments cause, so that
// the same call would fail in the same way. Its text is the action's log.
type Failure interface {
	error
	UserFailure()
}

// Executor runs builtins. It is safe for concurrent use if its functions are.
type Executor struct {
	store *cas.Disk
	table map[string]Func
}

// New returns an Executor of the functions in table, by their "name@version".
// Inputs are read from store and outputs moved into it.
func New(store *cas.Disk, table map[string]Func) *Executor {
	return &Executor{store: store, table: maps.Clone(table)}
}

// errTimeout is the cause of a context that the spawn's own timeout ended.
var errTimeout = errors.New("the action's timeout is over")

// Execute implements [executor.Executor].
func (e *Executor) Execute(ctx context.Context, s executor.Spawn) (executor.Result, error) {
	if s.Kind != executor.Builtin || len(s.Args) == 0 {
		return executor.Result{}, fmt.Errorf("builtin: spawn %q names no function", s.Info.Label)
	}
	fn := e.table[s.Args[0]]
	if fn == nil {
		return executor.Result{}, e.unknown(s.Args[0])
	}
	result, err := e.run(ctx, s, fn)
	if err != nil {
		return executor.Result{}, fmt.Errorf("builtin %s: %w", s.Args[0], err)
	}
	return result, nil
}

func (e *Executor) unknown(name string) error {
	known := slices.Sorted(maps.Keys(e.table))
	return fmt.Errorf("builtin %s is not one that this dbx has; it has %s", name, strings.Join(known, ", "))
}

// run calls fn in a directory of its own and sorts out how it ended.
func (e *Executor) run(ctx context.Context, s executor.Spawn, fn Func) (executor.Result, error) {
	in, err := e.inputs(ctx, s)
	if err != nil {
		return executor.Result{}, fmt.Errorf("lay out inputs: %w", err)
	}
	dir, err := e.store.Temp()
	if err != nil {
		return executor.Result{}, err
	}
	defer os.RemoveAll(dir)
	out, err := os.OpenRoot(dir)
	if err != nil {
		return executor.Result{}, err
	}
	defer out.Close()
	if err := makeFolders(out, s.Outputs); err != nil {
		return executor.Result{}, err
	}

	start := time.Now()
	err = call(ctx, fn, in, s, out)
	took := time.Since(start)
	if err != nil {
		return e.failed(ctx, errors.Join(err, e.intact(ctx, in.root)), s.Timeout, took)
	}
	outputs, problem, err := e.capture(ctx, out, s.Outputs, in)
	if err != nil {
		return executor.Result{}, err
	}
	if problem != "" {
		return e.log(ctx, executor.Result{Status: executor.MissingOutput, Message: problem, Duration: took})
	}
	return executor.Result{Outputs: outputs, Duration: took}, nil
}

func call(ctx context.Context, fn Func, in fs.FS, s executor.Spawn, out *os.Root) error {
	bounded, cancel := ctx, func() {}
	if s.Timeout > 0 {
		bounded, cancel = context.WithTimeoutCause(ctx, s.Timeout, errTimeout)
	}
	defer cancel()
	outputs := make([]string, len(s.Outputs))
	for i, spec := range s.Outputs {
		outputs[i] = spec.Path
	}
	err := fn(bounded, in, slices.Clone(s.Args[1:]), out, outputs)
	if err == nil || bounded.Err() == nil {
		return err
	}
	return context.Cause(bounded)
}

// intact returns an error that wraps [cas.ErrNotFound] if a blob of the inputs
// is no longer as it was. A function that was given less than it should have
// been may blame what it read, and nothing may be concluded from that.
func (e *Executor) intact(ctx context.Context, root digest.Digest) error {
	blobs, err := merkle.Blobs(ctx, e.store, root)
	if err != nil {
		return err
	}
	missing, err := e.store.Missing(ctx, blobs)
	if err == nil && len(missing) > 0 {
		err = fmt.Errorf("%d inputs were damaged meanwhile: %w", len(missing), cas.ErrNotFound)
	}
	return err
}

// failed tells a function's failure from the machine's.
func (e *Executor) failed(ctx context.Context, err error, timeout, took time.Duration) (executor.Result, error) {
	if errors.Is(err, errTimeout) {
		return e.log(ctx, executor.Result{
			Status: executor.TimedOut, ExitCode: 1, Duration: took,
			Message: fmt.Sprintf("did not end within %v", timeout),
		})
	}
	var failure Failure
	// A blob that vanished is never the user's doing, whatever wraps it.
	if !errors.As(err, &failure) || errors.Is(err, cas.ErrNotFound) || ctx.Err() != nil {
		return executor.Result{}, err
	}
	return e.log(ctx, executor.Result{Status: executor.Failed, ExitCode: 1, Message: err.Error(), Duration: took})
}

// log stores the result's message as its log.
func (e *Executor) log(ctx context.Context, r executor.Result) (executor.Result, error) {
	d, err := e.store.PutBytes(ctx, []byte(r.Message+"\n"))
	if err != nil {
		return executor.Result{}, fmt.Errorf("store the log: %w", err)
	}
	r.Log = d
	return r, nil
}
