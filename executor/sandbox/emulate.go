package sandbox

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"golang.org/x/sys/unix"

	"dbx/cache/cas/session"
	"dbx/cache/digest"
	"dbx/executor"
	"dbx/executor/binfmt"
	"dbx/executor/inner"
)

// domain is what the sandboxes of one launcher have in common: a user
// namespace. An emulator is registered for all of one, so each has its own.
type domain struct {
	uid      int
	arch     string        // of the programs that are emulated; "" for none
	emulator digest.Digest // through which
}

func domainOf(sp executor.Spawn) domain {
	d := domain{uid: sp.User.ID()}
	if !sp.Rootfs.Emulator.IsZero() {
		d.arch, d.emulator = sp.Rootfs.Arch, sp.Rootfs.Emulator
	}
	return d
}

// newLauncher starts the launcher of a domain. Where the kernel registers no
// emulators in user namespaces, it is content with the host's registration of
// the very same program.
func (s *Sandbox) newLauncher(ctx context.Context, d domain) (*launcher, error) {
	if d.emulator.IsZero() {
		return startLauncher(d.uid, []string{inner.LauncherArg})
	}
	l, err := s.newEmulator(ctx, d)
	var refused registrationError
	if errors.As(err, &refused) {
		if why := binfmt.Serves(binfmt.Dir, d.arch, d.emulator); why != nil {
			return nil, fmt.Errorf("emulate %s: %w; and %w. Use Linux 6.7 or later, or register the emulator that is declared on the host, with the flag F", d.arch, refused, why)
		}
		return startLauncher(d.uid, []string{inner.LauncherArg})
	}
	if err != nil {
		return nil, fmt.Errorf("emulate %s: %w", d.arch, err)
	}
	return l, nil
}

// newEmulator starts a launcher that registers the emulator for itself.
func (s *Sandbox) newEmulator(ctx context.Context, d domain) (*launcher, error) {
	name, ok := binfmt.Emulator(d.arch)
	if !ok {
		return nil, fmt.Errorf("there is no emulator for the architecture %q", d.arch)
	}
	line, err := binfmt.Registration(d.arch, name)
	if err != nil {
		return nil, err
	}
	// Needed only until it is registered: the kernel keeps it open.
	dir, err := s.stager.Store().Temp()
	if err != nil {
		return nil, err
	}
	defer session.RemoveAll(dir)
	if err := s.stager.Store().Link(ctx, d.emulator, true, filepath.Join(dir, name)); err != nil {
		return nil, err
	}
	l, err := startLauncher(executor.Root.ID(), inner.Emulate{Dir: dir, Line: line, UID: d.uid}.Args())
	if err != nil {
		return nil, err
	}
	if err := l.greeted(); err != nil {
		return nil, errors.Join(err, l.close())
	}
	return l, nil
}

// registrationError means that the kernel does not do it.
type registrationError string

func (r registrationError) Error() string { return string(r) }

// greeted waits for what a launcher says of its emulator.
func (l *launcher) greeted() error {
	buf := make([]byte, 1024)
	for {
		n, _, err := unix.Recvfrom(int(l.socket.Fd()), buf, 0)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return brokenLauncher{err}
		case n == 0:
			return brokenLauncher{errors.New("it ended")}
		case buf[0] != 0:
			return registrationError(buf[1:n])
		}
		return nil
	}
}
