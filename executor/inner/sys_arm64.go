package inner

import "syscall"

const (
	sysSeccomp = 277
	sysStat    = syscall.SYS_FSTATAT
)
