// Package elf answers what a wheel's checks ask of an ELF file: which machine
// it is for, what it loads, from where, which symbols it takes and gives, how
// it is hardened, and which instructions and which calling convention it was
// compiled for.
//
// It knows the names that platform tags and uname give to machines. It does
// not know wheels, does no I/O and trusts no byte of what it reads.
package elf

import (
	"bytes"
	stdelf "debug/elf"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// armAttributes is SHT_ARM_ATTRIBUTES of the ELF for the Arm architecture.
const armAttributes = stdelf.SHT_LOPROC + 3

// File is what was read from an ELF file. It holds no reference to the bytes.
type File struct {
	Machine stdelf.Machine
	Class   stdelf.Class
	Data    stdelf.Data // byte order
	Type    stdelf.Type
	Soname  string
	Needed  []string // DT_NEEDED, in file order
	RunPath []string // DT_RPATH and DT_RUNPATH
	Glibc   Version  // highest GLIBC_x.y symbol version it asks for

	Versions  []VersionNeed
	Imports   []Symbol
	Exports   []Symbol
	Hardening Hardening

	// What it says of its code; of other machines nil, or 0.
	Flags uint32 // e_flags
	ARM   *Attributes
	MIPS  *MIPS
	RISCV *RISCV
	X86   int // N of x86-64-vN
}

// Is reports whether b begins as an ELF file does.
func Is(b []byte) bool { return bytes.HasPrefix(b, []byte(stdelf.ELFMAG)) }

// Read reads the ELF file b. A file whose dynamic segment cannot be found by
// its section headers is an error: such a file loads, and its needs are hidden.
func Read(b []byte) (*File, error) {
	in, err := stdelf.NewFile(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("not a readable ELF file: %w", err)
	}
	f := &File{Machine: in.Machine, Class: in.Class, Data: in.Data, Type: in.Type, Hardening: hardeningOf(in), Flags: flagsOf(in, b)}
	for _, read := range []func(*stdelf.File) error{f.readDynamic, f.readVersions, f.readSymbols, f.readCode} {
		if err := read(in); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// flagsOf returns e_flags, which debug/elf does not keep. It has read the
// header, so b is as long.
func flagsOf(in *stdelf.File, b []byte) uint32 {
	if in.Class == stdelf.ELFCLASS64 {
		return in.ByteOrder.Uint32(b[48:])
	}
	return in.ByteOrder.Uint32(b[36:])
}

// readCode reads what the machine's tools left about the code.
func (f *File) readCode(in *stdelf.File) error {
	var err error
	if f.ARM, err = armSection(in); err != nil {
		return err
	}
	if f.MIPS, err = mipsSection(in, f.Flags); err != nil {
		return err
	}
	if f.RISCV, err = riscvSection(in, f.Flags); err != nil {
		return err
	}
	f.X86, err = x86Section(in)
	return err
}

func (f *File) readDynamic(in *stdelf.File) error {
	if in.SectionByType(stdelf.SHT_DYNAMIC) == nil {
		for _, p := range in.Progs {
			if p.Type == stdelf.PT_DYNAMIC {
				return errors.New("it has a dynamic segment but no section header for it; build it without removing section headers")
			}
		}
		return nil
	}
	for _, tag := range []stdelf.DynTag{stdelf.DT_NEEDED, stdelf.DT_SONAME, stdelf.DT_RPATH, stdelf.DT_RUNPATH} {
		values, err := in.DynString(tag)
		if err != nil {
			return fmt.Errorf("dynamic section: %w", err)
		}
		switch tag {
		case stdelf.DT_NEEDED:
			f.Needed = values
		case stdelf.DT_SONAME:
			f.Soname = strings.Join(values, " ")
		default:
			f.RunPath = append(f.RunPath, values...)
		}
	}
	return nil
}

// sectionOf returns the content of the first section of the type and name, nil
// if there is none. A type that is the machine's own needs no name to be known.
func sectionOf(in *stdelf.File, kind stdelf.SectionType, name string) ([]byte, error) {
	i := slices.IndexFunc(in.Sections, func(s *stdelf.Section) bool {
		return s.Name == name || s.Type == kind && kind >= stdelf.SHT_LOPROC
	})
	if i < 0 {
		return nil, nil
	}
	data, err := in.Sections[i].Data()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return data, nil
}

// armSection reads the build attributes of a 32-bit ARM file, nil if it has
// none or is for another machine.
func armSection(in *stdelf.File) (*Attributes, error) {
	if in.Machine != stdelf.EM_ARM {
		return nil, nil
	}
	data, err := sectionOf(in, armAttributes, ".ARM.attributes")
	if err != nil || data == nil {
		return nil, err
	}
	a, err := ParseAttributes(data, in.ByteOrder)
	if err != nil {
		return nil, err
	}
	return &a, nil
}
