package layer

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"dbx/cache/require"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// baseLayers are what the scripted and the random changes start from.
func baseLayers(t testing.TB) []string {
	t.Helper()
	lower := build(t,
		folder("bin2", 0o755), folder("etc", 0o755), text("etc/conf", 0o644, "one\n"), text("etc/touched", 0o640, "t\n"),
		text("etc/shadow", 0, "secret\n"), folder("etc/old", 0o755), text("etc/old/a", 0o644, "a"), text("etc/old/b", 0o644, "b"),
		folder("tmp", 0o1777), folder("root", 0o700), folder("locked", 0o555), text("locked/in", 0o444, "in"),
		folder("usr", 0o755), folder("usr/bin", 0o755), text("usr/bin/tool", 0o755, "tool"), text("usr/bin/su", 0o4755, "su"),
		linkTo("bin", "usr/bin"), linkTo("abs", "/usr/bin"),
		folder("share", 0o2755), text("share/h1", 0o644, "linked"), nameOf("share/h2", "share/h1", 0o644), nameOf("share/h3", "share/h1", 0o644),
		folder("dirtofile", 0o755), text("dirtofile/x", 0o644, "x"), text("filetodir", 0o644, "f"),
		folder("move", 0o750), text("move/a", 0o644, "a"), folder("move/sub", 0o755), text("move/sub/b", 0o600, "b"),
		folder("again", 0o755), text("again/same", 0o644, "same"), text("again/other", 0o644, "other"), text("again/gone", 0o644, "gone"),
		folder("again/deep", 0o755), text("again/deep/er", 0o644, "er"),
		folder("hid", 0o755), text("hid/below", 0o644, "below"),
		Entry{Path: "pipe", Kind: Fifo, Mode: 0o620, ModTime: old},
		text("big", 0o644, strings.Repeat("0123456789abcdef", 40000)),
	)
	upper := build(t,
		folder("etc", 0o755), text("etc/conf", 0o644, "two\n"), folder("etc/old", 0o755),
		Entry{Path: "etc/old/a", Kind: Whiteout}, folder("hid", 0o755), Entry{Path: "hid", Kind: Opaque}, text("hid/above", 0o644, "above"),
	)
	return []string{unpackTo(t, lower), unpackTo(t, upper)}
}

// script is a series of changes below a root; each must succeed.
type script struct {
	root string
	err  error
}

func (s *script) at(p string) string { return filepath.Join(s.root, p) }
func (s *script) do(err error) {
	if err != nil {
		s.err = errors.Join(s.err, err)
	}
}
func (s *script) write(p, body string, mode os.FileMode) {
	s.do(os.WriteFile(s.at(p), []byte(body), 0o600))
	s.do(os.Chmod(s.at(p), mode))
}
func (s *script) mkdir(p string)                { s.do(os.Mkdir(s.at(p), 0o755)) }
func (s *script) remove(p string)               { s.do(os.RemoveAll(s.at(p))) }
func (s *script) chmod(p string, m os.FileMode) { s.do(os.Chmod(s.at(p), m)) }

