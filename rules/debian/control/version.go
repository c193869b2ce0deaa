package control

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Version is a package's version number in its three parts (Policy 5.6.12).
type Version struct {
	Epoch    int
	Upstream string
	Revision string // "" if the version has none
}

// ParseVersion splits and checks a version number.
func ParseVersion(s string) (Version, error) {
	var v Version
	rest := s
	if epoch, after, ok := strings.Cut(rest, ":"); ok {
		n, err := strconv.ParseUint(epoch, 10, 31)
		if err != nil {
			return Version{}, fmt.Errorf("version %q: the epoch %q is no number", s, epoch)
		}
		v.Epoch, rest = int(n), after
	}
	v.Upstream = rest
	if i := strings.LastIndexByte(rest, '-'); i >= 0 {
		v.Upstream, v.Revision = rest[:i], rest[i+1:]
		if v.Revision == "" {
			return Version{}, fmt.Errorf("version %q: nothing follows the last dash", s)
		}
	}
	if v.Upstream == "" {
		return Version{}, fmt.Errorf("version %q: the upstream version is empty", s)
	}
	for i := range len(rest) {
		if c := rest[i]; !isDigit(c) && !isAlpha(c) && !strings.ContainsRune(".+-~:", rune(c)) {
			return Version{}, fmt.Errorf("version %q: %q is not allowed in a version", s, c)
		}
	}
	return v, nil
}

// String returns the version in its canonical form, without an epoch of 0
// where that leaves no doubt.
func (v Version) String() string {
	s := v.Upstream
	if v.Epoch != 0 || strings.Contains(v.Upstream, ":") {
		s = strconv.Itoa(v.Epoch) + ":" + s
	}
	if v.Revision != "" {
		s += "-" + v.Revision
	}
	return s
}

// Compare orders two version numbers as dpkg does: negative if a is older
// than b. It is defined for any two strings; of what [ParseVersion] refuses,
// an epoch that is no number counts as 0.
func Compare(a, b string) int {
	if a == b {
		return 0
	}
	epochA, a := cutEpoch(a)
	epochB, b := cutEpoch(b)
	if epochA != epochB {
		return cmp.Compare(epochA, epochB)
	}
	upstreamA, revisionA := cutRevision(a)
	upstreamB, revisionB := cutRevision(b)
	if c := compareParts(upstreamA, upstreamB); c != 0 {
		return c
	}
	return compareParts(revisionA, revisionB)
}

func cutEpoch(s string) (int, string) {
	epoch, rest, ok := strings.Cut(s, ":")
	if !ok {
		return 0, s
	}
	n, err := strconv.ParseUint(epoch, 10, 31)
	if err != nil {
		return 0, rest
	}
	return int(n), rest
}

func cutRevision(s string) (upstream, revision string) {
	if i := strings.LastIndexByte(s, '-'); i >= 0 {
		return s[:i], s[i+1:]
	}
	return s, ""
}

// compareParts compares runs of non-digits and runs of digits in turn.
func compareParts(a, b string) int {
	for a != "" || b != "" {
		for (a != "" && !isDigit(a[0])) || (b != "" && !isDigit(b[0])) {
			if x, y := weight(a), weight(b); x != y {
				return cmp.Compare(x, y)
			}
			a, b = a[1:], b[1:]
		}
		var x, y string
		x, a = cutNumber(a)
		y, b = cutNumber(b)
		if len(x) != len(y) {
			return cmp.Compare(len(x), len(y))
		}
		if c := strings.Compare(x, y); c != 0 {
			return c
		}
	}
	return 0
}

// weight orders the first byte of a non-digit run: a tilde before the end of
// the run, that before letters, those before the rest.
func weight(s string) int {
	switch {
	case s == "" || isDigit(s[0]):
		return 0
	case s[0] == '~':
		return -1
	case isAlpha(s[0]):
		return int(s[0])
	}
	return int(s[0]) + 256
}

// cutNumber splits off a number, without its leading zeros.
func cutNumber(s string) (number, rest string) {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return strings.TrimLeft(s[:n], "0"), s[n:]
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isAlpha(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
