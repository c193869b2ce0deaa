// Package load turns BUILD.hcl files into targets.
//
// It knows the language: where the root is, variables, locals, functions,
// matrices, labels and globs, and it checks every block against the schema of
// its kind. It reads only the files that a request reaches, and brings all
// complaints back together. It does not know what a rule does with a target,
// nor what an action is; nothing is built and no file but BUILD.hcl, variable
// files and what the function file names is opened.
package load

import (
	"context"
	"io/fs"

	"github.com/hashicorp/hcl/v2"
)

// Options is a request to [Load].
type Options struct {
	Dir      string   // where the user stands; the root is looked for from here upwards
	Patterns []string // what is wanted, relative to Dir; see label.ParsePattern
	Schemas  []Schema // one for each kind of block
	// Vars are values of variables given on the command line.
	Vars map[string]string
	// Set are values of attributes given on the command line, as
	// "TARGETS.attribute=value" or "TARGETS.attribute.key+=value".
	Set []string
	// Env looks up the environment; it is asked only for DBX_VAR_*. Nil is empty.
	Env func(string) (string, bool)
	// ExecPlatform names the platform that actions run on.
	ExecPlatform string
	// Platforms, if not empty, drops requested targets for other platforms.
	Platforms []string
	// FS, if not nil, is read in place of the disk: the files of the workspace,
	// below its root, as they were at another time. Symbolic links in it lead
	// nowhere outside. The root is still looked for on disk.
	FS fs.FS
	// Parallel bounds how many files are read at a time; 0 is one for each CPU.
	Parallel int
}

// Load reads what the request reaches. Mistakes in the files or in the request
// are diagnostics, sorted by place; the error is for a machine that fails, or
// for a context that is done. The workspace is never nil, so that its Files can
// serve to print the diagnostics; if they have errors, it is incomplete.
func Load(ctx context.Context, o Options) (*Workspace, hcl.Diagnostics, error) {
	l := newLoader(o)
	err := l.run(ctx)
	return l.ws, sorted(l.diags), err
}
