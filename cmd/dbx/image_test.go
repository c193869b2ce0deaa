package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"dbx/cache/require"
)

// imageWorkspace has images of one static program, made by the Go compiler.
const imageWorkspace = `
image "hello" {
  arch       = "%ARCH%"
  entrypoint = ["/bin/tool"]
  cmd        = ["said"]
  env        = { GREETING = "hello" }
  labels     = { "org.example.label" = "x" }
  copy {
    from = "tool"
    to   = "/bin/tool"
    mode = "0755"
  }
}
image "more" {
  base = ":hello"
  copy {
    from = "one.txt"
    to   = "/etc/one.txt"
  }
}
image "each" {
  matrix = { arch = ["amd64", "arm64"] }
  arch   = matrix.arch
  copy {
    from = "one.txt"
    to   = "/${matrix.arch}"
  }
}
image_index "every" {
  images = [":each"]
}
image "ran" {
  base = ":more"
  run {
    command = ["/bin/tool", "write", "/etc/two.txt"]
  }
  run {
    command = ["/bin/tool", "remove", "/etc/one.txt"]
  }
  formats = []
}
image "flat" {
  base        = ":ran"
  flatten     = true
  compression = "gzip"
  formats     = ["oci", "tar"]
}
image "flat-own" {
  base = ":hello"
  copy {
    from = "one.txt"
    to   = "/etc/one.txt"
  }
  run {
    command = ["/bin/tool", "write", "/etc/two.txt"]
  }
  run {
    command = ["/bin/tool", "remove", "/etc/one.txt"]
  }
  flatten     = "own"
  compression = "zstd"
}
`

const imageTool = `package main

import (
	"fmt"
	"os"
)

// run makes each run's program, and with it the layer, one that no daemon has.
var run string

func main() {
	var err error
	switch os.Args[1] {
	case "run":
		fmt.Println(run)
	case "said":
		fmt.Println(os.Getenv("GREETING"), "from inside")
	case "write":
		err = os.WriteFile(os.Args[2], []byte("written\n"), 0o640)
	case "remove":
		err = os.Remove(os.Args[2])
	}
	if err != nil {
		panic(err)
	}
}
`

// imageWorld is a workspace with images, and what it takes to run dbx in it.
type imageWorld struct {
	t        *testing.T
	dir      string
	cacheDir string
}

func newImageWorld(t *testing.T) *imageWorld {
	t.Helper()
	w := &imageWorld{t: t, dir: t.TempDir(), cacheDir: t.TempDir()}
	w.write("BUILD.hcl", "workspace {\n  name  = \"images\"\n  epoch = 1700000000\n}\n")
	w.write("i/BUILD.hcl", strings.ReplaceAll(imageWorkspace, "%ARCH%", runtime.GOARCH))
	w.write("i/one.txt", "one\n")
	w.write("main.go", imageTool)
	build := exec.Command(require.Tool(t, "go"), "build", "-trimpath", "-ldflags=-s -w -X main.run="+rand.Text(), "-o", filepath.Join(w.dir, "i/tool"), filepath.Join(w.dir, "main.go"))
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return w
}

func (w *imageWorld) write(name, content string) {
	w.t.Helper()
	at := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(at, []byte(content), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// dbx runs the command line and returns what it printed.
func (w *imageWorld) dbx(code int, args ...string) (stdout, stderr string) {
	w.t.Helper()
	var out, said bytes.Buffer
	env := func(name string) (string, bool) {
		if name == "XDG_CACHE_HOME" {
			return w.cacheDir, true
		}
		return os.LookupEnv(name)
	}
	got := run(context.WithoutCancel(w.t.Context()), &app{dir: w.dir, env: env, stdout: &out, stderr: io.MultiWriter(&said, w.t.Output())}, args)
	if got != code {
		w.t.Fatalf("dbx %s: exit code %d, want %d\n%s", strings.Join(args, " "), got, code, said.String())
	}
	return out.String(), said.String()
}

// tool runs another program in the workspace and returns what it printed.
func (w *imageWorld) tool(name string, args ...string) string {
	w.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = w.dir
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		w.t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, said.String())
	}
	return strings.TrimSpace(string(out))
}

func (w *imageWorld) read(name string) string {
	w.t.Helper()
	b, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return strings.TrimSpace(string(b))
}

