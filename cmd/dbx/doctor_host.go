package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"dbx/cache/digest"
	"dbx/executor"
	"dbx/executor/cgroup"
	"dbx/executor/docker"
	"dbx/executor/sandbox"
	"dbx/executor/stage"
	"dbx/executor/upkeep"
)

// The room that a build of an image and a few wheels takes.
const (
	littleSpace = 10 << 30
	noSpace     = 1 << 30
)

func checkCache(_ context.Context, p *patient) finding {
	f := finding{Name: "cache", Status: good, Says: p.cache}
	err := p.withCache(func(c upkeep.Cache) error {
		dir, err := c.Store.Temp()
		if err != nil {
			return err
		}
		file := filepath.Join(dir, "file")
		if err := os.WriteFile(file, nil, 0o644); err != nil {
			return err
		}
		if err := os.Link(file, file+"2"); err != nil {
			f.Status, f.Says = poor, fmt.Sprintf("%s has no hard links: inputs are copied", p.cache)
			f.Fix = "set XDG_CACHE_HOME to a directory on a local disk"
		}
		return nil
	})
	if err != nil {
		f.Status, f.Says = bad, fmt.Sprintf("%s cannot be used: %v", p.cache, cause(err))
		f.Fix = "set XDG_CACHE_HOME to a directory that you may write to"
	}
	return f
}

// cause returns the innermost error, which says what the system said.
func cause(err error) error {
	for next := err; next != nil; next = errors.Unwrap(next) {
		err = next
	}
	return err
}

func checkDisk(_ context.Context, p *patient) finding {
	f := finding{Name: "disk", Status: good}
	dir := p.cache
	for dir != filepath.Dir(dir) && !exists(dir) {
		dir = filepath.Dir(dir)
	}
	var fs unix.Statfs_t
	if err := unix.Statfs(dir, &fs); err != nil {
		return finding{Name: "disk", Status: unknown, Says: fmt.Sprintf("%s: %v", dir, err)}
	}
	free := byteSize(fs.Bavail) * byteSize(fs.Bsize)
	f.Says = fmt.Sprintf("%v free for the cache", free)
	switch {
	case free < noSpace:
		f.Status = bad
	case free < littleSpace:
		f.Status = poor
	default:
		if fs.Files == 0 || fs.Ffree > 100_000 {
			return f
		}
		f.Status, f.Says = poor, fmt.Sprintf("only %d files can still be made for the cache", fs.Ffree)
	}
	f.Fix = fmt.Sprintf("dbx gc --max-size 10GiB, or set XDG_CACHE_HOME to a directory with more than %v free", byteSize(littleSpace))
	return f
}

func exists(p string) bool {
	_, err := os.Lstat(p)
	return err == nil
}

// checkNamespaces starts this program in a user namespace.
func checkNamespaces(ctx context.Context, _ *patient) finding {
	f := finding{Name: "user namespaces", Status: good, Says: "commands can be sealed without privileges"}
	cmd := exec.CommandContext(ctx, "/proc/self/exe", "version")
	cmd.Args[0] = os.Args[0]
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS | syscall.CLONE_NEWPID,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Geteuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getegid(), Size: 1}},
	}
	if err := cmd.Run(); err != nil {
		if errors.Is(err, syscall.ENOSPC) {
			err = errors.New("the limit of their number is reached")
		}
		f.Status, f.Says = bad, fmt.Sprintf("none can be made: %v", cause(err))
		f.Fix = "sysctl user.max_user_namespaces=10000, and where these exist kernel.unprivileged_userns_clone=1\n" +
			"and kernel.apparmor_restrict_unprivileged_userns=0; in a container --security-opt seccomp=unconfined"
	}
	return f
}

// checkSandbox sets a whole sandbox up: an overlay on a layer, a /proc of its own, seccomp.
func checkSandbox(ctx context.Context, p *patient) finding {
	f := finding{Name: "sandbox", Status: good, Says: "commands run in namespaces and overlays of their own"}
	if err := p.withCache(func(c upkeep.Cache) error {
		below, err := emptyLayer(ctx, c.Store)
		if err != nil {
			return err
		}
		box := sandbox.New(c.Layers)
		_, err = box.Execute(ctx, executor.Spawn{Rootfs: executor.Rootfs{Arch: runtime.GOARCH, Layers: []digest.SHA256{below}}})
		return errors.Join(err, box.Close())
	}); err != nil {
		f.Status, f.Says = bad, err.Error()
		f.Fix = "see user namespaces and overlay above; or use Docker"
	}
	return f
}

func (p *patient) withStager(use func(*stage.Stager) error) error {
	return p.withCache(func(c upkeep.Cache) error { return use(c.Layers) })
}

// checkGit looks for the program that git sources are fetched with.
func checkGit(context.Context, *patient) finding {
	f := finding{Name: "git", Status: good, Says: "git sources and changed(REV) can be read"}
	if _, err := exec.LookPath("git"); err != nil {
		f.Status, f.Says = poor, "it is not installed: git sources cannot be fetched, nor revisions compared"
		f.Fix = "apt-get install git; what is in the cache needs none"
	}
	return f
}

// checkDocker asks the daemon for all that commands in its containers need.
func checkDocker(ctx context.Context, p *patient) finding {
	f := finding{Name: "docker", Status: good, Says: "commands run in containers of the daemon"}
	err := p.withStager(func(s *stage.Stager) error {
		daemon, err := docker.New(ctx, docker.Options{Stage: s})
		if err != nil {
			return err
		}
		return errors.Join(daemon.Probe(ctx), daemon.Close())
	})
	if err == nil {
		return f
	}
	f.Status = bad
	f.Says, _, _ = strings.Cut(err.Error(), "; ") // behind it is what the fix says
	switch text := err.Error(); {
	case strings.Contains(text, "permission denied"):
		f.Fix = "usermod -aG docker $USER and log in again, or do without: --executor=sandbox"
	case strings.Contains(text, "no Docker daemon answers"):
		f.Fix = "start the daemon (systemctl start docker) or set DOCKER_HOST, or do without: --executor=sandbox"
	default:
		f.Fix = "do without: --executor=sandbox"
	}
	return f
}

// checkLimits looks for control groups in which the sandbox may hold commands.
func checkLimits(_ context.Context, _ *patient) finding {
	f := finding{Name: "limits", Status: good, Says: "memory, processes and CPUs of commands in the sandbox"}
	if missing := cgroup.Find().Missing(); missing != "" {
		f.Status, f.Says = poor, fmt.Sprintf("control groups for %s cannot be made: the sandbox does not enforce those limits", missing)
		f.Fix = "run as root, or in a scope of your own: systemd-run --user --scope -p Delegate=yes dbx build …"
	}
	return f
}
