package gate

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Report is what all checks say of one wheel. Its JSON form is one object of
// wheel, the file's name, and verdicts, in the order of [Checks].
type Report struct {
	Wheel    string    `json:"wheel"`
	Verdicts []Verdict `json:"verdicts"`
}

// ParseReport reads a report's JSON form.
func ParseReport(text []byte) (Report, error) {
	var r Report
	if err := json.Unmarshal(text, &r); err != nil {
		return r, fmt.Errorf("report of checks: %w", err)
	}
	if r.Wheel == "" || len(r.Verdicts) == 0 {
		return r, fmt.Errorf("report of checks: it names no wheel, or no check")
	}
	return r, nil
}

// Passed reports whether no check failed, but for those waived.
func (r Report) Passed() bool {
	return !slices.ContainsFunc(r.Verdicts, func(v Verdict) bool {
		return v.Status != Pass && v.Status != Waived && v.Status != Skipped
	})
}

// Remarkable reports whether there is more to say than that all is well.
func (r Report) Remarkable() bool {
	return slices.ContainsFunc(r.Verdicts, func(v Verdict) bool { return len(v.Findings) > 0 })
}

// Table returns the report as text: a line for each check, and what it found
// below it.
func (r Report) Table() string {
	var b strings.Builder
	for _, v := range r.Verdicts {
		line := fmt.Sprintf("  %-10s %-8s %s", v.Check, v.Status, v.remark())
		b.WriteString(strings.TrimRight(line, " ") + "\n")
		for _, f := range v.Findings {
			fmt.Fprintf(&b, "    %s\n", f)
		}
	}
	return b.String()
}

func (v Verdict) remark() string {
	if v.Reason != "" {
		return v.Reason
	}
	return v.Note
}