// scripted is every kind of change once.
func scripted(s *script) {
	s.mkdir("new")
	s.write("new/file", "new", 0o644)
	s.write("new/unreadable", "shh", 0)
	s.mkdir("new/closed")
	s.write("new/closed/x", "x", 0o644)
	s.chmod("new/closed", 0o300)
	s.write("etc/conf", "three\n", 0o644)
	s.chmod("usr/bin/tool", 0o700)
	s.chmod("usr/bin/tool", os.ModeSetuid|0o755)
	s.remove("etc/old")
	s.remove("dirtofile")
	s.write("dirtofile", "a file now", 0o644)
	s.remove("filetodir")
	s.mkdir("filetodir")
	s.write("filetodir/in", "in", 0o644)
	// By hand, as mv does where the kernel answers EXDEV to a rename.
	s.mkdir("moved")
	s.chmod("moved", 0o750)
	s.do(os.CopyFS(s.at("moved"), os.DirFS(s.at("move"))))
	s.remove("move")
	s.remove("again")
	s.mkdir("again")
	s.write("again/same", "same", 0o644)
	s.write("again/other", "changed", 0o644)
	s.write("again/fresh", "fresh", 0o644)
	s.mkdir("again/deep")
	s.write("share/h1", "broken link", 0o644)
	s.chmod("pipe", 0o600)
	s.do(os.Link(s.at("share/h2"), s.at("share/h4")))
	s.write("n1", "twins", 0o644)
	s.do(os.Link(s.at("n1"), s.at("a-n2")))
	s.do(os.Link(s.at("n1"), s.at("share/n3")))
	s.remove("bin")
	s.do(os.Symlink("usr", s.at("bin")))
	s.do(os.Symlink("nowhere/at/all", s.at("dangling")))
	now := epoch.AddDate(1, 0, 0)
	s.do(os.Chtimes(s.at("etc/touched"), now, now))
	s.chmod("usr/bin/su", os.ModeSetuid|0o755)
	s.write("tmp/x", "x", 0o644)
	s.write("hid/below", "back", 0o644)
	s.do(syscall.Mkfifo(s.at("pipe2"), 0o600))
	s.do(os.Truncate(s.at("big"), 639999))
	s.write("locked/out", "out", 0o644)
	s.chmod("root", 0o711)
	s.write("\xff\xfe not UTF-8", "bytes", 0o644)
	s.write("new/"+strings.Repeat("long", 60), "long", 0o644)
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	s.do(err)
	s.do(os.Chdir(s.root))
	s.do(unix.Bind(fd, &unix.SockaddrUnix{Name: "sock"}))
	s.do(os.Chdir("/"))
	s.do(unix.Close(fd))
}

// random changes whatever it meets, in ways that depend on the seed alone.
func random(seed uint64) func(*script) {
	return func(s *script) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		for range 60 {
			var all []string
			filepath.WalkDir(s.root, func(at string, _ os.DirEntry, err error) error {
				if rel, _ := filepath.Rel(s.root, at); err == nil {
					all = append(all, rel)
				}
				return nil
			})
			pick := func() string { return all[rnd.IntN(len(all))] }
			p, q := pick(), pick()
			dir := p
			if info, err := os.Lstat(s.at(p)); err != nil || !info.IsDir() {
				dir = filepath.Dir(p)
			}
			name := filepath.Join(dir, string(rune('a'+rnd.IntN(6))))
			// What does not fit the moment fails, and that is fine.
			switch rnd.IntN(10) {
			case 0, 1:
				// Without waiting for a reader, should it be a fifo by now.
				f, err := os.OpenFile(s.at(name), os.O_WRONLY|os.O_CREATE|os.O_TRUNC|unix.O_NONBLOCK, 0o644)
				if err == nil {
					fmt.Fprint(f, rnd.IntN(3))
					f.Close()
				}
			case 2:
				os.Mkdir(s.at(name), 0o755)
			case 3:
				if p != "." {
					os.RemoveAll(s.at(p))
				}
			case 4, 5:
				os.Rename(s.at(q), s.at(name))
			case 6:
				os.Link(s.at(q), s.at(name))
			case 7:
				os.Symlink(q, s.at(name))
			case 8:
				if info, err := os.Lstat(s.at(p)); err == nil && info.Mode().Type()&os.ModeSymlink == 0 && p != "." {
					// The set-group-id bit stays: losing it is no change.
					os.Chmod(s.at(p), os.FileMode(0o700+rnd.IntN(2)*0o55)|info.Mode()&os.ModeSetgid)
				}
			case 9:
				os.Chtimes(s.at(p), epoch, epoch)
			}
		}
	}
}

const seeds = 12

func changes() map[string]func(*script) {
	all := map[string]func(*script){"scripted": scripted, "nothing": func(*script) {}}
	for seed := range uint64(seeds) {
		all["random"+strconv.FormatUint(seed, 10)] = random(seed)
	}
	return all
}

