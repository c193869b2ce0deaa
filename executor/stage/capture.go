package stage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/executor"
)

// missing is what is wrong with an output: the command's fault, in words for
// its author.
type missing string

func (m missing) Error() string { return string(m) }

// LayerFunc turns what the command changed outside of [executor.WorkDir],
// [Excluded] paths aside, into a canonical layer in the store.
type LayerFunc func(ctx context.Context) (digest.Digest, digest.SHA256, error)

// Capture moves the declared outputs into the store, in the spawn's order, and
// nothing else. All processes of the command must be dead. What the command
// did wrong, such as leaving an output out, comes back as a problem and no
// outputs; an error is a failure of the machine. layer is called for an output
// of kind layer and may be nil if there is none.
func (a *Area) Capture(ctx context.Context, layer LayerFunc) (outputs []executor.Output, problem string, err error) {
	// The command may have taken its owner's rights even to this.
	if err := os.Chmod(a.WorkDir(), 0o755); err != nil {
		return nil, "", err
	}
	var problems []string
	for _, spec := range a.spawn.Outputs {
		out, err := a.capture(ctx, spec, layer)
		var m missing
		switch {
		case errors.As(err, &m):
			problems = append(problems, fmt.Sprintf("output %s %s", spec.Path, string(m)))
		case err != nil:
			return nil, "", fmt.Errorf("capture output %s: %w", spec.Path, err)
		default:
			outputs = append(outputs, out)
		}
	}
	if len(problems) > 0 {
		return nil, strings.Join(problems, "; "), nil
	}
	return outputs, "", nil
}

func (a *Area) capture(ctx context.Context, spec executor.OutputSpec, layer LayerFunc) (executor.Output, error) {
	out := executor.Output{Path: spec.Path}
	if spec.Kind == executor.OutputLayer {
		var err error
		out.Digest, out.DiffID, err = layer(ctx)
		return out, err
	}
	info, err := a.find(spec.Path)
	if err != nil {
		return out, err
	}
	at := a.host(spec.Path)
	switch {
	case spec.Kind == executor.OutputFile && info.Mode().IsRegular():
		if info.Mode()&0o100 != 0 {
			out.Kind = merkle.Executable
		}
		out.Digest, err = a.stager.store.Adopt(ctx, at)
	case spec.Kind == executor.OutputTree && info.IsDir():
		out.Kind = merkle.Dir
		if err := inspect(at); err != nil {
			return out, err
		}
		out.Digest, err = merkle.Ingest(ctx, a.stager.store, at, merkle.IngestOptions{Adopt: true})
		var refusal *merkle.Refusal
		if errors.As(err, &refusal) {
			return out, missing(fmt.Sprintf("holds %s, which is %s", refusal.Path, refusal.What))
		}
	default:
		return out, missing(fmt.Sprintf("should be %s but is %s", specKind(spec.Kind), describe(info)))
	}
	return out, err
}

// find looks at an output without following a symbolic link anywhere on the
// way: one that the command made could lead to any file of the host.
func (a *Area) find(rel string) (fs.FileInfo, error) {
	dir := path.Dir(rel)
	if dir != "." {
		at := ""
		for name := range strings.SplitSeq(dir, "/") {
			at = path.Join(at, name)
			info, err := a.lstat(at)
			if err != nil {
				return nil, err
			}
			if !info.IsDir() {
				return nil, missing(fmt.Sprintf("is not there: its folder %s is %s", at, describe(info)))
			}
			if info.Mode().Perm()&0o700 != 0o700 {
				if err := os.Chmod(a.host(at), 0o755); err != nil {
					return nil, err
				}
			}
		}
	}
	return a.lstat(rel)
}

func (a *Area) lstat(rel string) (fs.FileInfo, error) {
	info, err := os.Lstat(a.host(rel))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, missing("is not there: " + a.instead(rel))
	}
	return info, err
}

// instead says what the command left in the folder that should hold rel.
func (a *Area) instead(rel string) string {
	const most = 10
	dir := path.Dir(rel)
	entries, err := os.ReadDir(a.host(dir))
	where := "folder " + dir
	if dir == "." {
		where = executor.WorkDir
	}
	if err != nil || len(entries) == 0 {
		return where + " is empty"
	}
	var names []string
	for i, e := range entries {
		if i == most {
			names = append(names, fmt.Sprintf("and %d more", len(entries)-most))
			break
		}
		name := e.Name()
		if e.IsDir() {
			name += "/"
		}
		names = append(names, name)
	}
	return where + " holds " + strings.Join(names, ", ")
}

func (a *Area) host(rel string) string {
	return filepath.Join(a.WorkDir(), filepath.FromSlash(rel))
}

func specKind(k executor.OutputKind) string {
	if k == executor.OutputTree {
		return "a directory"
	}
	return "a regular file"
}

func describe(info fs.FileInfo) string { return describeMode(info.Mode()) }

func describeMode(m fs.FileMode) string {
	switch {
	case m.IsRegular():
		return "a regular file"
	case m.IsDir():
		return "a directory"
	case m&fs.ModeSymlink != 0:
		return "a symbolic link"
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	default:
		return "a device"
	}
}
