package gate_test

import (
	"archive/zip"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dbx/rules/wheel/gate"
)

// FuzzChecks: no wheel, whatever its bytes and name, makes a check panic or
// say something that has no sense, and what one check refuses to read no check
// passes in silence.
func FuzzChecks(f *testing.F) {
	for _, w := range good(f) {
		f.Add(w.file, w.raw)
	}
	f.Add("x", zipped(f, []member{{name: "../x"}, {name: "a"}, {name: "A"}}, nil))
	f.Fuzz(func(t *testing.T, file string, raw []byte) {
		w, err := gate.Open(file, raw)
		if err != nil {
			return
		}
		skipped, failed := 0, 0
		for _, check := range gate.Checks() {
			v := check.Run(w, gate.Target{Name: "native", Version: "1.0", Python: "cp311", MaxGlibc: "2.36"})
			switch {
			case v.Status == gate.Fail:
				failed++
			case strings.Contains(v.Reason, "; see the check "):
				skipped++
			}
			if (v.Status == gate.Fail) != (len(v.Findings) > 0) || (v.Status == gate.Skipped) != (v.Reason != "") {
				t.Errorf("%+v", v)
			}
			for _, f := range v.Findings {
				if f.What == "" || f.Cure == "" {
					t.Errorf("%s: %+v", v.Check, f)
				}
			}
			if _, err := json.Marshal(v); err != nil {
				t.Error(err)
			}
		}
		if skipped > 0 && failed == 0 {
			t.Errorf("%d checks were skipped, none failed", skipped)
		}
	})
}

// FuzzMetadata: no METADATA and no entry points make the check panic, or find
// fault without saying what and what to do.
func FuzzMetadata(f *testing.F) {
	f.Add(metadata+"text\n", "[console_scripts]\na = b:c [d]\n")
	for _, d := range descriptions() {
		f.Add(metadata+d.text, "")
	}
	f.Fuzz(func(t *testing.T, text, points string) {
		members := with(with(pure(), distInfo+"/METADATA", text), distInfo+"/entry_points.txt", points)
		v := ask(t, "metadata", pureName, zipped(t, members, func(h *zip.FileHeader) { h.Method = zip.Store }), gate.Target{})
		if (v.Status == gate.Fail) != (len(v.Findings) > 0) || v.Status == gate.Skipped {
			t.Errorf("%+v", v)
		}
		for _, f := range v.Findings {
			if f.What == "" || f.Cure == "" {
				t.Errorf("%+v", f)
			}
		}
	})
}

// FuzzParseReport: a report that is read names a wheel and checks, is written
// so that it is read again as the same, and has a line for each check.
func FuzzParseReport(f *testing.F) {
	f.Add([]byte(`{"wheel":"a.whl","verdicts":[{"check":"names","status":"waived","reason":"old","findings":[{"what":"a","cure":"b"}]},{"check":"abi3","status":"pass","note":"n"}]}`))
	f.Add([]byte(`{"wheel":"","verdicts":[null]}`))
	f.Add([]byte(`{"wheel":"a","verdicts":[{"status":"other"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := gate.ParseReport(text)
		if err != nil {
			return
		}
		written, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		again, err := gate.ParseReport(written)
		if d := cmp.Diff(r, again, cmpopts.EquateEmpty()); err != nil || r.Wheel == "" || d != "" {
			t.Errorf("%q, and written again: %v\n%s", text, err, d)
		}
		if lines := strings.Count(r.Table(), "\n"); lines < len(r.Verdicts) {
			t.Errorf("%q: %d verdicts in %d lines", text, len(r.Verdicts), lines)
		}
		for _, v := range r.Verdicts {
			if v.Status == gate.Fail && r.Passed() {
				t.Errorf("%q passes", text)
			}
		}
	})
}
