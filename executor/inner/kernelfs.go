package inner

import "syscall"

// MaskedPaths lists what is hidden in /proc, because it tells of the host or
// acts on it: to the kernel, uid 0 inside is the caller outside, who may be
// root. Files and directories look empty.
func MaskedPaths() []string { return append(maskedFiles(), maskedDirs()...) }

func maskedFiles() []string {
	return []string{
		"/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/timer_stats", "/proc/latency_stats", "/proc/sched_debug",
	}
}

func maskedDirs() []string { return []string{"/proc/acpi", "/proc/asound", "/proc/scsi"} }

// ReadOnlyPaths lists what is read-only in /proc: what configures the kernel.
func ReadOnlyPaths() []string {
	return []string{
		"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger", "/proc/mtrr", "/proc/dynamic_debug",
	}
}

// mountProc mounts a process file system of this namespace.
func (s *script) mountProc() {
	s.mount("proc", "r/proc", "proc", sealedMount|syscall.MS_NOEXEC, "")
	for _, path := range maskedFiles() {
		s.mount("/dev/null", "r"+path, "", syscall.MS_BIND, "").fine = syscall.ENOENT
	}
	for _, path := range maskedDirs() {
		s.mount("tmpfs", "r"+path, "tmpfs", sealedMount|syscall.MS_RDONLY, "").fine = syscall.ENOENT
	}
	for _, path := range ReadOnlyPaths() {
		path = "r" + path
		s.mount(path, path, "", syscall.MS_BIND|syscall.MS_REC, "").fine = syscall.ENOENT
		s.setMountAttr(path, mountAttrRDOnly, atRecursive).fine = syscall.ENOENT
	}
}

// mountDev fills /dev with what every engine offers. Devices cannot be made in
// a user namespace; the host's are bound.
func (s *script) mountDev() {
	s.mount("tmpfs", "r/dev", "tmpfs", syscall.MS_NOSUID|syscall.MS_NOEXEC, "mode=0755,size=64k")
	for _, name := range []string{"null", "zero", "full", "random", "urandom", "tty"} {
		s.writeFile("r/dev/"+name, "", 0o666)
		s.mount("/dev/"+name, "r/dev/"+name, "", syscall.MS_BIND, "")
	}
	s.mkdirs("r/dev/pts", "r/dev/shm", "r/dev/mqueue")
	s.mount("devpts", "r/dev/pts", "devpts", syscall.MS_NOSUID|syscall.MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620")
	s.mount("shm", "r/dev/shm", "tmpfs", sealedMount|syscall.MS_NOEXEC, "mode=1777")
	s.mount("mqueue", "r/dev/mqueue", "mqueue", sealedMount|syscall.MS_NOEXEC, "")
	for _, link := range [][2]string{
		{"fd", "/proc/self/fd"}, {"stdin", "/proc/self/fd/0"}, {"stdout", "/proc/self/fd/1"},
		{"stderr", "/proc/self/fd/2"}, {"core", "/proc/kcore"}, {"ptmx", "pts/ptmx"},
	} {
		s.symlink(link[1], "r/dev/"+link[0])
	}
}

// mountEmpty mounts the temporary directory, and hides /sys, which says much
// about the host and nothing that a build may depend on.
func (s *script) mountEmpty() {
	s.mount("tmpfs", "r/tmp", "tmpfs", sealedMount, "mode=1777")
	s.mount("tmpfs", "r/sys", "tmpfs", sealedMount|syscall.MS_NOEXEC|syscall.MS_RDONLY, "mode=0755,size=0")
}
