package docker

import (
	"context"
	"os"
	"path/filepath"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/mount"
	"golang.org/x/sys/unix"

	"dbx/executor"
	"dbx/executor/inner"
	"dbx/executor/inner/filter"
)

// ownPids are for the first process, which is ours, and its threads.
const ownPids = int64(16)

// sealed describes the container of one attempt to run a spawn.
type sealed struct {
	argv   []string
	labels map[string]string
	mounts []mount.Mount
}

// seal writes what the container's first process needs, and the constant files
// of every container, into dir, and returns the container. A command may change
// those: what it writes is lost. They are ours and not its uid's, so it can
// only if everyone can; nobody else gets to them through dir.
func (e *fresh) seal(ctx context.Context, dir string, spec *inner.Spec, resolv string) (sealed, error) {
	kit, err := e.kit.Get(ctx)
	if err != nil {
		return sealed{}, err
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return sealed{}, err
	}
	c := sealed{argv: kit.self.argv, labels: e.me.labels(""), mounts: kit.self.mounts()}
	for _, f := range []struct{ name, target, content string }{
		{"spec", inner.SpecPath, string(spec.Marshal())},
		{"hosts", "/etc/hosts", inner.Hosts},
		{"hostname", "/etc/hostname", executor.Hostname + "\n"},
		{"resolv.conf", "/etc/resolv.conf", resolv},
	} {
		source := filepath.Join(dir, f.name)
		if err := writeForAll(source, f.content); err != nil {
			return sealed{}, err
		}
		c.mounts = append(c.mounts, bind(source, f.target, f.target == inner.SpecPath))
	}
	return c, nil
}

// innerSpec is what the first process does with the command.
func innerSpec(s executor.Spawn) *inner.Spec {
	return &inner.Spec{
		Args:   s.Args,
		Env:    s.Environ(),
		Dir:    s.WorkingDir(),
		UID:    s.User.ID(),
		Filter: filter.Program(),
		Owner:  ownerAfter(s),
	}
}

// ownerAfter is who gets /work when the command is done; nil if it never was
// another's.
func ownerAfter(s executor.Spawn) *inner.Owner {
	if owner := areaOwner(); owner != nil || s.User == executor.Root {
		return owner
	}
	return &inner.Owner{} // root's, as before
}

// areaOwner is who must own an area in the end, or nil for root, whose it is
// already.
func areaOwner() *inner.Owner {
	if os.Geteuid() == 0 {
		return nil
	}
	return &inner.Owner{UID: os.Geteuid(), GID: os.Getegid()}
}

// writeForAll writes a file that every user may write, whatever the umask.
func writeForAll(name, content string) error {
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		return err
	}
	return os.Chmod(name, 0o666)
}

// resolvers is what a command with network access finds in /etc/resolv.conf:
// what this process would.
func resolvers(s executor.Spawn) string {
	if !s.Network {
		return ""
	}
	b, err := os.ReadFile("/etc/resolv.conf")
	if err != nil {
		return ""
	}
	return string(b)
}

// config is the half of a container's description that is no resource. The
// environment stays empty: the engine adds some, but the command gets its own
// from the first process.
func (c sealed) config(image string) *container.Config {
	return &container.Config{
		Image:        image,
		Hostname:     executor.Hostname,
		Entrypoint:   c.argv,
		WorkingDir:   "/",
		StopSignal:   unix.SignalName(inner.StopSignal),
		User:         "0:0",
		Labels:       c.labels,
		AttachStdout: true,
		AttachStderr: true,
	}
}

// hostConfig is the other half. The engine's own filter and masks are replaced
// by those of every executor, so that a command cannot tell where it runs: the
// first process, which is ours, installs the filter and drops all capabilities
// before the command begins. It also is its own init.
func (c sealed) hostConfig(s executor.Spawn) *container.HostConfig {
	noInit, pids := false, s.PidsLimit()+ownPids
	host := &container.HostConfig{
		NetworkMode:  "none",
		Init:         &noInit,
		IpcMode:      "private",
		CgroupnsMode: "private",
		Mounts:       c.mounts,
		LogConfig:    container.LogConfig{Type: "none"},
		// Without the second, SELinux keeps containers from what is bound.
		SecurityOpt: []string{"seccomp=unconfined", "label=disable"},
		Tmpfs: map[string]string{
			"/tmp":     "exec,mode=1777",
			"/dev/shm": "mode=1777",
			"/sys":     "ro,size=0,mode=0755",
			// Or the engine would mount the host's control groups there.
			"/sys/fs/cgroup": "ro,size=0,mode=0755",
		},
		MaskedPaths:   inner.MaskedPaths(),
		ReadonlyPaths: inner.ReadOnlyPaths(),
		Resources:     container.Resources{PidsLimit: &pids},
	}
	if s.Network {
		host.NetworkMode = "host"
	}
	if !s.Rootfs.Emulator.IsZero() {
		// AppArmor's profile for containers lets nobody make a file system.
		host.SecurityOpt = append(host.SecurityOpt, "apparmor=unconfined")
	}
	if s.Memory > 0 {
		// The second one counts memory and swap together.
		host.Memory, host.MemorySwap = s.Memory, s.Memory
	}
	return host
}
