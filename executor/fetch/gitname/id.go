// Package gitname knows the names that git has for things: of commits and other
// objects, and of the places that repositories are in. It asks nobody.
package gitname

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// ID is the name of a git object: 20 bytes of SHA-1 or 32 of SHA-256, as a
// string of lower-case hexadecimal digits.
type ID string

// ParseID checks that s is a whole object name.
func ParseID(s string) (ID, error) {
	s = strings.ToLower(s)
	if _, err := hex.DecodeString(s); err != nil || len(s) != 40 && len(s) != 64 {
		return "", fmt.Errorf("commit %q: want all 40 hex digits of it, or 64 in a SHA-256 repository", s)
	}
	return ID(s), nil
}
