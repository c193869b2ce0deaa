package query

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/load"
)

// Functions about what a target is.

// those keeps of an argument's targets what passes.
func (w *world) those(n node, pass func(*load.Target) bool) (set, error) {
	of, err := n.eval(w)
	if err != nil {
		return nil, err
	}
	for id := range of {
		of[id] = of[id] && pass(w.targets[id])
	}
	return of, nil
}

func evalKind(w *world, c *call) (set, error) {
	pattern := c.text(0)
	if _, err := path.Match(pattern, ""); err != nil {
		return nil, w.errorf(place(c.args[0]), "kind %q is not well formed: look at its brackets", pattern)
	}
	fits := func(kind string) bool {
		matched, _ := path.Match(pattern, kind) // it is well formed
		return matched
	}
	if !slices.ContainsFunc(w.ws.Kinds, fits) {
		return nil, w.errorf(place(c.args[0]), "there is no kind %s; %s", pattern, load.Suggest(pattern, w.ws.Kinds))
	}
	return w.those(c.args[1], func(t *load.Target) bool { return fits(t.Kind) })
}

func (w *world) regex(c *call, i int) (*regexp.Regexp, error) {
	re, err := regexp.Compile(c.text(i))
	if err != nil {
		return nil, w.errorf(place(c.args[i]), "%s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return re, nil
}

func evalFilter(w *world, c *call) (set, error) {
	re, err := w.regex(c, 0)
	if err != nil {
		return nil, err
	}
	return w.those(c.args[1], func(t *load.Target) bool { return re.MatchString(t.Label.String()) })
}

func evalAttr(w *world, c *call) (set, error) {
	re, err := w.regex(c, 1)
	if err != nil {
		return nil, err
	}
	names := strings.Split(c.text(0), ".")
	return w.those(c.args[2], func(t *load.Target) bool {
		return slices.ContainsFunc(attrTexts(t.Body, names), re.MatchString)
	})
}

// attrTexts returns the strings, numbers and truths of an attribute, or of a
// part of it, by the names that lead there: nested blocks, the attribute, and
// keys inside its value.
func attrTexts(b load.Body, names []string) []string {
	var texts []string
	if v := b.Attr(names[0]); v.IsSet() {
		texts = append(texts, leafTexts(v.Value, names[1:])...)
	}
	if len(names) > 1 {
		for _, nested := range b.BlocksOf(names[0]) {
			texts = append(texts, attrTexts(nested.Body, names[1:])...)
		}
	}
	return texts
}

func leafTexts(v cty.Value, keys []string) []string {
	for ; len(keys) > 0; keys = keys[1:] {
		if !v.Type().IsObjectType() && !v.Type().IsMapType() {
			return nil
		}
		inner, ok := v.AsValueMap()[keys[0]]
		if !ok || inner.IsNull() {
			return nil
		}
		v = inner
	}
	var texts []string
	_ = cty.Walk(v, func(_ cty.Path, e cty.Value) (bool, error) {
		switch {
		case e.IsNull():
		case e.Type() == cty.String:
			texts = append(texts, e.AsString())
		case e.Type() == cty.Bool && e.True():
			texts = append(texts, "true")
		case e.Type() == cty.Bool:
			texts = append(texts, "false")
		case e.Type() == cty.Number:
			texts = append(texts, e.AsBigFloat().Text('g', -1))
		}
		return true, nil
	})
	return texts
}

// evalInputs finds the targets that read a file, named relative to where the
// user stands or to the workspace's root.
func evalInputs(w *world, c *call) (set, error) {
	name := path.Clean(c.text(0))
	if name == "." || !fs.ValidPath(name) {
		return nil, w.errorf(place(c.args[0]), "inputs wants a file of the workspace, relative to its root or to the current package")
	}
	names := []string{path.Join(w.ws.PackageDir(w.from), name), name}
	found := make(set, len(w.targets))
	any := false
	for id, t := range w.targets {
		files := t.Files()
		found[id] = slices.ContainsFunc(names, func(n string) bool { return slices.Contains(files, n) })
		any = any || found[id]
	}
	if any || slices.ContainsFunc(names, w.exists) {
		return found, nil
	}
	return nil, w.errorf(place(c.args[0]), "there is no file %s in the workspace", name)
}

func (w *world) exists(name string) bool {
	_, err := os.Lstat(filepath.Join(w.ws.Dir, filepath.FromSlash(name)))
	return !errors.Is(err, fs.ErrNotExist)
}
