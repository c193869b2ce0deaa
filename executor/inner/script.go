package inner

import (
	"syscall"
	"unsafe"
)

// op is one system call of a script.
type op struct {
	call  uintptr
	args  [6]uintptr
	what  int           // index of the text that says what it is for
	stays bool          // its result is what later ops can use
	uses  int           // 1 + index of the argument that is the result of an earlier op
	fine  syscall.Errno // an error that is as good as success
	alt   bool          // the next op is made instead if this one fails, and left out if not
}

// script is a list of system calls that is written before a fork and played
// after it, in a process that has only one of this program's threads: such a
// process may neither allocate nor grow its stack, and cannot wait for a lock.
// That is why it is data, and why what plays it is nosplit. A fork is a tenth
// of what it costs to execute a Go program.
type script struct {
	ops   []op
	texts []string         // what the ops are for
	kept  []unsafe.Pointer // what arguments point to
	err   error            // why it could not be written
}

// result, as an argument, is what the last op that stays gave.
type result struct{}

// do appends a system call. An argument is a number, a string (which gets its
// NUL), a slice of bytes or words that stays where it is, nil, or [result].
func (s *script) do(what string, call uintptr, args ...any) *op {
	o := op{call: call, what: len(s.texts)}
	s.texts = append(s.texts, what)
	for i, a := range args {
		switch a := a.(type) {
		case nil:
		case int:
			o.args[i] = uintptr(a)
		case uintptr:
			o.args[i] = a
		case uint64:
			o.args[i] = uintptr(a)
		case string:
			o.args[i] = s.text(what, a)
		case []byte:
			o.args[i] = s.keep(unsafe.Pointer(unsafe.SliceData(a)))
		case unsafe.Pointer:
			o.args[i] = s.keep(a)
		case result:
			o.uses = i + 1
		default:
			panic("BUG: an argument of " + what + " is of no known type")
		}
	}
	s.ops = append(s.ops, o)
	return &s.ops[len(s.ops)-1]
}

func (s *script) keep(p unsafe.Pointer) uintptr {
	s.kept = append(s.kept, p)
	return uintptr(p)
}

func (s *script) text(what, a string) uintptr {
	p, err := syscall.BytePtrFromString(a)
	if err != nil && s.err == nil {
		s.err = fail(what, err)
	}
	return s.keep(unsafe.Pointer(p))
}

// mount appends a mount(2).
func (s *script) mount(source, target, kind string, flags int, data string) *op {
	what := "mount " + kind
	if kind == "" {
		what = "bind"
	}
	return s.do(what+" on "+target, syscall.SYS_MOUNT, source, target, kind, flags, data)
}

func (s *script) mkdirs(paths ...string) {
	for _, p := range paths {
		s.do("create "+p, syscall.SYS_MKDIRAT, atFDCWD, p, 0o755)
	}
}

func (s *script) symlink(target, path string) *op {
	return s.do("create "+path, syscall.SYS_SYMLINKAT, target, atFDCWD, path)
}

func (s *script) writeFile(path, content string, mode int) {
	const flags = syscall.O_WRONLY | syscall.O_CREAT | syscall.O_EXCL | syscall.O_CLOEXEC
	s.do("create "+path, syscall.SYS_OPENAT, atFDCWD, path, flags, mode).stays = true
	if content != "" {
		s.do("write "+path, syscall.SYS_WRITE, result{}, []byte(content), len(content))
	}
	s.do("close "+path, syscall.SYS_CLOSE, result{})
}

// setMountAttr adds attributes to a mount without touching the others, which a
// user namespace may not clear (mount_setattr(2), Linux 5.12).
func (s *script) setMountAttr(path string, set uint64, flags int) *op {
	attr := &struct{ set, clear, propagation, userns uint64 }{set: set}
	return s.do("restrict "+path, sysMountSetattr, atFDCWD, path, flags, unsafe.Pointer(attr), unsafe.Sizeof(*attr))
}

// play makes the calls, in order, until one fails. It returns that one's index
// and error, or -1.
//
//go:nosplit
//go:norace
func (s *script) play() (failed int, errno syscall.Errno) {
	var kept uintptr
	for i := 0; i < len(s.ops); i++ {
		o := &s.ops[i]
		if o.uses > 0 {
			o.args[o.uses-1] = kept
		}
		r, _, e := syscall.RawSyscall6(o.call, o.args[0], o.args[1], o.args[2], o.args[3], o.args[4], o.args[5])
		switch {
		case e == 0 && o.stays:
			kept = r
		case e != 0 && e != o.fine && !o.alt:
			return i, e
		}
		if e == 0 && o.alt {
			i++
		}
	}
	return -1, 0
}
