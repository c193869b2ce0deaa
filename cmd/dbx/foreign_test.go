package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"dbx/cache/require"
)

// foreignWorkspace has a Debian of an architecture that this machine lacks,
// whose own programs unpack and configure it, and tests in it.
const foreignWorkspace = `
base_image "armel" {
  arch     = "arm"
  variant  = "v6"
  emulator = "qemu-arm"
  debian {
    suite    = "bookworm"
    packages = ["dash"]
  }
}

image "changed" {
  base = ":armel"
  run {
    command = ["/bin/sh", "-ec", "uname -m >/etc/machine; chown 7:7 /etc/machine"]
  }
}

test "machine" {
  image   = ":changed"
  command = ["/bin/sh", "-ec", "test $(cat /etc/machine) = armv6l; test $(dpkg --print-architecture) = armel; perl -e 'print 6*7'"]
}
`

// TestForeignDebian installs a real Debian of another architecture, and tests
// something in it, as an ordinary user.
func TestForeignDebian(t *testing.T) {
	require.Network(t)
	require.Root(t)
	require.UserNS(t)
	qemu := require.Qemu(t, "arm")
	binary := buildDbx(t)
	base, err := os.MkdirTemp("", "dbx-foreign-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(base) })
	program, err := os.ReadFile(qemu)
	if err != nil {
		t.Fatal(err)
	}
	writeExample(t, base, "BUILD.hcl", "workspace {\n  name = \"foreign\"\n}\n")
	writeExample(t, base, "a/BUILD.hcl", foreignWorkspace)
	writeExample(t, base, "a/qemu-arm", string(program))
	if out, err := exec.Command("chown", "-R", "65534:65534", base).CombinedOutput(); err != nil {
		t.Fatalf("chown: %v\n%s", err, out)
	}
	b := &builder{name: "foreign", uid: 65534, dir: base, env: []string{"PATH=" + os.Getenv("PATH"), "HOME=" + base, "DBX_DEBIAN_MIRROR=" + startMirror(t)}}
	b.dbx(t, binary, "lock")
	stdout, _ := b.dbx(t, binary, "test", "--executor", "sandbox", "//a:machine")
	if !strings.HasPrefix(stdout, "PASS  //a:machine") {
		t.Errorf("it prints\n%s", stdout)
	}
	if stdout, _ = b.dbx(t, binary, "test", "--executor", "sandbox", "//a/..."); !strings.Contains(stdout, "1 passed (1 cached)") {
		t.Errorf("it prints\n%s", stdout)
	}
}
