package binfmt_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dbx/cache/digest"
	"dbx/executor/binfmt"
)

// TestServes: where the kernel keeps no registrations apart, the host's will
// do, if it is of the very program that the spawn names.
func TestServes(t *testing.T) {
	dir := t.TempDir()
	qemu := filepath.Join(t.TempDir(), "qemu")
	if err := os.WriteFile(qemu, []byte("emulator"), 0o755); err != nil {
		t.Fatal(err)
	}
	register := func(interpreter, flags string) {
		t.Helper()
		text := fmt.Sprintf("enabled\ninterpreter %s\nflags: %s\noffset 0\nmagic 7f454c4602010100000000000000000002"+"00b700\n", interpreter, flags)
		if err := os.WriteFile(filepath.Join(dir, "qemu"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	same := digest.Of([]byte("emulator"))
	check := func(arch string, emulator digest.Digest, want string) {
		t.Helper()
		err := binfmt.Serves(dir, arch, emulator)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%v; want %q", err, want)
		}
	}
	check("arm64", same, "no emulator for arm64 registered")
	register(qemu, "")
	check("arm64", same, "without the flag F")
	register(qemu, "POCF")
	check("arm64", same, "")
	check("arm64", digest.Of([]byte("another")), "is not the emulator that is declared")
	check("arm", same, "no emulator for arm registered")
	register(qemu+"-gone", "F")
	check("arm64", same, "cannot be read")
}
