package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"dbx/cache/cas"
	"dbx/cache/cas/session"
	"dbx/cache/filestamp"
	"dbx/cache/merkle"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/engine/schedule"
	"dbx/executor"
)

// run builds the outputs and exports them. Blobs that vanish in between, as
// when somebody clears the cache, are made once more.
func (e *assembly) run(ctx context.Context, g *graph.Graph, outputs []output, options schedule.Options) (*schedule.Report, []string, error) {
	for again := false; ; again = true {
		report, err := schedule.Run(ctx, g, producers(g, outputs), options)
		if err != nil {
			return report, nil, err
		}
		exported, err := e.export(ctx, outputs, report)
		if !errors.Is(err, cas.ErrNotFound) || again {
			return report, exported, err
		}
	}
}

// export brings what was built under dbx-out, where it takes away what is left of
// targets that are gone, and returns the paths of the files, below the
// workspace's root. Of a tree that is the target's whole output, those are its
// files, if they are few.
func (e *assembly) export(ctx context.Context, outputs []output, report *schedule.Report) ([]string, error) {
	outputs = slices.DeleteFunc(slices.Clone(outputs), func(out output) bool { return out.path == "" })
	made, partial := exportable(outputs, report)
	known, err := e.openWritten(ctx, len(made) > 0)
	if known == nil || err != nil {
		return nil, err
	}
	defer known.Close()
	if err := e.sweep(ctx, known); err != nil {
		return nil, err
	}
	known.add(made)
	if err := known.save(); err != nil {
		return nil, err
	}
	paths, err := e.place(ctx, outputs, report)
	if err == nil {
		err = e.prune(outputs, partial)
	}
	if err != nil {
		return paths, err
	}
	known.settle(wholeFolders(made, partial), made)
	return paths, known.save()
}

// exportable returns what there is to export, and the folders of which some
// output failed.
func exportable(outputs []output, report *schedule.Report) (made []writtenOutput, partial map[string]bool) {
	partial = map[string]bool{}
	for _, out := range outputs {
		if m, ok := report.Output(out.artifact); ok {
			made = append(made, writtenOutput{out.folder, out.path, m.Kind, m.Digest})
		} else {
			partial[out.folder] = true // which has been said
		}
	}
	return made, partial
}

// wholeFolders are those of which all outputs were made.
func wholeFolders(made []writtenOutput, partial map[string]bool) map[string]bool {
	whole := map[string]bool{}
	for _, o := range made {
		if !partial[o.folder] {
			whole[o.folder] = true
		}
	}
	return whole
}

// openWritten opens what is known of dbx-out. It is nil if nothing is there and
// nothing will be.
func (e *assembly) openWritten(ctx context.Context, willBe bool) (*written, error) {
	if _, err := os.Lstat(filepath.Join(e.root, load.OutDir, resultsDir)); err != nil && !willBe {
		return nil, nil
	}
	return openWritten(ctx, e.root)
}

// sweep removes the results of targets that are gone, and says so.
func (e *assembly) sweep(ctx context.Context, known *written) error {
	if e.gone == nil {
		return nil
	}
	removed, kept, err := known.sweep(ctx, e.cache.Trees, e.gone)
	const most = 5
	for i, folder := range removed {
		if i == most {
			e.progress.say("removed %d folders more of targets that are no longer declared", len(removed)-most)
			break
		}
		e.progress.say("removed %s: its target is no longer declared", folder)
	}
	for _, at := range kept {
		e.progress.say("warning: %s is left of a target that is no longer declared, but not as dbx wrote it: it stays, and is yours to remove", at)
	}
	return err
}

// place writes what was made below dbx-out.
func (e *assembly) place(ctx context.Context, outputs []output, report *schedule.Report) ([]string, error) {
	var paths []string
	cleared := map[string]bool{} // folders that nothing is in the way of
	for _, out := range outputs {
		made, ok := report.Output(out.artifact)
		if !ok {
			continue
		}
		if folder := path.Dir(out.path); !cleared[folder] {
			if err := e.clearWay(out.path); err != nil {
				return nil, fmt.Errorf("write %s: %w", out.path, err)
			}
			cleared[folder] = true
		}
		shown, err := e.exportOne(ctx, out.path, made)
		if err != nil {
			return nil, err
		}
		paths = append(paths, shown...)
	}
	return paths, nil
}

