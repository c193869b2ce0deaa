package gate

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"dbx/rules/wheel/elf"
	"dbx/rules/wheel/whl"
)

// The limits of a wheel that says nothing else.
const (
	maxFiles = 10_000
	maxBytes = 512 << 20
)

// content looks at which files the wheel brings, before anyone unpacks it.
func content() Check {
	return Check{Name: "content", any: true,
		Doc: "The wheel holds byte code, names that collide or lead out of it, links, too much, what does not belong at the top of site-packages, or not the machine code that its tag promises.",
		ask: func(q *inquiry) {
			q.paths()
			q.amount()
			q.caseClashes()
			if q.refused != nil {
				if len(q.findings) == 0 {
					q.fail("", "build the wheel again with a backend that follows PEP 427", "%v", q.refused)
				}
				return
			}
			q.byteCode()
			q.topLevels()
			if q.misname == nil {
				q.machineCode()
			}
		}}
}

// paths refuses names and kinds that an installer could be led astray by.
func (q *inquiry) paths() {
	seen := map[string]bool{}
	for _, f := range q.entries {
		name := strings.TrimSuffix(f.Name, "/")
		switch kind := f.Mode().Type(); {
		case strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':':
			q.fail(f.Name, "name files from the wheel's root", "has an absolute name")
		case slices.Contains(strings.Split(strings.ReplaceAll(name, `\`, "/"), "/"), ".."):
			q.fail(f.Name, "name files from the wheel's root, without ..", "leads out of the folder that it is unpacked to")
		case !utf8.ValidString(name) || !fs.ValidPath(name) || name == "." || strings.ContainsFunc(name, oddRune):
			q.fail(f.Name, "rename it: slashes between folders, UTF-8, no control characters", "is not a clean path")
		case kind == fs.ModeSymlink:
			q.fail(f.Name, "copy the file; wheels hold no links", "is a symbolic link")
		case kind != 0 && kind != fs.ModeDir:
			q.fail(f.Name, "leave it out", "is neither a file nor a folder")
		case f.Flags&1 != 0:
			q.fail(f.Name, "write it without a password", "is encrypted")
		case seen[name]:
			q.fail(f.Name, "write it once", "is in the archive twice, and readers differ on which counts")
		}
		seen[name] = true
	}
}

func oddRune(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }

func (q *inquiry) amount() {
	files, size := cmp.Or(q.target.MaxFiles, maxFiles), cmp.Or(q.target.MaxBytes, int64(maxBytes))
	if len(q.entries) > files {
		q.fail("", "leave out what is not needed at run time, or raise the limit", "%d files, more than %d", len(q.entries), files)
	}
	var sum uint64
	for _, f := range q.entries {
		sum += min(f.UncompressedSize64, 1<<62)
		if sum > uint64(size) {
			q.fail(f.Name, "leave out what is not needed at run time, or raise the limit", "with it the wheel unpacks to more than %d bytes", size)
			return
		}
	}
}

// caseClashes refuses paths that are one on systems which do not tell capital
// letters from small ones.
func (q *inquiry) caseClashes() {
	first := map[string]string{}
	reported := map[string]bool{}
	for _, f := range q.entries {
		for p := strings.TrimSuffix(f.Name, "/"); p != "." && p != "/" && p != ""; p = path.Dir(p) {
			key := strings.ToLower(p)
			if other, ok := first[key]; !ok {
				first[key] = p
			} else if other != p && !reported[key] {
				reported[key] = true
				q.fail(p, "rename one of them", "differs from %s only in capital letters", other)
			}
		}
	}
}

func (q *inquiry) byteCode() {
	for _, p := range q.content.Paths() {
		ext := path.Ext(p)
		if ext == ".pyc" || ext == ".pyo" || strings.Contains("/"+p, "/__pycache__/") {
			q.fail(p, "build with PYTHONDONTWRITEBYTECODE=1, or leave it out", "is byte code, which is of one Python and one folder")
		}
	}
}

// stray are names that projects leave at the top by mistake, where they
// collide with each other's.
func stray() []string {
	return []string{"benchmark", "benchmarks", "build", "conftest", "dist", "doc", "docs", "example", "examples",
		"scripts", "setup", "src", "test", "testing", "tests", "tools"}
}

// topLevels looks at what would lie at the top of site-packages.
func (q *inquiry) topLevels() {
	seen := map[string]bool{}
	for _, p := range q.content.Paths() {
		if folder, rest, ok := strings.Cut(p, "/"); ok && strings.HasSuffix(folder, ".data") {
			q.dataScheme(p, rest)
		}
		top, _, isFolder := strings.Cut(whl.SitePath(p), "/")
		if seen[top] || top == q.content.DistInfo() || strings.HasSuffix(top, ".data") {
			continue
		}
		seen[top] = true
		q.topLevel(top, isFolder)
	}
}

func (q *inquiry) topLevel(top string, isFolder bool) {
	name := top
	if !isFolder {
		name, _, _ = strings.Cut(top, ".")
	}
	ext := path.Ext(top)
	switch {
	case len(q.target.TopLevels) > 0:
		if !slices.Contains(q.target.TopLevels, name) && !(isFolder && strings.HasSuffix(top, ".libs")) {
			q.fail(top, "leave it out of the packages that are found, or list it", "is no top level of this wheel, which has %s", strings.Join(q.target.TopLevels, ", "))
		}
	case slices.Contains(stray(), name) && !q.isOwn(name), strings.HasPrefix(top, "."):
		q.fail(top, "leave it out of the packages that are found", "would lie at the top of site-packages, where it collides with other projects'")
	case !isFolder && ext != ".py" && ext != ".so" && ext != ".pyd" && ext != ".pyi":
		q.fail(top, "leave it out, move it into the package, or list it as a top level", "would lie at the top of site-packages, and is no module")
	case isFolder && (strings.HasSuffix(top, ".dist-info") || strings.HasSuffix(top, ".egg-info")):
		q.fail(top, "leave it out", "is metadata of another project")
	}
}

// isOwn reports whether a top level has the project's name.
func (q *inquiry) isOwn(name string) bool {
	return q.misname == nil && whl.NormaliseProject(name) == whl.NormaliseProject(q.name.Distribution)
}

// dataScheme looks at the folder of a file below a .data folder (PEP 427).
func (q *inquiry) dataScheme(p, rest string) {
	scheme, _, ok := strings.Cut(rest, "/")
	if !ok || !slices.Contains([]string{"purelib", "platlib", "headers", "scripts", "data"}, scheme) {
		q.fail(p, "move it below purelib, platlib, headers, scripts or data", "lies where no installer looks")
	}
	want := strings.TrimSuffix(q.content.DistInfo(), ".dist-info") + ".data/"
	if !strings.HasPrefix(p, want) {
		q.fail(p, "name the folder "+want, "lies in another project's data folder")
	}
}

// machineCode compares the platform tag with whether there is anything in the
// wheel that depends on a platform.
func (q *inquiry) machineCode() {
	native := slices.ContainsFunc(q.content.Paths(), func(p string) bool {
		data, _ := q.content.File(p)
		return isBinary(data)
	})
	switch {
	// Launchers for Windows are data to wheels for any platform, as pip's.
	case len(q.objects) > 0 && q.anywhere():
		q.fail(q.objects[0].path, "tag the wheel for its platform, or build it without extensions", "an ELF file in a wheel for any platform (%d in all)", len(q.objects))
	case !native && !q.anywhere():
		q.fail("", "look in the build's log for a compile that failed, or tag the wheel py3-none-any", "the platform tag is %s, but there is no machine code inside", strings.Join(q.name.Platform, "."))
	}
	q.expected()
}

// expected looks for the modules that the wheel was to bring: many packages
// fall back to pure Python when their compile fails, and exit with success.
func (q *inquiry) expected() {
	for _, module := range q.target.Extensions {
		if !slices.ContainsFunc(q.content.Paths(), func(p string) bool { return isModule(p, module) }) {
			q.fail("", "look in the build's log for a compile that failed", "the extension module %s is not in the wheel", module)
		}
	}
}

// isModule reports whether Python would import path as the extension module.
func isModule(p, module string) bool {
	rest, ok := strings.CutPrefix(whl.SitePath(p), strings.ReplaceAll(module, ".", "/")+".")
	return ok && !strings.Contains(rest, "/") && (strings.HasSuffix("."+rest, ".so") || strings.HasSuffix("."+rest, ".pyd"))
}

// isBinary knows ELF, PE and Mach-O by their first bytes.
func isBinary(b []byte) bool {
	if len(b) < 4 {
		return false
	}
	switch string(b[:4]) {
	case "\xfe\xed\xfa\xce", "\xfe\xed\xfa\xcf", "\xce\xfa\xed\xfe", "\xcf\xfa\xed\xfe", "\xca\xfe\xba\xbe":
		return true
	}
	return elf.Is(b) || string(b[:2]) == "MZ"
}

// foreign reports whether a platform tag is for another system than Linux.
func foreign(tag string) bool {
	return strings.HasPrefix(tag, "win") || strings.HasPrefix(tag, "macosx_")
}
