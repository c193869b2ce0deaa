package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"dbx/engine/load"
	"dbx/rules"
)

// loadFlags are those of every command that reads BUILD.hcl files.
type loadFlags struct {
	vars      []string
	sets      []string
	platforms []string
	kinds     []string
}

func (f *loadFlags) register(cmd *cobra.Command) {
	f.registerVars(cmd)
	cmd.Flags().StringSliceVar(&f.platforms, "platform", nil, "only targets for this `platform`")
	cmd.Flags().StringSliceVar(&f.kinds, "kind", nil, "only targets of this `kind`")
}

func (f *loadFlags) registerVars(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.vars, "var", nil, "set a variable, as `name=value`")
	cmd.Flags().StringArrayVar(&f.sets, "set", nil, "set an attribute of targets, as `TARGETS.attribute=value`; += appends")
}

// load reads what the patterns reach; the kinds in flags are left to the
// caller, which knows whether they are for the request or for an answer.
// Mistakes are printed, and end in exit code 2.
func (a *app) load(ctx context.Context, patterns []string, flags loadFlags) (*load.Workspace, error) {
	return a.loadFrom(ctx, nil, patterns, flags)
}

// loadFrom is load from files other than those on disk, unless they are nil.
func (a *app) loadFrom(ctx context.Context, files fs.FS, patterns []string, flags loadFlags) (*load.Workspace, error) {
	ws, diags, err := a.readFrom(ctx, files, patterns, flags)
	if err != nil {
		return nil, err
	}
	if err := a.complain(ws, diags); err != nil {
		return nil, err
	}
	return ws, nil
}

// read is load without a word: the mistakes are the caller's to print.
func (a *app) read(ctx context.Context, patterns []string, flags loadFlags) (*load.Workspace, hcl.Diagnostics, error) {
	return a.readFrom(ctx, nil, patterns, flags)
}

func (a *app) readFrom(ctx context.Context, files fs.FS, patterns []string, flags loadFlags) (*load.Workspace, hcl.Diagnostics, error) {
	vars := map[string]string{}
	for _, v := range flags.vars {
		name, value, ok := strings.Cut(v, "=")
		if !ok {
			return nil, nil, usage("--var %s: want name=value", v)
		}
		vars[name] = value
	}
	schemas := rules.Schemas()
	if err := flags.checkKinds(schemas); err != nil {
		return nil, nil, err
	}
	ws, diags, err := load.Load(ctx, load.Options{
		Dir:          a.dir,
		Patterns:     patterns,
		Schemas:      schemas,
		Vars:         vars,
		Set:          flags.sets,
		Env:          a.env,
		ExecPlatform: execPlatform(),
		Platforms:    flags.platforms,
		FS:           files,
	})
	return ws, diags, machine(err)
}

// checkKinds refuses kinds of targets that there are not.
func (f *loadFlags) checkKinds(schemas []load.Schema) error {
	var known []string
	for _, s := range schemas {
		known = append(known, s.Kind)
	}
	for _, kind := range f.kinds {
		if !slices.Contains(known, kind) {
			return usage("--kind %s: there is no such kind; %s", kind, load.Suggest(kind, known))
		}
	}
	return nil
}

// ofKind reports whether the user asked for targets of this kind.
func (f *loadFlags) ofKind(t *load.Target) bool {
	return len(f.kinds) == 0 || slices.Contains(f.kinds, t.Kind)
}

// execPlatform names the platform that commands run on.
func execPlatform() string {
	if runtime.GOARCH == "amd64" {
		return "linux-x64"
	}
	return "linux-" + runtime.GOARCH
}

// complain prints diagnostics with their snippets; it returns an error if one
// of them is.
func (a *app) complain(ws *load.Workspace, diags hcl.Diagnostics) error {
	if len(diags) == 0 {
		return nil
	}
	width, colour := 0, false
	if f, ok := a.stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		colour = true
		if w, _, err := term.GetSize(int(f.Fd())); err == nil {
			width = w
		}
	}
	var files map[string]*hcl.File
	if ws != nil {
		files = make(map[string]*hcl.File, len(ws.Files))
		for name, f := range ws.Files {
			files[name] = showable(f)
		}
	}
	if err := hcl.NewDiagnosticTextWriter(a.stderr, files, uint(width), colour).WriteDiagnostics(diags); err != nil {
		return machine(err)
	}
	if !diags.HasErrors() {
		return nil
	}
	if n := len(diags); n > 1 {
		fmt.Fprintf(a.stderr, "dbx: %d mistakes\n", n)
	}
	return &exitError{code: exitUsage}
}

// showable returns a file whose lines can be shown on a terminal: what could
// command one, or is no text, is a question mark for each byte, so that all else
// stays where it is.
func showable(f *hcl.File) *hcl.File {
	if f == nil {
		return nil
	}
	var shown []byte
	for i := 0; i < len(f.Bytes); {
		r, n := utf8.DecodeRune(f.Bytes[i:])
		control := unicode.IsControl(r) && r != '\t' && r != '\n' && !bytes.HasPrefix(f.Bytes[i:], []byte("\r\n"))
		if control || r == utf8.RuneError && n == 1 {
			if shown == nil {
				shown = slices.Clone(f.Bytes)
			}
			copy(shown[i:i+n], "??")
		}
		i += n
	}
	if shown == nil {
		return f
	}
	return &hcl.File{Body: f.Body, Bytes: shown, Nav: f.Nav}
}

// stateDir returns the folder that all workspaces of the user share.
func (a *app) stateDir() (string, error) {
	if dir, ok := a.env("XDG_CACHE_HOME"); ok && filepath.IsAbs(dir) {
		return filepath.Join(dir, "dbx"), nil
	}
	home, ok := a.env("HOME")
	if !ok || !filepath.IsAbs(home) {
		return "", usage("nowhere to keep results: set HOME or XDG_CACHE_HOME to an absolute path")
	}
	return filepath.Join(home, ".cache", "dbx"), nil
}

// here returns the package that the user stands in; outside of the packages'
// folder, the top.
func (a *app) here(ws *load.Workspace) string {
	rel, err := filepath.Rel(filepath.Join(ws.Dir, filepath.FromSlash(ws.Packages)), a.dir)
	if err != nil || rel == "." || !filepath.IsLocal(rel) {
		return ""
	}
	return filepath.ToSlash(rel)
}

// path returns what the user wrote as an absolute path.
func (a *app) path(p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(a.dir, p)
}
