package inner

// Spec is all that a first process needs to know. It travels as bytes through
// a descriptor or a file, never in the environment or the arguments, which a
// command could read. Zero values are valid.
type Spec struct {
	Args    []string // argv; none makes the process report success at once
	Env     []string // the whole environment, "NAME=value"
	Dir     string   // absolute working directory
	UID     int      // who the command is, and its gid
	Pids    int      // limit of processes of this user in this user namespace; 0 is none
	Filter  []byte   // seccomp program, as package filter compiles it
	Root    *Root    // in a sandbox: what to mount; nil in a container
	Emulate *Emulate // in a container: the emulator for its programs; nil for none, or the host's
	Owner   *Owner   // in a container: who gets /work in the end; nil for nobody
}

// Root says how a sandbox's root file system is put together. All paths are
// absolute ones of the host.
type Root struct {
	Layers   []string // unpacked layers, bottom first
	Mount    string   // an empty directory to mount on; the host never sees the mount
	Upper    string   // an empty directory that collects changes, with an empty UpperWork beside it
	Work     string   // overlay's own directory, on the file system of Upper
	InMemory bool     // collect changes in memory, and forget them; there is no Upper, no Work
	Hostname string
	Resolv   string // content of /etc/resolv.conf
	WorkDir  string // what /work is a link to, a folder in /; "" if it is a folder itself
	Binds    []Bind
}

// Bind makes a file or directory of the host visible inside. Target is
// absolute and must exist when its turn comes.
type Bind struct {
	Source, Target string
	ReadOnly       bool
}

// Owner is a user of the host.
type Owner struct {
	UID, GID int
}

const specMagic = "dbx inner spec 5\n"

// Marshal returns the form that [ParseSpec] reads.
func (s *Spec) Marshal() []byte {
	w := writer{buf: []byte(specMagic)}
	w.texts(s.Args)
	w.texts(s.Env)
	w.text(s.Dir)
	w.number(uint64(s.UID))
	w.number(uint64(s.Pids))
	w.text(string(s.Filter))
	w.flag(s.Root != nil)
	if s.Root != nil {
		s.Root.marshal(&w)
	}
	w.flag(s.Emulate != nil)
	if s.Emulate != nil {
		w.text(s.Emulate.Dir)
		w.text(s.Emulate.Line)
		w.number(uint64(s.Emulate.UID))
	}
	w.flag(s.Owner != nil)
	if s.Owner != nil {
		w.number(uint64(s.Owner.UID))
		w.number(uint64(s.Owner.GID))
	}
	return w.buf
}

func (r *Root) marshal(w *writer) {
	w.texts(r.Layers)
	w.text(r.Mount)
	w.text(r.Upper)
	w.text(r.Work)
	w.flag(r.InMemory)
	w.text(r.Hostname)
	w.text(r.Resolv)
	w.text(r.WorkDir)
	w.number(uint64(len(r.Binds)))
	for _, b := range r.Binds {
		w.text(b.Source)
		w.text(b.Target)
		w.flag(b.ReadOnly)
	}
}

// ParseSpec reads what Marshal wrote. It fails on anything else, also on the
// bytes of another version of dbx.
func ParseSpec(b []byte) (*Spec, error) {
	if len(b) < len(specMagic) || string(b[:len(specMagic)]) != specMagic {
		return nil, text("the specification was written by another version of dbx")
	}
	r := reader{rest: b[len(specMagic):]}
	s := &Spec{Args: r.texts(), Env: r.texts(), Dir: r.text(), UID: int(r.number()), Pids: int(r.number())}
	if f := r.text(); f != "" {
		s.Filter = []byte(f)
	}
	if r.flag() {
		s.Root = r.root()
	}
	if r.flag() {
		s.Emulate = &Emulate{Dir: r.text(), Line: r.text(), UID: int(r.number())}
	}
	if r.flag() {
		s.Owner = &Owner{UID: int(r.number()), GID: int(r.number())}
	}
	if r.bad || len(r.rest) > 0 {
		return nil, text("the specification is damaged")
	}
	return s, nil
}

func (r *reader) root() *Root {
	root := &Root{Layers: r.texts(), Mount: r.text(), Upper: r.text(), Work: r.text()}
	root.InMemory = r.flag()
	root.Hostname, root.Resolv, root.WorkDir = r.text(), r.text(), r.text()
	n := r.count()
	for range n {
		root.Binds = append(root.Binds, Bind{Source: r.text(), Target: r.text(), ReadOnly: r.flag()})
	}
	return root
}
