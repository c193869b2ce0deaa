package patch

import (
	"path"
	"strings"
)

// resolve finds which paths of the tree a section is about.
func (t *tree) resolve(f *File, strip int) (operation, error) {
	op := operation{create: f.Create, delete: f.Delete, rename: f.Rename}
	op.mayCreate = len(f.Hunks) == 1 && f.Hunks[0].OldStart == 0 && len(f.Hunks[0].Old) == 0
	var err error
	if f.From != "" {
		if f.To == "" {
			return op, lineError(f, "a rename or copy without its second name")
		}
		// git writes these two names without the "a/" and "b/".
		if op.from, err = cut(f, f.From, max(strip-1, 0)); err != nil {
			return op, err
		}
		op.to, err = cut(f, f.To, max(strip-1, 0))
		return op, err
	}
	switch {
	case f.Old == DevNull && f.New == DevNull:
		return op, lineError(f, "both names are "+DevNull)
	case f.Create && f.Delete:
		return op, lineError(f, "the file is both made and deleted")
	case f.New == DevNull:
		op.to, err = cut(f, f.Old, strip)
	case f.Old == DevNull || f.Git:
		op.to, err = cut(f, f.New, strip)
	default:
		op.to, err = t.choose(f, strip)
	}
	op.from = op.to
	return op, err
}

// choose picks between the two names of a plain diff: one that exists in the
// tree and, of two, that which looks less like a backup copy's.
func (t *tree) choose(f *File, strip int) (string, error) {
	oldName, oldErr := cut(f, f.Old, strip)
	newName, newErr := cut(f, f.New, strip)
	switch {
	case newErr != nil:
		return oldName, oldErr
	case oldErr != nil || oldName == newName:
		return newName, nil
	}
	oldThere, err := t.exists(oldName)
	if err != nil {
		return "", err
	}
	newThere, err := t.exists(newName)
	if err != nil {
		return "", err
	}
	if oldThere == newThere && simpler(oldName, newName) || oldThere && !newThere {
		return oldName, nil
	}
	return newName, nil
}

// simpler orders names as POSIX patch does: fewer components, then a shorter
// last one, then a shorter name.
func simpler(a, b string) bool {
	if n, m := strings.Count(a, "/"), strings.Count(b, "/"); n != m {
		return n < m
	}
	if n, m := len(path.Base(a)), len(path.Base(b)); n != m {
		return n < m
	}
	return len(a) <= len(b)
}

func (t *tree) exists(name string) (bool, error) {
	if e := t.targets[name]; e != nil {
		return true, nil
	}
	if t.removed[name] {
		return false, nil
	}
	e, err := t.get(name)
	return err == nil && e.mode != 0, err
}

// cut takes n leading components off a name; slashes in a row count as one.
func cut(f *File, name string, n int) (string, error) {
	rest := name
	for range n {
		_, after, ok := strings.Cut(rest, "/")
		if !ok {
			return "", lineError(f, "the name "+name+" has no components to strip that many from; is the strip count right?")
		}
		rest = strings.TrimLeft(after, "/")
	}
	clean, ok := localPath(rest)
	if !ok {
		return "", lineError(f, "the name "+name+" is outside of the tree")
	}
	return clean, nil
}

func lineError(f *File, why string) error { return &Error{Line: f.line, Why: why} }
