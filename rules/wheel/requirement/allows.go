package requirement

import (
	"cmp"
	"fmt"
	"math/big"
	"regexp"
	"strings"

	"dbx/rules/wheel/whl"
)

// Allows reports whether a set of version specifiers (PEP 440) admits a final
// release, as 3.11; a version of another form is an error, as is a set that is
// none.
func Allows(specifiers, release string) (bool, error) {
	if err := CheckSpecifiers(specifiers); err != nil {
		return false, err
	}
	if !finalRelease.MatchString(release) {
		return false, fmt.Errorf("%q is no final release", release)
	}
	for one := range strings.SplitSeq(specifiers, ",") {
		m := specifier.FindStringSubmatch(strings.Trim(one, " \t"))
		if m != nil && !allows(m[1], m[2], release) {
			return false, nil
		}
	}
	return true, nil
}

var (
	finalRelease = regexp.MustCompile(`^[0-9]+(\.[0-9]+)*$`)
	releasePart  = regexp.MustCompile(`^(?:([0-9]+)!)?([0-9]+(?:\.[0-9]+)*)(.*)$`)
)

func allows(operator, version, release string) bool {
	if operator == "===" {
		return strings.EqualFold(version, release)
	}
	stem, prefix := strings.CutSuffix(version, ".*")
	order := compareRelease(release, stem)
	switch operator {
	case "==":
		return order == 0 && !prefix || prefix && begins(release, stem)
	case "!=":
		return !(order == 0 && !prefix || prefix && begins(release, stem))
	case "~=":
		numbers, _, _ := split(stem)
		return order >= 0 && begins(release, numbers[:strings.LastIndexByte(numbers, '.')])
	case ">=":
		return order >= 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	}
	return order < 0
}

// split returns the numbers of a version's release, what comes after them, and
// its epoch.
func split(version string) (numbers, rest, epoch string) {
	normal, err := whl.NormaliseVersion(version)
	m := releasePart.FindStringSubmatch(normal)
	if err != nil || m == nil {
		panic("BUG: a checked version is none: " + version)
	}
	return m[2], m[3], cmp.Or(m[1], "0")
}

// compareRelease compares a final release with a version.
func compareRelease(release, version string) int {
	numbers, rest, epoch := split(version)
	if epoch != "0" {
		return -1
	}
	ours, theirs := strings.Split(release, "."), strings.Split(numbers, ".")
	for i := range max(len(ours), len(theirs)) {
		if order := number(ours, i).Cmp(number(theirs, i)); order != 0 {
			return order
		}
	}
	switch {
	case strings.HasPrefix(rest, ".post"), strings.HasPrefix(rest, "+"):
		return -1
	case rest != "":
		return 1 // a pre-release or a development release
	}
	return 0
}

// begins reports whether a release has the numbers of prefix first.
func begins(release, prefix string) bool {
	numbers, rest, epoch := split(prefix)
	if rest != "" || epoch != "0" {
		return false
	}
	ours := strings.Split(release, ".")
	for i, n := range strings.Split(numbers, ".") {
		if number(ours, i).Cmp(number([]string{n}, 0)) != 0 {
			return false
		}
	}
	return true
}

// number returns the i-th number, 0 behind the end.
func number(numbers []string, i int) *big.Int {
	n := new(big.Int)
	if i < len(numbers) {
		n.SetString(numbers[i], 10)
	}
	return n
}
