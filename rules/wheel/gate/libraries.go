package gate

import (
	"path"
	"slices"
	"strings"

	"dbx/rules/wheel/elf"
	"dbx/rules/wheel/whl"
)

// libraries looks at what each ELF file has the loader load, and from where.
func libraries() Check {
	return Check{Name: "libraries",
		Doc: "An ELF file needs a library that is neither in the wheel nor on every system, or searches for libraries outside of the wheel.",
		ask: func(q *inquiry) {
			inside := q.installed()
			for _, o := range q.readable() {
				reached := q.runPaths(o)
				for _, soname := range o.elf.Needed {
					q.needed(o, soname, inside, reached)
				}
			}
			if len(q.objects) == 0 {
				q.skip("there is no machine code in the wheel")
			}
		}}
}

// installed returns the paths of all files below site-packages.
func (q *inquiry) installed() map[string]bool {
	all := map[string]bool{}
	for _, p := range q.content.Paths() {
		all[whl.SitePath(p)] = true
	}
	return all
}

// runPaths refuses entries of the run path that lead out of the wheel, and
// returns the folders that the others lead to.
func (q *inquiry) runPaths(o object) []string {
	const cure = "link with no -rpath, or with one that begins with $ORIGIN and stays in the wheel"
	var folders []string
	for _, entry := range strings.Split(strings.Join(o.elf.RunPath, ":"), ":") {
		if len(o.elf.RunPath) == 0 {
			break
		}
		rest, ok := strings.CutPrefix(strings.Replace(entry, "${ORIGIN}", "$ORIGIN", 1), "$ORIGIN")
		switch folder := path.Join(path.Dir(whl.SitePath(o.path)), rest); {
		case !ok || rest != "" && rest[0] != '/':
			q.fail(o.path, cure, "has the run path %q, which does not begin with $ORIGIN", entry)
		case folder == ".." || strings.HasPrefix(folder, "../"):
			q.fail(o.path, cure, "has the run path %q, which leads out of the wheel", entry)
		default:
			folders = append(folders, folder)
		}
	}
	return folders
}

// needed refuses a library that the loader will not find on every system.
func (q *inquiry) needed(o object, soname string, inside map[string]bool, reached []string) {
	switch {
	case strings.Contains(soname, "/"):
		q.fail(o.path, "give the library a soname without folders, or link it statically", "needs %s by its path", soname)
	case q.everywhere(soname), slices.Contains(q.target.Libraries, soname):
	case slices.ContainsFunc(reached, func(folder string) bool { return inside[path.Join(folder, soname)] }):
	default:
		for p := range inside {
			if path.Base(p) == soname {
				q.fail(o.path, "link with -rpath $ORIGIN/… to that folder", "needs %s, which is in the wheel as %s where no run path leads", soname, p)
				return
			}
		}
		q.fail(o.path, "link it statically, bring it in the wheel, or allow it as one of the platform's libraries", "needs %s, which is neither in the wheel nor on every system", soname)
	}
}

// everywhere reports whether every system that the tags are for has a library.
func (q *inquiry) everywhere(soname string) bool {
	libc := elf.Glibc
	for _, p := range q.platforms() {
		if p.Libc == elf.Musl {
			libc = elf.Musl
		}
	}
	return elf.Everywhere(soname, libc)
}
