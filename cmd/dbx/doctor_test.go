package main

import (
	"errors"
	"strings"
	"testing"
)

// TestDoctorTellsOfEmulation: a kernel that registers nothing in namespaces is
// not to be had for a test.
func TestDoctorTellsOfEmulation(t *testing.T) {
	if f := emulation(nil); f.Status != good || f.Fix != "" {
		t.Errorf("where it works: %+v", f)
	}
	f := emulation(errors.New("emulate arm: make a binfmt_misc file system: no such device; and the host has none. Use Linux 6.7"))
	if f.Status != poor || !strings.HasSuffix(f.Says, "the host has none") || !strings.Contains(f.Fix, "Linux 6.7") {
		t.Errorf("where it does not: %+v", f)
	}
}

// TestDoctorWantsOnePlaceForCommands: a sandbox makes up for a daemon that is
// not there, and the other way round.
func TestDoctorWantsOnePlaceForCommands(t *testing.T) {
	for _, test := range []struct {
		sandbox, docker status
		want            status // of what is bad
	}{
		{good, bad, poor}, {bad, good, poor}, {bad, bad, bad},
	} {
		found := judged([]finding{
			{Name: "user namespaces", Status: test.sandbox},
			{Name: "sandbox", Status: test.sandbox},
			{Name: "docker", Status: test.docker},
		})
		for _, f := range found {
			if f.Status != good && f.Status != test.want {
				t.Errorf("sandbox %s, docker %s: %s is %s", test.sandbox, test.docker, f.Name, f.Status)
			}
		}
	}
}
