package main

// System calls that package syscall does not name everywhere.
const (
	openByHandleAt = 265
	processVMReadv = 270
	sysSetns       = 268
)
