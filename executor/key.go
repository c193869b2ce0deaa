package executor

import (
	"dbx/cache/actioncache"
	"dbx/cache/digest"
)

// keyVersion changes whenever a field's meaning or the fixed environment that
// every executor gives a command (see [Environ]) changes.
const keyVersion = 3

// Key returns the action key: the digest of everything that the result may
// depend on.
func (s Spawn) Key() actioncache.Key {
	if s.seal != nil {
		return s.seal.key
	}
	return actioncache.Key(s.encode().Sum())
}

// Transcript returns the bytes whose digest is the key, for [Differences].
func (s Spawn) Transcript() []byte {
	if s.seal != nil {
		return s.seal.transcript
	}
	return s.encode().Bytes()
}

// seal is what is computed from a spawn once and asked for often.
type seal struct {
	transcript []byte
	key        actioncache.Key
}

// Sealed returns the spawn with its key computed. Of it and its copies nothing
// that is in the key may be changed any more.
func (s Spawn) Sealed() Spawn {
	t := s.encode().Bytes()
	s.seal = &seal{t, actioncache.Key(digest.Of(t))}
	return s
}

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
	e.Digest("emulator", s.Rootfs.Emulator)
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
		e.Text("sha256", pinText(out.SHA256))
	}
	e.Int("cpus", int64(c.CPUs))
	e.Int("memory", c.Memory)
	e.Int("pids", c.Pids)
	e.Int("timeout_ns", int64(c.Timeout))
	e.Bool("network", c.Network)
	e.Int("user", int64(c.User))
	e.Int("epoch", c.Epoch)
}

// pinText is empty for an output that may be anything.
func pinText(pin digest.SHA256) string {
	if pin.IsZero() {
		return ""
	}
	return pin.String()
}
