package executortest

import (
	"net"
	"os"
	"strconv"
	"strings"
	"testing"

	"dbx/executor"
)

func escapeByNetwork(t *testing.T, b *bench, _ *host) {
	var lines []string
	for _, network := range []string{"tcp", "unix"} {
		address := "127.0.0.1:0"
		if network == "unix" {
			address = "@dbx-test-" + strconv.Itoa(os.Getpid())
		}
		l, err := net.Listen(network, address)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		lines = append(lines, "dial "+network+" "+l.Addr().String())
	}
	lines = append(lines, "dial udp 192.0.2.1:53", "dial tcp6 [2001:db8::1]:80", "open-socket 40", "dial unix /run/dbus/system_bus_socket",
		"dial unix /var/run/docker.sock")
	b.refused(t, attempt{}, lines...)
}

func escapeToFiles(t *testing.T, b *bench, h *host) {
	store := t.TempDir()
	b.refused(t, attempt{}, "cat "+h.file, "cat /proc/1/root"+h.file, "cat /work/../../.."+h.file, "cat /proc/self/root"+h.file,
		"write "+h.file+" changed", "mkdir /proc/1/cwd/x", "unlink "+h.file, "stat "+store, "cat /etc/shadow", "cat /root/.bashrc",
		"read-some /proc/1/fd/0", "read-some /proc/1/exe", "open-handle")
}

func escapeByKernelFiles(t *testing.T, b *bench, _ *host) {
	b.refused(t, attempt{}, "write /proc/sysrq-trigger h", "write /proc/sys/kernel/core_pattern |/work/x", "write /proc/sys/kernel/hostname x",
		"write /proc/sys/vm/drop_caches 3", "write /proc/self/oom_score_adj -1000", "write /proc/self/uid_map 0", "write /proc/self/setgroups allow",
		"write /proc/irq/default_smp_affinity 1", "write /sys/x x", "stat /sys/fs/cgroup/cgroup.procs", "append /proc/bus/pci/devices x",
		"read-some /proc/kcore", "read-some /proc/keys", "read-some /proc/kmsg", "syscall 103")
}

func escapeByDevices(t *testing.T, b *bench, _ *host) {
	// Making one is pretended: nothing must be there then.
	pretend := lines("try mknod-block /work/disk", "try mknod-block /tmp/disk", "try mknod-block /dev/shm/disk")
	log := b.log(t, b.succeed(t, attempt{script: pretend}))
	if strings.Count(log, ": ok\n") != 3 {
		t.Errorf("devices: %s", log)
	}
	b.refused(t, attempt{}, "read-some /work/disk", "read-some /tmp/disk", "read-some /dev/shm/disk",
		"read-some /dev/vda", "read-some /dev/sda", "read-some /dev/mem", "read-some /dev/kmsg", "read-some /dev/fuse",
		"read-some /dev/net/tun", "read-some /dev/kvm", "read-some /dev/tty")
}

func escapeByMounts(t *testing.T, b *bench, _ *host) {
	a := attempt{inputs: []executor.Input{{Path: "in/one", Digest: b.file(t, "precious")}}}
	b.refused(t, a, "mount tmpfs /tmp", "mount proc /proc", "mount overlay /opt", "remount /work/in", "umount /work/in", "umount /proc/sys",
		"unshare 0x10000000", "unshare 0x20000", "unshare 0x10020000", "clone 0x10000000", "clone 0x10020000", "chroot /tmp",
		"syscall 435", "syscall 428", "syscall 429", "syscall 430", "setns /proc/1/ns/mnt", "write in/one x")
}

