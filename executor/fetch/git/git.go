// Package git brings the tree of one commit of a git repository into the store.
//
// It knows commits, trees, submodules and how to talk to the host's git
// command, which it uses for transport alone: every object that it takes is
// hashed here, from the commit's name down, so neither the server nor the
// repository on disk nor the command is trusted with content. There is never a
// checkout, so that no filter, attribute, line ending, hook or configuration of
// the host has a say. It does not know mirrors, retries or spawns.
package git

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/executor/fetch/gitname"
)

// Tree names the tree to bring: that of a commit, or of a folder in it.
type Tree struct {
	Commit     gitname.ID
	Path       string // "" or "." for all of it; clean, slash-separated
	Submodules bool   // put the trees of submodules, at their pinned commits, in their places
}

// Access is how to reach a server. The zero value asks for no password and
// sends none.
type Access struct {
	// Header returns the HTTP header lines to send to the repository at a URL;
	// it is asked when they are needed. May be nil.
	Header func(ctx context.Context, url string) ([]string, error)
	// Progress is told how many bytes have come so far; may be nil.
	Progress func(got int64)
	// Silence is how long git may say nothing before it is given up; default 2
	// minutes. It says how far it is every second, and passes on what a server says.
	Silence time.Duration
}

// RefusedError is a definite answer: asking the same place again is of no use.
type RefusedError struct{ why string }

// Error implements error.
func (e *RefusedError) Error() string { return e.why }

func refused(format string, args ...any) error {
	return &RefusedError{fmt.Sprintf(format, args...)}
}

// StoreError is a failure of this machine, for which no server is to blame.
type StoreError struct{ Err error }

// Error implements error.
func (e *StoreError) Error() string { return e.Err.Error() }

// Unwrap returns what went wrong.
func (e *StoreError) Unwrap() error { return e.Err }

// Fetch brings the tree from the repository at url into the store and returns
// its root. What is wrong with the request, the repository or the objects is a
// [*RefusedError]; other errors may pass.
func Fetch(ctx context.Context, store *cas.Disk, url string, t Tree, access Access) (digest.Digest, error) {
	if err := gitname.CheckURL(url); err != nil {
		return digest.Digest{}, refused("%v", err)
	}
	f := &fetcher{store: store, access: access, submodules: t.Submodules}
	var at []string
	if clean := path.Clean(t.Path); clean != "." {
		at = strings.Split(clean, "/")
	}
	s, err := f.commit(ctx, url, t.Commit, at, place{})
	if err != nil {
		return digest.Digest{}, err
	}
	return s.digest, nil
}

// maxNesting is how deep submodules may lie in one another.
const maxNesting = 16

// fetcher is one run of Fetch.
type fetcher struct {
	store      *cas.Disk
	access     Access
	submodules bool
}

// place is where a repository lies in the one that was asked for.
type place struct {
	path  string
	depth int
}

func (p place) in(path string) string {
	if p.path == "" {
		return path
	}
	return p.path + "/" + path
}

// commit brings the folder at of a commit of one repository.
func (f *fetcher) commit(ctx context.Context, url string, id gitname.ID, at []string, where place) (subtree, error) {
	if where.depth > maxNesting {
		return subtree{}, refused("%s: submodules lie more than %d deep in one another", where.path, maxNesting)
	}
	repo, err := f.open(ctx, url, id)
	if err != nil {
		return subtree{}, err
	}
	s, err := f.checkout(ctx, repo, id, at, where)
	if closeErr := repo.Close(); err == nil && closeErr != nil {
		err = &StoreError{closeErr}
	}
	return s, err
}

func (f *fetcher) checkout(ctx context.Context, repo *repository, id gitname.ID, at []string, where place) (subtree, error) {
	body, err := repo.objects.read(id, "commit", maxCommit)
	if err != nil {
		return subtree{}, err
	}
	root, err := treeOf(body, id)
	if err != nil {
		return subtree{}, refused("commit %s: %v", id, err)
	}
	w := &walker{fetcher: f, repo: repo, where: where, root: root, trees: map[gitname.ID]subtree{}, blobs: map[gitname.ID]digest.Digest{}}
	s, err := w.descend(ctx, root, at)
	if err != nil && ctx.Err() != nil {
		return subtree{}, context.Cause(ctx)
	}
	return s, err
}

// open fetches one commit of a repository into a temporary one.
func (f *fetcher) open(ctx context.Context, url string, id gitname.ID) (*repository, error) {
	dir, err := f.store.Temp()
	if err != nil {
		return nil, &StoreError{err}
	}
	repo, err := openRepository(ctx, dir, url, id, f.access)
	if err != nil {
		return nil, errors.Join(err, discard(dir))
	}
	return repo, nil
}
