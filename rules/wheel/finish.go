package wheel

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"dbx/rules/wheel/whl"
)

// Finish is wheel@1: it takes the one wheel in the input folder "dist", gives
// it the target's tags and its canonical form, and leaves it in the folder
// outputs[0] if nothing is wrong with it. All that is wrong comes as one
// failure; warnings are told with it, and not without one. Arguments, each but
// the last at most once:
//
//	name=NAME       the project's name, required
//	version=V       the project's version, required
//	tags=A.B        platform tags to give it; left out, the wheel must be pure
//	                and for any platform; empty, it keeps those it has
//	arch=ARCH       what the machine code must be for, as are
//	variant=V       …
//	float_abi=ABI   …
//	epoch=SECONDS   time of the files in it, 1980 if left out
//	extension=NAME  a module with compiled code that must be in it
func Finish(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	want, err := parse(args)
	if err != nil {
		return err
	}
	if len(outputs) != 1 {
		return failf("want one output, have %q", outputs)
	}
	file, err := onlyWheel(in)
	if err != nil {
		return err
	}
	raw, err := fs.ReadFile(in, path.Join("dist", file))
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	name, wheel, findings, err := finish(file, raw, want)
	if err != nil {
		return failf("%s: %w", file, err)
	}
	if slices.ContainsFunc(findings, isError) {
		return failf("%s is not the wheel that it was to be:\n%s", file, listed(findings))
	}
	return leave(out, outputs[0], name, wheel)
}

// onlyWheel returns the name of the one wheel in the input folder. Files of
// other kinds beside it are not looked at.
func onlyWheel(in fs.FS) (string, error) {
	entries, err := fs.ReadDir(in, "dist")
	if err != nil {
		return "", err
	}
	var wheels, all []string
	for _, e := range entries {
		all = append(all, e.Name())
		if strings.HasSuffix(e.Name(), ".whl") && !e.IsDir() {
			wheels = append(wheels, e.Name())
		}
	}
	if len(wheels) == 1 {
		return wheels[0], nil
	}
	if len(all) == 0 {
		return "", failf("the build left no wheel: dist is empty")
	}
	return "", failf("the build is to leave one wheel, it left %d; in dist there are: %s", len(wheels), strings.Join(all, ", "))
}

// finish returns the canonical wheel and all that is wrong with it, or with
// what it was made from. Its errors are all the wheel's fault.
func finish(file string, raw []byte, want expectation) (string, []byte, []whl.Finding, error) {
	findings, err := repaired(file, raw)
	if err != nil {
		return "", nil, nil, err
	}
	name, wheel, err := whl.Normalise(bytes.NewReader(raw), int64(len(raw)), want.options)
	if err != nil {
		return "", nil, nil, err
	}
	found, err := whl.Check(name, bytes.NewReader(wheel), int64(len(wheel)), want.wheel)
	if err != nil {
		return "", nil, nil, err
	}
	findings = append(findings, found...)
	if want.anywhere {
		found, err = impure(wheel)
		findings = append(findings, found...)
	}
	return name, wheel, findings, err
}

// repaired returns what is wrong with a wheel as it was built and no longer
// when it is normalised: a RECORD that does not tell the truth, a file name
// that does not agree with the inside. Its tags alone are not looked at, as
// they are about to be replaced.
func repaired(file string, raw []byte) ([]whl.Finding, error) {
	before, err := whl.Check(file, bytes.NewReader(raw), int64(len(raw)), whl.Expectation{})
	if err != nil || len(before) == 0 {
		return nil, err
	}
	name, kept, err := whl.Normalise(bytes.NewReader(raw), int64(len(raw)), whl.Options{})
	if err != nil {
		return nil, err
	}
	after, err := whl.Check(name, bytes.NewReader(kept), int64(len(kept)), whl.Expectation{})
	return slices.DeleteFunc(before, func(f whl.Finding) bool { return slices.Contains(after, f) }), err
}

// impure returns why a wheel does not serve every platform, if it does not.
func impure(wheel []byte) ([]whl.Finding, error) {
	w, err := whl.Read(bytes.NewReader(wheel), int64(len(wheel)))
	if err != nil {
		return nil, err
	}
	info, err := w.Info()
	if err != nil {
		return nil, err
	}
	var findings []whl.Finding
	if !info.Purelib {
		findings = append(findings, whl.Finding{Severity: whl.Error,
			Message: "the target is for any platform, so the wheel must be pure, but it says Root-Is-Purelib: false; build it for a platform instead"})
	}
	for _, tag := range info.Tags {
		if tag.Platform != "any" {
			findings = append(findings, whl.Finding{Severity: whl.Error,
				Message: "the target is for any platform, the wheel's tag is " + tag.String() + "; build it for a platform instead"})
		}
	}
	return findings, nil
}

func isError(f whl.Finding) bool { return f.Severity == whl.Error }

// listed returns the findings one a line, errors first, each once.
func listed(findings []whl.Finding) string {
	var lines []string
	for _, severity := range []whl.Severity{whl.Error, whl.Warning} {
		for _, f := range findings {
			if line := "  " + f.String(); f.Severity == severity && !slices.Contains(lines, line) {
				lines = append(lines, line)
			}
		}
	}
	return strings.Join(lines, "\n")
}
