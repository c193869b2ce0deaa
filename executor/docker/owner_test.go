package docker

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
)

func TestOwnerLabels(t *testing.T) {
	me, err := self()
	if err != nil {
		t.Fatal(err)
	}
	if got := ownerOf(me.labels("abc")); got != me {
		t.Errorf("got %+v, want %+v", got, me)
	}
	for _, damaged := range []string{"", "x", "0", "-1"} {
		labels := me.labels("abc")
		labels[labelPID] = damaged
		if got := fateOf(ownerOf(labels), me); got != foreign {
			t.Errorf("pid %q: fate %v, want foreign", damaged, got)
		}
	}
}

func TestFate(t *testing.T) {
	me, err := self()
	if err != nil {
		t.Fatal(err)
	}
	ended := exec.Command("/bin/true")
	if err := ended.Start(); err != nil {
		t.Fatal(err)
	}
	gone := owner{pid: ended.Process.Pid, start: "1", boot: me.boot, namespace: me.namespace}
	ended.Wait()
	parent, err := startTime(os.Getppid())
	if err != nil {
		t.Fatal(err)
	}
	with := func(change func(*owner)) owner {
		o := me
		change(&o)
		return o
	}
	for _, c := range []struct {
		name string
		o    owner
		want fate
	}{
		{"this process", me, alive},
		{"its parent", with(func(o *owner) { o.pid, o.start = os.Getppid(), parent }), alive},
		{"ended", gone, dead},
		{"number given away", with(func(o *owner) { o.start = "1" }), dead},
		{"another boot", with(func(o *owner) { o.boot = "other" }), foreign},
		{"another pid namespace", with(func(o *owner) { o.namespace = "pid:[1]" }), foreign},
		{"nobody", owner{}, foreign},
	} {
		if got := fateOf(c.o, me); got != c.want {
			t.Errorf("%s: fate %v, want %v", c.name, got, c.want)
		}
	}
}

func TestParseStartTime(t *testing.T) {
	rest := " S 1 2 2 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 99 100"
	for _, c := range []struct{ stat, start, err string }{
		{"7 (dbx)" + rest, "4711", ""},
		{"7 (a) Z (b)" + rest, "4711", ""},
		{"7 (dbx)" + strings.Replace(rest, " S ", " Z ", 1), "", "ended"},
		{"7 (dbx) S 1 2", "", "malformed"},
		{"", "", "malformed"},
	} {
		got, err := parseStartTime([]byte(c.stat))
		if got != c.start || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%q: got %q, %v", c.stat, got, err)
		}
	}
}

func FuzzParseStartTime(f *testing.F) {
	f.Add([]byte("7 (dbx) S 1 2 2 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 99 100"))
	f.Add([]byte(")"))
	f.Fuzz(func(t *testing.T, stat []byte) {
		start, err := parseStartTime(stat)
		if err == nil && (start == "" || strings.ContainsAny(start, " \n")) {
			t.Errorf("start %q", start)
		}
		if errors.Is(err, errGone) && start != "" {
			t.Errorf("gone, but started at %q", start)
		}
	})
}
