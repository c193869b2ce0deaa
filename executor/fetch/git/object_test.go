package git

import (
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dbx/cache/cas"
	"dbx/cache/require"
	"dbx/executor/fetch/gitname"
)

// TestWrongBytes: a repository that hands out other bytes than the name says
// is found out, whatever git thinks of it.
func TestWrongBytes(t *testing.T) {
	t.Parallel()
	require.Tool(t, "git")
	dir := t.TempDir()
	r := &repository{dir: dir}
	if err := os.Mkdir(r.home(), 0o700); err != nil {
		t.Fatal(err)
	}
	object := func(text string) (gitname.ID, string) {
		cmd := exec.Command("git", "--git-dir="+r.gitDir(), "hash-object", "-w", "--stdin")
		cmd.Stdin = strings.NewReader(text)
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		id := strings.TrimSpace(string(out))
		return gitname.ID(id), filepath.Join(r.gitDir(), "objects", id[:2], id[2:])
	}
	if _, err := r.run(t.Context(), "init", "--bare", "--template=", r.gitDir()); err != nil {
		t.Fatal(err)
	}
	good, goodFile := object("good")
	evil, evilFile := object("evil")
	if err := os.Rename(evilFile, goodFile); err != nil {
		t.Fatal(err)
	}
	o, err := openObjects(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	disk, err := cas.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer disk.Close()
	say := "gives wrong bytes for the object " + string(good) + ": theirs would be " + string(evil)
	if _, err := o.read(good, "blob", 100); err == nil || !strings.Contains(err.Error(), say) {
		t.Errorf("read: %v", err)
	}
	if _, err := o.store(t.Context(), disk, good); err == nil || !strings.Contains(err.Error(), say) {
		t.Errorf("store: %v", err)
	}
	third, _ := object("third")
	if _, err := o.read(third, "tree", 100); err == nil || !strings.Contains(err.Error(), "is a blob, not a tree") {
		t.Errorf("kind: %v", err)
	}
	if _, err := o.read(third, "blob", 2); err == nil || !strings.Contains(err.Error(), "more than the 2") {
		t.Errorf("limit: %v", err)
	}
	if b, err := o.read(third, "blob", 100); err != nil || string(b) != "third" {
		t.Errorf("after the refusals: %q, %v", b, err)
	}
}

// raw is a tree's entry as git writes it.
func raw(mode, name string) string { return mode + " " + name + "\x00" + strings.Repeat("\x11", 20) }

var sha1ID = gitname.ID(strings.Repeat("0", 40))

func TestEntries(t *testing.T) {
	list, err := entries([]byte(raw("100644", "a")+raw("100664", "b b")+raw("100755", "c")+raw("40000", "d")+raw("040000", "e")+raw("120000", "f")+raw("160000", "g")), sha1ID)
	if err != nil {
		t.Fatal(err)
	}
	want := []entry{{"a", file, ""}, {"b b", file, ""}, {"c", executable, ""}, {"d", directory, ""}, {"e", directory, ""}, {"f", symlink, ""}, {"g", submodule, ""}}
	for i, e := range list {
		if e.id != gitname.ID(hex.EncodeToString([]byte(strings.Repeat("\x11", 20)))) || e.name != want[i].name || e.kind != want[i].kind {
			t.Errorf("%+v, want %+v", e, want[i])
		}
	}
	for text, say := range map[string]string{
		raw("100644", ""):                      "no name for a file",
		raw("100644", ".."):                    "no name for a file",
		raw("100644", "a/b"):                   "no name for a file",
		raw("40000", ".GIT"):                   "not safe",
		raw("100600", "a"):                     `no mode "100600"`,
		raw("100644", "a") + raw("40000", "a"): "there twice",
		raw("100644", "a")[:10]:                "in the middle",
		"100644":                               "in the middle",
		"a\x00" + strings.Repeat("x", 20):      "without a name",
	} {
		if _, err := entries([]byte(text), sha1ID); err == nil || !strings.Contains(err.Error(), say) {
			t.Errorf("%q: %v, want %q", text, err, say)
		}
	}
}

func TestTreeOf(t *testing.T) {
	tree := strings.Repeat("ab", 20)
	if got, err := treeOf([]byte("tree "+tree+"\nauthor x\n"), sha1ID); err != nil || got != gitname.ID(tree) {
		t.Errorf("%s, %v", got, err)
	}
	for _, text := range []string{"", "tree " + tree, "tree " + tree[2:] + "\n", "tree " + strings.ToUpper(tree) + "\n", "parent " + tree + "\n", "tree " + tree + tree[:24] + "\n"} {
		if got, err := treeOf([]byte(text), sha1ID); err == nil {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// FuzzEntries: what is accepted is safe to lay out.
func FuzzEntries(f *testing.F) {
	f.Add([]byte(raw("100644", "a") + raw("40000", "b")))
	f.Add([]byte(raw("120000", "l")))
	f.Add([]byte("100644 a\x00short"))
	f.Add([]byte(raw("0100644", ".git")))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, id := range []gitname.ID{sha1ID, gitname.ID(strings.Repeat("0", 64))} {
			list, err := entries(b, id)
			if err != nil {
				continue
			}
			seen := map[string]bool{}
			for _, e := range list {
				if seen[e.name] || e.name == "" || strings.ContainsAny(e.name, "/\x00") || e.name == ".." || e.name == "." || len(e.id) != len(id) {
					t.Errorf("accepts %+v", e)
				}
				seen[e.name] = true
			}
		}
	})
}

func TestTeller(t *testing.T) {
	var got []int64
	said := &teller{heard: func() {}, progress: func(n int64) { got = append(got, n) }}
	said.Write([]byte("remote: Counting objects: 50% (1/2)\rremote: Counting objects: 100% (2/2), done.\nReceiving objects:  50% (1/2), 1.50 KiB | 2 KiB/s\r"))
	said.Write([]byte("Receiving objects: 100% (2/2), 3.00 MiB | 2 KiB/s, done.\nfatal: no\nend"))
	if lines := said.lines(); strings.Join(lines, "|") != "fatal: no|end" || len(got) != 2 || got[0] != 1536 || got[1] != 3<<20 {
		t.Errorf("%q %v", lines, got)
	}
}

func FuzzModules(f *testing.F) {
	f.Add("submodule.a.b.path\nx/y\x00submodule.a.b.url\n../z\x00")
	f.Add("submodule.\x00submodule.path\n\x00core.x")
	f.Fuzz(func(t *testing.T, s string) { parseModules(s) })
}
