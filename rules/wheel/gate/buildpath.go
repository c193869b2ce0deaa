package gate

import (
	"bytes"
	"strings"
)

// buildPath returns the first absolute path below prefix in data. A path that
// only contains the prefix further on, like "src/build/x", is not the
// builder's.
func buildPath(data []byte, prefix string) string {
	for at := 0; ; {
		i := bytes.Index(data[at:], []byte(prefix))
		if i < 0 {
			return ""
		}
		start := at + i
		end := start + len(prefix)
		for end < len(data) && pathByte(data[end]) {
			end++
		}
		if end-start >= len(prefix)+3 && (start == 0 || !pathByte(data[start-1])) {
			return string(data[start:min(end, start+200)])
		}
		at = start + 1
	}
}

func pathByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("/._-+", c) >= 0
}
