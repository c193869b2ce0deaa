package inner

import "syscall"

const (
	sysSeccomp = 317
	sysStat    = syscall.SYS_NEWFSTATAT
)
