package inner

import (
	"syscall"
	"unsafe"
)

const (
	sealedMount  = syscall.MS_NOSUID | syscall.MS_NODEV
	skeletonHost = "127.0.0.1\tlocalhost\n::1\tlocalhost\n"
)

// enterSandbox builds the root file system and makes it the only one. It runs
// in fresh namespaces, on relative names below one private tmpfs, so that no
// path of the host appears among the mounts.
func (s *Spec) enterSandbox() error {
	r := s.Root
	if r == nil {
		return text("the specification has no root")
	}
	syscall.Umask(0)
	if err := r.prepare(); err != nil {
		return err
	}
	if err := r.overlay(); err != nil {
		return err
	}
	for _, populate := range []func() error{mountProc, mountDev, mountEmpty, r.bind, pivot, r.name, loopback} {
		if err := populate(); err != nil {
			return err
		}
	}
	return nil
}

func mount(source, target, kind string, flags uintptr, data string) error {
	if err := syscall.Mount(source, target, kind, flags, data); err != nil {
		what := "mount " + kind
		if kind == "" {
			what = "bind"
		}
		return fail(what+" on "+target, err)
	}
	return nil
}

// prepare mounts a private tmpfs and makes it the working directory. In it: k,
// the skeleton; l0, l1…, links to the layers; u and w for the overlay; and r,
// where the root will be.
func (r *Root) prepare() error {
	if err := mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return err
	}
	if err := mount("tmpfs", r.Mount, "tmpfs", sealedMount, "mode=0755"); err != nil {
		return err
	}
	if err := syscall.Chdir(r.Mount); err != nil {
		return fail("enter "+r.Mount, err)
	}
	if err := mkdirs("r", "k", "k/etc", "k/proc", "k/sys", "k/dev", "k/tmp", "k/work"); err != nil {
		return err
	}
	for _, f := range [][2]string{{"hosts", skeletonHost}, {"hostname", r.Hostname + "\n"}, {"resolv.conf", r.Resolv}} {
		if err := writeFile("k/etc/"+f[0], f[1], 0o644); err != nil {
			return err
		}
	}
	for i, layer := range r.Layers {
		if err := syscall.Symlink(layer, "l"+decimal(int64(i))); err != nil {
			return fail("name layer "+layer, err)
		}
	}
	if err := r.imitateEtc(); err != nil {
		return err
	}
	return r.placeUpper()
}

// imitateEtc gives the skeleton's /etc the mode that the layers' has, which it
// covers.
func (r *Root) imitateEtc() error {
	for i := len(r.Layers) - 1; i >= 0; i-- {
		var st syscall.Stat_t
		if syscall.Lstat(r.Layers[i]+"/etc", &st) == nil && st.Mode&syscall.S_IFMT == syscall.S_IFDIR {
			return syscall.Chmod("k/etc", st.Mode&0o7777)
		}
	}
	return nil
}

// placeUpper chooses memory for the changes only if an upper directory there
// can be marked opaque: before Linux 6.6 tmpfs had no user attributes, and
// without them overlay breaks the renaming of directories.
func (r *Root) placeUpper() error {
	if r.InMemory {
		if err := mkdirs("u", "w"); err != nil {
			return err
		}
		if syscall.Setxattr("u", "user.overlay.probe", []byte("y"), 0) == nil {
			return nil
		}
		syscall.Rmdir("u")
		syscall.Rmdir("w")
	}
	if err := syscall.Symlink(r.Upper, "u"); err != nil {
		return fail("name the upper directory", err)
	}
	if err := syscall.Symlink(r.Work, "w"); err != nil {
		return fail("name the overlay's directory", err)
	}
	return nil
}

// overlay stacks the skeleton on the layers and the upper directory on both.
// The skeleton is a layer, not a set of mounts, so that no mount point is ever
// created in the upper directory. Options that distributions default
// differently are all said: a redirect in the upper directory would make it
// useless as a layer.
func (r *Root) overlay() error {
	lower := "k"
	for i := len(r.Layers) - 1; i >= 0; i-- {
		lower += ":l" + decimal(int64(i))
	}
	return mount("overlay", "r", "overlay", 0, "lowerdir="+lower+",upperdir=u,workdir=w,"+
		"volatile,userxattr,redirect_dir=nofollow,metacopy=off,index=off,xino=off")
}

func (r *Root) bind() error {
	if len(r.Binds) == 0 {
		return nil
	}
	for _, b := range r.Binds {
		target := "r" + b.Target
		if err := mount(b.Source, target, "", syscall.MS_BIND, ""); err != nil {
			return err
		}
		attr := uint64(mountAttrNoSUID | mountAttrNoDev)
		if b.ReadOnly {
			attr |= mountAttrRDOnly
		}
		if err := setMountAttr(target, attr, 0); err != nil {
			return fail("restrict "+b.Target, err)
		}
	}
	return nil
}

// pivot makes r the root and forgets everything outside it.
func pivot() error {
	if err := syscall.Chdir("r"); err != nil {
		return fail("enter the new root", err)
	}
	if err := syscall.PivotRoot(".", "."); err != nil {
		return fail("change the root", err)
	}
	if err := syscall.Unmount(".", syscall.MNT_DETACH); err != nil {
		return fail("leave the old root", err)
	}
	return syscall.Chdir("/")
}

func (r *Root) name() error {
	if err := syscall.Sethostname([]byte(r.Hostname)); err != nil {
		return fail("set the host name", err)
	}
	if err := syscall.Setdomainname([]byte("(none)")); err != nil {
		return fail("set the domain name", err)
	}
	return nil
}

// loopback turns the loopback interface on: tests in builds listen there. With
// the host's network it is on already, and not ours to change.
func loopback() error {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return fail("open a socket", err)
	}
	defer syscall.Close(fd)
	request := struct {
		name  [16]byte
		flags uint16
		_     [22]byte
	}{name: [16]byte{'l', 'o'}}
	p := uintptr(unsafe.Pointer(&request))
	if _, _, e := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), syscall.SIOCGIFFLAGS, p); e != 0 {
		return fail("look at the loopback interface", e)
	}
	if request.flags&syscall.IFF_UP != 0 {
		return nil
	}
	request.flags |= syscall.IFF_UP
	if _, _, e := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), syscall.SIOCSIFFLAGS, p); e != 0 {
		return fail("turn the loopback interface on", e)
	}
	return nil
}

func mkdirs(paths ...string) error {
	for _, p := range paths {
		if err := syscall.Mkdir(p, 0o755); err != nil {
			return fail("create "+p, err)
		}
	}
	return nil
}
