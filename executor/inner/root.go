package inner

import (
	"syscall"
	"unsafe"
)

const sealedMount = syscall.MS_NOSUID | syscall.MS_NODEV

// Hosts is the constant /etc/hosts of every command.
const Hosts = "127.0.0.1\tlocalhost\n::1\tlocalhost\n"

// A root file system is built, and made the only one, in three parts, of which
// the second is the same for all. They are played in fresh namespaces, on
// relative names below one private tmpfs, so that no path of the host appears
// among the mounts.

func (s *script) beginRoot(r *Root) {
	s.do("set the umask", syscall.SYS_UMASK, 0)
	s.prepare(r)
	s.placeUpper(r)
	s.overlay(r)
}

func newMounts() *script {
	s := &script{}
	s.mountProc()
	s.mountDev()
	s.mountEmpty()
	return s
}

func (s *script) endRoot(r *Root) {
	s.bind(r.Binds)
	s.pivot()
	s.do("set the host name", syscall.SYS_SETHOSTNAME, r.Hostname, len(r.Hostname))
	s.do("set the domain name", syscall.SYS_SETDOMAINNAME, domain, len(domain))
}

const domain = "(none)"

// prepare mounts a private tmpfs and makes it the working directory. In it: k,
// the skeleton; l0, l1…, links to the layers; u and w for the overlay; and r,
// where the root will be.
func (s *script) prepare(r *Root) {
	s.do("make all mounts private", syscall.SYS_MOUNT, nil, "/", nil, syscall.MS_REC|syscall.MS_PRIVATE, nil)
	s.mount("tmpfs", r.Mount, "tmpfs", sealedMount, "mode=0755")
	s.do("enter "+r.Mount, syscall.SYS_CHDIR, r.Mount)
	s.mkdirs("r", "k", "k/etc", "k/proc", "k/sys", "k/dev", "k/tmp")
	s.placeWork(r)
	s.writeFile("k/etc/hosts", Hosts, 0o644)
	s.writeFile("k/etc/hostname", r.Hostname+"\n", 0o644)
	s.writeFile("k/etc/resolv.conf", r.Resolv, 0o644)
	for i, layer := range r.Layers {
		s.symlink(layer, "l"+decimal(int64(i)))
	}
	if mode, ok := r.modeOfEtc(); ok && mode != 0o755 {
		s.do("restrict k/etc", syscall.SYS_FCHMODAT, atFDCWD, "k/etc", int(mode))
	}
}

// placeWork makes the place for the working directory.
func (s *script) placeWork(r *Root) {
	if r.WorkDir == "" {
		s.mkdirs("k" + workDir)
		return
	}
	s.mkdirs("k" + r.WorkDir)
	s.symlink(r.WorkDir, "k"+workDir)
}

// modeOfEtc returns the mode that the layers' /etc has: the skeleton's covers
// it, and imitates that.
func (r *Root) modeOfEtc() (mode uint32, ok bool) {
	for i := len(r.Layers) - 1; i >= 0; i-- {
		var st syscall.Stat_t
		if syscall.Lstat(r.Layers[i]+"/etc", &st) == nil && st.Mode&syscall.S_IFMT == syscall.S_IFDIR {
			return st.Mode & 0o7777, true
		}
	}
	return 0, false
}

func (s *script) placeUpper(r *Root) {
	if r.InMemory {
		s.mkdirs("u", "w")
		return
	}
	s.symlink(r.Upper, "u")
	s.symlink(r.Work, "w")
}

// overlay stacks the skeleton on the layers and the upper directory on both.
// The skeleton is a layer, not a set of mounts, so that no mount point is ever
// created in the upper directory. Options that distributions default
// differently are all said: a redirect in the upper directory would make it
// useless as a layer.
func (s *script) overlay(r *Root) {
	lower := "k"
	for i := len(r.Layers) - 1; i >= 0; i-- {
		lower += ":l" + decimal(int64(i))
	}
	s.mount("overlay", "r", "overlay", 0, "lowerdir="+lower+",upperdir=u,workdir=w,"+
		"volatile,userxattr,redirect_dir=nofollow,metacopy=off,index=off,xino=off")
}

func (s *script) bind(binds []Bind) {
	for _, b := range binds {
		target := "r" + b.Target
		s.mount(b.Source, target, "", syscall.MS_BIND, "")
		attr := uint64(mountAttrNoSUID | mountAttrNoDev)
		if b.ReadOnly {
			attr |= mountAttrRDOnly
		}
		s.setMountAttr(target, attr, 0)
	}
}

// pivot makes r the root and forgets everything outside it.
func (s *script) pivot() {
	s.do("enter the new root", syscall.SYS_CHDIR, "r")
	s.do("change the root", syscall.SYS_PIVOT_ROOT, ".", ".")
	s.do("leave the old root", syscall.SYS_UMOUNT2, ".", syscall.MNT_DETACH)
	s.do("enter the root", syscall.SYS_CHDIR, "/")
}

// loopback turns the loopback interface of a new network namespace on: tests
// in builds listen there.
func (s *script) loopback() {
	request := &struct {
		name  [16]byte
		flags uint16
		_     [22]byte
	}{name: [16]byte{'l', 'o'}, flags: syscall.IFF_UP}
	s.do("open a socket", syscall.SYS_SOCKET, syscall.AF_INET, syscall.SOCK_DGRAM|syscall.SOCK_CLOEXEC, 0).stays = true
	s.do("turn the loopback interface on", syscall.SYS_IOCTL, result{}, syscall.SIOCSIFFLAGS, unsafe.Pointer(request))
	s.do("close a socket", syscall.SYS_CLOSE, result{})
}
