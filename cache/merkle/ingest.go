package merkle

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"dbx/cache/cas"
	"dbx/cache/digest"
)

// IngestOptions says how a directory becomes a tree. The zero value copies
// files into the store and refuses links that lead out of the directory.
type IngestOptions struct {
	// Adopt takes the files away into the store instead of copying them.
	// Directories and links stay. Nobody may write there any more.
	Adopt bool
	// KeepEscaping keeps symbolic links that are absolute or lead out of the
	// directory, as written.
	KeepEscaping bool
	// Skip leaves out an entry, with all below it, by its slash-separated path
	// in the directory. May be nil.
	Skip func(path string) bool
	// Intake, unless nil, returns the digest of a file, and sees to it that its
	// bytes are in the store, in place of copying it. It is called concurrently.
	Intake func(ctx context.Context, path string) (digest.Digest, error)
}

// Refusal is an entry of a directory that no tree can hold.
type Refusal struct {
	Path string // slash-separated, in the directory
	What string // what it is, to be read after "it is"
	dir  string
}

// Error implements error; it names the whole path.
func (r *Refusal) Error() string {
	return fmt.Sprintf("%s: cannot be stored: it is %s", filepath.Join(r.dir, r.Path), r.What)
}

// Ingest stores the directory dir, with all that is in it, and returns its
// root. Symbolic links are kept as written. Sockets, devices and named pipes
// are refused. All wrong entries are reported together, each a [*Refusal], and
// then nothing was taken.
func Ingest(ctx context.Context, store *cas.Disk, dir string, options IngestOptions) (digest.Digest, error) {
	info, err := os.Lstat(dir)
	if err != nil {
		return digest.Digest{}, err
	}
	if !info.IsDir() {
		return digest.Digest{}, fmt.Errorf("%s is not a directory", dir)
	}
	in := ingestion{dir: dir, options: options, intake: store.Import, links: make(links)}
	if options.Adopt {
		in.intake = store.Adopt
	}
	if options.Intake != nil {
		in.intake = options.Intake
	}
	root, err := in.scan(".")
	if err != nil {
		return digest.Digest{}, err
	}
	if !options.KeepEscaping {
		for _, rel := range in.links.escaping() {
			in.refuse(rel, fmt.Sprintf("a symbolic link to %s, which is outside of the directory", in.links[rel]))
		}
	}
	if len(in.refused) > 0 {
		return digest.Digest{}, errors.Join(in.refused...)
	}
	if err := in.files(ctx); err != nil {
		return digest.Digest{}, err
	}
	return root.save(ctx, store)
}

// ingestion is one run of Ingest: first the names are collected, then the
// files are hashed in parallel, then directories are stored bottom up.
type ingestion struct {
	dir     string
	options IngestOptions
	intake  func(ctx context.Context, path string) (digest.Digest, error)
	pending []found
	links   links
	refused []error
}

type found struct {
	path string
	node *Node
}

type scanned struct {
	nodes []*Node
	dirs  map[*Node]*scanned
}

func (in *ingestion) scan(rel string) (*scanned, error) {
	abs := filepath.Join(in.dir, rel)
	entries, err := in.readDir(abs)
	if err != nil {
		return nil, err
	}
	at := &scanned{nodes: make([]*Node, 0, len(entries)), dirs: make(map[*Node]*scanned)}
	for _, e := range entries {
		n := &Node{Name: e.Name()}
		sub := join(rel, n.Name)
		if in.options.Skip != nil && in.options.Skip(sub) {
			continue
		}
		at.nodes = append(at.nodes, n)
		switch {
		case e.IsDir():
			n.Kind = Dir
			if at.dirs[n], err = in.scan(sub); err != nil {
				return nil, err
			}
		case e.Type()&fs.ModeSymlink != 0:
			n.Kind = Symlink
			err = in.link(n, sub)
		case e.Type().IsRegular():
			err = in.file(n, e, sub)
		default:
			in.refuse(sub, "neither a file, nor a directory, nor a symbolic link")
		}
		if err != nil {
			return nil, err
		}
	}
	return at, nil
}

// readDir opens a directory that is about to be consumed even if a command
// took its owner's rights away.
func (in *ingestion) readDir(dir string) ([]os.DirEntry, error) {
	entries, err := os.ReadDir(dir)
	if in.options.Adopt && errors.Is(err, fs.ErrPermission) && os.Chmod(dir, 0o700) == nil {
		return os.ReadDir(dir)
	}
	if in.options.Adopt && err == nil {
		if info, e := os.Lstat(dir); e == nil && info.Mode().Perm()&0o300 != 0o300 {
			err = os.Chmod(dir, 0o700)
		}
	}
	return entries, err
}

func (in *ingestion) file(n *Node, e os.DirEntry, rel string) error {
	info, err := e.Info()
	if err != nil {
		return err
	}
	if info.Mode()&0o100 != 0 {
		n.Kind = Executable
	}
	in.pending = append(in.pending, found{filepath.Join(in.dir, rel), n})
	return nil
}

func (in *ingestion) link(n *Node, rel string) error {
	target, err := os.Readlink(filepath.Join(in.dir, rel))
	if err != nil {
		return err
	}
	n.Target = target
	in.links[rel] = target
	return nil
}

func (in *ingestion) refuse(rel, what string) {
	in.refused = append(in.refused, &Refusal{Path: rel, What: what, dir: in.dir})
}

func (in *ingestion) files(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	// Batches, since starting a goroutine costs a good part of hashing a small
	// file.
	for batch := range slices.Chunk(in.pending, 16) {
		g.Go(func() error {
			for _, f := range batch {
				d, err := in.intake(ctx, f.path)
				if err != nil {
					return err
				}
				f.node.Digest = d
			}
			return nil
		})
	}
	return g.Wait()
}

func (s *scanned) save(ctx context.Context, store cas.Store) (digest.Digest, error) {
	nodes := make([]Node, 0, len(s.nodes))
	for _, n := range s.nodes {
		if sub := s.dirs[n]; sub != nil {
			d, err := sub.save(ctx, store)
			if err != nil {
				return digest.Digest{}, err
			}
			n.Digest = d
		}
		nodes = append(nodes, *n)
	}
	return Save(ctx, store, nodes)
}
