package sandbox

import (
	"dbx/executor"
	"dbx/executor/inner"
	"dbx/executor/stage"
)

// newRoot says what a command's root file system is made of. Its changes are
// kept on disk only if a layer is wanted; in memory they are faster, and go
// away by themselves.
func newRoot(area *stage.Area, layers []string, sp executor.Spawn) (*inner.Root, error) {
	root := &inner.Root{
		Layers:   layers,
		InMemory: !wantsLayer(sp),
		Hostname: executor.Hostname,
		Resolv:   resolvers(sp),
	}
	for name, dir := range map[string]*string{"root": &root.Mount, "upper": &root.Upper, "overlay": &root.Work} {
		var err error
		if *dir, err = area.Dir(name); err != nil {
			return nil, err
		}
	}
	for _, b := range area.Binds() {
		root.Binds = append(root.Binds, inner.Bind{Source: b.Source, Target: b.Target, ReadOnly: b.ReadOnly})
	}
	return root, nil
}

func wantsLayer(sp executor.Spawn) bool {
	for _, out := range sp.Outputs {
		if out.Kind == executor.OutputLayer {
			return true
		}
	}
	return false
}

func newSpec(sp executor.Spawn, root *inner.Root, filter []byte) *inner.Spec {
	return &inner.Spec{
		Args:   sp.Args,
		Env:    sp.Environ(),
		Dir:    sp.WorkingDir(),
		UID:    sp.User.ID(),
		Filter: filter,
		Root:   root,
	}
}
