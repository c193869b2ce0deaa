package label

import (
	"fmt"
	"strings"
)

// CheckName reports why name cannot name a target. A name begins with a letter,
// digit or underscore and goes on with those, dots, dashes, pluses or tildes.
func CheckName(name string) error {
	switch name {
	case "":
		return fmt.Errorf("the name is empty")
	case All:
		return fmt.Errorf("the name %q stands for all targets of a package", name)
	}
	return checkElement("name", name)
}

// CheckPackage reports why pkg cannot be a package path: elements as in
// [CheckName], separated by single slashes. The empty path is valid.
func CheckPackage(pkg string) error {
	if pkg == "" {
		return nil
	}
	for elem := range strings.SplitSeq(pkg, "/") {
		switch elem {
		case "":
			return fmt.Errorf("package %q has an empty element: write single slashes, none at the ends", pkg)
		case ".", "..":
			return fmt.Errorf("package %q has the element %q: name packages from the top, with //", pkg, elem)
		}
		if err := checkElement("package element", elem); err != nil {
			return err
		}
	}
	return nil
}

func checkElement(what, s string) error {
	for i, r := range s {
		switch {
		case isWord(r), i > 0 && strings.ContainsRune(".-+~", r):
		case i == 0 && strings.ContainsRune(".-+~", r):
			return fmt.Errorf("%s %q begins with %q: begin with a letter, a digit or _", what, s, r)
		default:
			return fmt.Errorf("%s %q contains %q: letters, digits and _ . - + ~ are allowed", what, s, r)
		}
	}
	return nil
}

func isWord(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_'
}
