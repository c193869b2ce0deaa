package layer

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"dbx/cache/archive"
	"dbx/cache/require"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// handmade is a change as an upper directory has it and as an export shows it.
type handmade struct {
	base, upper, after []Entry
	want               []string
}

func parentDirs() []Entry { return []Entry{folder("etc", 0o700), folder("tmp", 0o1777)} }

func cases() map[string]handmade {
	a := text("etc/a", 0o644, "one")
	return map[string]handmade{
		"nothing":                {base: []Entry{a}, after: []Entry{a}},
		"copy-up without change": {base: []Entry{a}, upper: []Entry{a}, after: []Entry{a}},
		"content": {base: []Entry{a}, upper: []Entry{text("etc/a", 0o644, "two")}, after: []Entry{text("etc/a", 0o644, "two")},
			want: []string{"5 0700 0:0 1700000000 etc/", "0 0644 0:0 1600000000 etc/a"}},
		"mode": {base: []Entry{a}, upper: []Entry{text("etc/a", 0o4644, "one")}, after: []Entry{text("etc/a", 0o4644, "one")},
			want: []string{"5 0700 0:0 1700000000 etc/", "0 4644 0:0 1600000000 etc/a"}},
		"mode of a directory": {base: []Entry{a}, upper: []Entry{folder("tmp", 0o755)}, after: []Entry{a, folder("tmp", 0o755)},
			want: []string{"5 0755 0:0 1700000000 tmp/"}},
		"set-group-id of a directory, lost": {base: []Entry{folder("g", 0o2755), folder("h", 0o2755)}, upper: []Entry{folder("g", 0o755), folder("h", 0o700)},
			after: []Entry{folder("g", 0o755), folder("h", 0o700)}, want: []string{"5 2700 0:0 1700000000 h/"}},
		"set-group-id of a directory, won": {base: []Entry{folder("g", 0o755)}, upper: []Entry{folder("g", 0o2755)},
			after: []Entry{folder("g", 0o2755)}, want: []string{"5 2755 0:0 1700000000 g/"}},
		"removed": {base: []Entry{a}, upper: []Entry{{Path: "etc/a", Kind: Whiteout}},
			want: []string{"5 0700 0:0 1700000000 etc/", "0 0000 0:0 1700000000 etc/.wh.a"}},
		"whiteout of nothing": {upper: []Entry{{Path: "tmp/x", Kind: Whiteout}}},
		"file for directory": {base: []Entry{a, folder("d", 0o755), text("d/x", 0o644, "")}, upper: []Entry{text("d", 0o600, "f")},
			after: []Entry{a, text("d", 0o600, "f")}, want: []string{"0 0600 0:0 1600000000 d"}},
		"directory for file": {base: []Entry{text("d", 0o600, "f")}, upper: []Entry{folder("d", 0o755), text("d/x", 0o644, "")},
			after: []Entry{folder("d", 0o755), text("d/x", 0o644, "")},
			want:  []string{"5 0755 0:0 1600000000 d/", "0 0644 0:0 1600000000 d/x"}},
		"opaque": {
			base:  []Entry{folder("d", 0o755), text("d/x", 0o644, "x"), text("d/y", 0o644, "y"), folder("d/s", 0o755), text("d/s/z", 0o644, "z")},
			upper: []Entry{folder("d", 0o755), {Path: "d", Kind: Opaque}, text("d/x", 0o644, "x"), folder("d/s", 0o755)},
			after: []Entry{folder("d", 0o755), text("d/x", 0o644, "x"), folder("d/s", 0o755)},
			want:  []string{"5 0755 0:0 1700000000 d/", "0 0000 0:0 1700000000 d/.wh.y", "5 0755 0:0 1700000000 d/s/", "0 0000 0:0 1700000000 d/s/.wh.z"}},
		"links": {
			base:  []Entry{text("x", 0o644, "same")},
			upper: []Entry{text("b", 0o644, "same"), nameOf("c", "b", 0o644), nameOf("x", "b", 0o644)},
			after: []Entry{text("b", 0o644, "same"), nameOf("c", "b", 0o644), nameOf("x", "b", 0o644)},
			want:  []string{"0 0644 0:0 1600000000 b", "1 0644 0:0 1600000000 c -> b"}},
		"a link to what is unchanged": {
			base:  []Entry{text("a", 0o644, "same")},
			upper: []Entry{text("a", 0o644, "same"), nameOf("b", "a", 0o644)},
			after: []Entry{text("a", 0o644, "same"), nameOf("b", "a", 0o644)},
			want:  []string{"0 0644 0:0 1600000000 b"}},
		"symlink": {base: []Entry{linkTo("l", "a"), linkTo("m", "a")}, upper: []Entry{linkTo("l", "a"), linkTo("m", "b")}, after: []Entry{linkTo("l", "a"), linkTo("m", "b")},
			want: []string{"2 0777 0:0 1600000000 m -> b"}},
		"odd modes": {
			base:  []Entry{text("etc/a", 0, "one")},
			upper: []Entry{text("etc/a", 0, "one"), folder("n", 0), text("n/z", 0, "z"), folder("n/w", 0o300), text("n/w/x", 0o200, "x")},
			after: []Entry{text("etc/a", 0, "one"), folder("n", 0), text("n/z", 0, "z"), folder("n/w", 0o300), text("n/w/x", 0o200, "x")},
			want:  []string{"5 0000 0:0 1600000000 n/", "5 0300 0:0 1600000000 n/w/", "0 0200 0:0 1600000000 n/w/x", "0 0000 0:0 1600000000 n/z"}},
	}
}

