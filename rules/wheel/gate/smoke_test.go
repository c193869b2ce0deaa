package gate_test

import (
	"strings"
	"testing"

	"dbx/rules/wheel/gate"
)

func TestSmoke(t *testing.T) {
	for _, tt := range []struct{ status, log, say string }{
		{"done", "imported x\n", ""},
		{"done\n", "", ""},
		{"exit 1", "Traceback\nModuleNotFoundError: No module named 'y'\n", "ended with exit 1: ModuleNotFoundError: No module named 'y'; dbx log"},
		{"signal 4", "", "ended with signal 4; dbx log"},
	} {
		v := gate.Tried(tt.status, tt.log)
		if passed := v.Status == gate.Pass; passed != (tt.say == "") || len(v.Findings) > 0 && !strings.Contains(v.Findings[0].String(), tt.say) {
			t.Errorf("%q: %+v", tt.status, v)
		}
	}
	if v := gate.NotTried("no system"); v.Status != gate.Skipped || v.Reason != "no system" || v.Check != gate.SmokeName {
		t.Errorf("not tried: %+v", v)
	}
}
