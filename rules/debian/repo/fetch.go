package repo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"

	"dbx/cache/archive"
	"dbx/cache/digest"
)

// ErrNotFound is what a [Fetcher] answers for a path that no mirror has.
var ErrNotFound = errors.New("no mirror has it")

// Fetcher reads files of an archive by their path relative to a mirror's
// root. It verifies nothing. Implementations are safe for concurrent use.
type Fetcher interface {
	// Get opens a file, which the caller closes. A file that is certainly not
	// there is [ErrNotFound].
	Get(ctx context.Context, path string) (io.ReadCloser, error)
}

// loadTries is how often a file is asked for whose hash is wrong, or that does
// not come whole.
const loadTries = 3

// Load reads a whole file and checks its length and hash.
func Load(ctx context.Context, f Fetcher, want File) ([]byte, error) {
	var err error
	for range loadTries {
		var data []byte
		if data, err = read(ctx, f, want.Path, want.Size); err != nil {
			if errors.Is(err, ErrNotFound) || ctx.Err() != nil {
				return nil, fmt.Errorf("%s: %w", want.Path, err)
			}
			continue
		}
		if have := digest.SHA256Of(data); have == want.SHA256 {
			return data, nil
		} else {
			err = fmt.Errorf("the mirror serves %d bytes with sha256 %s, want %d bytes with %s", len(data), have, want.Size, want.SHA256)
		}
	}
	return nil, fmt.Errorf("%s: %w", want.Path, err)
}

// read returns at most limit+1 bytes of a file, so that an endless answer is
// noticed without being kept. An answer that breaks off is asked for again.
func read(ctx context.Context, f Fetcher, path string, limit int64) (data []byte, err error) {
	for range loadTries {
		var body io.ReadCloser
		if body, err = f.Get(ctx, path); err != nil {
			return nil, err
		}
		data, err = io.ReadAll(io.LimitReader(body, limit+1))
		body.Close()
		if err == nil || ctx.Err() != nil {
			break
		}
	}
	return data, err
}

// Suite is a verified suite of an archive. It holds no connection.
type Suite struct {
	Release *Release
	dir     string
	fetch   Fetcher
}

// OpenSuite fetches and verifies a suite's InRelease file. The suite is named
// as its folder below dists/; for expiry see [ParseRelease].
func OpenSuite(ctx context.Context, f Fetcher, suite string, verify func(inRelease []byte) (*Release, error)) (*Suite, error) {
	dir := path.Join("dists", suite)
	if err := checkPath(dir); err != nil || dir == "dists" {
		return nil, fmt.Errorf("suite %q: not a name", suite)
	}
	data, err := read(ctx, f, dir+"/InRelease", maxRelease)
	if err != nil {
		return nil, fmt.Errorf("suite %s: %w", suite, err)
	}
	release, err := verify(data)
	if err != nil {
		return nil, fmt.Errorf("suite %s: %w", suite, err)
	}
	return &Suite{Release: release, dir: dir, fetch: f}, nil
}

// Packages reads the package index of a component and architecture.
func (s *Suite) Packages(ctx context.Context, component, arch string) (*Index, error) {
	r, err := s.open(ctx, component+"/binary-"+arch+"/Packages")
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return ReadPackages(r, arch)
}

// Sources reads a component's source index, as [FindSources] does.
func (s *Suite) Sources(ctx context.Context, component string, wanted func(name, version string) bool) ([]Source, error) {
	r, err := s.open(ctx, component+"/source/Sources")
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return FindSources(r, wanted)
}

// open fetches an index in the form that is quickest to read. gzip is asked
// for first: it is a third longer than xz, but is decoded thirty times faster.
func (s *Suite) open(ctx context.Context, name string) (io.ReadCloser, error) {
	for _, suffix := range []string{".gz", ".xz", ""} {
		listed, ok := s.Release.Lookup(name + suffix)
		if !ok {
			continue
		}
		data, err := s.load(ctx, listed)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		plain, _, err := archive.Decompress(bytes.NewReader(data))
		return plain, err
	}
	return nil, fmt.Errorf("%s: the suite has no index %s; it has the components %v and architectures %v",
		s.dir, name, s.Release.Components, s.Release.Arches)
}

// load prefers the path by hash, which a mirror in the middle of an update
// still serves.
func (s *Suite) load(ctx context.Context, listed File) ([]byte, error) {
	file := listed
	if s.Release.ByHash {
		file.Path = path.Join(s.dir, path.Dir(listed.Path), "by-hash/SHA256", listed.SHA256.String())
		data, err := Load(ctx, s.fetch, file)
		if err == nil || !errors.Is(err, ErrNotFound) {
			return data, err
		}
	}
	file.Path = path.Join(s.dir, listed.Path)
	return Load(ctx, s.fetch, file)
}
