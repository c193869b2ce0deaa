package main

// System calls that package syscall does not name everywhere.
const (
	openByHandleAt = 304
	processVMReadv = 310
	sysSetns       = 308
)
