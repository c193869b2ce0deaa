// Package elf answers what a wheel's checks ask of an ELF file: which machine
// it is for, what it loads, from where, and — on ARM — which instructions and
// which calling convention it was compiled for.
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
	ARM     *Attributes
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
	f := &File{Machine: in.Machine, Class: in.Class, Data: in.Data, Type: in.Type}
	if err := f.readDynamic(in); err != nil {
		return nil, err
	}
	if f.Glibc, err = glibcFloor(in); err != nil {
		return nil, err
	}
	f.ARM, err = armSection(in)
	return f, err
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

// glibcFloor is the lowest glibc that has all the versioned symbols in asks
// for; the zero Version if it asks for none.
func glibcFloor(in *stdelf.File) (Version, error) {
	var floor Version
	if in.SectionByType(stdelf.SHT_GNU_VERNEED) == nil {
		return floor, nil
	}
	needs, err := in.DynamicVersionNeeds()
	if err != nil {
		return floor, fmt.Errorf("symbol versions: %w", err)
	}
	for _, lib := range needs {
		for _, dep := range lib.Needs {
			name, ok := strings.CutPrefix(dep.Dep, "GLIBC_")
			if !ok {
				continue
			}
			// GLIBC_ABI_DT_RELR and GLIBC_PRIVATE carry no number.
			if v, ok := ParseVersion(name); ok && floor.Less(v) {
				floor = v
			}
		}
	}
	return floor, nil
}

// armSection reads the build attributes of a 32-bit ARM file, nil if it has
// none or is for another machine.
func armSection(in *stdelf.File) (*Attributes, error) {
	if in.Machine != stdelf.EM_ARM {
		return nil, nil
	}
	i := slices.IndexFunc(in.Sections, func(s *stdelf.Section) bool {
		return s.Type == armAttributes || s.Name == ".ARM.attributes"
	})
	if i < 0 {
		return nil, nil
	}
	data, err := in.Sections[i].Data()
	if err != nil {
		return nil, fmt.Errorf(".ARM.attributes: %w", err)
	}
	a, err := ParseAttributes(data, in.ByteOrder)
	if err != nil {
		return nil, err
	}
	return &a, nil
}
