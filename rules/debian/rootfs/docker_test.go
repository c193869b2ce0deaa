package rootfs

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"dbx/cache/layer"
	"dbx/cache/require"
	"dbx/rules/debian/lock"
	"dbx/rules/debian/repo"
)

// seccomp answers changes of ownership with success, as every executor does.
const seccomp = `{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"action":"SCMP_ACT_ERRNO","errnoRet":0,"names":[
"chown","fchown","lchown","fchownat","setuid","setgid","setreuid","setregid","setresuid","setresgid","setgroups","setfsuid","setfsgid","mknod","mknodat","capset"]}]}`

// lab is a suite, and a daemon to install its packages in.
type lab struct {
	fetch  repo.Fetcher
	dir    string
	locked lock.File
}

func newLab(t *testing.T, blocks []lock.Block) *lab {
	t.Helper()
	require.Network(t)
	require.Docker(t)
	require.Tool(t, "docker")
	mirrors, err := repo.HostMirrors("/", "bookworm")
	if err != nil || len(mirrors) == 0 {
		t.Skipf("needs a Debian mirror in the host's apt configuration: %v", err)
	}
	keys, err := repo.HostKeyring("/")
	if err != nil {
		t.Skip(err)
	}
	l := &lab{fetch: &repo.HTTP{Mirrors: mirrors}, dir: t.TempDir()}
	l.locked, err = lock.Lock(t.Context(), l.fetch, keys, lock.Request{Suite: "bookworm", Blocks: blocks})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// debs fetches a set's packages in the order of unpacking.
func (l *lab) debs(t *testing.T, id string) (dir string, set lock.Set) {
	t.Helper()
	set, ok := l.locked.Set(id)
	if !ok {
		t.Fatalf("no set %s", id)
	}
	dir = filepath.Join(l.dir, id, "debs")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	group, ctx := errgroup.WithContext(t.Context())
	group.SetLimit(8)
	for i, p := range set.Order() {
		group.Go(func() error {
			data, err := repo.Load(ctx, l.fetch, repo.File{Path: p.Path, Size: p.Size, SHA256: p.SHA256})
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(dir, debName(i, p)), data, 0o644)
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	return dir, set
}

func debName(i int, p lock.Package) string { return fmt.Sprintf("%04d-%s_%s.deb", i, p.Name, p.Arch) }

// bootstrap makes an image of a set's essential packages.
func (l *lab) bootstrap(t *testing.T, dir string, set lock.Set) (image string) {
	t.Helper()
	spool, err := os.CreateTemp(l.dir, "spool")
	if err != nil {
		t.Fatal(err)
	}
	defer spool.Close()
	b := NewBootstrap(spool)
	for i, p := range set.Order() {
		if !p.Essential {
			continue
		}
		f, err := os.Open(filepath.Join(dir, debName(i, p)))
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Add(f); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	entries, err := b.Entries()
	if err != nil {
		t.Fatal(err)
	}
	var tarball bytes.Buffer
	info, err := layer.FromTree(&tarball, entries, l.locked.SnapshotTime("bookworm"), false, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("bootstrap: %d entries, %d bytes, diffID %s", info.Entries, tarball.Len(), info.DiffID)
	cmd := exec.Command("docker", "import", "-")
	cmd.Stdin = &tarball
	return l.image(t, cmd)
}

func (l *lab) image(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v", cmd, err)
	}
	id := strings.TrimSpace(string(out))
	t.Cleanup(func() { exec.Command("docker", "rmi", "-f", id).Run() })
	return id
}

// install runs the second stage sealed, and commits what came of it.
func (l *lab) install(t *testing.T, image, id, debs string, set lock.Set) string {
	t.Helper()
	profile := filepath.Join(l.dir, "seccomp.json")
	if err := os.WriteFile(profile, []byte(seccomp), 0o644); err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("dbx-rootfs-test-%d-%s", os.Getpid(), id)
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute)
	defer cancel()
	args := []string{"run", "--name", name, "--init", "--network", "none", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
		"--security-opt", "seccomp=" + profile, "--env", fmt.Sprintf("SOURCE_DATE_EPOCH=%d", l.locked.SnapshotTime("bookworm").Unix()),
		"--mount", "type=bind,readonly,source=" + filepath.Dir(debs) + ",target=/work", "--workdir", "/work",
		image, "/bin/sh", "-ec", InstallScript, "install"}
	cmd := exec.CommandContext(ctx, "docker", append(args, set.Foreign...)...)
	out, err := cmd.CombinedOutput()
	t.Cleanup(func() { exec.Command("docker", "rm", "-f", name).Run() })
	os.WriteFile("/tmp/p/"+id+".log", out, 0o644)
	if err != nil {
		t.Fatalf("%s: %v\n%s", id, err, tail(out))
	}
	return l.image(t, exec.Command("docker", "commit", name))
}

func tail(out []byte) []byte {
	if len(out) > 6000 {
		return out[len(out)-6000:]
	}
	return out
}

func TestInstallBookworm(t *testing.T) {
	l := newLab(t, []lock.Block{
		{ID: "base", Arch: "amd64", Packages: strings.Fields("python3-dev gcc make libc6-dev")},
		{ID: "services", Arch: "amd64", Base: "base", Packages: strings.Fields("openssh-client man-db at dbus postfix default-jre-headless")},
		{ID: "cross", Arch: "amd64", Base: "base", Packages: strings.Fields("gcc-arm-linux-gnueabi libpython3-dev:armel")},
	})
	debs, set := l.debs(t, "base")
	base := l.install(t, l.bootstrap(t, debs, set), "base", debs, set)
	debs, set = l.debs(t, "services")
	l.install(t, base, "services", debs, set)
	debs, set = l.debs(t, "cross")
	cross := l.install(t, base, "cross", debs, set)
	check := `set -e; gcc --version | head -1; python3 -c "import ssl, ctypes; print(1)"; echo "int main(){return 0;}" >/tmp/x.c
arm-linux-gnueabi-gcc /tmp/x.c -o /tmp/x; readelf -h /tmp/x | grep Machine; dpkg --print-foreign-architectures; dpkg -l | grep -vc ^ii`
	out, _ := exec.Command("docker", "run", "--rm", "--network", "none", cross, "/bin/sh", "-c", check).CombinedOutput()
	t.Logf("%s", out)
}
