package executor

import (
	"dbx/cache/actioncache"
	"dbx/cache/digest"
)

// keyVersion changes whenever a field's meaning or the fixed environment that
// every executor gives a command (see [Environ]) changes.
const keyVersion = 2

// Key returns the action key: the digest of everything that the result may
// depend on.
func (s Spawn) Key() actioncache.Key {
	return actioncache.Key(s.encode().Sum())
}

// Transcript returns the bytes whose digest is the key, for
// [digest.Explain].
func (s Spawn) Transcript() []byte { return s.encode().Bytes() }

func (s Spawn) encode() *digest.Encoder {
	e := digest.NewEncoder("spawn", keyVersion)
	s.Command.encode(e)
	e.List("inputs", len(s.Inputs))
	for _, in := range s.Inputs {
		e.Text("path", in.Path)
		e.Int("kind", int64(in.Kind))
		e.Int("mode", int64(in.Mode))
		e.Digest("digest", in.Digest)
	}
	e.Text("arch", s.Rootfs.Arch)
	e.List("layers", len(s.Rootfs.Layers))
	for _, diffID := range s.Rootfs.Layers {
		e.Text("diff_id", diffID.String())
	}
	return e
}

func (c Command) encode(e *digest.Encoder) {
	e.Int("kind", int64(c.Kind))
	e.Texts("args", c.Args)
	e.List("env", len(c.Env))
	for _, v := range c.Env {
		e.Text("name", v.Name)
		e.Text("value", v.Value)
	}
	e.Text("dir", c.Dir)
	e.List("outputs", len(c.Outputs))
	for _, out := range c.Outputs {
		e.Text("path", out.Path)
		e.Int("kind", int64(out.Kind))
	}
	e.Int("cpus", int64(c.CPUs))
	e.Int("memory", c.Memory)
	e.Int("timeout_ns", int64(c.Timeout))
	e.Bool("network", c.Network)
	e.Int("user", int64(c.User))
	e.Int("epoch", c.Epoch)
}
