// Package executor says what it is to run one spawn.
//
// A [Spawn] is a command, or an in-process function, whose inputs are resolved
// to digests. An [Executor] runs it somewhere and returns a [Result] whose
// outputs are in the content-addressed store. The package knows the key of a
// spawn and the decorators that every executor may wear; it knows neither the
// build graph nor where or how a spawn runs.
package executor

import (
	"context"
	"time"

	"dbx/cache/digest"
	"dbx/cache/merkle"
)

// WorkDir is where every spawn finds its inputs and leaves its outputs, inside
// its root file system. All input and output paths are relative to it.
const WorkDir = "/work"

// Kind says how a spawn is run.
type Kind uint8

// The kinds of a spawn.
const (
	// Exec runs Args as a process in a sealed container.
	Exec Kind = iota
	// Builtin runs the pure in-process function that Args[0] names.
	Builtin
	// Fetch obtains what Args say from one of Info.URLs: the file of a SHA-256,
	// the tree of a git commit; or it takes a folder of this machine.
	Fetch
)

// Command is the part of an action that does not depend on its inputs'
// content. Paths are slash-separated, clean and relative to [WorkDir].
type Command struct {
	Kind    Kind
	Args    []string
	Env     []EnvVar      // sorted by name, names unique
	Dir     string        // see WorkingDir
	Outputs []OutputSpec  // sorted by path, paths unique
	CPUs    int           // declared constant, told to the command; 0 is 1
	Memory  int64         // limit in bytes; 0 is none
	Pids    int64         // limit of processes and threads at a time; 0 is [DefaultPids]
	Timeout time.Duration // 0 is none
	Network bool          // the command may use the network
	User    User          // who the command is, inside
	Epoch   int64         // Unix seconds: SOURCE_DATE_EPOCH, and the latest time in a captured layer
}

// DefaultPids stops a fork bomb before it takes the machine, and no build.
const DefaultPids = 4096

// PidsLimit returns how many processes and threads the command may have at a
// time. Executors that need some of their own beside it grant them on top.
func (c Command) PidsLimit() int64 {
	if c.Pids > 0 {
		return c.Pids
	}
	return DefaultPids
}

// User is the one identity that a command has; it never has capabilities.
type User uint8

// The users.
const (
	// Root is uid and gid 0.
	Root User = iota
	// Builder is uid and gid 1000, for programs that refuse to be root. What it
	// sees of the root file system may belong to it or not, by executor; it
	// leaves no layer.
	Builder
)

// ID returns the user's uid, which is also its gid.
func (u User) ID() int {
	if u == Builder {
		return 1000
	}
	return 0
}

// String returns the user's name.
func (u User) String() string {
	if u == Builder {
		return "builder"
	}
	return "root"
}

// EnvVar is one variable of the environment.
type EnvVar struct {
	Name, Value string
}

// OutputKind is what an output must be.
type OutputKind uint8

// The kinds of output.
const (
	// OutputFile is a regular file.
	OutputFile OutputKind = iota
	// OutputTree is a directory with all that is in it.
	OutputTree
	// OutputLayer is the canonical difference of the root file system before
	// and after; its path only names it.
	OutputLayer
)

// OutputSpec declares an output.
type OutputSpec struct {
	Path   string
	Kind   OutputKind
	SHA256 digest.SHA256 // of a file that is known beforehand, see [WithPins]; zero for none
}

// Mode says how an input may be used.
type Mode uint8

// The modes of an input.
const (
	// ReadOnly inputs cannot be changed by the spawn.
	ReadOnly Mode = iota
	// Scratch inputs are throw-away writable copies, for builds inside their
	// own tree.
	Scratch
)

// Input is content placed at a path. Kind is File, Executable or Dir. The
// first path component of a read-only input is never that of an output or of
// a scratch input.
type Input struct {
	Path   string
	Kind   merkle.Kind
	Digest digest.Digest
	Mode   Mode
}

// Rootfs is the file system that a command sees: layers, bottom first, by
// diffID (OCI image-spec, "Layer DiffID"), and their GOARCH architecture. The
// layers' tar files are found through the store's SHA-256 index.
type Rootfs struct {
	Arch   string
	Layers []digest.SHA256
	// Emulator is the program, statically linked for the machine, through which
	// the kernel runs programs of Arch; zero if it runs them itself.
	Emulator digest.Digest
}

// Info accompanies a spawn for people and for transport; it is in no key.
type Info struct {
	Label    string   // the target, in canonical form
	Mnemonic string   // what the action does, e.g. "CompileWheel"
	URLs     []string // where a Fetch may look, in order
	NoCache  bool     // neither look the result up nor record it
}

// Spawn is an action with its inputs resolved to digests. It is a value:
// executors never write to it. All of it but Info enters its key.
type Spawn struct {
	Command
	Inputs []Input // sorted by path, paths unique
	Rootfs Rootfs
	Info   Info
	seal   *seal // see Sealed
}

// Output is a captured output. Kind is File, Executable or Dir; a layer is a
// File that also has a DiffID.
type Output struct {
	Path   string        `json:"path"`
	Kind   merkle.Kind   `json:"kind"`
	Digest digest.Digest `json:"digest"`
	DiffID digest.SHA256 `json:"diff_id,omitzero"`
}

// Status tells how a spawn ended.
type Status uint8

// The ways to end. Everything but Success is a failure of the spawn itself,
// never of the machine, which is an error.
const (
	Success Status = iota
	Failed         // exited with a code other than 0
	Signaled
	TimedOut
	OutOfMemory
	MissingOutput // exited with 0 but left a declared output out, or one of the wrong kind
	WrongOutput   // exited with 0 but left other bytes than are declared; see [WithPins]
)

// Result is what a spawn produced. Outputs are in the order of the spawn's and
// are there only on Success; Log is the interleaved standard output and error,
// zero if empty.
type Result struct {
	Status   Status        `json:"status"`
	ExitCode int           `json:"exit_code"` // 128+n for a signal n
	Message  string        `json:"message,omitempty"`
	Outputs  []Output      `json:"outputs"`
	Log      digest.Digest `json:"log,omitzero"`
	Duration time.Duration `json:"duration"` // of the command itself
	Cached   bool          `json:"-"`        // answered from a cache
	// Repetitions are what [WithVerify] found out.
	Repetitions []Repetition `json:"-"`
}

// Executor runs spawns. Execute may be called concurrently. A command that
// fails is a Result, not an error; an error means that the machine failed or
// that ctx was cancelled, and nothing may be concluded about the spawn. When
// Execute returns, no process of the spawn is left.
type Executor interface {
	Execute(ctx context.Context, s Spawn) (Result, error)
}

// Func makes a function an Executor.
type Func func(ctx context.Context, s Spawn) (Result, error)

// Execute implements [Executor].
func (f Func) Execute(ctx context.Context, s Spawn) (Result, error) { return f(ctx, s) }