// TestImagesAsOthersSeeThem has skopeo and umoci read what dbx writes, and the
// same images flattened hold the same files.
func TestImagesAsOthersSeeThem(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program and runs it")
	}
	require.UserNS(t)
	skopeo, umoci := require.Tool(t, "skopeo"), require.Tool(t, "umoci")
	w := newImageWorld(t)
	w.dbx(0, "build", "//...", "--executor", "sandbox")
	for _, target := range []string{"hello", "more", "flat", "flat-own"} {
		at := "dbx-out/i/" + target
		if got, want := w.tool(skopeo, "inspect", "--format", "{{.Digest}}", "oci:"+at+"/oci"), w.read(at+"/digest"); got != want {
			t.Errorf("%s: skopeo finds the digest %s, dbx says %s", target, got, want)
		}
	}
	if got, want := w.tool(skopeo, "inspect", "--format", "{{.Digest}}", "oci-archive:dbx-out/i/flat/image.tar"), w.read("dbx-out/i/flat/digest"); got != want {
		t.Errorf("skopeo finds the digest %s in the archive, dbx says %s", got, want)
	}
	for _, arch := range []string{"amd64", "arm64"} {
		got := w.tool(skopeo, "--override-arch", arch, "inspect", "--format", "{{.Architecture}} {{.Layers}}", "oci:dbx-out/i/every/oci")
		one := w.tool(skopeo, "--override-arch", arch, "inspect", "--format", "{{.Architecture}} {{.Layers}}", "oci:dbx-out/i/each-"+arch+"/oci")
		if got != one || !strings.HasPrefix(got, arch) {
			t.Errorf("skopeo finds %q in the index for %s, want %q", got, arch, one)
		}
	}
	w.tool(skopeo, "--insecure-policy", "copy", "-q", "oci:dbx-out/i/more/oci", "docker-archive:skopeo.tar:a/b:c")
	w.dbx(0, "image", "diff", "//i:more", "skopeo.tar")
	for _, other := range []string{"//i:flat", "//i:flat-own"} {
		out, _ := w.dbx(0, "image", "diff", "//i:ran", other, "--executor", "sandbox")
		if out != "" {
			t.Errorf("%s: %s", other, out)
		}
	}
	w.dbx(0, "image", "export", "//i:flat", "--format", "oci", "-o", "layout", "--tag", "x:tagged")
	w.tool(umoci, "unpack", "--rootless", "--image", "layout:tagged", "bundle")
	if got := w.read("bundle/rootfs/etc/two.txt"); got != "written" {
		t.Errorf("umoci unpacks %q", got)
	}
	if _, err := os.Stat(filepath.Join(w.dir, "bundle/rootfs/etc/one.txt")); !os.IsNotExist(err) {
		t.Errorf("a removed file is there: %v", err)
	}
	w.dbx(0, "image", "export", "//i:ran", "--format", "rootfs", "-o", "root.tar", "--executor", "sandbox")
	if got := w.tool(require.Tool(t, "tar"), "-tf", "root.tar"); got != "bin/\nbin/tool\netc/\netc/two.txt" {
		t.Errorf("the plain tar holds\n%s", got)
	}
}

// TestImagesInDocker loads images into a daemon, which runs them, and has what
// the daemon saves compared with what was loaded.
func TestImagesInDocker(t *testing.T) {
	require.Docker(t)
	docker := require.Tool(t, "docker")
	w := newImageWorld(t)
	repository := "dbx/test-images-" + strings.ToLower(rand.Text())
	t.Cleanup(func() {
		for _, tag := range []string{"hello", "more", "flat"} {
			_ = exec.Command(docker, "rmi", "-f", repository+":"+tag).Run()
		}
		_ = exec.Command(docker, "rmi", "-f", "dbx/i:flat").Run()
	})
	load := func(target string) string {
		t.Helper()
		name := repository + ":" + target
		out, said := w.dbx(0, "image", "load", "//i:"+target, "--tag", name)
		if strings.TrimSpace(out) != name {
			t.Errorf("load printed %q", out)
		}
		return said
	}
	start := func(image string) string { return w.tool(docker, "run", "--rm", "--network", "none", image) }
	if said := load("hello"); !strings.Contains(said, "1 of 1 layers") {
		t.Errorf("first load: %s", said)
	}
	if got := start(repository + ":hello"); got != "hello from inside" {
		t.Errorf("the image says %q", got)
	}
	if said := load("hello"); !strings.Contains(said, "the daemon has it") {
		t.Errorf("second load: %s", said)
	}
	if said := load("more"); !strings.Contains(said, "1 of 2 layers") {
		t.Errorf("an image with one more layer: %s", said)
	}
	w.tool(docker, "save", "-o", "saved.tar", repository+":more")
	w.dbx(0, "image", "diff", "//i:more", "saved.tar")
	w.dbx(0, "image", "export", "//i:more", "--format", "rootfs", "-o", "root.tar")
	if out, _ := w.dbx(0, "image", "ls"); !strings.Contains(out, repository+":more") {
		t.Errorf("ls does not show it:\n%s", out)
	}
	w.write("i/BUILD.hcl", strings.ReplaceAll(strings.Replace(imageWorkspace, `base        = ":ran"`, `base        = ":more"`, 1), "%ARCH%", runtime.GOARCH))
	w.dbx(0, "build", "//i:flat")
	if got := w.tool(docker, "load", "-qi", "dbx-out/i/flat/image.tar"); got != "Loaded image: dbx/i:flat" {
		t.Errorf("docker load says %q", got)
	}
	if got := start("dbx/i:flat"); got != "hello from inside" {
		t.Errorf("the flat image from an archive says %q", got)
	}
}
