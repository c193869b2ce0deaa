package binfmt

import (
	"fmt"
	"os"

	"dbx/cache/digest"
)

// Serves says why a machine's own registrations, below dir, do not run
// programs of an architecture through the very emulator that is wanted, in any
// root file system; nil if they do.
func Serves(dir, arch string, emulator digest.Digest) error {
	e, ok := Registered(dir, arch)
	switch {
	case !ok:
		return fmt.Errorf("the host has no emulator for %s registered in %s", arch, dir)
	case !e.Fixed:
		return fmt.Errorf("the host's %s is registered without the flag F, so that it is not found in another root", e.Interpreter)
	}
	f, err := os.Open(e.Interpreter)
	if err != nil {
		return fmt.Errorf("the host's emulator cannot be read: %w", err)
	}
	defer f.Close()
	have, err := digest.FromReader(f)
	if err != nil {
		return fmt.Errorf("the host's emulator cannot be read: %w", err)
	}
	if have != emulator {
		return fmt.Errorf("the host's %s (%s) is not the emulator that is declared (%s)", e.Interpreter, have.Short(), emulator.Short())
	}
	return nil
}
