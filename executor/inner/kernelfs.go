package inner

import "syscall"

// mountProc mounts a process file system of this namespace. What tells of the
// host or acts on it is hidden, what configures the kernel is read-only: to
// the kernel, uid 0 inside is the caller outside, who may be root.
func mountProc() error {
	if err := mount("proc", "r/proc", "proc", sealedMount|syscall.MS_NOEXEC, ""); err != nil {
		return err
	}
	for _, name := range []string{"kcore", "keys", "timer_list", "timer_stats", "latency_stats", "sched_debug"} {
		err := syscall.Mount("/dev/null", "r/proc/"+name, "", syscall.MS_BIND, "")
		if err != nil && err != syscall.ENOENT {
			return fail("hide /proc/"+name, err)
		}
	}
	for _, name := range []string{"acpi", "asound", "scsi"} {
		err := syscall.Mount("tmpfs", "r/proc/"+name, "tmpfs", sealedMount|syscall.MS_RDONLY, "")
		if err != nil && err != syscall.ENOENT {
			return fail("hide /proc/"+name, err)
		}
	}
	for _, name := range []string{"bus", "fs", "irq", "sys", "sysrq-trigger", "mtrr", "dynamic_debug"} {
		path := "r/proc/" + name
		err := syscall.Mount(path, path, "", syscall.MS_BIND|syscall.MS_REC, "")
		if err == syscall.ENOENT {
			continue
		}
		if err == nil {
			err = setMountAttr(path, mountAttrRDOnly, atRecursive)
		}
		if err != nil {
			return fail("protect /proc/"+name, err)
		}
	}
	return nil
}

// mountDev fills /dev with what every engine offers. Devices cannot be made in
// a user namespace; the host's are bound.
func mountDev() error {
	if err := mount("tmpfs", "r/dev", "tmpfs", syscall.MS_NOSUID|syscall.MS_NOEXEC, "mode=0755,size=64k"); err != nil {
		return err
	}
	for _, name := range []string{"null", "zero", "full", "random", "urandom", "tty"} {
		if err := writeFile("r/dev/"+name, "", 0o666); err != nil {
			return err
		}
		if err := mount("/dev/"+name, "r/dev/"+name, "", syscall.MS_BIND, ""); err != nil {
			return err
		}
	}
	if err := mkdirs("r/dev/pts", "r/dev/shm", "r/dev/mqueue"); err != nil {
		return err
	}
	if err := mount("devpts", "r/dev/pts", "devpts", syscall.MS_NOSUID|syscall.MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620"); err != nil {
		return err
	}
	if err := mount("shm", "r/dev/shm", "tmpfs", sealedMount|syscall.MS_NOEXEC, "mode=1777"); err != nil {
		return err
	}
	if err := mount("mqueue", "r/dev/mqueue", "mqueue", sealedMount|syscall.MS_NOEXEC, ""); err != nil {
		return err
	}
	for _, link := range [][2]string{
		{"fd", "/proc/self/fd"}, {"stdin", "/proc/self/fd/0"}, {"stdout", "/proc/self/fd/1"},
		{"stderr", "/proc/self/fd/2"}, {"core", "/proc/kcore"}, {"ptmx", "pts/ptmx"},
	} {
		if err := syscall.Symlink(link[1], "r/dev/"+link[0]); err != nil {
			return fail("create /dev/"+link[0], err)
		}
	}
	return nil
}

// mountEmpty mounts the temporary directory, and hides /sys, which says much
// about the host and nothing that a build may depend on.
func mountEmpty() error {
	if err := mount("tmpfs", "r/tmp", "tmpfs", sealedMount, "mode=1777"); err != nil {
		return err
	}
	return mount("tmpfs", "r/sys", "tmpfs", sealedMount|syscall.MS_NOEXEC|syscall.MS_RDONLY, "mode=0755,size=0")
}
