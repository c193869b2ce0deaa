package filter

import "golang.org/x/sys/unix"

// rules are the same for all machines, but for calls that only older ones
// have.
func rules() []rule {
	devices := []uint32{unix.S_IFCHR, unix.S_IFBLK}
	return []rule{
		{calls: pretended(), answer: answer(0)},
		{calls: oldPretended(), answer: answer(0)},
		{calls: []uint32{unix.SYS_MKNODAT}, answer: answer(0), test: &test{arg: 2, mask: unix.S_IFMT, values: devices}},
		{calls: oldMknod(), answer: answer(0), test: &test{arg: 1, mask: unix.S_IFMT, values: devices}},
		{calls: absent(), answer: answer(unix.ENOSYS)},
		{calls: refused(), answer: answer(unix.EPERM)},
		{calls: []uint32{unix.SYS_CLONE}, answer: answer(unix.EPERM), test: &test{mask: cloneNew, any: true}},
		{
			calls:  []uint32{unix.SYS_SOCKET},
			answer: answer(unix.EAFNOSUPPORT),
			test:   &test{mask: ^uint32(0), values: []uint32{unix.AF_VSOCK, unix.AF_ALG}},
		},
	}
}

// pretended calls answer success and do nothing. Among them is getgroups: the
// caller's other groups, which a user namespace cannot drop, become none. A
// filter cannot read the name of an attribute, so all of setxattr is here for
// the sake of security.capability; no attribute survives the capture of
// outputs in any case.
func pretended() []uint32 {
	return []uint32{
		unix.SYS_FCHOWN, unix.SYS_FCHOWNAT,
		unix.SYS_SETUID, unix.SYS_SETGID, unix.SYS_SETREUID, unix.SYS_SETREGID,
		unix.SYS_SETRESUID, unix.SYS_SETRESGID, unix.SYS_SETFSUID, unix.SYS_SETFSGID,
		unix.SYS_SETGROUPS, unix.SYS_GETGROUPS, unix.SYS_CAPSET,
		unix.SYS_SETXATTR, unix.SYS_LSETXATTR, unix.SYS_FSETXATTR,
	}
}

// absent calls look as if the kernel did not have them, since those who try
// them know how to do without.
func absent() []uint32 {
	return []uint32{
		unix.SYS_CLONE3, // its flags are behind a pointer, where no filter sees them
		unix.SYS_IO_URING_SETUP, unix.SYS_IO_URING_ENTER, unix.SYS_IO_URING_REGISTER,
		unix.SYS_FSOPEN, unix.SYS_FSCONFIG, unix.SYS_FSMOUNT, unix.SYS_FSPICK,
		unix.SYS_OPEN_TREE, unix.SYS_MOVE_MOUNT, unix.SYS_MOUNT_SETATTR,
		unix.SYS_STATMOUNT, unix.SYS_LISTMOUNT, unix.SYS_MEMFD_SECRET,
		unix.SYS_LSM_GET_SELF_ATTR, unix.SYS_LSM_SET_SELF_ATTR, unix.SYS_LSM_LIST_MODULES,
		unix.SYS_LANDLOCK_CREATE_RULESET, unix.SYS_LANDLOCK_ADD_RULE, unix.SYS_LANDLOCK_RESTRICT_SELF,
	}
}

func refused() []uint32 {
	return []uint32{
		unix.SYS_UNSHARE, unix.SYS_SETNS, unix.SYS_MOUNT, unix.SYS_UMOUNT2, unix.SYS_PIVOT_ROOT, unix.SYS_CHROOT,
		unix.SYS_BPF, unix.SYS_PERF_EVENT_OPEN, unix.SYS_USERFAULTFD, unix.SYS_FANOTIFY_INIT,
		unix.SYS_KEYCTL, unix.SYS_ADD_KEY, unix.SYS_REQUEST_KEY,
		unix.SYS_NAME_TO_HANDLE_AT, unix.SYS_OPEN_BY_HANDLE_AT,
		unix.SYS_INIT_MODULE, unix.SYS_FINIT_MODULE, unix.SYS_DELETE_MODULE,
		unix.SYS_KEXEC_LOAD, unix.SYS_KEXEC_FILE_LOAD, unix.SYS_REBOOT,
		unix.SYS_SWAPON, unix.SYS_SWAPOFF, unix.SYS_QUOTACTL, unix.SYS_QUOTACTL_FD, unix.SYS_ACCT,
		unix.SYS_SETTIMEOFDAY, unix.SYS_CLOCK_SETTIME, unix.SYS_CLOCK_ADJTIME, unix.SYS_ADJTIMEX,
		unix.SYS_SYSLOG, unix.SYS_VHANGUP, unix.SYS_SETHOSTNAME, unix.SYS_SETDOMAINNAME,
	}
}
