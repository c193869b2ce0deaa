package fetch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"

	"dbx/cache/cas/session"
	"dbx/cache/digest"
	"dbx/executor"
	"dbx/executor/fetch/git"
	"dbx/executor/fetch/gitname"
)

// gitPrefix begins the first argument of a fetch of a git commit's tree:
//
//	git:COMMIT          the commit's whole name
//	path=FOLDER         only this folder of it
//	submodules=true     with the trees of submodules in their places
//	tree=DIGEST         the tree that must come of it
const gitPrefix = "git:"

// gitRequest is what a spawn wants of a repository.
type gitRequest struct {
	git.Tree
	want digest.Digest // zero if any tree of that commit will do
}

// gitSilence is how many times longer than with a file nothing may come: a
// server packs objects before it sends the first.
const gitSilence = 4

func isGit(s executor.Spawn) bool {
	return s.Kind == executor.Fetch && len(s.Args) > 0 && strings.HasPrefix(s.Args[0], gitPrefix)
}

func parseGit(s executor.Spawn) (gitRequest, error) {
	wrong := func(format string, args ...any) (gitRequest, error) {
		return gitRequest{}, fmt.Errorf("fetch: spawn %q: %w", s.Info.Label, fmt.Errorf(format, args...))
	}
	if len(s.Outputs) != 1 || s.Outputs[0].Kind != executor.OutputTree {
		return wrong("want one output tree")
	}
	commit, err := gitname.ParseID(strings.TrimPrefix(s.Args[0], gitPrefix))
	if err != nil {
		return wrong("%w", err)
	}
	r := gitRequest{Tree: git.Tree{Commit: commit}}
	for _, arg := range s.Args[1:] {
		name, value, _ := strings.Cut(arg, "=")
		switch name {
		case "path":
			r.Path = value
			if !fs.ValidPath(value) {
				err = fmt.Errorf("argument %q: want a clean relative path", arg)
			}
		case "submodules":
			r.Submodules = true
			if value != "true" {
				err = fmt.Errorf("argument %q: want submodules=true, or nothing", arg)
			}
		case "tree":
			r.want, err = digest.Parse(value)
		default:
			err = fmt.Errorf("argument %q is not known; want path=, submodules=true or tree=", arg)
		}
		if err != nil {
			return wrong("%w", err)
		}
	}
	return r, nil
}

// obtainTree asks the mirrors of a repository, in order.
func (e *Executor) obtainTree(ctx context.Context, s executor.Spawn) (digest.Digest, error) {
	r, err := parseGit(s)
	if err != nil {
		return digest.Digest{}, err
	}
	what := "commit " + string(r.Commit)
	urls, release, err := e.turn(ctx, what, s.Info.URLs)
	if err != nil {
		return digest.Digest{}, err
	}
	defer release()
	report := e.reporter(s)
	defer report.end()
	var answers []answer
	for _, raw := range urls {
		d, err := e.fromRepository(ctx, raw, r, report)
		if err == nil {
			return d, nil
		}
		if answers, err = e.note(ctx, answers, raw, err); err != nil {
			return digest.Digest{}, err
		}
	}
	return digest.Digest{}, verdict(what, answers)
}

// Resolve returns the commit that a ref is in the first mirror that can be
// asked. A ref that there is not is a [*RejectedError].
func (e *Executor) Resolve(ctx context.Context, urls []string, ref string) (gitname.ID, error) {
	id, err := e.resolve(ctx, urls, ref)
	return id, e.redact(err)
}

func (e *Executor) resolve(ctx context.Context, urls []string, ref string) (gitname.ID, error) {
	dir, err := e.store.Temp()
	if err != nil {
		return "", err
	}
	defer session.RemoveAll(dir)
	what := "the ref " + ref
	urls, release, err := e.turn(ctx, what, urls)
	if err != nil {
		return "", err
	}
	defer release()
	var answers []answer
	for _, raw := range urls {
		id, err := persist(ctx, e, func() (gitname.ID, error) {
			return git.Remote(ctx, dir, raw, ref, git.Access{Header: e.gitHeader, Silence: gitSilence * e.options.Stall})
		})
		if err == nil {
			return id, nil
		}
		if answers, err = e.note(ctx, answers, raw, err); err != nil {
			return "", err
		}
	}
	return "", verdict(what, answers)
}

// note adds a mirror's answer to the others', unless it is not the mirror's.
func (e *Executor) note(ctx context.Context, answers []answer, raw string, err error) ([]answer, error) {
	var local *git.StoreError
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case errors.As(err, &local):
		return nil, local.Err
	}
	return append(answers, answer{url: raw, err: err}), nil
}

// fromRepository brings the tree from one mirror.
func (e *Executor) fromRepository(ctx context.Context, raw string, r gitRequest, report *reporter) (digest.Digest, error) {
	access := git.Access{Header: e.gitHeader, Silence: gitSilence * e.options.Stall, Progress: func(got int64) { report.at(got, -1) }}
	d, err := persist(ctx, e, func() (digest.Digest, error) { return git.Fetch(ctx, e.store, raw, r.Tree, access) })
	if err == nil && !r.want.IsZero() && d != r.want {
		return d, &missingError{fmt.Sprintf("has another tree at this commit than the lock file says: %s, not %s", d.Short(), r.want.Short())}
	}
	return d, err
}

// persist asks git as often as is allowed, until it has a definite answer.
func persist[T any](ctx context.Context, e *Executor, ask func() (T, error)) (T, error) {
	for attempt := 1; ; attempt++ {
		got, err := ask()
		var refusal *git.RefusedError
		var local *git.StoreError
		var missing *missingError
		switch {
		case err == nil:
			return got, nil
		case errors.As(err, &refusal):
			return got, &missingError{err.Error()}
		case errors.As(err, &missing):
			return got, missing
		case ctx.Err() != nil || errors.As(err, &local):
			return got, err
		case attempt == e.options.Attempts:
			return got, fmt.Errorf("%w (tried %d times)", err, attempt)
		}
		if err := sleep(ctx, e.pause(attempt, err)); err != nil {
			return got, err
		}
	}
}

// redacted hides a password in a URL.
func redacted(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	return u.Redacted()
}
