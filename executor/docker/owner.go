package docker

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// owner identifies a process so that its death can be told from the outside,
// even after its number was given to another process.
type owner struct {
	pid       int
	start     string // field 22 of /proc/<pid>/stat: clock ticks since boot
	boot      string // /proc/sys/kernel/random/boot_id
	namespace string // the pid namespace in which pid counts
}

// self returns the identity of this process.
func self() (owner, error) {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return owner{}, fmt.Errorf("docker: identify this process: %w", err)
	}
	namespace, err := os.Readlink("/proc/self/ns/pid")
	if err != nil {
		return owner{}, fmt.Errorf("docker: identify this process: %w", err)
	}
	start, err := startTime(os.Getpid())
	if err != nil {
		return owner{}, fmt.Errorf("docker: identify this process: %w", err)
	}
	return owner{pid: os.Getpid(), start: start, boot: strings.TrimSpace(string(boot)), namespace: namespace}, nil
}

// startTime returns when a process began, in the kernel's own words. A zombie,
// which only waits to be collected, counts as gone.
func startTime(pid int) (string, error) {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return "", err
	}
	return parseStartTime(stat)
}

func parseStartTime(stat []byte) (string, error) {
	// The second field, the name in parentheses, may hold anything.
	end := bytes.LastIndexByte(stat, ')')
	fields := strings.Fields(string(stat[end+1:]))
	const state, start = 0, 22 - 3 // counted from the field after the name
	if end < 0 || len(fields) <= start {
		return "", errors.New("malformed process status")
	}
	if fields[state] == "Z" || fields[state] == "X" {
		return "", errGone
	}
	return fields[start], nil
}

// errGone is a process that has ended but is still listed.
var errGone = errors.New("process has ended")

// fate is what can be said of an owner.
type fate int

const (
	alive   fate = iota
	dead         // certainly gone
	foreign      // of another kernel or pid namespace: cannot be told from here
)

// fateOf tells whether the owner is still there, as seen by the process me.
func fateOf(o, me owner) fate {
	if o.boot != me.boot || o.namespace != me.namespace {
		return foreign
	}
	// A process that hides its /proc still refuses the signal by its number.
	if err := syscall.Kill(o.pid, 0); errors.Is(err, syscall.ESRCH) {
		return dead
	}
	start, err := startTime(o.pid)
	if errors.Is(err, errGone) || err == nil && start != o.start {
		return dead
	}
	return alive
}

// The labels that every container of dbx carries.
const (
	labelMark      = "dbx"
	labelPID       = "dbx.owner.pid"
	labelStart     = "dbx.owner.start"
	labelBoot      = "dbx.owner.boot"
	labelNamespace = "dbx.owner.pidns"
	labelSpawn     = "dbx.spawn"
	labelAgent     = "dbx.agent" // what an agent's sessions have in common; of agents only
)

// labels marks a container as this owner's.
func (o owner) labels(spawn string) map[string]string {
	return map[string]string{
		labelMark:      "1",
		labelPID:       strconv.Itoa(o.pid),
		labelStart:     o.start,
		labelBoot:      o.boot,
		labelNamespace: o.namespace,
		labelSpawn:     spawn,
	}
}

// ownerOf reads what [owner.labels] wrote; a label that is missing or damaged
// gives an owner that nobody is.
func ownerOf(labels map[string]string) owner {
	pid, err := strconv.Atoi(labels[labelPID])
	if err != nil || pid <= 0 {
		return owner{}
	}
	return owner{pid: pid, start: labels[labelStart], boot: labels[labelBoot], namespace: labels[labelNamespace]}
}
