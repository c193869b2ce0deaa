package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"dbx/engine/load"
	"dbx/rules"
)

// loadFlags are those of every command that reads BUILD.hcl files.
type loadFlags struct {
	vars      []string
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
}

// load reads what the patterns reach; the kinds in flags are left to the
// caller, which knows whether they are for the request or for an answer.
// Mistakes are printed, and end in exit code 2.
func (a *app) load(ctx context.Context, patterns []string, flags loadFlags) (*load.Workspace, error) {
	vars := map[string]string{}
	for _, v := range flags.vars {
		name, value, ok := strings.Cut(v, "=")
		if !ok {
			return nil, usage("--var %s: want name=value", v)
		}
		vars[name] = value
	}
	schemas := rules.Schemas()
	if err := flags.checkKinds(schemas); err != nil {
		return nil, err
	}
	ws, diags, err := load.Load(ctx, load.Options{
		Dir:          a.dir,
		Patterns:     patterns,
		Schemas:      schemas,
		Vars:         vars,
		Env:          a.env,
		ExecPlatform: execPlatform(),
		Platforms:    flags.platforms,
	})
	if err != nil {
		return nil, machine(err)
	}
	if err := a.complain(ws, diags); err != nil {
		return nil, err
	}
	return ws, nil
}

// checkKinds refuses kinds of targets that there are not.
func (f *loadFlags) checkKinds(schemas []load.Schema) error {
	var known []string
	for _, s := range schemas {
		known = append(known, s.Kind)
	}
	for _, kind := range f.kinds {
		if !slices.Contains(known, kind) {
			return usage("--kind %s: there is no such kind; there are %s", kind, strings.Join(known, ", "))
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
		files = maps.Clone(ws.Files)
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
