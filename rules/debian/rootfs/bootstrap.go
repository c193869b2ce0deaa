// Package rootfs makes a Debian root file system without a Debian: the first
// stage in Go, which lays out the essential packages so that dpkg can run, and
// the script of the second, which installs them properly in a sealed action.
//
// It chooses no packages and fetches nothing. The second stage is a script
// because it must run inside: this package only holds its text.
package rootfs

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"dbx/cache/archive"
	"dbx/cache/layer"
	"dbx/rules/debian/deb"
)

// bootstrapList names the packages that were laid out, one a line. The second
// stage installs them first and removes the list.
const bootstrapList = "var/lib/dpkg/bootstrap"

// Bootstrap collects the files of essential packages as the tree that dpkg
// starts from: /bin, /lib and the like are links into /usr, documentation is
// left out as the script's own configuration leaves it out, and dpkg's
// database is empty, so that the second stage installs every package anew.
// It is not safe for concurrent use.
type Bootstrap struct {
	files
	arch  string
	names []string // of the packages
}

// NewBootstrap keeps the files' contents in spool, an empty file that the
// caller removes when the entries are no longer read.
func NewBootstrap(spool *os.File) *Bootstrap {
	b := &Bootstrap{files: newFiles(spool)}
	for _, dir := range []string{
		"dev", "etc", "etc/dpkg", "etc/dpkg/dpkg.cfg.d", "proc", "run", "sys", "usr", "usr/bin", "usr/lib", "usr/sbin", "var", "var/lib",
		"var/lib/dpkg", "var/lib/dpkg/alternatives", "var/lib/dpkg/info", "var/lib/dpkg/parts", "var/lib/dpkg/triggers", "var/lib/dpkg/updates",
	} {
		b.put(layer.Entry{Path: dir, Kind: layer.Dir, Mode: 0o755})
	}
	// Alternatives of packages whose manuals are left out still link to these.
	for section := '1'; section <= '9'; section++ {
		for _, dir := range []string{"usr/share", "usr/share/man", "usr/share/man/man" + string(section)} {
			b.put(layer.Entry{Path: dir, Kind: layer.Dir, Mode: 0o755})
		}
	}
	b.put(layer.Entry{Path: "tmp", Kind: layer.Dir, Mode: 0o1777})
	for _, file := range []string{"var/lib/dpkg/available", "var/lib/dpkg/diversions", "var/lib/dpkg/statoverride", "var/lib/dpkg/status"} {
		b.put(layer.Entry{Path: file, Kind: layer.File, Mode: 0o644})
	}
	b.link("bin", "lib", "sbin")
	return b
}

// link makes names at the root links into /usr.
func (b *Bootstrap) link(names ...string) {
	for _, name := range names {
		b.put(layer.Entry{Path: "usr/" + name, Kind: layer.Dir, Mode: 0o755})
		b.put(layer.Entry{Path: name, Kind: layer.Symlink, Mode: 0o777, Link: "usr/" + name})
	}
}

// Add lays out the files of the .deb that r holds, over those of packages
// before it. No maintainer script runs.
func (b *Bootstrap) Add(r io.Reader) error {
	p, err := deb.Open(r)
	if err != nil {
		return err
	}
	defer p.Close()
	name := p.Control.Get("Package")
	b.names = append(b.names, name+"\n")
	if err := b.setArch(p.Control.Get("Architecture")); err != nil {
		return fmt.Errorf("package %s: %w", name, err)
	}
	files := p.Data()
	for {
		h, err := files.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = b.file(h, files)
		}
		if err != nil {
			return fmt.Errorf("package %s: %w", name, err)
		}
	}
}

// setArch makes the library folders of an architecture's other word sizes and
// calling conventions links too, as debootstrap does.
func (b *Bootstrap) setArch(arch string) error {
	if arch == "all" || arch == b.arch {
		return nil
	}
	if b.arch != "" {
		return fmt.Errorf("is for %s, while others are for %s", arch, b.arch)
	}
	b.arch = arch
	switch arch {
	case "amd64":
		b.link("lib32", "lib64", "libx32")
	case "i386":
		b.link("lib64", "libx32")
	case "ppc64el", "loong64":
		b.link("lib64")
	case "s390x":
		b.link("lib32")
	case "mipsel", "mips64el":
		b.link("lib32", "lib64", "libo32")
	}
	return nil
}

func (b *Bootstrap) file(h *tar.Header, body io.Reader) error {
	name, err := b.place(h.Name)
	if err != nil || name == "." || excluded(name) {
		return err
	}
	e := layer.Entry{Path: name, Mode: uint32(h.Mode) & 0o7777}
	switch h.Typeflag {
	case tar.TypeReg:
		return b.write(e, body)
	case tar.TypeDir:
		if old, ok := b.entries[name]; ok && (old.Kind == layer.Dir || old.Kind == layer.Symlink) {
			return nil // as dpkg does, the first one's mode stays
		}
		e.Kind = layer.Dir
	case tar.TypeSymlink:
		if old, ok := b.entries[name]; ok && old.Kind == layer.Dir {
			return fmt.Errorf("its link %s is a directory of another package", h.Name)
		}
		e.Kind, e.Mode, e.Link = layer.Symlink, 0o777, h.Linkname
	case tar.TypeLink:
		target, err := b.place(h.Linkname)
		if err != nil {
			return err
		}
		return b.hardLink(e, target)
	default:
		return fmt.Errorf("%s: no file, directory or link", h.Name)
	}
	return b.put(e)
}

// place returns the path that a package's file really has, which for /bin/x
// is usr/bin/x.
func (b *Bootstrap) place(name string) (string, error) {
	clean, err := archive.CleanName(name)
	if err != nil {
		return "", fmt.Errorf("%q: %w", name, err)
	}
	top, rest, below := strings.Cut(clean, "/")
	if old, ok := b.entries[top]; ok && old.Kind == layer.Symlink && below {
		clean = path.Join(old.Link, rest)
	}
	for dir := path.Dir(clean); dir != "."; dir = path.Dir(dir) {
		if old, ok := b.entries[dir]; ok && old.Kind != layer.Dir {
			return "", fmt.Errorf("%q lies below a %s", name, old.Kind)
		}
	}
	return clean, nil
}

// text puts a file of ours into the tree.
func (b *Bootstrap) text(name, content string) error {
	return b.write(layer.Entry{Path: name, Mode: 0o644}, strings.NewReader(content))
}

// Entries returns the finished tree, sorted by path. The users and groups are
// those that base-passwd brings; it must have been added.
func (b *Bootstrap) Entries() ([]layer.Entry, error) {
	for _, name := range []string{"passwd", "group"} {
		master, ok := b.entries["usr/share/base-passwd/"+name+".master"]
		if !ok {
			return nil, errors.New("the packages are not enough for a root file system: base-passwd is missing")
		}
		if _, ok := b.entries["etc/"+name]; !ok {
			master.Path = "etc/" + name
			b.entries[master.Path] = master
		}
	}
	slices.Sort(b.names)
	for name, content := range map[string]string{
		"etc/dpkg/dpkg.cfg.d/dbx": dpkgConfig,
		"var/lib/dpkg/arch":       b.arch + "\n",
		bootstrapList:             strings.Join(b.names, ""),
	} {
		if err := b.text(name, content); err != nil {
			return nil, err
		}
	}
	all := make([]layer.Entry, 0, len(b.entries))
	for _, e := range b.entries {
		all = append(all, e)
	}
	slices.SortFunc(all, func(x, y layer.Entry) int { return bytes.Compare([]byte(x.Path), []byte(y.Path)) })
	return all, nil
}
