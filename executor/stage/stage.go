// Package stage lays out what a command sees and takes in what it leaves, for
// all executors that run processes on this machine.
//
// It knows inputs, outputs and layers as files of the host. It does not know
// how a command is run, or what a mount is: an [Area] names what must be
// mounted where, and an executor does it in its own way.
package stage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/executor"
)

// Stager makes areas from a store. It is safe for concurrent use.
type Stager struct {
	store  *cas.Disk
	farm   *merkle.Farm
	layers string

	mu       sync.Mutex
	unpacked map[string]*unpacking
	idle     []string // directories of released areas

	unsettled []digest.SHA256 // see settleLater
}

// New returns a Stager that keeps unpacked layers in the directory layers. The
// store, the farm and that directory must be on one file system; areas are made
// among the store's temporary files, so those of a dead process are swept when
// the store is next opened.
func New(store *cas.Disk, farm *merkle.Farm, layers string) (*Stager, error) {
	layers, err := filepath.Abs(layers)
	if err != nil {
		return nil, err
	}
	err = errors.Join(os.MkdirAll(filepath.Join(layers, "locks"), 0o755), os.MkdirAll(filepath.Join(layers, freshName), 0o755))
	if err == nil {
		// Closed to others: layers hold set-user-ID programs, old ones too.
		err = os.Chmod(layers, 0o700)
	}
	if err != nil {
		return nil, fmt.Errorf("directory for unpacked layers: %w", err)
	}
	return &Stager{store: store, farm: farm, layers: layers, unpacked: make(map[string]*unpacking)}, nil
}

// Store returns the store that inputs come from and outputs go to.
func (s *Stager) Store() *cas.Disk { return s.store }

// Bind makes a file or directory of the host visible to the command.
type Bind struct {
	Source   string // absolute path on the host
	Target   string // absolute path inside; it exists in WorkDir
	ReadOnly bool
}

// Area is the private place of one attempt to run a spawn.
type Area struct {
	stager *Stager
	spawn  executor.Spawn
	dir    string
	binds  []Bind
	relied []relied
}

// Prepare lays out the inputs of s and the folders of its outputs. The caller
// closes the Area.
func (s *Stager) Prepare(ctx context.Context, sp executor.Spawn) (*Area, error) {
	dir, err := s.areaDir()
	if err != nil {
		return nil, err
	}
	a := &Area{stager: s, spawn: sp, dir: dir}
	if err := a.layOut(ctx); err != nil {
		a.Close()
		return nil, fmt.Errorf("lay out inputs: %w", err)
	}
	return a, nil
}

// WorkDir is the writable directory that becomes [executor.WorkDir].
func (a *Area) WorkDir() string { return filepath.Join(a.dir, workName) }

// workName is the name of [Area.WorkDir] in the area's directory.
const workName = "work"

// Binds returns the mounts that the command needs, [executor.WorkDir] first,
// in the order in which they must be made. The caller must not change them.
func (a *Area) Binds() []Bind { return a.binds }

// Dir makes an empty directory with mode 0755 in the area, for whatever the
// executor needs. name must not be used twice.
func (a *Area) Dir(name string) (string, error) {
	p := filepath.Join(a.dir, "executor-"+name)
	return p, makeDir(p)
}

func (a *Area) layOut(ctx context.Context) error {
	a.binds = []Bind{{Source: a.WorkDir(), Target: executor.WorkDir}}
	groups, scratch, err := group(a.spawn)
	if err != nil {
		return err
	}
	if a.stager.farm.Reversed {
		slices.Reverse(groups)
		slices.Reverse(scratch)
	}
	for _, g := range groups {
		if err := a.mountPoint(ctx, g); err != nil {
			return fmt.Errorf("%s: %w", g.name, err)
		}
	}
	if err := a.makeFolders(scratch); err != nil {
		return err
	}
	for _, in := range scratch {
		if err := a.copyIn(ctx, in); err != nil {
			return fmt.Errorf("%s: %w", in.Path, err)
		}
	}
	return nil
}

// copyIn makes a throw-away copy of an input. Its times are those of the
// store, not the spawn's: tools compare them with nothing but each other.
func (a *Area) copyIn(ctx context.Context, in executor.Input) error {
	dst := filepath.Join(a.WorkDir(), filepath.FromSlash(in.Path))
	if in.Kind == merkle.Dir {
		return a.stager.farm.Copy(ctx, in.Digest, dst, cas.ModTime())
	}
	return a.stager.farm.CopyFile(ctx, in.Digest, in.Kind == merkle.Executable, dst, cas.ModTime())
}

// makeFolders creates what outputs and scratch inputs lie in, and the working
// directory of the command if it is below [executor.WorkDir] and no part of a
// read-only input.
func (a *Area) makeFolders(scratch []executor.Input) error {
	var folders []string
	for _, out := range a.spawn.Outputs {
		if out.Kind != executor.OutputLayer {
			folders = append(folders, path.Dir(out.Path))
		}
	}
	for _, in := range scratch {
		folders = append(folders, path.Dir(in.Path))
	}
	if d, ours := strings.CutPrefix(a.spawn.WorkingDir(), executor.WorkDir+"/"); ours && !a.bound(d) {
		folders = append(folders, d)
	}
	for _, f := range folders {
		if err := makeDirs(a.WorkDir(), f); err != nil {
			return err
		}
	}
	return nil
}

func (a *Area) bound(p string) bool {
	first, _, _ := strings.Cut(p, "/")
	target := path.Join(executor.WorkDir, first)
	for _, b := range a.binds[1:] {
		if b.Target == target {
			return true
		}
	}
	return false
}

// makeDirs creates the slash-separated rel below root, whatever the umask.
func makeDirs(root, rel string) error {
	if rel == "." {
		return nil
	}
	at := root
	for name := range strings.SplitSeq(rel, "/") {
		at = filepath.Join(at, name)
		if err := makeDir(at); err != nil && !os.IsExist(err) {
			return err
		}
	}
	return nil
}

func makeDir(p string) error {
	if err := os.Mkdir(p, 0o755); err != nil {
		return err
	}
	return os.Chmod(p, 0o755)
}
