package main

import "testing"

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