// escapeByDescriptors goes for the store behind a read-only input: its files
// are links to the store's.
func escapeByDescriptors(t *testing.T, b *bench, _ *host) {
	one := b.file(t, "precious")
	a := attempt{inputs: []executor.Input{
		{Path: "in/one", Digest: one}, {Path: "single", Digest: one}, {Path: "copy", Digest: one, Mode: executor.Scratch},
	}}
	a.script = lines("chmod 777 copy", "write copy changed")
	b.refused(t, a, "reopen in/one", "reopen single", "link-fd in/one /work/stolen", "link-fd single /work/stolen2", "link in/one /tmp/stolen",
		"chmod 777 in/one", "truncate single 0", "write in/one x", "rename in/one in/two", "symlink x in/three")
	if got := string(b.content(t, one)); got != "precious" {
		t.Errorf("the store's blob is now %q", got)
	}
}

func escapeBySetuid(t *testing.T, b *bench, _ *host) {
	r := b.succeed(t, attempt{
		script:  lines("copy /bin/tool /work/suid", "chmod 6755 /work/suid", "exec /work/suid identity", "copy /bin/tool /opt/suid", "chmod 6755 /opt/suid", "exec /opt/suid identity"),
		outputs: []executor.OutputSpec{file("suid")},
	})
	if got := b.log(t, r); got != strings.Repeat("uid 0 0, gid 0 0, capabilities 0000000000000000\n", 2) {
		t.Errorf("log:\n%s", got)
	}
	path := t.TempDir() + "/out"
	if err := b.Store.Link(t.Context(), r.Outputs[0].Digest, true, path); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o555 {
		t.Errorf("the captured program has mode %v, %v", info.Mode(), err)
	}
}

func escapeToProcesses(t *testing.T, b *bench, _ *host) {
	b.refused(t, attempt{}, "ptrace 1", "peek 1", "signal "+strconv.Itoa(os.Getpid())+" 9", "signal "+strconv.Itoa(os.Getppid())+" 9",
		"signal 100000 0", "keyctl", "add-key", "stat /proc/1/root/etc", "stat /proc/1/map_files/x", "read-some /proc/1/mem", "read-some /proc/1/environ")
}

// escapeToEnvironments looks for a secret of this process in all that can be
// read of others.
func escapeToEnvironments(t *testing.T, b *bench, _ *host) {
	t.Setenv("DBX_TEST_SECRET", "swordfish-environment")
	b.expect(t, attempt{script: "environs swordfish-environment"}, "found: 0")
}

func leaveOrphans(t *testing.T, b *bench, h *host) {
	b.succeed(t, attempt{script: lines(
		"start daemon deaf ; daemon sleep 1h ; echo "+h.marker, "daemon deaf ; sleep 1h ; echo "+h.marker, "orphan sleep 1h ; echo "+h.marker, "sleep 200ms")})
}

// forkBomb must stop at the limit, and be gone when its command is.
func forkBomb(t *testing.T, b *bench, h *host) {
	b.enforced(t, "pids")
	const limit, granted = 500, 16
	log := b.log(t, b.succeed(t, attempt{
		script: lines("start bomb 10000 ; sleep 1h ; echo "+h.marker, "bomb 10000"),
		change: func(s *executor.Spawn) { s.Pids = limit },
	}))
	for line := range strings.Lines(log) {
		n, stopped := strings.CutPrefix(strings.TrimSpace(line), "stopped: EAGAIN ")
		if got, _ := strconv.Atoi(n); !stopped || got > limit+granted {
			t.Errorf("log %q, want a stop below %d", log, limit)
		}
	}
}

// fillMemory writes to what is in memory more than the command may have. The
// disk below /work has no limit but its own size.
func fillMemory(t *testing.T, b *bench, _ *host) {
	b.enforced(t, "memory")
	for _, path := range []string{"/tmp/x", "/dev/shm/x"} {
		r := b.run(t, attempt{script: "fill " + path + " 512", change: func(s *executor.Spawn) { s.Memory = 128 << 20 }})
		if r.Status != executor.OutOfMemory {
			t.Errorf("%s: status %d, log %s", path, r.Status, b.log(t, r))
		}
	}
}
