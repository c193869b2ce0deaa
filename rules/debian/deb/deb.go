// Package deb reads Debian binary packages (deb(5)): an ar archive of a
// version, a tar of control files and a tar of the package's files.
//
// It reads forward only, holds no file in memory but the control files, and
// takes its input for hostile. It unpacks nothing: the data tar is handed out
// as a stream.
package deb

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"dbx/cache/archive"
	"dbx/rules/debian/control"
)

const (
	maxControl     = 64 << 20 // unpacked bytes of all control files
	maxControlFile = 1 << 16  // number of control files
)

// Package is a .deb that is being read. It is not safe for concurrent use.
type Package struct {
	// Control is the package's paragraph.
	Control control.Paragraph
	// Scripts are all control files by name: maintainer scripts, conffiles,
	// triggers, md5sums and the paragraph itself.
	Scripts map[string][]byte

	data io.ReadCloser
}

// Open reads a package's control part from r. The data part is read from r
// later, so r must stay open until Close.
func Open(r io.Reader) (*Package, error) {
	a, err := newArchive(r)
	if err != nil {
		return nil, err
	}
	p := &Package{}
	name, body, err := a.next()
	if err != nil {
		return nil, err
	}
	if err := checkVersion(name, body); err != nil {
		return nil, err
	}
	for {
		name, body, err := a.next()
		if err == io.EOF {
			return nil, errors.New("deb: there is no data.tar in it")
		}
		if err != nil {
			return nil, err
		}
		kind, _, _ := strings.Cut(name, ".tar")
		switch {
		case strings.HasPrefix(name, "_"): // deb(5): to be ignored
		case kind == "control" && p.Scripts == nil:
			if err := p.readControl(body); err != nil {
				return nil, fmt.Errorf("deb: %s: %w", name, err)
			}
		case kind == "data" && p.Scripts != nil:
			if p.data, _, err = archive.Decompress(body); err != nil {
				return nil, fmt.Errorf("deb: %s: %w", name, err)
			}
			return p, nil
		default:
			return nil, fmt.Errorf("deb: unexpected member %q", name)
		}
	}
}

// Data is the tar of the package's files, uncompressed. It can be read once.
func (p *Package) Data() *tar.Reader { return tar.NewReader(p.data) }

// Close frees the decompressor. It does not close what [Open] was given.
func (p *Package) Close() error { return p.data.Close() }

func checkVersion(name string, body io.Reader) error {
	if name != "debian-binary" {
		return fmt.Errorf("deb: the first member is %q, not debian-binary", name)
	}
	text, err := io.ReadAll(io.LimitReader(body, 64))
	if err != nil {
		return err
	}
	if !strings.HasPrefix(string(text), "2.") {
		return fmt.Errorf("deb: format version %q is not known", strings.TrimSpace(string(text)))
	}
	return nil
}

func (p *Package) readControl(body io.Reader) error {
	plain, _, err := archive.Decompress(body)
	if err != nil {
		return err
	}
	defer plain.Close()
	p.Scripts = map[string][]byte{}
	left := int64(maxControl)
	files := tar.NewReader(plain)
	for {
		h, err := files.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		name := path.Clean(h.Name)
		if h.Typeflag != tar.TypeReg {
			continue
		}
		if strings.Contains(name, "/") || name == ".." {
			return fmt.Errorf("the control file %q is not at the top", h.Name)
		}
		if left -= h.Size; left < 0 || len(p.Scripts) == maxControlFile {
			return errors.New("the control files are too big")
		}
		if p.Scripts[name], err = io.ReadAll(files); err != nil {
			return err
		}
	}
	text, ok := p.Scripts["control"]
	if !ok {
		return errors.New("there is no control paragraph")
	}
	p.Control, err = control.NewScanner(strings.NewReader(string(text))).Next()
	return err
}

// arArchive reads the common ar format, as deb(5) restricts it.
type arArchive struct {
	r    io.Reader
	body *io.LimitedReader
	odd  bool
}

func newArchive(r io.Reader) (*arArchive, error) {
	var magic [8]byte
	if _, err := io.ReadFull(r, magic[:]); err != nil || string(magic[:]) != "!<arch>\n" {
		return nil, errors.New("deb: not a Debian package: it does not start as an ar archive")
	}
	return &arArchive{r: r}, nil
}

// next skips to the next member. Its body is valid until the next call.
func (a *arArchive) next() (name string, body io.Reader, err error) {
	if a.body != nil {
		skip := a.body.N
		if a.odd {
			skip++
		}
		if _, err := io.CopyN(io.Discard, a.r, skip); err != nil && (err != io.EOF || a.body.N > 0) {
			return "", nil, fmt.Errorf("deb: truncated: %w", io.ErrUnexpectedEOF)
		}
	}
	var header [60]byte
	if _, err := io.ReadFull(a.r, header[:]); err == io.EOF {
		return "", nil, io.EOF
	} else if err != nil {
		return "", nil, fmt.Errorf("deb: truncated: %w", err)
	}
	size, err := strconv.ParseInt(strings.TrimRight(string(header[48:58]), " "), 10, 64)
	if err != nil || size < 0 || string(header[58:]) != "`\n" {
		return "", nil, fmt.Errorf("deb: broken ar header %q", header[:16])
	}
	name = strings.TrimSuffix(strings.TrimRight(string(header[:16]), " "), "/")
	a.body, a.odd = &io.LimitedReader{R: a.r, N: size}, size%2 == 1
	return name, a.body, nil
}
