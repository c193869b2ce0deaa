package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// show prints all that a command can see of where it runs, one "key: value" a
// line, except for what says nothing but which machine this is (the kernel's
// version, its memory and processors) or changes by itself (process numbers,
// times).
func show() {
	fds := descriptors()
	for _, section := range []func(){identity, environment, status, limits, uname, mounts, files, network} {
		section()
	}
	for _, fd := range fds {
		line("fd", fd)
	}
}

func line(key string, values ...any) {
	fmt.Println(key+":", strings.TrimSuffix(fmt.Sprintln(values...), "\n"))
}

func identity() {
	groups, err := syscall.Getgroups()
	pid := os.Getpid()
	sid, _, _ := syscall.RawSyscall(syscall.SYS_GETSID, 0, 0, 0)
	mask := syscall.Umask(0)
	syscall.Umask(mask)
	dir, _ := os.Getwd()
	line("uid", os.Getuid(), os.Geteuid())
	line("gid", os.Getgid(), os.Getegid())
	line("groups", groups, err)
	line("parent", os.Getppid())
	line("leads its session", int(sid) == pid)
	line("leads its group", syscall.Getpgrp() == pid)
	line("umask", fmt.Sprintf("%03o", mask))
	line("directory", dir)
	line("arguments", len(os.Args), os.Args[0])
	_, err = os.Open("/dev/tty")
	line("terminal", err)
	n, err := os.Stdin.Read(make([]byte, 1))
	line("stdin", n, err)
}

func environment() {
	for _, v := range os.Environ() {
		line("env", v)
	}
}

func status() {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		line("status", err)
	}
	for field := range strings.Lines(string(b)) {
		name, value, _ := strings.Cut(strings.TrimSpace(field), ":")
		if strings.HasPrefix(name, "Cap") || strings.HasPrefix(name, "Seccomp") && name != "Seccomp_filters" ||
			slices.Contains([]string{"NoNewPrivs", "SigBlk", "SigIgn", "ShdPnd"}, name) {
			line("status "+name, strings.TrimSpace(value))
		}
	}
	b, err = os.ReadFile("/proc/self/personality")
	line("personality", strings.TrimSpace(string(b)), err)
	_, err = os.ReadFile("/proc/1/environ")
	line("environment of process 1", reason(err))
	_, err = os.ReadDir("/proc/1/fd")
	line("descriptors of process 1", reason(err))
}

// limits leaves out the soft limit of open files, which Go's own packages raise
// in this process before it gets here, and those that executors do not set.
func limits() {
	names := map[int]string{
		0: "cpu", 1: "fsize", 2: "data", 3: "stack", 4: "core", 7: "nofile", 8: "memlock",
		9: "as", 10: "locks", 12: "msgqueue", 13: "nice", 14: "rtprio", 15: "rttime",
	}
	for resource := range 16 {
		var l syscall.Rlimit
		name, ok := names[resource]
		switch {
		case !ok || syscall.Getrlimit(resource, &l) != nil:
		case name == "nofile":
			line("limit "+name, l.Max)
		default:
			line("limit "+name, l.Cur, l.Max)
		}
	}
}

func uname() {
	var u syscall.Utsname
	syscall.Uname(&u)
	line("uname system", field(u.Sysname[:]))
	line("uname host", field(u.Nodename[:]))
	line("uname domain", field(u.Domainname[:]))
}

func field(chars []int8) string {
	var text strings.Builder
	for _, c := range chars {
		if c == 0 {
			break
		}
		text.WriteByte(byte(c))
	}
	return text.String()
}

// mounts tells where what kind of file system is, and how it may be used. For
// mounts of the host's own files the kind is whatever the host has there.
func mounts() {
	b, err := os.ReadFile("/proc/self/mounts")
	if err != nil {
		line("mounts", err)
	}
	for entry := range strings.Lines(string(b)) {
		f := strings.Fields(entry)
		at, kind := f[1], f[2]
		switch {
		case strings.HasPrefix(at, "/proc/"):
			continue // which of them there are is a matter of the kernel
		case filepath.Dir(at) == "/dev" && !isDir(at):
			continue // how devices come there is the executor's own business
		case at == "/work" || strings.HasPrefix(at, "/work/"):
			kind = "host"
		}
		var flags []string
		for _, o := range strings.Split(f[3], ",") {
			if slices.Contains([]string{"ro", "rw", "nosuid", "nodev", "noexec"}, o) {
				flags = append(flags, o)
			}
		}
		line("mount "+at, kind, strings.Join(flags, ","))
	}
	text := string(b)
	line("host paths in mounts", strings.Contains(text, "/root/"), strings.Contains(text, "/home/"), strings.Contains(text, "/cas/"))
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func files() {
	for _, dir := range []string{"/", "/dev", "/dev/pts", "/dev/shm", "/sys", "/etc", "/tmp", "/work", "/run"} {
		entries, err := os.ReadDir(dir)
		info, _ := os.Stat(dir)
		if err != nil {
			line("in "+dir, reason(err))
			continue
		}
		line("in "+dir, info.Mode(), len(entries))
		for _, e := range entries {
			line("at "+filepath.Join(dir, e.Name()), e.Type())
		}
	}
	for _, f := range []string{"/etc/hosts", "/etc/hostname", "/etc/resolv.conf", "/proc/sys/kernel/hostname"} {
		b, err := os.ReadFile(f)
		line("file "+f, strconv.Quote(string(b)), reason(err))
	}
	for _, f := range []string{"/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/sched_debug"} {
		b, _ := os.ReadFile(f)
		line("bytes in "+f, len(b))
	}
	for _, f := range []string{"/proc/sys/vm/swappiness", "/proc/sysrq-trigger", "/proc/sys/kernel/hostname"} {
		_, err := os.OpenFile(f, os.O_WRONLY, 0)
		line("can write "+f, err == nil)
	}
}

func network() {
	interfaces, err := net.Interfaces()
	if err != nil {
		line("interfaces", err)
	}
	for _, i := range interfaces {
		line("interface "+i.Name, i.Flags)
	}
	line("loopback", talkToSelf())
}

// descriptors lists what is open, before anything else is.
func descriptors() []string {
	entries, _ := os.ReadDir("/proc/self/fd")
	var list []string
	for _, e := range entries {
		to, err := os.Readlink("/proc/self/fd/" + e.Name())
		if err != nil {
			continue // the directory itself
		}
		if kind, _, ok := strings.Cut(to, ":["); ok {
			to = kind
		}
		list = append(list, e.Name()+" "+to)
	}
	return list
}

// processes counts those in this namespace.
func processes() int {
	n := 0
	entries, _ := os.ReadDir("/proc")
	for _, e := range entries {
		if _, err := strconv.Atoi(e.Name()); err == nil {
			n++
		}
	}
	return n
}

func reason(err error) string {
	if err == nil {
		return "ok"
	}
	if e, ok := errnoOf(err); ok {
		return errnoName(e)
	}
	return err.Error()
}
