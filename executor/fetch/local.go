package fetch

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/executor"
	"dbx/executor/fetch/local"
)

// localPrefix begins the first argument of a fetch of a folder of this machine:
//
//	local:PATH          the folder, absolute or relative to the workspace's root
//	exclude=PATTERN     what is left out; may come often
//	links=all           keep links that lead out of it
//	max-size=BYTES      the most that it may have
//
// Such a spawn is not cached: only reading the folder tells what it holds. What
// it gives is named by content alone.
const localPrefix = "local:"

func isLocal(s executor.Spawn) bool {
	return s.Kind == executor.Fetch && len(s.Args) > 0 && strings.HasPrefix(s.Args[0], localPrefix)
}

func parseLocal(s executor.Spawn) (local.Folder, error) {
	f := local.Folder{Path: strings.TrimPrefix(s.Args[0], localPrefix)}
	var err error
	switch {
	case len(s.Outputs) != 1 || s.Outputs[0].Kind != executor.OutputTree:
		err = errors.New("want one output tree")
	case !s.Info.NoCache:
		err = errors.New("a folder of this machine may not be cached")
	}
	for _, arg := range s.Args[1:] {
		name, value, _ := strings.Cut(arg, "=")
		switch name {
		case "exclude":
			f.Exclude = append(f.Exclude, value)
		case "links":
			f.AllLinks = value == "all"
		case "max-size":
			if f.Bytes, err = strconv.ParseInt(value, 10, 64); err != nil {
				err = fmt.Errorf("argument %q: want a number", arg)
			}
		default:
			err = fmt.Errorf("argument %q is not known", arg)
		}
	}
	if err != nil {
		return f, fmt.Errorf("fetch: spawn %q: %w", s.Info.Label, err)
	}
	return f, nil
}

// take snapshots a folder of this machine.
func (e *Executor) take(ctx context.Context, s executor.Spawn) (digest.Digest, error) {
	f, err := parseLocal(s)
	if err != nil {
		return digest.Digest{}, err
	}
	if f.Outside = e.options.Workspace; !filepath.IsAbs(f.Path) {
		f.Path = filepath.Join(f.Outside, filepath.FromSlash(f.Path))
	}
	d, err := local.Take(ctx, e.store, e.options.Files, f)
	var refusal *local.RefusedError
	if errors.As(err, &refusal) {
		return d, &RejectedError{refusal.Error()}
	}
	return d, err
}

// reader imports every file that it is asked for.
type reader struct{ store *cas.Disk }

// Digest implements [local.Files].
func (r reader) Digest(ctx context.Context, path string) (digest.Digest, bool, error) {
	d, err := r.store.Import(ctx, path)
	return d, false, err
}
