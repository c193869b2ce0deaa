package inner

import "syscall"

const (
	sysSetNS   = 308
	sysSeccomp = 317
	sysStat    = syscall.SYS_NEWFSTATAT
)
