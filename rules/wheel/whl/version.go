package whl

import (
	"fmt"
	"regexp"
	"strings"
)

// pep440 is the grammar of PEP 440, appendix B, with the parts numbered:
// 1 epoch, 2 release, 3 pre-release's kind and 4 number, 5 post-release
// number after a bare dash, 6 post-release word and 7 its number, 8 "dev" and
// 9 its number, 10 local.
var pep440 = regexp.MustCompile(`^v?(?:([0-9]+)!)?([0-9]+(?:\.[0-9]+)*)` +
	`(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?([0-9]+)?)?` +
	`(?:-([0-9]+)|[-_.]?(post|rev|r)[-_.]?([0-9]+)?)?` +
	`(?:[-_.]?(dev)[-_.]?([0-9]+)?)?` +
	`(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$`)

// NormaliseVersion returns the normal form of a version (PEP 440,
// "Normalization"), an error if s is none by that standard. Zeros at the
// release's end stay: "1.0" and "1.0.0" are different spellings still.
func NormaliseVersion(s string) (string, error) {
	m := split440(s)
	if m == nil {
		return "", fmt.Errorf("version %q: not in the form of PEP 440", s)
	}
	return joinVersion(m, release(m[2])), nil
}

// SameVersion reports whether a and b are one version by PEP 440, in which
// zeros at the release's end do not count. What PEP 440 does not know is
// compared as it is written.
func SameVersion(a, b string) bool {
	return comparable440(a) == comparable440(b)
}

// split440 returns the parts of a version, nil if s is none. Only ASCII is
// looked at: a Kelvin sign, too, has "k" as its lower case.
func split440(s string) []string {
	if strings.ContainsFunc(s, func(r rune) bool { return r > 0x7e }) {
		return nil
	}
	return pep440.FindStringSubmatch(strings.ToLower(strings.TrimSpace(s)))
}

func comparable440(s string) string {
	m := split440(s)
	if m == nil {
		return s
	}
	numbers := release(m[2])
	for len(numbers) > 1 && numbers[len(numbers)-1] == "0" {
		numbers = numbers[:len(numbers)-1]
	}
	return joinVersion(m, numbers)
}

func release(s string) []string {
	numbers := strings.Split(s, ".")
	for i, n := range numbers {
		numbers[i] = number(n)
	}
	return numbers
}

func joinVersion(m, release []string) string {
	var b strings.Builder
	if epoch := number(m[1]); epoch != "0" {
		b.WriteString(epoch + "!")
	}
	b.WriteString(strings.Join(release, "."))
	switch m[3] {
	case "":
	case "alpha", "a":
		b.WriteString("a" + number(m[4]))
	case "beta", "b":
		b.WriteString("b" + number(m[4]))
	default:
		b.WriteString("rc" + number(m[4]))
	}
	if m[5] != "" || m[6] != "" {
		b.WriteString(".post" + number(m[5]+m[7]))
	}
	if m[8] != "" {
		b.WriteString(".dev" + number(m[9]))
	}
	if m[10] != "" {
		local := strings.Split(separators.ReplaceAllString(m[10], "."), ".")
		for i, part := range local {
			if strings.Trim(part, "0123456789") == "" {
				local[i] = number(part)
			}
		}
		b.WriteString("+" + strings.Join(local, "."))
	}
	return b.String()
}

// number returns digits without leading zeros; none count as zero.
func number(digits string) string {
	if digits = strings.TrimLeft(digits, "0"); digits == "" {
		return "0"
	}
	return digits
}
