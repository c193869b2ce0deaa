// Package gate holds the checks that a wheel passes before anyone gets it.
// Each is a pure function of a wheel and a [Target], and answers with a
// [Verdict]; each is a file of its own.
//
// It knows what makes a wheel wrong: for its name, its platform, its Python,
// its installer, its reader. It does not know who asks, how a verdict is
// shown or what a build does about it; it runs no code of the wheel, and it
// changes nothing.
//
// A verdict's JSON form is one object:
//
//	check     the check's name
//	status    "pass", "fail", "waived" or "skipped"
//	reason    why it was waived or skipped; else absent
//	note      what a check that passed found out; absent if nothing
//	findings  what is wrong, in the order of files: objects of file (absent
//	          if it is about the whole wheel), what and cure
package gate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Status is the outcome of a check.
type Status string

// The outcomes. Waived is a failure that someone took upon them, with a reason.
const (
	Pass    Status = "pass"
	Fail    Status = "fail"
	Waived  Status = "waived"
	Skipped Status = "skipped"
)

// Finding is one thing that is wrong with a wheel.
type Finding struct {
	File string `json:"file,omitempty"` // path in the wheel; empty if it is about the whole
	What string `json:"what"`           // goes on after the path, or stands alone
	Cure string `json:"cure"`           // what to do about it
}

// String returns the finding as one line.
func (f Finding) String() string {
	line := f.What + "; " + f.Cure
	if f.File != "" {
		line = f.File + ": " + line
	}
	return line
}

// Verdict is what a check has to say of a wheel.
type Verdict struct {
	Check    string    `json:"check"`
	Status   Status    `json:"status"`
	Reason   string    `json:"reason,omitempty"`
	Note     string    `json:"note,omitempty"`
	Findings []Finding `json:"findings,omitempty"`
}

// Waive returns the verdict with a failure taken back for a reason, which must
// not be empty. Other verdicts it returns as they are: a waiver that changes
// nothing is its caller's to report.
func (v Verdict) Waive(reason string) Verdict {
	if v.Status == Fail && reason != "" {
		v.Status, v.Reason = Waived, reason
	}
	return v
}

// Check is one question to a wheel.
type Check struct {
	Name string // as waivers and verdicts have it
	Doc  string // what it refuses, one sentence
	// Sysroot is whether it looks into the target's sysroot.
	Sysroot bool
	// any is whether it has something to say even of a file whose name or
	// content cannot be read.
	any bool
	ask func(*inquiry)
}

// Checks returns all checks, in the order in which they are best read.
func Checks() []Check {
	return []Check{
		names(), content(), record(), metadata(), machine(), policy(), libraries(),
		symbols(), abi3(), hardening(),
	}
}

// Run runs the check. What it finds comes sorted by file, each once.
func (c Check) Run(w *Wheel, t Target) Verdict {
	q := inquiry{Wheel: w, target: t, seen: map[Finding]bool{}}
	if why := w.unreadable(); why != "" && !c.any {
		q.skipped = why
	} else {
		c.ask(&q)
	}
	slices.SortStableFunc(q.findings, func(a, b Finding) int { return strings.Compare(a.File, b.File) })
	v := Verdict{Check: c.Name, Status: Pass, Note: q.note, Findings: q.findings}
	switch {
	case len(q.findings) > 0:
		v.Status = Fail
	case q.skipped != "":
		v.Status, v.Reason = Skipped, q.skipped
	}
	return v
}

// inquiry is the state of one check at work on one wheel.
type inquiry struct {
	*Wheel
	target   Target
	findings []Finding
	seen     map[Finding]bool // those in findings
	skipped  string
	note     string
}

// fail adds a finding, once. The cure says what to do, the format what is wrong.
func (q *inquiry) fail(file, cure, format string, args ...any) {
	f := Finding{file, fmt.Sprintf(format, args...), cure}
	if !q.seen[f] {
		q.seen[f] = true
		q.findings = append(q.findings, f)
	}
}

// skip says why there is nothing to look at.
func (q *inquiry) skip(reason string) { q.skipped = cmp.Or(q.skipped, reason) }
