package layer

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"dbx/cache/cas/session"
)

// childEnv makes the test binary the inside of a mount namespace.
const childEnv = "DBX_LAYER_TEST_OVERLAYS"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		if err := overlayChild(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

var epoch = time.Unix(1700000000, 0)

// old is a time before the epoch, as unpacked files have it.
var old = time.Unix(1600000000, 500)

func text(p string, mode uint32, body string) Entry {
	return Entry{Path: p, Kind: File, Mode: mode, ModTime: old, Size: int64(len(body)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(body)), nil }}
}

func folder(p string, mode uint32) Entry { return Entry{Path: p, Kind: Dir, Mode: mode, ModTime: old} }
func linkTo(p, to string) Entry          { return Entry{Path: p, Kind: Symlink, Link: to, ModTime: old} }
func nameOf(p, of string, mode uint32) Entry {
	return Entry{Path: p, Kind: HardLink, Link: of, Mode: mode, ModTime: old}
}

func build(t testing.TB, entries ...Entry) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := writeAll(&b, entries, epoch); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// place returns a directory that goes away whatever modes are in it.
func place(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "dbx-layer-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := session.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func unpackTo(t testing.TB, layer []byte) string {
	t.Helper()
	dir := place(t)
	if err := Unpack(t.Context(), bytes.NewReader(layer), dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// show describes one path of a tree. Modes are shown as an owner who may read
// everything sees them.
func show(mode fs.FileMode, content string) string {
	bits := mode.Perm() | mode&(fs.ModeSetuid|fs.ModeSetgid|fs.ModeSticky)
	switch mode.Type() {
	case fs.ModeDir:
		return fmt.Sprint(fs.ModeDir | bits | 0o500)
	case fs.ModeSymlink:
		return "-> " + content
	case 0:
		return fmt.Sprintf("%v %.80q", bits|0o400, content)
	}
	return fmt.Sprint(mode.Type() | bits)
}

// stackTree describes all that a stack shows.
func stackTree(t testing.TB, s *Stack) map[string]string {
	t.Helper()
	got := map[string]string{}
	err := fs.WalkDir(s, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || p == "." {
			return err
		}
		info, err := s.Lstat(p)
		if err != nil {
			return err
		}
		var content []byte
		switch info.Mode().Type() {
		case 0:
			content, err = fs.ReadFile(s, p)
		case fs.ModeSymlink:
			var target string
			target, err = s.ReadLink(p)
			content = []byte(target)
		}
		got[p] = show(info.Mode(), string(content))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// tarTree describes all that a tar of a whole tree holds.
func tarTree(t testing.TB, data []byte) map[string]string {
	t.Helper()
	got := map[string]string{}
	for tr := tar.NewReader(bytes.NewReader(data)); ; {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return got
		}
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(h.Name, "/")
		body, _ := io.ReadAll(tr)
		switch h.Typeflag {
		case tar.TypeLink:
			got[name] = got[h.Linkname]
		case tar.TypeSymlink:
			got[name] = "-> " + h.Linkname
		default:
			got[name] = show(h.FileInfo().Mode(), string(body))
		}
	}
}

// export writes a tree as container runtimes do: in the order of the disk,
// with hard links.
func export(root string) ([]byte, error) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	first := map[uint64]string{}
	err := filepath.WalkDir(root, func(at string, d fs.DirEntry, err error) error {
		if err != nil || at == root {
			return err
		}
		name, _ := filepath.Rel(root, at)
		return exportOne(w, first, at, name)
	})
	err = errors.Join(err, w.Close())
	return b.Bytes(), err
}

func exportOne(w *tar.Writer, first map[uint64]string, at, name string) error {
	info, err := os.Lstat(at)
	if err != nil || info.Mode()&fs.ModeSocket != 0 {
		return err
	}
	target := ""
	if info.Mode()&fs.ModeSymlink != 0 {
		if target, err = os.Readlink(at); err != nil {
			return err
		}
	}
	h, err := tar.FileInfoHeader(info, target)
	if err != nil {
		return err
	}
	h.Name, h.Format = name, tar.FormatPAX
	if info.IsDir() {
		h.Name += "/"
	}
	h.ModTime = h.ModTime.Truncate(time.Second)
	h.AccessTime, h.ChangeTime = time.Time{}, time.Time{}
	if stat := info.Sys().(*syscall.Stat_t); !info.IsDir() && stat.Nlink > 1 {
		if to, again := first[stat.Ino]; again {
			h.Typeflag, h.Linkname, h.Size = tar.TypeLink, to, 0
		} else {
			first[stat.Ino] = name
		}
	}
	if err := w.WriteHeader(h); err != nil || h.Typeflag != tar.TypeReg {
		return err
	}
	body, err := os.ReadFile(at)
	if err != nil {
		return err
	}
	_, err = w.Write(body)
	return err
}

// tarList is one line an entry of a layer.
func tarList(t testing.TB, data []byte) []string {
	t.Helper()
	var lines []string
	for tr := tar.NewReader(bytes.NewReader(data)); ; {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return lines
		}
		if err != nil {
			t.Fatal(err)
		}
		line := fmt.Sprintf("%c %04o %d:%d %d %s", h.Typeflag, h.Mode, h.Uid, h.Gid, h.ModTime.Unix(), h.Name)
		if h.Linkname != "" {
			line += " -> " + h.Linkname
		}
		lines = append(lines, line)
	}
}
