package revision

import (
	"strings"
	"testing"
	"testing/fstest"
)

func FuzzParse(f *testing.F) {
	f.Add([]byte("040000 tree 4b825dc -\td\x00100755 blob e69de29 0\td/a b\x00120000 blob e69de29 3\tl\x00"))
	f.Add([]byte("100644 blob x 1\t../x\x00"))
	f.Add([]byte("100644 blob x 1\ta/b\x00"))
	f.Add([]byte("160000 commit x -\tsub\x00"))
	f.Fuzz(func(t *testing.T, list []byte) {
		nodes, err := parse(list)
		if err != nil {
			return
		}
		for name, n := range nodes {
			if strings.HasPrefix(name, "/") || strings.Contains(name, "..") && !strings.Contains(string(list), name) {
				t.Errorf("name %q", name)
			}
			for _, child := range n.children {
				if !n.mode.IsDir() || strings.Contains(child.name, "/") {
					t.Errorf("%q holds %q", name, child.name)
				}
			}
		}
	})
}

func TestParse(t *testing.T) {
	for _, bad := range []string{"100644 blob x 1 a\x00", "777 blob x 1\ta\x00", "100644 blob x 1\ta\x00100644 blob x 1\ta\x00", "100644 blob x 1\t/a\x00", "100644 blob x 1\td/a\x00", "100644 blob x -1\ta\x00", "x"} {
		if _, err := parse([]byte(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
	nodes, err := parse([]byte("160000 commit x -\tsub\x00"))
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(&Tree{nodes: nodes, blobs: &blobs{}}, "sub"); err != nil {
		t.Error(err) // a submodule is an empty folder
	}
}