// exportOne exports an output, unless it is where it goes as an earlier build
// left it, and returns what is shown of it.
func (e *assembly) exportOne(ctx context.Context, at string, made executor.Output) ([]string, error) {
	to := filepath.Join(e.root, filepath.FromSlash(at))
	if entries, ok := e.exports.recall(at, to, made); ok {
		return brief(at, made, entries), nil
	}
	before, now := e.exports.look(to), time.Now()
	var err error
	if made.Kind == merkle.Dir {
		err = e.cache.Trees.Export(ctx, made.Digest, to)
	} else {
		err = e.cache.Trees.ExportFile(ctx, made.Digest, made.Kind == merkle.Executable, to)
	}
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", at, err)
	}
	e.exports.note(at, made, before, now)
	return e.shown(ctx, at, made)
}

// prune removes from the folders of targets what earlier builds left there
// under names that are outputs no more.
func (e *assembly) prune(outputs []output, partial map[string]bool) error {
	keep := map[string]map[string]bool{} // folder → outputs and the folders above them
	whole := map[string]bool{}
	for _, out := range outputs {
		if keep[out.folder] == nil {
			keep[out.folder] = map[string]bool{}
		}
		whole[out.path] = true
		for at := out.path; len(at) >= len(out.folder); at = path.Dir(at) {
			keep[out.folder][at] = true
		}
	}
	for folder, kept := range keep {
		if partial[folder] || whole[folder] { // a tree that is the folder was exported as a whole
			continue
		}
		top := filepath.Join(e.root, filepath.FromSlash(folder))
		err := filepath.WalkDir(top, func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(e.root, name)
			at := filepath.ToSlash(rel)
			switch {
			case err != nil:
				return err
			case !kept[at]:
				err = session.RemoveAll(name)
			case !whole[at]:
				return nil
			}
			if err == nil && entry.IsDir() {
				return fs.SkipDir
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("remove what is left in %s: %w", folder, err)
		}
	}
	return nil
}

// few is how many files of one tree are printed by name.
const few = 4

func (e *assembly) shown(ctx context.Context, p string, made executor.Output) ([]string, error) {
	if made.Kind != merkle.Dir {
		return []string{p}, nil
	}
	var files []string
	// Not as an fs.FS: a name need not be UTF-8.
	err := merkle.Walk(ctx, e.cache.Store, made.Digest, func(name string, n merkle.Node) error {
		if n.Kind != merkle.Dir {
			files = append(files, path.Join(p, name))
		}
		if len(files) > few {
			return errMany
		}
		return nil
	})
	if errors.Is(err, errMany) || err == nil && len(files) == 0 {
		return []string{p}, nil
	}
	return files, err
}

// brief is shown for what stands as it was exported.
func brief(p string, made executor.Output, entries []filestamp.Entry) []string {
	var files []string
	for _, f := range entries {
		if !f.Dir && made.Kind == merkle.Dir {
			files = append(files, path.Join(p, filepath.ToSlash(f.Path)))
		}
	}
	if len(files) == 0 || len(files) > few {
		return []string{p}
	}
	return files
}

// errMany ends a walk that has seen enough.
var errMany = errors.New("too many files")

// clearWay removes what is not a folder, such as an earlier build's file or a
// link, from where the folders of a path below dbx-out must be.
func (e *assembly) clearWay(p string) error {
	at := filepath.Join(e.root, load.OutDir)
	folders := path.Dir(strings.TrimPrefix(p, load.OutDir+"/"))
	for name := range strings.SplitSeq(folders, "/") {
		at = filepath.Join(at, name)
		info, err := os.Lstat(at)
		if err != nil {
			return nil // whoever makes the folder can say more
		}
		if info.IsDir() {
			continue
		}
		// Unlike os.Remove it spares a folder that has just been made.
		if err := syscall.Unlink(at); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return &fs.PathError{Op: "remove", Path: at, Err: err}
		}
	}
	return nil
}
