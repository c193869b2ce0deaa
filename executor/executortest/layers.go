package executortest

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"dbx/cache/merkle"
	"dbx/executor"
)

// layers are about captured changes of the root file system.
func layers() []testCase {
	return []testCase{
		{"layer of changes", changes},
		{"layer is the same twice, and can be built upon", stacked},
		{"layer of nothing", func(t *testing.T, b *bench) {
			r := b.succeed(t, layerOf(
				"cat /etc/os-release", "chmod 755 /opt/old/strict", "write /opt/old/kept kept", "append /etc/hosts x",
				"write /tmp/x x", "write /work/x x", "write /dev/shm/x x", "mkdir /opt/brief", "rm /opt/brief"))
			if got := b.layer(t, r.Outputs[0]); got != "" {
				t.Errorf("layer holds:\n%s", got)
			}
		}},
	}
}

// Fingerprint runs a spawn with outputs of every kind and returns what it
// captured as text: the same for every executor and every user.
func Fingerprint(t *testing.T, s Subject) string {
	t.Helper()
	b := &bench{Subject: s, rootfs: Rootfs(t, s.Store)}
	a := changeEverything()
	a.script += lines("", "write file content", "mkdir tree/sub", "write tree/sub/run x", "chmod 755 tree/sub/run",
		"symlink sub/run tree/link", "append src/a more", "try setuid", "show")
	a.inputs = []executor.Input{{Path: "src", Kind: merkle.Dir, Digest: b.tree(t, map[string]string{"a": "a"}), Mode: executor.Scratch}}
	a.outputs = append(a.outputs, file("file"), dir("tree"), dir("src"))
	text := fmt.Sprintf("rootfs %v\n", b.rootfs)
	r := b.succeed(t, a)
	for _, out := range r.Outputs {
		text += fmt.Sprintf("%s %s %s %s\n", out.Path, out.Kind, out.Digest, out.DiffID)
	}
	return text + "log " + r.Log.String() + "\n"
}

func layerOf(script ...string) attempt {
	return attempt{script: lines(script...), outputs: []executor.OutputSpec{{Path: "layer", Kind: executor.OutputLayer}}}
}

// layer is what a captured layer holds, an entry a line.
func (b *bench) layer(t *testing.T, out executor.Output) string {
	t.Helper()
	d, err := b.Store.BySHA256(out.DiffID)
	if err != nil || d != out.Digest {
		t.Fatalf("diffID %s leads to %v, %v; want %v", out.DiffID, d, err, out.Digest)
	}
	var list []string
	r := tar.NewReader(bytes.NewReader(b.content(t, out.Digest)))
	for {
		h, err := r.Next()
		if err == io.EOF {
			return strings.Join(list, "\n")
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Uid != 0 || h.Gid != 0 || h.Uname != "" || h.ModTime.Unix() > epoch {
			t.Errorf("%s: owner %d:%d %q, time %v", h.Name, h.Uid, h.Gid, h.Uname, h.ModTime)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, strings.TrimSpace(fmt.Sprintf("%c %04o %s %s%s", h.Typeflag, h.Mode, h.Name, h.Linkname, content)))
	}
}

func changeEverything() attempt {
	return layerOf(
		"mkdir /usr/lib/new", "write /usr/lib/new/file new", "symlink /etc/os-release /usr/lib/new/link",
		"link /usr/lib/new/file /usr/lib/new/hard", "write /usr/lib/new/old x", "touch /usr/lib/new/old 1000000000",
		"write /etc/os-release ID=changed", "chmod 700 /opt/old/strict", "unlink /opt/old/gone",
		"rm /opt/replaced", "mkdir /opt/replaced", "write /opt/replaced/other other",
		// In place of one that is there below: overlays get it wrong easily.
		"rm /opt/moved", "mkdir /opt/fresh/sub", "write /opt/fresh/sub/file fresh", "rename /opt/fresh /opt/moved",
		"chmod 4755 /usr/lib/new/file", "fifo /usr/lib/new/fifo",
		"mkdir /run", "write /etc/hostname mine", "write /etc/resolv.conf mine", "write /tmp/x x",
		"chown /etc/os-release", "mknod /usr/lib/new/null", "try cat /usr/lib/new/null")
}

func changes(t *testing.T, b *bench) {
	want := lines(
		"5 0755 etc/", "0 0644 etc/os-release ID=changed",
		"5 0755 opt/", "5 0755 opt/moved/", "0 0000 opt/moved/.wh.along",
		"5 0755 opt/moved/sub/", "0 0644 opt/moved/sub/file fresh",
		"5 0755 opt/old/", "0 0000 opt/old/.wh.gone", "0 0700 opt/old/strict strict",
		"5 0755 opt/replaced/", "0 0000 opt/replaced/.wh.inside", "0 0644 opt/replaced/other other",
		"5 0755 run/", "5 0755 usr/", "5 0755 usr/lib/", "5 0755 usr/lib/new/",
		"6 0644 usr/lib/new/fifo", "0 4755 usr/lib/new/file new", "1 4755 usr/lib/new/hard usr/lib/new/file",
		"2 0777 usr/lib/new/link /etc/os-release", "0 0644 usr/lib/new/old x")
	r := b.succeed(t, changeEverything())
	if got := b.layer(t, r.Outputs[0]); got != want {
		t.Errorf("layer holds:\n%s\nwant:\n%s", got, want)
	}
}

func stacked(t *testing.T, b *bench) {
	first, second := b.succeed(t, changeEverything()), b.succeed(t, changeEverything())
	if first.Outputs[0] != second.Outputs[0] {
		t.Errorf("%+v, then %+v", first.Outputs[0], second.Outputs[0])
	}
	upon := *b
	upon.rootfs.Layers = append(upon.rootfs.Layers[:2:2], first.Outputs[0].DiffID)
	upon.expect(t, attempt{script: lines("cat /etc/os-release", "cat /opt/moved/sub/file", "try unlink /opt/old/gone",
		"try unlink /opt/moved/along", "try unlink /opt/replaced/inside", "cat /opt/replaced/other",
		"stat /usr/lib/new/hard", "stat /usr/lib/new/old")},
		"ID=changed", "fresh", "unlink /opt/old/gone: ENOENT", "unlink /opt/moved/along: ENOENT",
		"unlink /opt/replaced/inside: ENOENT", "other",
		fmt.Sprintf("/usr/lib/new/hard urwxr-xr-x 3 %d", epoch), "/usr/lib/new/old -rw-r--r-- 1 1000000000")
	again := upon.succeed(t, layerOf("write /opt/old/back x", "rm /opt/moved"))
	want := lines("5 0755 opt/", "0 0000 opt/.wh.moved", "5 0755 opt/old/", "0 0644 opt/old/back x")
	if got := b.layer(t, again.Outputs[0]); got != want {
		t.Errorf("second layer holds:\n%s\nwant:\n%s", got, want)
	}
}
