package docker

import (
	"fmt"
	"os"
	"strconv"
	"syscall"
	"time"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/mount"

	"dbx/cache/digest"
	"dbx/executor/agent"
)

const (
	// cacheVolume is where agents keep their cache on a daemon that does not see
	// ours: one for all who use the daemon.
	cacheVolume = "dbx-cache"
	// volumeMount is where they see it.
	volumeMount = "/.dbx/cache"
	// agentPids stops what many fork bombs could do together.
	agentPids = int64(1 << 15)
)

// site is where agents of this process live: what their containers look like.
type site struct {
	program program
	idle    time.Duration
	shared  bool   // they see our cache directory
	dir     string // the cache directory in the container
	volume  string // that holds it, unless it is shared
	user    string
	about   string // what else tells agents apart
}

// hereOf is a site over the cache directory of the store, as our own user.
func hereOf(d daemon, p program, idle time.Duration) (*site, error) {
	dir := d.store.Dir()
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil, fmt.Errorf("docker: %s cannot be told from others", dir)
	}
	return &site{
		program: p,
		idle:    idle,
		shared:  true,
		dir:     dir,
		user:    strconv.Itoa(os.Geteuid()) + ":" + strconv.Itoa(os.Getegid()),
		// A directory that is removed and made anew is another.
		about: fmt.Sprintf("%s %d %d", d.me.boot, st.Dev, st.Ino),
	}, nil
}

// thereOf is a site with a cache of its own.
func thereOf(p program, idle time.Duration, volume string) *site {
	return &site{program: p, idle: idle, dir: volumeMount, volume: volume, user: "0:0"}
}

// label is what containers have in common whose sessions are as good as each
// other.
func (p *site) label(network bool) string {
	e := digest.NewEncoder("docker agent", 1)
	e.Digest("program", p.program.digest)
	e.Int("idle", int64(p.idle))
	e.Bool("shared", p.shared)
	e.Text("dir", p.dir)
	e.Text("volume", p.volume)
	e.Text("user", p.user)
	e.Text("about", p.about)
	e.Bool("network", network)
	return e.Sum().Hex()[:32]
}

// config is the container's description that is no resource. Its only process
// of its own keeps it alive; sessions come and go.
func (p *site) config(image string, labels map[string]string) *container.Config {
	return &container.Config{
		Image:      image,
		Hostname:   "dbx-agent",
		Entrypoint: append([]string{programPath}, agent.HoldArgs(p.idle, p.dir)...),
		WorkingDir: "/",
		StopSignal: "SIGTERM",
		User:       p.user,
		Labels:     labels,
	}
}

// hostConfig is the other half. Sandboxes need user namespaces and a /proc of
// which nothing is hidden, and no privilege at all.
func (p *site) hostConfig(network bool) *container.HostConfig {
	noInit, pids := false, agentPids
	host := &container.HostConfig{
		NetworkMode:  "none",
		AutoRemove:   true,
		Init:         &noInit,
		IpcMode:      "private",
		CgroupnsMode: "private",
		LogConfig:    container.LogConfig{Type: "none"},
		SecurityOpt:  []string{"seccomp=unconfined", "apparmor=unconfined", "label=disable"},
		// What the command line calls systempaths=unconfined.
		MaskedPaths:   []string{},
		ReadonlyPaths: []string{},
		CapDrop:       []string{"ALL"},
		Mounts:        []mount.Mount{p.cache()},
		Resources:     container.Resources{PidsLimit: &pids},
	}
	if p.user[:2] == "0:" {
		// The first to map our id into a user namespace, the second to be master
		// of all files in the cache, as root is.
		host.CapAdd = []string{"SETFCAP", "DAC_OVERRIDE"}
	}
	if network {
		host.NetworkMode = "host"
	}
	return host
}

func (p *site) cache() mount.Mount {
	if p.shared {
		return bind(p.dir, p.dir, false)
	}
	return mount.Mount{
		Type: mount.TypeVolume, Source: p.volume, Target: p.dir,
		VolumeOptions: &mount.VolumeOptions{Labels: map[string]string{labelMark: "1"}},
	}
}

// use says whose the agents' cache is.
func (p *site) use() agent.Use {
	if p.shared {
		return agent.Shared
	}
	return agent.Own
}