// layOut makes an upper directory. Unlike Unpack it keeps every mode.
func layOut(t testing.TB, entries []Entry) string {
	t.Helper()
	dir := unpackTo(t, build(t, entries...))
	for i := len(entries) - 1; i >= 0; i-- {
		if e := entries[i]; e.Kind == File || e.Kind == Dir {
			if err := unix.Chmod(filepath.Join(dir, e.Path), e.Mode); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

func TestDiffHandmade(t *testing.T) {
	for name, tt := range cases() {
		t.Run(name, func(t *testing.T) {
			base := unpackTo(t, build(t, append(parentDirs(), tt.base...)...))
			upper := layOut(t, withParents(tt.upper))
			have := map[string]bool{}
			for _, e := range tt.after {
				have[e.Path] = true
			}
			after := tt.after
			for _, e := range parentDirs() {
				if !have[e.Path] {
					after = append(after, e)
				}
			}
			layer := diffBoth(t, []string{base}, upper, build(t, after...))
			if diff := cmp.Diff(tt.want, tarList(t, layer)); diff != "" {
				t.Error(diff)
			}
			for _, e := range tt.upper {
				info, err := os.Lstat(filepath.Join(upper, path.Dir(e.Path)))
				if err == nil && e.Kind == Dir && path.Dir(e.Path) == "n" && unixMode(info) != 0 {
					t.Errorf("%s was left with mode %o", path.Dir(e.Path), unixMode(info))
				}
			}
		})
	}
}

// withParents adds the copied-up directories that an upper has.
func withParents(upper []Entry) []Entry {
	for _, parent := range parentDirs() {
		for _, e := range upper {
			if path.Dir(e.Path) == parent.Path {
				return append([]Entry{parent}, upper...)
			}
		}
	}
	return upper
}

// As root no mode is odd, so the tests of differences run again as nobody.
func TestDiffAsOrdinaryUser(t *testing.T) {
	require.Root(t)
	const nobody = 65534
	dir := place(t)
	exe := filepath.Join(dir, "test")
	data, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{os.WriteFile(exe, data, 0o755), os.Mkdir(filepath.Join(dir, "tmp"), 0o700), os.Chmod(dir, 0o755), os.Chmod(exe, 0o755), os.Chown(filepath.Join(dir, "tmp"), nobody, nobody)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(exe, "-test.run=^(TestDiffHandmade|TestDiffOfOverlay|TestUnpack.*|TestRemoveAll)$", "-test.count=1")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TMPDIR="+filepath.Join(dir, "tmp"))
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("as an ordinary user: %v\n%s", err, out)
	}
}

func TestDiffExclude(t *testing.T) {
	base := unpackTo(t, build(t, folder("proc", 0o555), text("proc/stub", 0o644, ""), folder("etc", 0o755), text("etc/hosts", 0o644, "base"), text("etc/keep", 0o644, "k")))
	upper := layOut(t, []Entry{folder("etc", 0o755), text("etc/hosts", 0o644, "injected"), {Path: "etc/keep", Kind: Whiteout}, folder("proc", 0o555), text("proc/1", 0o644, ""), text("new", 0o644, "n"), {Path: "proc/stub", Kind: Whiteout}})
	after := build(t, text("new", 0o644, "n"), folder("etc", 0o755), text("etc/hosts", 0o644, "injected"), folder("proc", 0o555), text("proc/1", 0o644, ""))
	opts := DiffOptions{Epoch: epoch, Exclude: func(p string) bool { return p == "proc" || p == "etc/hosts" }}
	var a, b bytes.Buffer
	if _, err := DiffUpper(t.Context(), &a, NewStack(base), upper, opts); err != nil {
		t.Fatal(err)
	}
	if _, err := DiffTar(t.Context(), &b, NewStack(base), bytes.NewReader(after), t.TempDir(), opts); err != nil {
		t.Fatal(err)
	}
	want := []string{"5 0755 0:0 1700000000 etc/", "0 0000 0:0 1700000000 etc/.wh.keep", "0 0644 0:0 1600000000 new"}
	if diff := cmp.Diff(want, tarList(t, a.Bytes())); diff != "" {
		t.Error(diff)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Errorf("the tar gives %q", tarList(t, b.Bytes()))
	}
}

func TestDiffTarRefuses(t *testing.T) {
	whole := raw(t, rawFile("a"), rawFile("b"))
	for name, tt := range map[string]struct {
		after []byte
		want  error
	}{
		"no end mark":          {whole[:1024], archive.ErrCorrupt},
		"cut in the middle":    {whole[:700], io.ErrUnexpectedEOF},
		"traversal":            {raw(t, rawFile("../a")), archive.ErrTraversal},
		"twice":                {raw(t, rawFile("a"), rawFile("a")), archive.ErrConflict},
		"without its parent":   {raw(t, rawFile("a/b")), archive.ErrConflict},
		"below a link":         {raw(t, rawLink("a", "/"), rawFile("a/b")), archive.ErrConflict},
		"hard link to nothing": {raw(t, rawHard("a", "b")), archive.ErrHardLink},
	} {
		_, err := DiffTar(t.Context(), io.Discard, NewStack(), bytes.NewReader(tt.after), t.TempDir(), DiffOptions{Epoch: epoch})
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want %v", name, err, tt.want)
		}
	}
}

func TestDiffUpperRefuses(t *testing.T) {
	upper := layOut(t, []Entry{folder("d", 0o755)})
	if err := unix.Setxattr(filepath.Join(upper, "d"), "user.overlay.redirect", []byte("/elsewhere"), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := DiffUpper(t.Context(), io.Discard, NewStack(), upper, DiffOptions{Epoch: epoch}); err == nil {
		t.Error("a redirected directory: no error")
	}
	reserved := layOut(t, nil)
	if err := os.WriteFile(filepath.Join(reserved, ".wh.x"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := DiffUpper(t.Context(), io.Discard, NewStack(), reserved, DiffOptions{Epoch: epoch}); err == nil {
		t.Error("a file named like a whiteout: no error")
	}
}

// Files that differ late, early, or only in length, of many sizes.
func TestSpoolKeepChanged(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	s, err := newSpool(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	for range 60 {
		size := rnd.IntN(3*bufferSize) + 1
		before := bytes.Repeat([]byte("abcdefgh"), size/8+1)[:size]
		after := bytes.Clone(before)
		changed := rnd.IntN(3) > 0
		if changed {
			after[rnd.IntN(size)] ^= 1
		}
		openBefore := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(before)), nil }
		open, same, err := s.keepChanged(bytes.NewReader(after), int64(size), openBefore)
		if err != nil || same == changed {
			t.Fatalf("size %d: same %v, %v", size, same, err)
		}
		r, _ := open()
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, after) {
			t.Fatalf("size %d: %d other bytes, %v", size, len(got), err)
		}
	}
	if _, err := s.keep(strings.NewReader("abc"), 4); err == nil {
		t.Error("short content: no error")
	}
}
