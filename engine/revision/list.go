package revision

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// node is a file, link or folder of a revision.
type node struct {
	name     string // the last element
	mode     fs.FileMode
	id       string
	size     int64
	children []*node // sorted
}

// parse reads what git ls-tree -r -t -z -l prints: "mode type id size\tpath\0".
// The root is ".".
func parse(list []byte) (map[string]*node, error) {
	nodes := map[string]*node{".": {name: ".", mode: fs.ModeDir | 0o755}}
	for line := range bytes.SplitSeq(list, []byte{0}) {
		if len(line) == 0 {
			continue
		}
		head, name, ok := strings.Cut(string(line), "\t")
		fields := strings.Fields(head)
		if !ok || len(fields) != 4 || !fs.ValidPath(name) && !validButUTF8(name) || name == "." {
			return nil, fmt.Errorf("git ls-tree printed a line that makes no sense: %q", line)
		}
		n := &node{name: path.Base(name), id: fields[2]}
		if n.mode, ok = modeOf(fields[0]); !ok {
			return nil, fmt.Errorf("git ls-tree printed an unknown mode: %q", line)
		}
		n.size, _ = strconv.ParseInt(fields[3], 10, 64) // "-" for a folder
		parent := nodes[path.Dir(name)]
		if nodes[name] != nil || parent == nil || !parent.mode.IsDir() || n.size < 0 {
			return nil, fmt.Errorf("git ls-tree printed a line that makes no sense: %q", line)
		}
		nodes[name] = n
		parent.children = append(parent.children, n)
	}
	for _, n := range nodes {
		slices.SortFunc(n.children, func(a, b *node) int { return strings.Compare(a.name, b.name) })
	}
	return nodes, nil
}

// validButUTF8 accepts names that git may hold and package fs does not.
func validButUTF8(name string) bool { return fs.ValidPath(strings.ToValidUTF8(name, "?")) }

// modeOf reads git's octal mode. A submodule is a folder.
func modeOf(text string) (fs.FileMode, bool) {
	switch text {
	case "100644", "100664":
		return 0o644, true
	case "100755":
		return 0o755, true
	case "120000":
		return fs.ModeSymlink | 0o777, true
	case "040000", "160000":
		return fs.ModeDir | 0o755, true
	}
	return 0, false
}
