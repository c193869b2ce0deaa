package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"dbx/engine/load"
)

type fmtFlags struct{ check, diff bool }

func (a *app) fmtCommand() *cobra.Command {
	var flags fmtFlags
	cmd := &cobra.Command{
		Use:   "fmt [PATH…]",
		Short: "Rewrite files in canonical form and print which ones changed",
		Long: `Fmt indents and aligns BUILD.hcl and *.auto.dbxvars files: of the whole
workspace, or of the files and folders that are named. "-" reads standard input
and writes standard output. A file that does not parse is reported and left as
it is; the others are formatted.`,
		Example: "  dbx fmt\n  dbx fmt --check --diff\n  dbx fmt - <BUILD.hcl",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] == "-" {
				return a.fmtInput(cmd.InOrStdin(), flags)
			}
			files, err := a.formattable(args)
			if err != nil {
				return err
			}
			return a.fmtFiles(files, flags)
		},
	}
	cmd.Flags().BoolVar(&flags.check, "check", false, "change nothing; exit with 1 if a file is not in canonical form")
	cmd.Flags().BoolVar(&flags.diff, "diff", false, "print the changes")
	return cmd
}

// formatted returns the canonical form of a file.
func formatted(src []byte, name string) ([]byte, hcl.Diagnostics) {
	if _, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos); diags.HasErrors() {
		return src, diags
	}
	// The end of the last line comes first: what stands before it is formatted too.
	if len(src) > 0 && src[len(src)-1] != '\n' {
		src = append(slices.Clip(src), '\n')
	}
	return hclwrite.Format(src), nil
}

func (a *app) fmtInput(in io.Reader, flags fmtFlags) error {
	src, err := io.ReadAll(in)
	if err != nil {
		return machine(err)
	}
	out, diags := formatted(src, "<stdin>")
	if len(diags) > 0 {
		return a.complain(&load.Workspace{Files: map[string]*hcl.File{"<stdin>": {Bytes: src}}}, diags)
	}
	changed := !bytes.Equal(src, out)
	switch {
	case flags.diff:
		_, err = a.stdout.Write(diff.Diff("<stdin>", src, "formatted", out))
	case !flags.check:
		_, err = a.stdout.Write(out)
	}
	if err == nil && flags.check && changed {
		return &exitError{code: exitFailed}
	}
	return machine(err)
}

// fmtFiles formats files. Those that cannot be are reported when all are done.
func (a *app) fmtFiles(files []string, flags fmtFlags) error {
	var broken hcl.Diagnostics
	texts := map[string]*hcl.File{}
	changed := false
	for _, path := range files {
		name := a.relative(path)
		src, err := load.ReadFile(os.DirFS(filepath.Dir(path)), filepath.Base(path))
		if unread := new(load.UnreadableError); errors.As(err, &unread) {
			broken = append(broken, cannotRead(name, unread.Why))
			continue
		}
		if err != nil {
			return machine(err)
		}
		out, diags := formatted(src, name)
		if len(diags) > 0 {
			broken, texts[name] = append(broken, diags[:1]...), &hcl.File{Bytes: src}
			continue
		}
		if bytes.Equal(src, out) {
			continue
		}
		changed = true
		if err := a.reformat(path, src, out, flags); err != nil {
			return machine(err)
		}
	}
	if len(broken) > 0 {
		return a.complain(&load.Workspace{Files: texts}, broken)
	}
	if changed && flags.check {
		return &exitError{code: exitFailed}
	}
	return nil
}

// reformat tells of a file that is not in canonical form and, unless it is only
// to be checked, brings it there.
func (a *app) reformat(path string, src, out []byte, flags fmtFlags) error {
	name := a.relative(path)
	var err error
	if flags.diff {
		_, err = a.stdout.Write(diff.Diff(name, src, name+" (formatted)", out))
	} else {
		_, err = fmt.Fprintln(a.stdout, name)
	}
	if err == nil && !flags.check {
		err = replaceFile(path, out)
	}
	return err
}

// cannotRead is the diagnostic of a file or folder that is passed over.
func cannotRead(name, why string) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Unreadable file", Detail: name + " " + why + ".", Subject: &hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos}}
}

// replaceFile replaces the text of a file as a whole; its permissions stay, and
// a link to it stays a link.
func replaceFile(path string, text []byte) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return writeFile(path, text, info.Mode().Perm())
}

// formattable lists the files to format: those named, and those of the folders
// named; without any, of the workspace.
func (a *app) formattable(args []string) ([]string, error) {
	if len(args) == 0 {
		root, err := load.FindRoot(a.dir)
		if err != nil {
			return nil, machine(err)
		}
		if root == "" {
			root = a.dir
		}
		args = []string{root}
	}
	var files []string
	for _, arg := range args {
		path := arg
		if !filepath.IsAbs(path) {
			path = filepath.Join(a.dir, path)
		}
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, usage("%s: there is no such file or folder", arg)
		case err != nil:
			return nil, machine(err)
		case info.IsDir():
			found, err := filesBelow(path)
			if err != nil {
				return nil, machine(err)
			}
			files = append(files, found...)
		case isFormattable(info.Name()) || filepath.Ext(path) == ".hcl":
			files = append(files, path)
		default:
			return nil, usage("%s: dbx formats *.hcl and *.auto.dbxvars files", arg)
		}
	}
	return files, nil
}

func isFormattable(name string) bool {
	return name == load.RootFile || strings.HasSuffix(name, ".auto.dbxvars")
}

// filesBelow lists the files of a folder, and folders that cannot be read: not
// in hidden folders, results, or other workspaces.
func filesBelow(top string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(top, func(path string, e fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrPermission):
			files = append(files, path) // to be reported with what else cannot be read
			return nil
		case err != nil:
			return err
		case e.IsDir() && path != top:
			if strings.HasPrefix(e.Name(), ".") || e.Name() == load.OutDir {
				return fs.SkipDir
			}
			if root, _ := load.IsRoot(path); root { // a file that cannot be read is listed below
				return fs.SkipDir
			}
		case !e.IsDir() && isFormattable(e.Name()):
			if info, err := os.Stat(path); err != nil || !info.IsDir() {
				files = append(files, path)
			}
		}
		return nil
	})
	return files, err
}
