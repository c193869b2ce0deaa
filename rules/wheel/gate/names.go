package gate

import (
	"slices"
	"strconv"
	"strings"

	"dbx/rules/wheel/whl"
)

// names compares who the wheel is by its file name, its dist-info folder,
// METADATA, WHEEL and the target (PEP 427, 425, 440, 503).
func names() Check {
	return Check{Name: "names", any: true,
		Doc: "Name, version, build and tags differ between file name, METADATA, WHEEL and the target, or are not in their normal form.",
		ask: func(q *inquiry) {
			if q.misname != nil {
				q.fail("", "name it distribution-version[-build]-python-abi-platform.whl", "%v", q.misname)
				return
			}
			q.fileName()
			if q.refused != nil {
				return
			}
			q.identity()
			q.tags()
			q.python()
			q.suffixes()
		}}
}

// fileName wants each part in the form that makes equal names equal.
func (q *inquiry) fileName() {
	const cure = "let the build backend name the wheel, or write the name anew from METADATA"
	if want := strings.ReplaceAll(whl.NormaliseProject(q.name.Distribution), "-", "_"); !strings.EqualFold(want, q.name.Distribution) {
		q.fail("", cure, "the distribution in the file name is %q, escaped it is %q", q.name.Distribution, want)
	}
	if normal, err := whl.NormaliseVersion(strings.ReplaceAll(q.name.Version, "_", "-")); err != nil {
		q.fail("", "give the project a version by PEP 440", "the version in the file name is %q, which PEP 440 does not know", q.name.Version)
	} else if strings.ReplaceAll(normal, "-", "_") != q.name.Version && !localVersion(normal, q.name.Version) {
		q.fail("", cure, "the version in the file name is %q, its normal form is %q", q.name.Version, normal)
	}
	if q.target.Foreign {
		return
	}
	for what, set := range map[string][]string{"python": q.name.Python, "ABI": q.name.ABI, "platform": q.name.Platform} {
		if sorted := slices.Compact(slices.Sorted(slices.Values(set))); !slices.Equal(sorted, set) {
			q.fail("", cure, "the %s tags of the file name are %q, sorted and each once they are %q", what, strings.Join(set, "."), strings.Join(sorted, "."))
		}
	}
}

// localVersion reports whether name is normal with the dots of its local part
// as underscores, as some backends escape it.
func localVersion(normal, name string) bool {
	public, local, ok := strings.Cut(normal, "+")
	return ok && name == public+"+"+strings.ReplaceAll(local, ".", "_")
}

// identity compares names and versions. An sdist made from a version control
// archive betrays itself here, by the version 0.0.0.
func (q *inquiry) identity() {
	path := q.content.DistInfo() + "/METADATA"
	m, err := q.content.Metadata()
	if err != nil {
		q.fail(path, "build the wheel with a backend that writes core metadata", "%v", err)
		return
	}
	folder, folderVersion := whl.SplitDistInfo(q.content.DistInfo())
	for _, other := range []struct{ who, name, version, cure string }{
		{"the target", q.target.Name, q.target.Version, "declare what the source says, or give the source what is declared"},
		{"the file name", q.name.Distribution, q.name.Version, "name the file by its METADATA"},
		{"the dist-info folder", folder, folderVersion, "rebuild the wheel; its parts are of different builds"},
	} {
		if other.name != "" && whl.NormaliseProject(other.name) != whl.NormaliseProject(m.Name) {
			q.fail(path, other.cure, "the name is %q, %s says %q", m.Name, other.who, other.name)
		}
		if other.version != "" && !whl.SameVersion(other.version, m.Version) && whl.EscapeVersion(other.version) != whl.EscapeVersion(m.Version) {
			q.fail(path, other.cure, "the version is %q, %s says %q", m.Version, other.who, other.version)
		}
	}
}

