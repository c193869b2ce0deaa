package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"dbx/engine/analysis"
	"dbx/engine/load"
	"dbx/executor/fetch"
	"dbx/rules"
	"dbx/rules/debian"
	"dbx/rules/debian/lock"
	"dbx/rules/debian/repo"
	"dbx/rules/image"
	lockfile "dbx/rules/lock"
	"dbx/rules/source"
)

// lockFile lies beside the root BUILD.hcl.
const lockFile = "dbx.lock.hcl"

func (a *app) lockCommand() *cobra.Command {
	var flags loadFlags
	var check bool
	cmd := &cobra.Command{
		Use:   "lock",
		Short: "Resolve what BUILD.hcl files ask of Debian, git, registries and Python indexes, and write " + lockFile,
		Long: `Lock reads the suites' signed indexes, resolves the packages of all debian
blocks together, finds the files of Debian source packages and of Python package
indexes, the commits of git refs and what is in images of registries and archives,
and writes ` + lockFile + ` beside the workspace's root. A build resolves nothing.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.lock(cmd.Context(), flags, check)
		},
	}
	flags.registerVars(cmd)
	cmd.Flags().BoolVar(&check, "check", false, "write nothing; fail if the lock file is not what lock would write")
	return cmd
}

func (a *app) lock(ctx context.Context, flags loadFlags, check bool) error {
	ws, err := a.load(ctx, []string{"//..."}, flags)
	if err != nil {
		return err
	}
	old, err := lockText(os.DirFS(ws.Dir))
	if err != nil {
		return err
	}
	locked, moved, err := a.resolveAll(ctx, ws, flags, old)
	if err != nil {
		return err
	}
	path, text := filepath.Join(ws.Dir, lockFile), lockfile.Encode(locked)
	if check {
		return a.checkLock(a.relative(path), old, text, moved)
	}
	if bytes.Equal(old, text) {
		fmt.Fprintf(a.stderr, "%s is up to date\n", a.relative(path))
		return nil
	}
	if err := writeFile(path, text, 0o644); err != nil {
		return machine(err)
	}
	fmt.Fprintf(a.stderr, "wrote %s\n", a.relative(path))
	return nil
}

// resolveAll resolves everything that a lock file is about; old is the one that
// there is. It reports whether a tag of an image has moved.
func (a *app) resolveAll(ctx context.Context, ws *load.Workspace, flags loadFlags, old []byte) (locked lockfile.File, moved bool, err error) {
	if locked.Debian, err = a.lockDebian(ctx, ws); err != nil {
		return locked, false, err
	}
	if locked.Images, moved, err = a.lockImages(ctx, ws); err != nil {
		return locked, false, err
	}
	if locked.Commits, err = a.lockCommits(ctx, ws, old); err != nil {
		return locked, false, err
	}
	if locked.Python, err = a.lockPython(ctx, ws, old); err != nil {
		return locked, false, err
	}
	archived, err := a.lockArchives(ctx, ws, flags, locked)
	locked.Images = append(locked.Images, archived...)
	return locked, moved, err
}

// lockDebian resolves Debian's packages, suite by suite.
func (a *app) lockDebian(ctx context.Context, ws *load.Workspace) (lock.File, error) {
	requests, err := lockRequests(ws)
	if err != nil {
		return lock.File{}, usage("%w", err)
	}
	var parts []lock.File
	for _, r := range requests {
		keys, err := keyring(ws)
		if err != nil {
			return lock.File{}, usage("%w", err)
		}
		part, err := a.resolve(ctx, ws, keys, *r)
		if err != nil {
			return lock.File{}, err
		}
		parts = append(parts, part)
	}
	return lock.Join(parts...), nil
}

// checkLock compares the lock file of that name with what lock would write.
func (a *app) checkLock(name string, old, text []byte, moved bool) error {
	same := bytes.Equal(old, text)
	switch {
	case same && moved:
		return &exitError{exitFailed, errors.New("images: a tag has moved")}
	case same:
		fmt.Fprintf(a.stderr, "%s is up to date\n", name)
		return nil
	case old == nil && bytes.Equal(text, lockfile.Encode(lockfile.File{})):
		fmt.Fprintln(a.stderr, "there is nothing to lock")
		return nil
	}
	differences(a.stderr, string(old), string(text))
	return &exitError{exitFailed, fmt.Errorf("%s is out of date: run dbx lock", name)}
}

// differences prints lines that only one of two lock files has; each is about
// one package, so their order says little.
func differences(w io.Writer, old, written string) {
	const most = 10
	shown := 0
	only := func(sign, text, other string) {
		known := map[string]bool{}
		for line := range strings.SplitSeq(other, "\n") {
			known[line] = true
		}
		for line := range strings.SplitSeq(text, "\n") {
			if known[line] {
				continue
			}
			if shown++; shown <= most {
				fmt.Fprintf(w, "  %s %s\n", sign, strings.TrimSpace(line))
			}
		}
	}
	only("-", old, written)
	only("+", written, old)
	if shown > most {
		fmt.Fprintf(w, "  … %d lines more\n", shown-most)
	}
}

// lockRequests gathers what is to be resolved, suite by suite.
func lockRequests(ws *load.Workspace) ([]*lock.Request, error) {
	var requests []*lock.Request
	in := func(suite string) *lock.Request {
		for _, r := range requests {
			if r.Suite == suite {
				return r
			}
		}
		requests = append(requests, &lock.Request{Suite: suite, Now: time.Now()})
		return requests[len(requests)-1]
	}
	for _, t := range ws.Targets() {
		suite, blocks, err := image.Locks(ws, t)
		if err != nil {
			return nil, err
		}
		if len(blocks) > 0 {
			in(suite).Blocks = append(in(suite).Blocks, blocks...)
		}
		if suite, spec, ok := source.Locks(t); ok && !slices.Contains(in(suite).Sources, spec) {
			in(suite).Sources = append(in(suite).Sources, spec)
		}
	}
	return requests, nil
}

func keyring(ws *load.Workspace) (repo.Keyring, error) {
	if ws.Debian.Keyring == "" {
		return repo.HostKeyring("/")
	}
	return repo.ReadKeyring(filepath.Join(ws.Dir, filepath.FromSlash(ws.Debian.Keyring)))
}

// resolve locks one suite from the first source of mirrors that there is.
func (a *app) resolve(ctx context.Context, ws *load.Workspace, keys repo.Keyring, r lock.Request) (lock.File, error) {
	mirrors, err := a.mirrors(ws, r.Suite)
	if err != nil {
		return lock.File{}, err
	}
	if len(mirrors) == 0 {
		mirrors = []string{debian.Snapshot(r.Now)}
	}
	fmt.Fprintf(a.stderr, "locking %s: %d blocks, %d source packages\n", r.Suite, len(r.Blocks), len(r.Sources))
	secrets := a.secrets(ws)
	client := &http.Client{Transport: fetch.WithSecrets(http.DefaultTransport, secrets)}
	locked, err := lock.Lock(ctx, &repo.HTTP{Mirrors: mirrors, Client: client}, keys, r)
	var unreachable *url.Error
	var impossible *lock.RequestError
	switch {
	case errors.As(err, &impossible):
		return lock.File{}, usage("lock %s: %w", r.Suite, err)
	case errors.As(err, &unreachable):
		return lock.File{}, machine(fmt.Errorf("lock %s: %s", r.Suite, secrets.Redact(err.Error())))
	case err != nil:
		return lock.File{}, &exitError{exitFailed, fmt.Errorf("lock %s: %s", r.Suite, secrets.Redact(err.Error()))}
	}
	return locked, nil
}

// mirrors returns where Debian's files may be had: from the workspace, else
// from the environment, else from the host's own configuration.
func (a *app) mirrors(ws *load.Workspace, suite string) ([]string, error) {
	if len(ws.Debian.Mirrors) > 0 {
		return ws.Debian.Mirrors, nil
	}
	if mirror, ok := a.env("DBX_DEBIAN_MIRROR"); ok && mirror != "" {
		return []string{mirror}, nil
	}
	found, err := repo.HostMirrors("/", suite)
	return found, machine(err)
}

// analyse declares the actions of all that was loaded. Mistakes are printed,
// and end in exit code 2.
func (a *app) analyse(ws *load.Workspace) (*analysis.Analysis, error) {
	analysed, diags, err := a.declare(ws)
	if err != nil {
		return nil, err
	}
	return analysed, a.complain(ws, diags)
}

// declare is analyse without a word: without an analysis there are diagnostics.
func (a *app) declare(ws *load.Workspace) (*analysis.Analysis, hcl.Diagnostics, error) {
	return a.declareIn(ws, os.DirFS(ws.Dir))
}

// declareIn is declare with the lock file of another state of the workspace.
func (a *app) declareIn(ws *load.Workspace, files fs.FS) (*analysis.Analysis, hcl.Diagnostics, error) {
	text, err := lockText(files)
	if err != nil {
		return nil, nil, err
	}
	locked, err := lockfile.Parse(text, lockFile)
	if err != nil {
		return nil, nil, usage("%w", err)
	}
	return a.declareLocked(ws, locked)
}

// lockText returns the text of the lock file, nil if there is none.
func lockText(files fs.FS) ([]byte, error) {
	text, err := load.ReadFile(files, lockFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case errors.Is(err, syscall.EISDIR):
		return nil, usage("%s is a folder: move it away, dbx lock writes a file of that name", lockFile)
	}
	return text, machine(err)
}

// declareLocked is declare with the lock file given.
func (a *app) declareLocked(ws *load.Workspace, locked lockfile.File) (*analysis.Analysis, hcl.Diagnostics, error) {
	mirrors, err := a.mirrors(ws, suiteOf(locked.Debian))
	if err != nil {
		return nil, nil, err
	}
	var indexes []string
	if len(locked.Python) > 0 {
		if indexes, err = a.indexes(ws); err != nil {
			return nil, nil, err
		}
	}
	analysed, diags := analysis.Run(ws, rules.All(locked, mirrors, indexes...))
	return analysed, diags, nil
}

func suiteOf(locked lock.File) string {
	if len(locked.Snapshots) == 0 {
		return ""
	}
	return locked.Snapshots[0].Suite
}

// writeFile replaces a file as a whole.
func writeFile(path string, text []byte, mode fs.FileMode) error {
	temp, err := os.CreateTemp(filepath.Dir(path), ".dbx-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	if _, err := temp.Write(text); err != nil {
		temp.Close()
		return err
	}
	if err := errors.Join(temp.Chmod(mode), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}
