package stage

import "strings"

// Excluded reports whether a path of the root file system, slash-separated and
// without a leading slash, is never part of a captured layer: it belongs to
// the executor, or to the running machine. All executors leave out the same.
func Excluded(path string) bool {
	for _, x := range []string{"work", "tmp", "proc", "sys", "dev", ".dbx"} {
		if path == x || strings.HasPrefix(path, x+"/") {
			return true
		}
	}
	switch path {
	case ".dockerenv", "etc/hosts", "etc/hostname", "etc/resolv.conf", "run/.containerenv":
		return true
	}
	return false
}
