package inner

import "syscall"

const (
	sysSetNS   = 268
	sysSeccomp = 277
	sysStat    = syscall.SYS_FSTATAT
)
