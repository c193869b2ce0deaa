package sandbox

import (
	"cmp"
	"strings"

	"golang.org/x/sys/unix"

	"dbx/executor"
	"dbx/executor/inner"
	"dbx/executor/stage"
)

// newRoot says what a command's root file system is made of. Its changes are
// kept on disk only if a layer is wanted; in memory they are faster, and go
// away by themselves.
func (s *Sandbox) newRoot(area *stage.Area, layers []string, sp executor.Spawn) (*inner.Root, error) {
	root := &inner.Root{
		Layers:   layers,
		InMemory: s.memoryHoldsUpper && !wantsLayer(sp),
		Hostname: cmp.Or(s.Disguise.Hostname, executor.Hostname),
		Resolv:   resolvers(sp),
		WorkDir:  s.Disguise.WorkDir,
	}
	var err error
	if root.Mount, err = s.mountPoint(); err != nil {
		return nil, err
	}
	if !root.InMemory {
		for name, dir := range map[string]*string{"upper": &root.Upper, "overlay": &root.Work} {
			if *dir, err = area.Dir(name); err != nil {
				return nil, err
			}
		}
	}
	for _, b := range area.Binds() {
		root.Binds = append(root.Binds, inner.Bind{Source: b.Source, Target: s.Disguise.place(b.Target), ReadOnly: b.ReadOnly})
	}
	return root, nil
}

// mountPoint returns an empty directory, the same for all: each sandbox mounts
// in a namespace of its own.
func (s *Sandbox) mountPoint() (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	if s.mount == "" {
		s.mount, err = s.stager.Store().Temp()
	}
	return s.mount, err
}

// memoryHoldsUpper reports whether an upper directory in memory can be marked
// opaque: before Linux 6.6 tmpfs had no user attributes, and without them
// overlay breaks the renaming of directories.
func memoryHoldsUpper() bool {
	fd, err := unix.MemfdCreate("dbx-probe", unix.MFD_CLOEXEC)
	if err != nil {
		return false
	}
	defer unix.Close(fd)
	return unix.Fsetxattr(fd, "user.overlay.probe", []byte("y"), 0) == nil
}

func wantsLayer(sp executor.Spawn) bool {
	for _, out := range sp.Outputs {
		if out.Kind == executor.OutputLayer {
			return true
		}
	}
	return false
}

// place returns where a path really is that is in [executor.WorkDir], or that
// itself; others stay.
func (d Disguise) place(p string) string {
	rest, inside := strings.CutPrefix(p, executor.WorkDir)
	if d.WorkDir == "" || !inside || rest != "" && rest[0] != '/' {
		return p
	}
	return d.WorkDir + rest
}

func (s *Sandbox) newSpec(sp executor.Spawn, root *inner.Root) *inner.Spec {
	return &inner.Spec{
		Args:   sp.Args,
		Env:    sp.Environ(),
		Dir:    s.Disguise.place(sp.WorkingDir()),
		UID:    sp.User.ID(),
		Pids:   s.processLimit(sp),
		Filter: s.filter,
		Root:   root,
	}
}
