package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/layer"
	"dbx/executor"
	"dbx/executor/sandbox"
	"dbx/executor/upkeep"
)

// checkOverlay has the kernel mount overlays in sandboxes, more of them on the
// disk of the cache each time.
func checkOverlay(ctx context.Context, p *patient) finding {
	var got overlays
	err := p.withCache(func(c upkeep.Cache) error {
		below, err := emptyLayer(ctx, c.Store)
		if err != nil {
			return err
		}
		root := executor.Rootfs{Arch: runtime.GOARCH, Layers: []digest.SHA256{below}}
		changed := executor.Command{Outputs: []executor.OutputSpec{{Path: "system", Kind: executor.OutputLayer}}}
		box := sandbox.New(c.Layers)
		got.inMemory = box.Probe(ctx)
		_, got.below = box.Execute(ctx, executor.Spawn{Rootfs: root})
		_, got.above = box.Execute(ctx, executor.Spawn{Rootfs: root, Command: changed})
		return box.Close()
	})
	if err != nil {
		return finding{Name: "overlay", Status: unknown, Says: cause(err).Error()}
	}
	return got.judge(p.cache)
}

// overlays are how mounting some ended: with nothing of the cache, with a layer
// there, and with a directory for changes there too.
type overlays struct{ inMemory, below, above error }

func (o overlays) judge(cache string) finding {
	const disk = "set XDG_CACHE_HOME to a directory on a local disk with ext4, xfs or btrfs: the file system of a\ncontainer, which is an overlay itself, and those of networks and USB sticks are not for overlays"
	f := finding{Name: "overlay", Status: good, Says: "root file systems are layers in the cache, and so are their changes"}
	refused := func(err error) bool { return err != nil && strings.Contains(err.Error(), "mount overlay ") }
	switch {
	case errors.Join(o.inMemory, o.below, o.above) == nil:
	case refused(o.inMemory):
		f.Status, f.Says = bad, fmt.Sprintf("none can be mounted in a user namespace: %v", o.inMemory)
		f.Fix = "use Linux 5.12 or later with overlayfs (modprobe overlay), and where AppArmor or SELinux\nforbids it a profile for dbx that allows mounts; or use Docker"
	case refused(o.below):
		f.Status, f.Says = bad, fmt.Sprintf("none can be mounted on %s: %v", cache, o.below)
		f.Fix = disk
	case refused(o.above):
		f.Status, f.Says = poor, fmt.Sprintf("%s cannot keep changes, so that commands in the sandbox make no layers: %v", cache, o.above)
		f.Fix = disk
	default:
		f.Status, f.Says = unknown, "there is no sandbox to mount one in"
	}
	return f
}

// emptyLayer puts a layer with nothing in it into the store.
func emptyLayer(ctx context.Context, store *cas.Disk) (digest.SHA256, error) {
	var tar bytes.Buffer
	info, err := layer.FromTree(&tar, nil, time.Unix(0, 0), false, layer.NewStack())
	if err != nil {
		return digest.SHA256{}, err
	}
	d, err := store.PutBytes(ctx, tar.Bytes())
	if err != nil {
		return digest.SHA256{}, err
	}
	return info.DiffID, store.Alias(info.DiffID, d)
}

// checkEmulation registers an emulator in a sandbox, which then runs nothing:
// any program will do for one.
func checkEmulation(ctx context.Context, p *patient) finding {
	err := p.withCache(func(c upkeep.Cache) error {
		program, err := c.Store.PutBytes(ctx, []byte("#!/bin/false\n"))
		if err != nil {
			return err
		}
		foreign := executor.Spawn{Rootfs: executor.Rootfs{Arch: "s390x", Emulator: program}}
		if runtime.GOARCH == foreign.Rootfs.Arch {
			foreign.Rootfs.Arch = "amd64"
		}
		box := sandbox.New(c.Layers)
		_, err = box.Execute(ctx, foreign)
		return errors.Join(err, box.Close())
	})
	return emulation(err)
}

// emulation judges how registering an emulator ended.
func emulation(err error) finding {
	f := finding{Name: "binfmt", Status: good, Says: "programs of other architectures run in the sandbox, through the emulator that is declared"}
	if err != nil {
		f.Status = poor
		f.Says, _, _ = strings.Cut(err.Error(), ". ")
		f.Fix = "use Linux 6.7 or later, where user namespaces register emulators; or register on this machine\nthe emulator that the workspace declares, with the flag F; only foreign programs need it"
	}
	return f
}