// overlayChild runs in its own user and mount namespace. For each change it
// mounts an overlay, makes the change and writes the merged tree as a tar.
func overlayChild(dir string) error {
	syscall.Umask(0o022)
	lower, err := os.ReadFile(filepath.Join(dir, "lower"))
	if err != nil {
		return err
	}
	for name, change := range changes() {
		at := filepath.Join(dir, name)
		for _, sub := range []string{"upper", "work", "merged"} {
			if err := os.MkdirAll(filepath.Join(at, sub), 0o755); err != nil {
				return err
			}
		}
		merged := filepath.Join(at, "merged")
		opts := fmt.Sprintf("lowerdir=%s,upperdir=%s/upper,workdir=%s/work,userxattr,redirect_dir=nofollow,metacopy=off,index=off", lower, at, at)
		if err := unix.Mount("overlay", merged, "overlay", 0, opts); err != nil {
			return fmt.Errorf("mounting an overlay: %w", err)
		}
		s := &script{root: merged}
		change(s)
		if s.err != nil {
			return fmt.Errorf("%s: %w", name, s.err)
		}
		// Exports come from a fresh mount, as of a container that has ended:
		// until then the kernel may give two numbers to one inode.
		if err := errors.Join(unix.Unmount(merged, 0), unix.Mount("overlay", merged, "overlay", 0, opts)); err != nil {
			return fmt.Errorf("mounting the overlay again: %w", err)
		}
		data, err := export(merged)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(at, "after.tar"), data, 0o644); err != nil {
			return err
		}
		if err := unix.Unmount(merged, 0); err != nil {
			return err
		}
	}
	return nil
}

func runOverlays(t *testing.T, dir string) {
	t.Helper()
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), childEnv+"="+dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Geteuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getegid(), Size: 1}},
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("overlays: %v\n%s", err, out)
	}
}

// Both ways of looking at a change must give the same layer, and the layer on
// top of its base must be the tree that the kernel showed.
func TestDiffOfOverlay(t *testing.T) {
	require.UserNS(t)
	base := baseLayers(t)
	dir := place(t)
	lower := base[1] + ":" + base[0]
	if err := os.WriteFile(filepath.Join(dir, "lower"), []byte(lower), 0o644); err != nil {
		t.Fatal(err)
	}
	runOverlays(t, dir)
	for name := range changes() {
		t.Run(name, func(t *testing.T) {
			after, err := os.ReadFile(filepath.Join(dir, name, "after.tar"))
			if err != nil {
				t.Fatal(err)
			}
			layer := diffBoth(t, base, filepath.Join(dir, name, "upper"), after)
			if name == "nothing" && len(tarList(t, layer)) > 0 {
				t.Errorf("nothing changed, but the layer has %q", tarList(t, layer))
			}
			top := NewStack(append(base[:2:2], unpackTo(t, layer))...)
			if diff := cmp.Diff(tarTree(t, after), stackTree(t, top)); diff != "" {
				t.Errorf("the layer does not make the tree that was (-want +got):\n%s", diff)
			}
		})
	}
}

// diffBoth takes the difference both ways and demands one answer.
func diffBoth(t *testing.T, base []string, upper string, after []byte) []byte {
	t.Helper()
	opts := DiffOptions{Epoch: epoch}
	var fromUpper, fromTar bytes.Buffer
	a, err := DiffUpper(t.Context(), &fromUpper, NewStack(base...), upper, opts)
	if err != nil {
		t.Fatal(err)
	}
	b, err := DiffTar(t.Context(), &fromTar, NewStack(base...), bytes.NewReader(after), t.TempDir(), opts)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(tarList(t, fromUpper.Bytes()), tarList(t, fromTar.Bytes())); diff != "" {
		t.Fatalf("two layers for one change (-upper +tar):\n%s", diff)
	}
	if a != b || !bytes.Equal(fromUpper.Bytes(), fromTar.Bytes()) {
		t.Fatalf("two layers for one change: %+v and %+v", a, b)
	}
	return fromUpper.Bytes()
}
