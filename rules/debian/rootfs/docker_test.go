package rootfs

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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
		require.Missing(t, "network", fmt.Sprintf("no Debian mirror in the host's apt configuration: %v", err))
	}
	keys, err := repo.HostKeyring("/")
	if err != nil {
		require.Missing(t, "network", err.Error())
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
	name := fmt.Sprintf("dbx-rootfs-test-%d-%d", os.Getpid(), time.Now().UnixNano())
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute)
	defer cancel()
	args := []string{"run", "--name", name, "--init", "--network", "none", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
		"--security-opt", "seccomp=" + profile, "--env", fmt.Sprintf("SOURCE_DATE_EPOCH=%d", l.locked.SnapshotTime("bookworm").Unix()),
		"--mount", "type=bind,readonly,source=" + filepath.Dir(debs) + ",target=/work", "--workdir", "/work",
		image, "/bin/sh", "-ec", InstallScript, "install"}
	cmd := exec.CommandContext(ctx, "docker", append(args, set.Foreign...)...)
	out, err := cmd.CombinedOutput()
	t.Cleanup(func() { exec.Command("docker", "rm", "-f", name).Run() })
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
	empty := l.bootstrap(t, debs, set)
	base := l.install(t, empty, "base", debs, set)
	t.Run("again", func(t *testing.T) {
		again := l.install(t, empty, "base", debs, set)
		if diff := cmp.Diff(l.content(t, base), l.content(t, again)); diff != "" {
			t.Errorf("two installations differ:\n%s", diff)
		}
	})
	t.Run("services", func(t *testing.T) {
		debs, set := l.debs(t, "services")
		image := l.install(t, base, "services", debs, set)
		l.run(t, image, "java -version; ssh -V; test ! -e /usr/sbin/policy-rc.d")
	})
	t.Run("cross", func(t *testing.T) {
		debs, set := l.debs(t, "cross")
		image := l.install(t, base, "cross", debs, set)
		out := l.run(t, image, `gcc --version >/dev/null; python3 -c "import ssl, ctypes"
echo "int main(){return 0;}" >/tmp/x.c; arm-linux-gnueabi-gcc /tmp/x.c -o /tmp/x; readelf -h /tmp/x | grep -w ARM
test -e /usr/lib/arm-linux-gnueabi/libpython3.11.a; test ! -e /usr/share/doc/gcc-12/NEWS.html
test "$(dpkg --print-foreign-architectures)" = armel; dpkg --audit; dpkg -l | grep '^i[^i]' || :`)
		if strings.Contains(out, "not") {
			t.Errorf("dpkg complains: %s", out)
		}
	})
}

func (l *lab) run(t *testing.T, image, script string) string {
	t.Helper()
	out, err := exec.Command("docker", "run", "--rm", "--network", "none", image, "/bin/sh", "-ec", script).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	return string(out)
}

// content maps the paths of an image to what is there, leaving out times and
// what Docker puts into every container.
func (l *lab) content(t *testing.T, image string) map[string]string {
	t.Helper()
	out, err := exec.Command("docker", "create", image, "true").Output()
	if err != nil {
		t.Fatal(err)
	}
	container := strings.TrimSpace(string(out))
	defer exec.Command("docker", "rm", container).Run()
	cmd := exec.Command("docker", "export", container)
	stream, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	docker := []string{".dockerenv", "dev/", "etc/hostname", "etc/hosts", "etc/resolv.conf", "etc/mtab", "proc/", "sys/"}
	all := map[string]string{}
	for files := tar.NewReader(stream); ; {
		h, err := files.Next()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(docker, func(p string) bool { return strings.HasPrefix(h.Name, p) }) {
			continue
		}
		body, err := io.ReadAll(files)
		if err != nil {
			t.Fatal(err)
		}
		all[h.Name] = fmt.Sprintf("%c %o %d:%d %s %x", h.Typeflag, h.Mode, h.Uid, h.Gid, h.Linkname, sha256.Sum256(body))
	}
}
