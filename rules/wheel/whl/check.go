package whl

import (
	"cmp"
	stdelf "debug/elf"
	"fmt"
	"io"
	"slices"
	"strings"

	"dbx/rules/wheel/elf"
)

// Expectation is what a wheel was meant to be. What is left empty is not
// expected.
type Expectation struct {
	Name       string
	Version    string
	Platform   Platform
	Extensions []string // extension modules by their import names ("markupsafe._speedups")
	Libraries  []string // sonames that it may need beyond those of every system
}

// Platform tells what no tag does: of MIPS the byte order, of 32-bit ARM the
// float ABI and the real ceiling where the tag is for newer processors too.
// The zero Platform leaves all to the tags.
type Platform struct {
	Arch     string // as OCI, Debian or uname name it: "arm", "amd64", "mipsel"
	Variant  string // of arm: "v5" to "v8", of amd64: "v1" to "v4", of MIPS: "r1" to "r6"; empty for the architecture's own
	FloatABI string // of arm and MIPS: "soft", "hard"; empty if either will do
}

// Target returns what machine code must be for the platform to run it.
func (p Platform) Target() (elf.Target, error) {
	t, ok := elf.TargetOf(p.Arch)
	level, known := p.level(t)
	if !ok || !known {
		return t, fmt.Errorf("platform: no machine is known as arch %q, variant %q", p.Arch, p.Variant)
	}
	t.Level = level
	var err error
	if t.Float, err = elf.ParseFloatABI(p.FloatABI); err != nil {
		return t, fmt.Errorf("platform: %w", err)
	}
	return t, nil
}

// level returns the ceiling that the variant stands for on the machine of t.
func (p Platform) level(t elf.Target) (int, bool) {
	if p.Variant == "" {
		return t.Level, true
	}
	variants := map[stdelf.Machine][]string{
		stdelf.EM_ARM:    {5: "v5", 6: "v6", 7: "v7", 8: "v8"},
		stdelf.EM_X86_64: {1: "v1", 2: "v2", 3: "v3", 4: "v4"},
		stdelf.EM_MIPS:   {1: "r1", 2: "r2", 3: "r3", 5: "r5", 6: "r6"},
	}[t.Machine]
	// Of a machine that is not listed here the variant says nothing new: "v8" of arm64.
	i := slices.Index(variants, p.Variant)
	if variants == nil {
		return t.Level, true
	}
	return i, i > 0
}

// Severity says what a finding means for the wheel.
type Severity int

const (
	// Warning is worth a look; the wheel works.
	Warning Severity = iota
	// Error is a wheel that must not be shipped.
	Error
)

// String returns "warning" or "error".
func (s Severity) String() string {
	if s == Error {
		return "error"
	}
	return "warning"
}

// Finding is one thing that is wrong with a wheel.
type Finding struct {
	Severity Severity
	Path     string // file in the wheel; empty if it is about the whole
	Message  string // goes on after the path, or stands alone
}

// String returns the finding as one line.
func (f Finding) String() string {
	if f.Path == "" {
		return f.Severity.String() + ": " + f.Message
	}
	return f.Severity.String() + ": " + f.Path + ": " + f.Message
}

// Check returns all that is wrong with a wheel of the given file name, sorted
// by path; none if nothing is. The error is for what cannot be checked at all:
// an archive that cannot be read, a name that is no wheel's, an expectation
// without sense.
func Check(name string, in io.ReaderAt, size int64, want Expectation) ([]Finding, error) {
	i := inspection{want: want}
	var err error
	if i.name, err = ParseName(name); err != nil {
		return nil, err
	}
	if want.Platform != (Platform{}) {
		if i.target, err = want.Platform.Target(); err != nil {
			return nil, err
		}
	}
	if i.wheel, err = Read(in, size); err != nil {
		return nil, err
	}
	i.readBinaries()
	for _, check := range []func(*inspection){
		(*inspection).metadata, (*inspection).tags, (*inspection).record,
		(*inspection).machines, (*inspection).libraries, (*inspection).suffixes,
		(*inspection).extensions, (*inspection).buildPaths,
	} {
		check(&i)
	}
	slices.SortFunc(i.findings, func(a, b Finding) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), cmp.Compare(b.Severity, a.Severity), strings.Compare(a.Message, b.Message))
	})
	return slices.Compact(i.findings), nil
}

// inspection is the state of one Check: each check reads all and adds findings.
type inspection struct {
	wheel    *Wheel
	name     Name
	want     Expectation
	target   elf.Target // of want.Platform, if that is not zero
	binaries []binary
	findings []Finding
}

// binary is an ELF file in the wheel; elf is nil if it cannot be read.
type binary struct {
	path string
	data []byte
	elf  *elf.File
}

func (i *inspection) errorf(path, format string, args ...any) {
	i.findings = append(i.findings, Finding{Error, path, fmt.Sprintf(format, args...)})
}

func (i *inspection) warnf(path, format string, args ...any) {
	i.findings = append(i.findings, Finding{Warning, path, fmt.Sprintf(format, args...)})
}

func (i *inspection) readBinaries() {
	for _, path := range i.wheel.Paths() {
		data, _ := i.wheel.File(path)
		if !elf.Is(data) {
			continue
		}
		f, err := elf.Read(data)
		if err != nil {
			i.errorf(path, "%v", err)
		}
		i.binaries = append(i.binaries, binary{path, data, f})
	}
}

// readable returns the binaries that could be read.
func (i *inspection) readable() []binary {
	return slices.DeleteFunc(slices.Clone(i.binaries), func(b binary) bool { return b.elf == nil })
}
