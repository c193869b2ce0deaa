package executortest

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"testing"

	"dbx/executor"
)

//go:embed testdata/show.golden
var golden string

// confinement is about what a command can see and do beyond its files.
func confinement() []testCase {
	return []testCase{
		{"environment", environment},
		{"everything that a command can see", everything},
		{"the user builder", builder},
		{"identities, owners and devices are pretended", pretended},
		{"ways out are closed", waysOut},
		{"no network but its own loopback", func(t *testing.T, b *bench) {
			b.expect(t, attempt{script: lines("try dial udp 192.0.2.1:53", "try dial tcp 192.0.2.1:80", "listen")},
				"dial udp 192.0.2.1:53: ENETUNREACH", "dial tcp 192.0.2.1:80: ENETUNREACH")
		}},
	}
}

func environment(t *testing.T, b *bench) {
	a := attempt{script: "show", change: func(s *executor.Spawn) {
		s.Env = []executor.EnvVar{{Name: "EMPTY", Value: ""}, {Name: "HOME", Value: "/work"}, {Name: "MULTI", Value: "a=b c"}}
		s.CPUs = 3
	}}
	t.Setenv("DBX_TEST_LEAK", "leaked")
	log := b.log(t, b.succeed(t, a))
	var got []string
	for line := range strings.Lines(log) {
		if v, ok := strings.CutPrefix(line, "env: "); ok {
			got = append(got, strings.TrimSuffix(v, "\n"))
		}
	}
	want := b.spawn(a).Environ()
	slices.Sort(got)
	if !slices.Equal(got, slices.Sorted(slices.Values(want))) {
		t.Errorf("environment:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// everything compares all that a command can see with the committed list.
func everything(t *testing.T, b *bench) {
	r := b.succeed(t, attempt{
		script: "show",
		inputs: []executor.Input{{Path: "single", Digest: b.file(t, "x")}, {Path: "in/one", Digest: b.file(t, "y")}},
	})
	want := parseFacts(golden)
	for line := range strings.Lines(b.Differences) {
		if key, gone := strings.CutPrefix(strings.TrimSpace(line), "-"); gone {
			delete(want, key)
		}
	}
	maps.Copy(want, parseFacts(b.Differences))
	log := b.log(t, r)
	got := parseFacts(log)
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if _, seen := got[key]; !seen {
			t.Errorf("missing:  %s: %s", key, strings.Join(want[key], " | "))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(got)) {
		if w, known := want[key]; !known {
			t.Errorf("surplus:  %s: %s", key, strings.Join(got[key], " | "))
		} else if !slices.Equal(got[key], w) {
			t.Errorf("differs:  %s: %s\n    want:  %s: %s", key, strings.Join(got[key], " | "), key, strings.Join(w, " | "))
		}
	}
	if t.Failed() {
		t.Logf("all of it:\n%s", log)
	}
}

// parseFacts reads lines "key: value"; a key may come more than once.
func parseFacts(text string) map[string][]string {
	facts := map[string][]string{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		key, value, ok := strings.Cut(line, ":")
		if ok && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "-") {
			facts[key] = append(facts[key], strings.TrimSpace(value))
		}
	}
	for _, values := range facts {
		slices.Sort(values)
	}
	return facts
}

// builder checks the other identity: it is itself, without capabilities, owns
// where it works, and cannot become anyone else.
func builder(t *testing.T, b *bench) {
	r := b.succeed(t, attempt{
		script:  lines("show", "mkdir out", "write out/f hello", "chmod 755 out/f", "append scratch/one more", "try setuid", "try chown out/f", "try write in/one x"),
		outputs: []executor.OutputSpec{{Path: "out", Kind: executor.OutputTree}, {Path: "scratch/one"}},
		inputs: []executor.Input{
			{Path: "in/one", Digest: b.file(t, "x")},
			{Path: "scratch/one", Digest: b.file(t, "y"), Mode: executor.Scratch},
		},
		change: func(s *executor.Spawn) { s.User = executor.Builder },
	})
	log := b.log(t, r)
	facts := parseFacts(log)
	for key, want := range map[string]string{"uid": "1000 1000", "gid": "1000 1000", "umask": "022"} {
		if got := strings.Join(facts[key], "|"); got != want {
			t.Errorf("%s is %s, want %s", key, got, want)
		}
	}
	for key, values := range facts {
		if strings.HasPrefix(key, "status Cap") && strings.Trim(strings.Join(values, ""), "0") != "" {
			t.Errorf("%s: %s, want no capability", key, values)
		}
	}
	for _, want := range []string{"setuid: ok", "chown out/f: ok", "in/one x: EROFS"} {
		if !strings.Contains(log, want) {
			t.Errorf("no %q in\n%s", want, log)
		}
	}
	if got := r.Outputs[1].Digest; got != b.file(t, "ymore") {
		t.Errorf("the scratch file is %s", got)
	}
}

func pretended(t *testing.T, b *bench) {
	b.expect(t, attempt{script: lines(
		"write f x", "try chown f", "try setuid", "try setgid", "try setresuid", "try setgroups",
		"try mknod dev", "try unlink dev", "try mknodfile plain", "unlink plain", "fifo pipe",
		"try setxattr f user.x y", "try setxattr f security.capability y", "try chmod 4755 f", "try write g x")},
		"chown f: ok", "setuid: ok", "setgid: ok", "setresuid: ok", "setgroups: ok",
		"mknod dev: ok", "unlink dev: ENOENT", "mknodfile plain: ok",
		"setxattr f user.x y: ok", "setxattr f security.capability y: ok", "chmod 4755 f: ok", "write g x: ok")
}

func waysOut(t *testing.T, b *bench) {
	b.expect(t, attempt{script: lines(
		"try unshare 0x10000000", "try unshare 0x20000", "try clone 0x10000000", "try clone 0x20000000", "try clone 0",
		"try open-socket 40", "try open-socket 38", "try open-socket 2",
		"try syscall 425", "try syscall 435", "try syscall 9999",
		"try umount /proc/kcore", "try umount /tmp", "try remount /proc/sys")},
		"unshare 0x10000000: EPERM", "unshare 0x20000: EPERM", "clone 0x10000000: EPERM", "clone 0x20000000: EPERM", "clone 0: ok",
		"open-socket 40: EAFNOSUPPORT", "open-socket 38: EAFNOSUPPORT", "open-socket 2: ok",
		"syscall 425: ENOSYS", "syscall 435: ENOSYS", "syscall 9999: ENOSYS",
		"umount /proc/kcore: EPERM", "umount /tmp: EPERM", "remount /proc/sys: EPERM")
}
