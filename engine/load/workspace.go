package load

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/hashicorp/hcl/v2"

	"dbx/engine/label"
)

// RootFile is the name of the file that makes a folder a package, or the root
// of a workspace.
const RootFile = "BUILD.hcl"

// OutDir is the folder in the root that holds results; it is never read.
const OutDir = "dbx-out"

// Workspace is what [Load] read of a tree. It is not changed afterwards and may
// be read concurrently.
type Workspace struct {
	Name      string
	Dir       string // absolute, in the host's form
	Packages  string // folder of the packages, relative to Dir, slashes; "." for Dir
	Platforms string // package of the platform and python blocks; "" for none
	// PlatformNames are the names of the platform blocks, sorted.
	PlatformNames []string
	ExecPlatform  string // names the platform that actions run on
	Epoch         int64  // the workspace's SOURCE_DATE_EPOCH, seconds since 1970
	Debian        Debian
	Python        Python
	Secrets       []Secret // in the order of the root file
	// Kinds are the kinds of targets that there are, sorted.
	Kinds []string
	// Requested are the targets that the patterns and filters select, sorted.
	Requested []label.Label
	// Variables are those declared in the files that were read, the root's first,
	// then by package, in the order written.
	Variables []Variable
	// Files holds every file that was parsed, and the texts of variables given
	// from outside, by the name that ranges use: paths relative to Dir.
	Files map[string]*hcl.File

	read    map[string]*pkg // packages that were
	targets map[label.Label]*Target
	groups  map[label.Label]*group
	reached []*Target
}

// Debian is what a workspace says about where Debian packages come from.
type Debian struct {
	Mirrors []string // URLs of archives, in order of preference
	Keyring string   // path relative to the root; "" for the host's
}

// Python is what a workspace says about where Python files come from.
type Python struct {
	Indexes []string // URLs of package indexes, in order of preference
}

// group is a name that stands for several targets of one matrix.
type group struct {
	label   label.Label
	rng     hcl.Range
	axes    []string // those that the name leaves open
	members []*Target
}

// Target returns the target of that name, of those in packages that were read.
func (w *Workspace) Target(l label.Label) (*Target, bool) {
	t, ok := w.targets[l]
	return t, ok
}

// Gone reports whether a label is known to name no target on disk: its package
// was read and declares none, but perhaps a group over a matrix, or is not there.
func (w *Workspace) Gone(l label.Label) bool {
	if p := w.read[l.Package()]; p != nil {
		_, declared := p.declared[l.Name()]
		return !p.vague && (!declared || w.groups[l] != nil)
	}
	_, err := os.Stat(filepath.Join(w.Dir, filepath.FromSlash(w.PackageDir(l.Package())), RootFile))
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// Members returns the targets that a group of a matrix stands for, in the order
// of the matrix; nil if l is no such group.
func (w *Workspace) Members(l label.Label) []label.Label {
	g := w.groups[l]
	if g == nil {
		return nil
	}
	members := make([]label.Label, len(g.members))
	for i, t := range g.members {
		members[i] = t.Label
	}
	return members
}

// Targets returns the requested targets and all that they depend on, each after
// what it depends on, otherwise sorted by label.
func (w *Workspace) Targets() []*Target { return slices.Clip(w.reached) }

// PackageDir returns the folder of a package, relative to Dir, with slashes.
func (w *Workspace) PackageDir(pkg string) string { return path.Join(w.Packages, pkg) }
