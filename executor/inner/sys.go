package inner

import (
	"syscall"
	"unsafe"
)

// Numbers that package syscall lacks; they are the same on amd64 and arm64.
const (
	sysMountSetattr  = 442
	sysCloseRange    = 436
	closeOnExecRange = 4
	atRecursive      = 0x8000
	atFDCWD          = -100
	prCapBSetRead    = 23
	prCapBSetDrop    = 24
	prSetNoNewPrivs  = 38
	prCapAmbient     = 47
	prAmbientClear   = 4
	seccompFilter    = 1
	capVersion3      = 0x20080522
	sigBlock         = 0
	sigSetMask       = 2
	sigIgnore        = 1
	signalSetSize    = 8
	newCgroup        = 0x02000000
	clonePidfd       = 0x00001000
	mountAttrRDOnly  = 0x1
	mountAttrNoSUID  = 0x2
	mountAttrNoDev   = 0x4
)

// failure is an error that says what was being done.
type failure struct {
	doing string
	cause error
}

func (f failure) Error() string { return f.doing + ": " + f.cause.Error() }

func fail(doing string, cause error) error { return failure{doing, cause} }

// text is an error without a cause.
type text string

func (t text) Error() string { return string(t) }

func readFile(path string) ([]byte, error) {
	fd, err := syscall.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer syscall.Close(fd)
	return readAll(fd)
}

func readAll(fd int) ([]byte, error) {
	var all []byte
	buf := make([]byte, 16<<10)
	for {
		n, err := syscall.Read(fd, buf)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return all, nil
		}
		all = append(all, buf[:n]...)
	}
}

func writeAll(fd int, b []byte) error {
	for len(b) > 0 {
		n, err := syscall.Write(fd, b)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

// sealDescriptors keeps what dbx itself inherited, beyond first, from every
// program that is started from here (close_range(2), Linux 5.11).
func sealDescriptors(first int) error {
	_, _, e := syscall.RawSyscall(sysCloseRange, uintptr(first), uintptr(^uint32(0)), closeOnExecRange)
	if e != 0 {
		return fail("close descriptors", e)
	}
	return nil
}

// setMask changes the signal mask of the calling thread.
func setMask(how uintptr, mask uint64) {
	syscall.RawSyscall6(syscall.SYS_RT_SIGPROCMASK, how, uintptr(unsafe.Pointer(&mask)), 0, signalSetSize, 0, 0)
}

func currentMask() uint64 {
	var mask uint64
	syscall.RawSyscall6(syscall.SYS_RT_SIGPROCMASK, sigBlock, 0, uintptr(unsafe.Pointer(&mask)), signalSetSize, 0, 0)
	return mask
}

// action is the kernel's struct sigaction.
type action struct {
	handler, flags, restorer uintptr
	mask                     uint64
}

func signalAction(s uintptr, set, old *action) {
	syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, s, uintptr(unsafe.Pointer(set)), uintptr(unsafe.Pointer(old)), signalSetSize, 0, 0)
}

func decimal(n int64) string {
	if n < 0 {
		return "-" + decimal(-n)
	}
	var buf [20]byte
	i := len(buf)
	for {
		i--
		buf[i] = byte('0' + n%10)
		if n /= 10; n == 0 {
			return string(buf[i:])
		}
	}
}
