// Package revision shows the files of a git revision without checking it out.
//
// It asks git itself, by its plumbing commands, so that whatever a repository
// is (a worktree, a partial clone, one with other hashes) git knows how to read
// it. It knows files and their git object names; not what they are for.
package revision

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"path/filepath"
	"strings"
)

// Tree is a folder of one revision. It implements [fs.ReadLinkFS] and
// [fs.StatFS]; Open and Stat follow symbolic links inside the folder, and those
// that lead out of it name nothing. Submodules are empty folders. It may be
// used concurrently.
type Tree struct {
	name  string // the revision, as it was asked for
	dir   string // of the repository's work tree, in the host's form
	nodes map[string]*node
	blobs *blobs
}

// NotFoundError says that there is no such revision, or no repository, or no
// such folder in it: a mistake of who asked.
type NotFoundError struct {
	Revision string
	Reason   string
}

// Error says what is not there.
func (e *NotFoundError) Error() string {
	return fmt.Sprintf("revision %s: %s", e.Revision, e.Reason)
}

// Open lists the files that the folder dir of a work tree has in a revision.
// The caller closes the Tree; ctx must live as long.
func Open(ctx context.Context, dir, revision string) (*Tree, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, fmt.Errorf("revision %s: git is not installed: %w", revision, err)
	}
	prefix, err := git(ctx, dir, "rev-parse", "--show-prefix")
	if err != nil {
		return nil, notFound(err, revision, dir+" is in no git work tree")
	}
	if _, err := git(ctx, dir, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{tree}"); err != nil {
		return nil, notFound(err, revision, "git knows no such revision here; a shallow clone may have to fetch it first")
	}
	folder := strings.TrimSuffix(strings.TrimSuffix(string(prefix), "\n"), "/")
	tree, err := git(ctx, dir, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{tree}:"+folder)
	if folder == "" {
		tree, err = git(ctx, dir, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{tree}")
	}
	if err != nil {
		return nil, notFound(err, revision, "it has no folder "+folder)
	}
	list, err := git(ctx, dir, "ls-tree", "-r", "-t", "-z", "-l", "--full-tree", strings.TrimSpace(string(tree)))
	if err != nil {
		return nil, fmt.Errorf("revision %s: %w", revision, err)
	}
	t := &Tree{name: revision, dir: filepath.Clean(dir), blobs: &blobs{start: func() *exec.Cmd { return command(ctx, dir, "cat-file", "--batch") }}}
	if t.nodes, err = parse(list); err != nil {
		return nil, fmt.Errorf("revision %s: %w", revision, err)
	}
	return t, nil
}

// notFound tells git's refusal from its failure.
func notFound(err error, revision, reason string) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.Exited() {
		return &NotFoundError{revision, reason}
	}
	return fmt.Errorf("revision %s: %w", revision, err)
}

// git runs a command of git in a folder and returns what it prints.
func git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	cmd := command(ctx, dir, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("git %s: %w: %s", args[0], err, bytes.TrimSpace(stderr.Bytes()))
	}
	return out, nil
}

func command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
	cmd.Env = append(cmd.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0")
	return cmd
}

// Close ends what git commands still run.
func (t *Tree) Close() error { return t.blobs.close() }

// ID returns the git object name of a file, following links, and whether it is
// executable; an error wraps [fs.ErrNotExist] if there is no such file.
func (t *Tree) ID(name string) (id string, executable bool, err error) {
	n, err := t.find(name, true)
	if err != nil {
		return "", false, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	if n.mode.Type() != 0 {
		return "", false, &fs.PathError{Op: "read", Path: name, Err: errors.New("not a file")}
	}
	return n.id, n.mode&0o100 != 0, nil
}
