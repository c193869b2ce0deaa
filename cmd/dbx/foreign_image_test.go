package main

import (
	"archive/tar"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/compression"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"dbx/cache/oci/registrytest"
	"dbx/cache/require"
)

// showProgram prints what a command sees of the image's own files.
const showProgram = `package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

func main() {
	out, err := os.Create("out")
	if err != nil {
		panic(err)
	}
	for _, top := range []string{"/opt", "/srv"} {
		filepath.WalkDir(top, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				fmt.Fprintln(out, name, err)
				return nil
			}
			info, _ := d.Info()
			s := info.Sys().(*syscall.Stat_t)
			content, link := []byte(nil), ""
			if info.Mode().IsRegular() {
				if content, err = os.ReadFile(name); err != nil {
					link = err.Error()
				}
			} else if info.Mode()&fs.ModeSymlink != 0 {
				link, _ = os.Readlink(name)
			}
			n, _ := syscall.Getxattr(name, "user.note", nil)
			fmt.Fprintln(out, name, info.Mode(), s.Uid, s.Gid, info.ModTime().Unix(), n > 0, link, string(content))
			return nil
		})
	}
}
`

const shownFiles = `/opt drwxr-xr-x 0 0 1600000000 false  ` + `
/opt/hard -rwxr-xr-x 0 0 1600000000 false  data
/opt/new drwxr-xr-x 0 0 1600000000 false  ` + `
/opt/new/upper -rw-r--r-- 0 0 1600000000 false  upper
/opt/secret -r-------- 0 0 1600000000 false  secret
/opt/setuid urwxr-xr-x 0 0 1600000000 false  data
/srv drwxr-xr-x 0 0 1600000000 false  ` + `
/srv/link Lrwxrwxrwx 0 0 1600000000 false /opt/secret ` + `
`

// TestForeignImage pulls an image with all that others put into layers from a
// registry, and has a command look at it in every executor.
func TestForeignImage(t *testing.T) {
	require.Docker(t)
	require.UserNS(t)
	s := registrytest.Start(registrytest.Options{})
	defer s.Close()
	ref := pushForeign(t, s)
	for _, executor := range [][]string{{"--executor=sandbox"}, {"--executor=docker"}, {"--executor=docker", "--docker-mode=fresh"}} {
		dir := t.TempDir()
		for file, text := range map[string]string{
			"BUILD.hcl":   "workspace {\n  name = \"w\"\n}\n",
			"a/BUILD.hcl": "base_image \"base\" {\n  from = \"" + ref + "\"\n}\naction \"show\" {\n  image = \":base\"\n  command = [\"/bin/show\"]\n  outputs = [\"out\"]\n}\n",
		} {
			if err := writeAll(map[string][]byte{filepath.Join(dir, file): []byte(text)}); err != nil {
				t.Fatal(err)
			}
		}
		cache := require.Dir(t) // an agent may still clear up there
		env := func(name string) (string, bool) {
			if name == "XDG_CACHE_HOME" {
				return cache, true
			}
			return os.LookupEnv(name)
		}
		for _, args := range [][]string{{"lock"}, append([]string{"build", "//a:show"}, executor...)} {
			var stderr bytes.Buffer
			if code := run(t.Context(), &app{dir: dir, env: env, stdout: &stderr, stderr: &stderr}, args); code != exitDone {
				t.Fatalf("dbx %v: exit code %d\n%s", args, code, &stderr)
			}
		}
		got, err := os.ReadFile(filepath.Join(dir, "dbx-out/a/show/out"))
		if err != nil || string(got) != shownFiles {
			t.Errorf("%v: %v\n%swant\n%s", executor, err, got, shownFiles)
		}
	}
}

// pushForeign puts the image into a registry.
func pushForeign(t *testing.T, s *registrytest.Server) string {
	t.Helper()
	dir := t.TempDir()
	if err := writeAll(map[string][]byte{
		filepath.Join(dir, "main.go"): []byte(showProgram),
		filepath.Join(dir, "go.mod"):  []byte("module show\n\ngo 1.26\n"),
	}); err != nil {
		t.Fatal(err)
	}
	build := exec.Command(require.Tool(t, "go"), "build", "-C", dir, "-o", "show", ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	program, err := os.ReadFile(filepath.Join(dir, "show"))
	if err != nil {
		t.Fatal(err)
	}
	var layers []v1.Layer
	for _, entries := range [][]registrytest.Entry{{
		foreignEntry('5', "bin/", 0o755, ""), foreignEntry('0', "/bin/show", 0o755, string(program)),
		foreignEntry('5', "opt/", 0o755, ""), foreignEntry('5', "srv/", 0o755, ""),
		foreignEntry('0', "opt/setuid", 0o4755, "data"), foreignEntry('0', "opt/secret", 0, "secret"),
		foreignEntry('0', "opt/gone", 0o644, "gone"), foreignEntry('0', "opt/device", 0o644, "hidden by a device"),
		foreignEntry('5', "opt/new/", 0o755, ""), foreignEntry('0', "opt/new/lower", 0o644, "lower"),
		foreignEntry('2', "srv/link", 0o777, "/opt/secret"),
	}, {
		foreignEntry('0', "opt/.wh.gone", 0, ""), foreignEntry('3', "opt/device", 0o666, ""),
		foreignEntry('5', "opt/", 0o755, ""), foreignEntry('5', "opt/new/", 0o755, ""),
		foreignEntry('0', "opt/new/.wh..wh..opq", 0, ""), foreignEntry('0', "opt/new/upper", 0o644, "upper"),
		foreignEntry('0', "opt/hard", 0o755, "data"),
	}} {
		content, err := registrytest.Tar(entries...)
		if err != nil {
			t.Fatal(err)
		}
		layer, err := registrytest.Layer(content, compression.GZip)
		if err != nil {
			t.Fatal(err)
		}
		layers = append(layers, layer)
	}
	img, err := registrytest.Image(registrytest.Spec{Platform: v1.Platform{OS: "linux", Architecture: "amd64"}, Layers: layers})
	if err != nil {
		t.Fatal(err)
	}
	tag, err := name.NewTag(s.Host() + "/foreign:1")
	if err != nil {
		t.Fatal(err)
	}
	if err := remote.Write(tag, img); err != nil {
		t.Fatal(err)
	}
	sum, err := img.Digest()
	if err != nil {
		t.Fatal(err)
	}
	return tag.String() + "@" + sum.String()
}

// foreignEntry is an entry as no layer of dbx has it.
func foreignEntry(kind byte, at string, mode int64, rest string) registrytest.Entry {
	e := registrytest.Entry{Header: tar.Header{
		Typeflag: kind, Name: at, Mode: mode, Uid: 1234, Gid: 4321, Uname: "someone", ModTime: time.Unix(1_600_000_000, 0), Format: tar.FormatPAX,
		PAXRecords: map[string]string{"SCHILY.xattr.user.note": "x"},
	}}
	if kind == tar.TypeSymlink {
		e.Linkname = rest
	} else {
		e.Content = rest
	}
	return e
}
