package repo

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dbx/rules/debian/control"
)

// HostMirrors returns the mirrors that the apt configuration below root has
// for a suite and its component main, in apt's order and without repetitions.
// A mirror of another suite of the same archive counts too, behind the others:
// one mirror serves them all. Entries that need more than an HTTP client (a
// disc, a mirror list, a proxy's own scheme) are left out.
func HostMirrors(root, suite string) ([]string, error) {
	var entries []aptEntry
	paths, err := aptFiles(filepath.Join(root, "etc/apt"))
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		f, err := os.Open(path)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		read := readList
		if strings.HasSuffix(path, ".sources") {
			read = readSources
		}
		more, err := read(f)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		entries = append(entries, more...)
	}
	return pickMirrors(entries, suite), nil
}

func aptFiles(dir string) ([]string, error) {
	paths := []string{filepath.Join(dir, "sources.list")}
	parts, err := os.ReadDir(filepath.Join(dir, "sources.list.d"))
	if err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	for _, part := range parts {
		if ext := filepath.Ext(part.Name()); ext == ".list" || ext == ".sources" {
			paths = append(paths, filepath.Join(dir, "sources.list.d", part.Name()))
		}
	}
	return paths, nil
}

// aptEntry is one archive of an apt configuration.
type aptEntry struct {
	uris, suites, components []string
}

func pickMirrors(entries []aptEntry, suite string) []string {
	var exact, near []string
	for _, e := range entries {
		if !slices.Contains(e.components, "main") {
			continue
		}
		for _, uri := range e.uris {
			if !strings.HasPrefix(uri, "http://") && !strings.HasPrefix(uri, "https://") {
				continue
			}
			uri = strings.TrimRight(uri, "/")
			switch {
			case slices.Contains(e.suites, suite):
				exact = append(exact, uri)
			case slices.ContainsFunc(e.suites, sameArchive):
				near = append(near, uri)
			}
		}
	}
	var all []string
	for _, uri := range append(exact, near...) {
		if !slices.Contains(all, uri) {
			all = append(all, uri)
		}
	}
	return all
}

// sameArchive reports whether a suite's name is one of Debian's main archive.
// The security and debug archives have other roots.
func sameArchive(suite string) bool {
	base := strings.TrimSuffix(strings.TrimSuffix(suite, "-updates"), "-backports")
	known := []string{
		"stable", "oldstable", "oldoldstable", "testing", "unstable", "sid", "experimental",
		"bullseye", "bookworm", "trixie", "forky", "duke",
	}
	return slices.Contains(known, base)
}

// readList reads the one-line form of sources.list(5).
func readList(r io.Reader) ([]aptEntry, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	var entries []aptEntry
	for _, line := range strings.Split(string(data), "\n") {
		line, _, _ = strings.Cut(line, "#")
		line, isDeb := strings.CutPrefix(strings.TrimSpace(line), "deb")
		if !isDeb || line == "" || !strings.ContainsRune(" \t[", rune(line[0])) {
			continue
		}
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			_, line, _ = strings.Cut(line, "]")
		}
		if words := strings.Fields(line); len(words) >= 3 {
			entries = append(entries, aptEntry{uris: words[:1], suites: words[1:2], components: words[2:]})
		}
	}
	return entries, nil
}

// readSources reads the paragraph form of sources.list(5).
func readSources(r io.Reader) ([]aptEntry, error) {
	var entries []aptEntry
	s := control.NewScanner(r)
	for {
		p, err := s.Next()
		if err == io.EOF {
			return entries, nil
		}
		if err != nil {
			return nil, err
		}
		enabled := strings.ToLower(p.Get("Enabled"))
		if !slices.Contains(strings.Fields(p.Get("Types")), "deb") || enabled == "no" || enabled == "false" {
			continue
		}
		entries = append(entries, aptEntry{
			uris:       strings.Fields(p.Get("URIs")),
			suites:     strings.Fields(p.Get("Suites")),
			components: strings.Fields(p.Get("Components")),
		})
	}
}
