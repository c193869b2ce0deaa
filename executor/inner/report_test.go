package inner

import (
	"io"
	"os"
	"syscall"
	"testing"
)

func TestReportRoundTrip(t *testing.T) {
	for _, want := range []Report{
		{Kind: Started},
		{Kind: Exited},
		{Kind: Exited, Code: 255, Nanos: 123456789},
		{Kind: Killed, Code: 137, Nanos: 1},
		{Kind: SetUpFailed, Text: "mount overlay on r: operation not permitted"},
		{Kind: SetUpFailed},
	} {
		if got := ParseReport([]byte("started\n" + want.String())); got != want {
			t.Errorf("%q gave %+v, want %+v", want.String(), got, want)
		}
	}
}

func TestParseReport(t *testing.T) {
	for text, want := range map[string]Report{
		"":                                    {},
		"exited 1 2":                          {}, // cut short: not said
		"noise\nstarted\nmore noise\n":        {Kind: Started},
		"started\nexited 3 40\n":              {Kind: Exited, Code: 3, Nanos: 40},
		"started\nexited 3 40\npanic: oops\n": {Kind: Exited, Code: 3, Nanos: 40},
		"exited\n":                            {},
		"exited 1\n":                          {},
		"exited -1 5\n":                       {},
		"exited 256 5\n":                      {},
		"exited 1 99999999999999999999999\n":  {},
		"killed x 5\n":                        {},
		"started\nfailed 0 a b\n":             {Kind: SetUpFailed, Text: "a b"},
		"failed 22 mount it\n":                {Kind: SetUpFailed, Text: "mount it: invalid argument"},
		"failed a b\n":                        {},
	} {
		if got := ParseReport([]byte(text)); got != want {
			t.Errorf("%q gave %+v, want %+v", text, got, want)
		}
	}
}

func TestEnded(t *testing.T) {
	for status, want := range map[syscall.WaitStatus]outcome{
		0:       {kind: Exited},
		3 << 8:  {kind: Exited, code: 3},
		9:       {kind: Killed, code: 137},
		6 | 128: {kind: Killed, code: 134}, // with a core dump
	} {
		var c command
		if c.ended(status); c.outcome != want {
			t.Errorf("status %#x gave %+v, want %+v", status, c.outcome, want)
		}
	}
}

// TestTell: what a first process writes is what its reader understands.
func TestTell(t *testing.T) {
	for want, o := range map[Report]outcome{
		{Kind: Exited, Code: 3, Nanos: 1 << 40}:                        {kind: Exited, code: 3, nanos: 1 << 40},
		{Kind: Exited}:                                                 {kind: Exited},
		{Kind: Killed, Code: 137, Nanos: 1}:                            {kind: Killed, code: 137, nanos: 1},
		{Kind: SetUpFailed, Text: "mount x: " + syscall.EPERM.Error()}: {kind: SetUpFailed, code: 125, failed: "mount x", errno: syscall.EPERM},
	} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		c := command{report: int(w.Fd()), outcome: o}
		c.tell()
		w.Close()
		line, _ := io.ReadAll(r)
		r.Close()
		if got := ParseReport(line); got != want {
			t.Errorf("%q gave %+v, want %+v", line, got, want)
		}
	}
}

func TestDecimal(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 7: "7", -12: "-12", 1<<63 - 1: "9223372036854775807"} {
		if got := decimal(n); got != want {
			t.Errorf("%d became %q", n, got)
		}
	}
}

func FuzzParseReport(f *testing.F) {
	f.Add([]byte("started\nexited 3 40\n"))
	f.Add([]byte("failed \nkilled 137 1\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := ParseReport(b)
		if got := ParseReport([]byte(r.String())); got != r {
			t.Errorf("%+v became %+v", r, got)
		}
	})
}
