package wheel

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"dbx/rules/wheel/gate"
)

// finishedDir is the input folder with the wheel that is looked at.
const finishedDir = "finished"

// Check is check-wheel@1: it asks the wheel in the input folder "finished" the
// check that its first argument names, for the target in its second, a
// [gate.Target] as JSON, whose sysroot is the input folder "sysroot" if there
// is one, and leaves the verdict as outputs[0].
func Check(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	if len(args) != 2 || len(outputs) != 1 {
		return failf("want a check, a target and one output, have %q and %q", args, outputs)
	}
	checks := gate.Checks()
	i := slices.IndexFunc(checks, func(c gate.Check) bool { return c.Name == args[0] })
	if i < 0 {
		return failf("there is no check %q", args[0])
	}
	var target gate.Target
	if err := strictly(args[1], &target); err != nil {
		return failf("target: %w", err)
	}
	name, err := onlyWheel(in, finishedDir)
	if err != nil {
		return err
	}
	raw, err := fs.ReadFile(in, path.Join(finishedDir, name))
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	wheel, err := gate.Open(name, raw)
	if err != nil {
		return failure{err}
	}
	if _, err := fs.Stat(in, sysrootDir); err == nil {
		if target.Sysroot, err = fs.Sub(in, sysrootDir); err != nil {
			return err
		}
	}
	return leaveJSON(out, outputs[0], checks[i].Run(wheel, target))
}

// MakeReport is report-wheel@1: it puts the verdicts in the input folder
// "checks" together, waives what its one argument says, a list of objects of
// check and reason, and leaves the [gate.Report] as outputs[0].
func MakeReport(_ context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	if len(args) != 1 || len(outputs) != 1 {
		return failf("want waivers and one output, have %q and %q", args, outputs)
	}
	var waivers []waiver
	if err := strictly(args[0], &waivers); err != nil {
		return failf("waivers: %w", err)
	}
	report := gate.Report{Verdicts: []gate.Verdict{}}
	var err error
	if report.Wheel, err = onlyWheel(in, finishedDir); err != nil {
		return err
	}
	for _, name := range gate.Names() {
		verdict, err := verdictOf(in, name)
		if err != nil {
			return err
		}
		for _, w := range waivers {
			if w.Check == verdict.Check {
				verdict = verdict.Waive(w.Reason)
			}
		}
		report.Verdicts = append(report.Verdicts, verdict)
	}
	return leaveJSON(out, outputs[0], report)
}

// verdictOf reads the verdict of a check. A wheel that was not tried has none
// of the check smoke.
func verdictOf(in fs.FS, check string) (gate.Verdict, error) {
	text, err := fs.ReadFile(in, "checks/"+check+".json")
	if errors.Is(err, fs.ErrNotExist) && check == gate.SmokeName {
		return gate.NotTried("there is no system to try it in, or nothing to try"), nil
	}
	if err != nil {
		return gate.Verdict{}, err
	}
	var verdict gate.Verdict
	if err := json.Unmarshal(text, &verdict); err != nil {
		return verdict, failf("verdict of %s: %w", check, err)
	}
	return verdict, nil
}

// Admit is admit-wheel@1: it leaves the input folder "finished" as outputs[0] if
// the report, report.json, says that nothing is wrong with what is in there.
func Admit(_ context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	if len(args) != 0 || len(outputs) != 1 {
		return failf("want no arguments and one output, have %q and %q", args, outputs)
	}
	text, err := fs.ReadFile(in, "report.json")
	if err != nil {
		return err
	}
	report, err := gate.ParseReport(text)
	if err != nil {
		return failure{err}
	}
	if !report.Passed() {
		return failf("%s does not pass:\n%s", report.Wheel, strings.TrimRight(report.Table(), "\n"))
	}
	raw, err := fs.ReadFile(in, path.Join(finishedDir, report.Wheel))
	if err != nil {
		return err
	}
	return leave(out, outputs[0], report.Wheel, raw)
}

// strictly decodes JSON that knows nothing that value does not.
func strictly(text string, value any) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	return d.Decode(value)
}

func leaveJSON(out *os.Root, name string, value any) error {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	if err := out.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	return out.WriteFile(name, append(text, '\n'), 0o644)
}
