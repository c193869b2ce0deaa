package gate

import (
	"strings"
)

// SmokeName is the name of the one check that is no function of the wheel
// alone: whether the target's own Python installs and imports it.
const SmokeName = "smoke"

// Tried returns the verdict on a wheel that was tried on its target: what
// status says other than "done" is a fault, as log tells.
func Tried(status, log string) Verdict {
	v := Verdict{Check: SmokeName, Status: Pass}
	status = strings.TrimSpace(status)
	if status == "done" {
		return v
	}
	v.Status = Fail
	what := "the target's Python ended with " + status
	lines := strings.Split(strings.TrimSpace(log), "\n")
	if last := strings.TrimSpace(lines[len(lines)-1]); last != "" {
		what += ": " + last
	}
	v.Findings = []Finding{{What: what, Cure: "dbx log shows all that it said; what it needs at run time belongs into requires"}}
	return v
}

// NotTried returns the verdict on a wheel that was not tried.
func NotTried(reason string) Verdict {
	return Verdict{Check: SmokeName, Status: Skipped, Reason: reason}
}

// Names returns the names of all checks that a report has a verdict of, in its
// order.
func Names() []string {
	var names []string
	for _, c := range Checks() {
		names = append(names, c.Name)
	}
	return append(names, SmokeName)
}