// tags compares the file name with WHEEL and with the target's platform.
func (q *inquiry) tags() {
	path := q.content.DistInfo() + "/WHEEL"
	info, err := q.content.Info()
	if err != nil {
		q.fail(path, "build the wheel with a backend that follows PEP 427", "%v", err)
		return
	}
	if named := q.name.Tags(); !slices.Equal(info.Tags, named) {
		q.fail(path, "write the tags of the file name into it, one line each combination", "its tags are %s, the file name stands for %s", joined(info.Tags), joined(named))
	}
	if info.Build != q.name.Build {
		q.fail(path, "write the build tag of the file name into it", "its build tag is %q, that of the file name %q", info.Build, q.name.Build)
	}
	if info.Purelib && len(q.objects) > 0 {
		q.fail(path, "build it with a backend that knows of its extension modules", "Root-Is-Purelib is true, but there are ELF files, the first %s", q.objects[0].path)
	}
	const cure = "build it for a platform: name platforms in its matrix"
	switch {
	case q.target.Anywhere && !q.anywhere():
		q.fail("", cure, "the target is for any platform, the wheel is for %s", joined(info.Tags))
	case q.target.Anywhere && !info.Purelib:
		q.fail(path, cure, "the target is for any platform, but Root-Is-Purelib is false")
	}
	want := slices.Sorted(slices.Values(q.target.PlatformTags))
	if len(want) > 0 && !q.anywhere() && !slices.Equal(want, slices.Sorted(slices.Values(q.name.Platform))) {
		q.fail("", "give the wheel the platform's tags", "the platform tags are %s, the target's %s", strings.Join(q.name.Platform, "."), strings.Join(want, "."))
	}
}

func joined(tags []whl.Tag) string {
	all := make([]string, len(tags))
	for i, t := range tags {
		all[i] = t.String()
	}
	return strings.Join(all, ", ")
}

// python refuses a wheel that the target's Python would not take.
func (q *inquiry) python() {
	if q.target.Python == "" {
		return
	}
	if !slices.ContainsFunc(q.name.Tags(), q.target.takes) {
		q.fail("", "build it with that Python, or against its stable ABI", "none of the tags %s is for the target's Python, %s", joined(q.name.Tags()), q.target.Python)
	}
}

// takes reports whether the target's Python installs what has the tag, by the
// order of PEP 425's "Use" section: its own, the stable ABI from its version
// down, no ABI from its version down.
func (t Target) takes(tag whl.Tag) bool {
	major, minor, ok := pythonVersion(t.Python)
	if !ok {
		return tag.Python == t.Python && tag.ABI == t.ABI
	}
	for _, implementation := range [...]string{"cp", "py"} {
		rest, ok := strings.CutPrefix(tag.Python, implementation)
		if !ok {
			continue
		}
		have, least, ok := pythonVersion("cp" + rest)
		older := ok && have == major && least <= minor
		switch {
		case tag.ABI == "none":
			if implementation == "py" {
				return older || rest == major
			}
			return older && least == minor
		case implementation == "cp" && tag.ABI == "abi3":
			return older && least >= 2
		case implementation == "cp":
			return older && least == minor && (t.ABI == "" || tag.ABI == t.ABI)
		}
	}
	return false
}

// pythonVersion splits "cp311" into "3" and 11.
func pythonVersion(tag string) (major string, minor int, ok bool) {
	digits, ok := strings.CutPrefix(tag, "cp")
	if !ok || len(digits) < 2 {
		return "", 0, false
	}
	minor, err := strconv.Atoi(digits[1:])
	return digits[:1], minor, err == nil && minor >= 0
}

// suffixes compares the names of extension modules with the tags: one that is
// named for another Python is never found.
func (q *inquiry) suffixes() {
	for _, o := range q.objects {
		version, triple, ok := whl.ModuleSuffix(o.path)
		if !ok {
			continue
		}
		if !slices.Contains(q.name.Python, "cp"+version) {
			q.fail(o.path, "build it with the Python of the tag", "only CPython %s.%s imports a module of this name, the wheel is for %s", version[:1], version[1:], strings.Join(q.name.Python, "."))
		}
		if q.target.Triple != "" && triple != "" && triple != q.target.Triple {
			q.fail(o.path, "build it with the target's sysconfig data", "is named for %s, the target's Python looks for %s", triple, q.target.Triple)
		}
	}
}
