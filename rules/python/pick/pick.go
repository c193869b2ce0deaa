// Package pick chooses among the files of a project: the wheel that a target
// likes best, as pip would, or the sdist.
//
// It knows how files are named and what an index says of them, not where they
// came from nor what is in them.
package pick

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"dbx/rules/python/index"
	"dbx/rules/wheel/requirement"
	"dbx/rules/wheel/whl"
)

// Want is the wheel that is looked for.
type Want struct {
	Project, Version string
	Tags             []whl.Tag // that will do, best first
	Python           string    // "3.11"; "" if it is not known
}

// candidate is a wheel that will do.
type candidate struct {
	file  index.File
	rank  int // place of its best tag
	build string
}

// Wheel returns the file whose tags come first, of equal ones that with the
// higher build number. Yanked files and those for another Python are not
// taken; if that leaves none, the error says why.
func Wheel(files []index.File, want Want) (index.File, error) {
	ranks := make(map[whl.Tag]int, len(want.Tags))
	for i, tag := range want.Tags {
		if _, twice := ranks[tag]; !twice {
			ranks[tag] = i
		}
	}
	var fit []candidate
	var refused []string
	for _, f := range files {
		name, err := whl.ParseName(f.Name)
		if err != nil || !of(name.Distribution, name.Version, want.Project, want.Version) {
			continue
		}
		rank := best(name, ranks)
		switch why := unfit(f, want.Python); {
		case rank < 0:
			refused = append(refused, f.Name)
		case why != "":
			refused = append(refused, f.Name+" "+why)
		default:
			fit = append(fit, candidate{f, rank, name.Build})
		}
	}
	if len(fit) == 0 {
		return index.File{}, none(files, want, refused)
	}
	return slices.MinFunc(fit, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), -compareBuilds(a.build, b.build), cmp.Compare(a.file.Name, b.file.Name))
	}).file, nil
}

// Fits reports whether a wheel's name has one of the tags.
func Fits(name whl.Name, tags []whl.Tag) bool {
	for _, tag := range tags {
		if slices.Contains(name.Python, tag.Python) && slices.Contains(name.ABI, tag.ABI) && slices.Contains(name.Platform, tag.Platform) {
			return true
		}
	}
	return false
}

// best returns the lowest rank of a name's tags, -1 if it has none.
func best(name whl.Name, ranks map[whl.Tag]int) int {
	found := -1
	for _, tag := range name.Tags() {
		if rank, ok := ranks[tag]; ok && (found < 0 || rank < found) {
			found = rank
		}
	}
	return found
}

// unfit says why a file will not do whatever its tags; "" if it will.
func unfit(f index.File, python string) string {
	if f.Yanked {
		return yankedFile(f)
	}
	// As pip does, a range that cannot be read is taken for none.
	if ok, err := requirement.Allows(f.RequiresPython, python); err == nil && !ok {
		return fmt.Sprintf("(for Python %s)", f.RequiresPython)
	}
	return ""
}

func yankedFile(f index.File) string {
	if f.Reason == "" {
		return "(yanked: whoever published it took it back)"
	}
	return fmt.Sprintf("(yanked: %s)", f.Reason)
}

// compareBuilds compares build tags: first by the number that they begin with,
// then by the rest (PEP 427). No tag is the lowest.
func compareBuilds(a, b string) int {
	split := func(s string) (*big.Int, string) {
		rest := strings.TrimLeft(s, "0123456789")
		n, ok := new(big.Int).SetString(s[:len(s)-len(rest)], 10)
		if !ok {
			n = big.NewInt(-1)
		}
		return n, rest
	}
	n, rest := split(a)
	m, other := split(b)
	return cmp.Or(n.Cmp(m), strings.Compare(rest, other))
}

// of reports whether a file's own project and version are the wanted ones.
func of(project, version, wantProject, wantVersion string) bool {
	return whl.NormaliseProject(project) == whl.NormaliseProject(wantProject) &&
		(whl.SameVersion(version, wantVersion) || whl.EscapeVersion(version) == whl.EscapeVersion(wantVersion))
}

// none is the error for a wheel that is not there.
func none(files []index.File, want Want, refused []string) error {
	const most = 8
	if len(refused) == 0 {
		return fmt.Errorf("the index has no wheel of %s %s%s", want.Project, want.Version, others(files, want.Project))
	}
	slices.Sort(refused)
	more := ""
	if len(refused) > most {
		refused, more = refused[:most], fmt.Sprintf("\n  … and %d more", len(refused)-most)
	}
	first := "none at all"
	if len(want.Tags) > 0 {
		first = want.Tags[0].String()
	}
	return fmt.Errorf("no wheel of %s %s is for this target, which would like %s best; there are\n  %s%s", want.Project, want.Version, first, strings.Join(refused, "\n  "), more)
}

// others names the versions that there are, the last ones first.
func others(files []index.File, project string) string {
	const most = 8
	var versions []string
	for _, f := range slices.Backward(files) {
		version := sdistVersion(f.Name, project)
		if name, err := whl.ParseName(f.Name); err == nil {
			version = name.Version
		}
		if version != "" && !slices.Contains(versions, version) && len(versions) < most {
			versions = append(versions, version)
		}
	}
	if len(versions) == 0 {
		return ""
	}
	return "; it has " + strings.Join(versions, ", ")
}
