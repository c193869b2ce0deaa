package git

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"dbx/cache/merkle"
	"dbx/executor/fetch/gitname"
)

// noURL stands for a submodule that its own repository says not to check out.
const noURL = "none"

// module brings the folder at of a submodule at its pinned commit; an empty
// folder if submodules are not wanted.
func (w *walker) module(ctx context.Context, path string, id gitname.ID, at []string) (subtree, error) {
	empty := func() (subtree, error) {
		d, err := merkle.Save(ctx, w.store, nil)
		if err != nil {
			return subtree{}, &StoreError{err}
		}
		return subtree{digest: d}, nil
	}
	if !w.submodules {
		return empty()
	}
	if w.modules == nil {
		var err error
		if w.modules, err = w.readModules(ctx); err != nil {
			return subtree{}, err
		}
	}
	url, ok := w.modules[path]
	if !ok {
		return subtree{}, refused("submodule %s: .gitmodules does not say where it is from", w.where.in(path))
	}
	if url == noURL {
		return empty()
	}
	url, err := gitname.SubmoduleURL(w.repo.url, url)
	if err != nil {
		return subtree{}, refused("submodule %s: %v", w.where.in(path), err)
	}
	s, err := w.commit(ctx, url, id, at, place{w.where.in(path), w.where.depth + 1})
	if err != nil {
		return subtree{}, fmt.Errorf("submodule %s of %s: %w", w.where.in(path), gitname.Redact(url), err)
	}
	return s, nil
}

// readModules returns where submodules are from, by their paths. The file is
// read by git itself, whose format it is.
func (w *walker) readModules(ctx context.Context) (map[string]string, error) {
	modules := map[string]string{}
	list, err := w.list(w.root)
	if err != nil {
		return nil, err
	}
	e, ok := find(list, ".gitmodules")
	if !ok || e.kind != file && e.kind != executable {
		return modules, nil
	}
	text, err := w.repo.objects.read(e.id, "blob", maxCommit)
	if err != nil {
		return nil, err
	}
	name := filepath.Join(w.repo.dir, "modules")
	if err := os.WriteFile(name, text, 0o600); err != nil {
		return nil, &StoreError{err}
	}
	out, err := w.repo.run(ctx, "config", "--file", name, "--no-includes", "--null", "--list")
	if err != nil {
		return nil, refused(".gitmodules: %s", strings.ReplaceAll(err.Error(), " in file "+name, ""))
	}
	return parseModules(string(out)), nil
}

// parseModules reads the settings that git prints, each "key LF value NUL", of
// which those of a submodule have keys submodule.NAME.path and so on. Where a
// key comes twice the last one holds, as in git.
func parseModules(settings string) map[string]string {
	paths, urls := map[string]string{}, map[string]string{}
	skip := map[string]bool{}
	for setting := range strings.SplitSeq(settings, "\x00") {
		key, value, _ := strings.Cut(setting, "\n")
		name, ok := strings.CutPrefix(key, "submodule.")
		dot := strings.LastIndexByte(name, '.')
		if !ok || dot < 0 {
			continue
		}
		switch name, key := name[:dot], name[dot+1:]; key {
		case "path":
			paths[name] = strings.TrimSuffix(value, "/")
		case "url":
			urls[name] = value
		case "update":
			skip[name] = value == "none"
		}
	}
	modules := map[string]string{}
	for name, path := range paths {
		switch {
		case skip[name]:
			modules[path] = noURL
		case urls[name] != "":
			modules[path] = urls[name]
		}
	}
	return modules
}
