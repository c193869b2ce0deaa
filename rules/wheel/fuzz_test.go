package wheel_test

import (
	"testing"
	"testing/fstest"

	"dbx/rules/wheel"
	"dbx/rules/wheel/gate"
)

// FuzzReport: whatever the waivers and a verdict are, a report of them can be
// read, has as many verdicts as there are checks, and admits the wheel only if
// all have passed.
func FuzzReport(f *testing.F) {
	f.Add(`[{"check":"names","reason":"old"}]`, []byte(`{"check":"names","status":"fail","findings":[{"what":"a","cure":"b"}]}`))
	f.Add(`[]`, []byte(`{"check":"names","status":"pass"}`))
	f.Add(`[{"checks":"names"}]`, []byte("null"))
	f.Fuzz(func(t *testing.T, waivers string, verdict []byte) {
		checks := gate.Checks()
		s := stages{t, fstest.MapFS{"finished/a.whl": {Data: []byte("wheel")}}}
		for _, c := range checks {
			s.tree["checks/"+c.Name+".json"] = &fstest.MapFile{Data: verdict}
		}
		if s.run(wheel.MakeReport, "report.json", waivers) != nil {
			return
		}
		report, err := gate.ParseReport(s.tree["report.json"].Data)
		if err != nil || report.Wheel != "a.whl" || len(report.Verdicts) != len(gate.Names()) {
			t.Fatalf("%s: %+v, %v", s.tree["report.json"].Data, report, err)
		}
		refusal := s.run(wheel.Admit, "admitted")
		if passed := report.Passed(); (refusal == nil) != passed || (s.tree["admitted/a.whl"] != nil) != passed {
			t.Errorf("passed is %v, admitted %v: %s", passed, refusal, s.tree["report.json"].Data)
		}
	})
}
