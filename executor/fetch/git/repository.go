package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"dbx/cache/cas/session"
	"dbx/executor/fetch/gitname"
)

// repository is a temporary bare repository that has one commit of another.
type repository struct {
	dir     string // removed by Close
	url     string // where it is from
	access  Access
	objects *objects
}

// openRepository fetches the commit id from url into dir, which the
// repository owns once there is no error.
func openRepository(ctx context.Context, dir, url string, id gitname.ID, access Access) (*repository, error) {
	r := &repository{dir: dir, url: url, access: access}
	if err := os.Mkdir(r.home(), 0o700); err != nil {
		return nil, &StoreError{err}
	}
	format := []string{"init", "--quiet", "--bare", "--template="}
	if len(id) == 64 {
		format = append(format, "--object-format=sha256")
	}
	if _, err := r.run(ctx, append(format, r.gitDir())...); err != nil {
		return nil, err
	}
	if err := r.fetch(ctx, id); err != nil {
		return nil, err
	}
	var err error
	r.objects, err = openObjects(ctx, r)
	return r, err
}

func (r *repository) home() string   { return filepath.Join(r.dir, "home") }
func (r *repository) gitDir() string { return filepath.Join(r.dir, "repository") }

// Close ends what reads the repository, and removes it.
func (r *repository) Close() error {
	return errors.Join(r.objects.Close(), discard(r.dir))
}

func discard(dir string) error { return session.RemoveAll(dir) }

// fetch gets the commit alone if the server hands out commits by name, as all
// that speak version 2 of the protocol do, else the history of all branches
// and tags.
func (r *repository) fetch(ctx context.Context, id gitname.ID) error {
	err := r.transfer(ctx, "--depth=1", "--", r.url, string(id))
	var command *commandError
	if !errors.As(err, &command) || ctx.Err() != nil {
		return err
	}
	switch {
	case command.says("not our ref", "couldn't find remote ref"):
		return refused("has no commit %s", id)
	case command.says("unadvertised object", "dumb http transport", "does not support shallow"):
		err = r.transfer(ctx, "--", r.url, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
	}
	return definite(err)
}

func (r *repository) transfer(ctx context.Context, args ...string) error {
	args = append([]string{"fetch", "--progress", "--no-tags", "--no-recurse-submodules", "--no-auto-gc"}, args...)
	_, err := r.run(ctx, args...)
	return err
}

// Remote returns the commit that a ref of the repository at url stands for: a
// branch, a tag (of which it is the commit behind it) or a full name such as
// refs/heads/main.
func Remote(ctx context.Context, dir, url, ref string, access Access) (gitname.ID, error) {
	if err := gitname.CheckURL(url); err != nil {
		return "", refused("%v", err)
	}
	r := &repository{dir: dir, url: url, access: access}
	if err := os.MkdirAll(r.home(), 0o700); err != nil {
		return "", &StoreError{err}
	}
	out, err := r.run(ctx, "ls-remote", "--", url)
	if err != nil {
		return "", definite(err)
	}
	refs := map[string]string{}
	for line := range strings.Lines(string(out)) {
		id, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		refs[name] = id
	}
	for _, name := range []string{ref, "refs/tags/" + ref, "refs/heads/" + ref} {
		for _, full := range []string{name + "^{}", name} {
			if id, ok := refs[full]; ok {
				return gitname.ParseID(id)
			}
		}
	}
	return "", refused("has no branch or tag %s", ref)
}

// definite makes an answer of which no second try gives another a
// [*RefusedError].
func definite(err error) error {
	var command *commandError
	switch {
	case !errors.As(err, &command):
		return err
	case command.says("dubious ownership"):
		// What git suggests is a setting of the host, which has no say here.
		return refused("belongs to another user than the one who runs dbx, so git does not serve it; let its owner serve it over ssh or http, or give it to this user")
	case command.says(final...):
		return &RefusedError{command.Error()}
	}
	return err
}

// final are parts of git's messages, in its C locale, that say no.
var final = []string{
	"repository not found", "' not found", "does not appear to be a git repository", "repository not exported",
	"returned error: 400", "returned error: 401", "returned error: 403", "returned error: 404", "returned error: 410",
	"authentication failed", "could not read username", "could not read password", "permission denied",
	"host key verification failed", "couldn't find remote ref", "not allowed",
	"mismatched algorithms", "certificate", "from redirection", "unable to find remote helper", "remote branch",
}

// commandError is a git command that failed.
type commandError struct {
	command string
	lines   []string // of its standard error, without progress
	err     error
}

// Error implements error.
func (e *commandError) Error() string {
	var said []string
	for _, line := range e.lines {
		for _, mark := range []string{"fatal: ", "error: ", "remote: "} {
			if text, ok := strings.CutPrefix(line, mark); ok && text != "Could not read from remote repository." {
				said = append(said, text)
			}
		}
	}
	if len(said) == 0 {
		said = e.lines
	}
	if len(said) == 0 {
		return fmt.Sprintf("git %s: %v", e.command, e.err)
	}
	return fmt.Sprintf("git %s: %s", e.command, strings.Join(said, "; "))
}

// Unwrap returns how the process ended.
func (e *commandError) Unwrap() error { return e.err }

func (e *commandError) says(parts ...string) bool {
	text := strings.ToLower(strings.Join(e.lines, "\n"))
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}
