package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"dbx/engine/load"
)

func (a *app) initCommand() *cobra.Command {
	var name string
	cmd := &cobra.Command{
		Use:   "init [FOLDER]",
		Short: "Write a small workspace that builds",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := a.dir
			if len(args) == 1 {
				dir = args[0]
				if !filepath.IsAbs(dir) {
					dir = filepath.Join(a.dir, dir)
				}
			}
			if name == "" {
				name = regexp.MustCompile(`[^A-Za-z0-9_.-]+`).ReplaceAllString(filepath.Base(dir), "-")
			}
			return a.init(dir, name)
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "`name` of the workspace; that of the folder if left out")
	return cmd
}

// init writes a workspace of one target that needs neither network nor
// containers. Nothing is overwritten.
func (a *app) init(dir, name string) error {
	if strings.ContainsAny(name, "\"\\$%\n") {
		return usage("--name %q: the name of a workspace is a plain text", name)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return machine(err)
	}
	if root, err := load.FindRoot(dir); err != nil {
		return machine(err)
	} else if root != "" {
		return usage("%s is a workspace already; put a folder with a %s into it for a new package", root, load.RootFile)
	}
	files := starter(name)
	for _, f := range files {
		switch _, err := os.Lstat(filepath.Join(dir, f.path)); {
		case err == nil:
			return usage("%s is there already, and dbx init overwrites nothing", a.relative(filepath.Join(dir, f.path)))
		case !errors.Is(err, fs.ErrNotExist):
			return machine(err)
		}
	}
	for _, f := range files {
		path := filepath.Join(dir, f.path)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return machine(err)
		}
		if err := writeFile(path, []byte(f.text), 0o644); err != nil {
			return machine(err)
		}
		fmt.Fprintln(a.stdout, a.relative(path))
	}
	there := ""
	if rel := a.relative(dir); rel != "." {
		there = "cd '" + strings.ReplaceAll(rel, "'", `'\''`) + "' && "
	}
	fmt.Fprintf(a.stderr, "dbx: now try: %sdbx build //hello\n", there)
	return nil
}

// starterFile is a file of a new workspace.
type starterFile struct{ path, text string }

// starter returns the files of a new workspace, the root file last: without it
// the others are no workspace.
func starter(name string) []starterFile {
	return []starterFile{
		{"hello/hello.txt", "hello\n"},
		{"hello/" + load.RootFile, fmt.Sprintf(`# An image of nothing but a file. dbx build //hello leaves an OCI layout in
# dbx-out/hello/hello.
image "hello" {
  arch = %q
  env  = { GREETING = var.greeting }
  copy {
    from = "hello.txt"
    to   = "/hello.txt"
  }
}
`, runtime.GOARCH)},
		{load.RootFile, fmt.Sprintf(`workspace {
  name = %q
}

variable "greeting" {
  type        = string
  default     = "hello"
  description = "What images say"
}
`, name)},
	}
}
