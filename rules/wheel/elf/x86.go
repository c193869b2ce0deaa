package elf

import (
	stdelf "debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
)

// The numbers of the x86-64 psABI's program properties.
const (
	noteProperty      = 5 // NT_GNU_PROPERTY_TYPE_0
	propertyISANeeded = 0xc0008002
)

// x86Section returns the level N of x86-64-vN that a file says it needs, 0 if
// it does not say, as most do not.
func x86Section(in *stdelf.File) (int, error) {
	if in.Machine != stdelf.EM_X86_64 {
		return 0, nil
	}
	data, err := sectionOf(in, stdelf.SHT_NOTE, ".note.gnu.property")
	if err != nil || data == nil {
		return 0, err
	}
	return ParseX86Needs(data, in.ByteOrder, in.Class)
}

// ParseX86Needs reads the ISA level out of a .note.gnu.property section; 0 if
// it names none.
func ParseX86Needs(section []byte, order binary.ByteOrder, class stdelf.Class) (int, error) {
	align := 4
	if class == stdelf.ELFCLASS64 {
		align = 8
	}
	level := 0
	for len(section) > 0 {
		if len(section) < 12 {
			return 0, errors.New(".note.gnu.property: cut off")
		}
		name, size, kind := uint64(order.Uint32(section)), uint64(order.Uint32(section[4:])), order.Uint32(section[8:])
		start := 12 + (name+3)/4*4
		end := start + size
		if end > uint64(len(section)) {
			return 0, fmt.Errorf(".note.gnu.property: a note of %d bytes where %d are left", end, len(section))
		}
		if kind == noteProperty && name == 4 && string(section[12:16]) == "GNU\x00" {
			n, err := isaNeeded(section[start:end], order, align)
			if err != nil {
				return 0, err
			}
			level = max(level, n)
		}
		section = section[min((end+uint64(align)-1)/uint64(align)*uint64(align), uint64(len(section))):]
	}
	return level, nil
}

// isaNeeded looks for the property among those of one note.
func isaNeeded(properties []byte, order binary.ByteOrder, align int) (int, error) {
	for len(properties) >= 8 {
		kind, size := order.Uint32(properties), uint64(order.Uint32(properties[4:]))
		properties = properties[8:]
		if size > uint64(len(properties)) {
			return 0, errors.New(".note.gnu.property: a property is cut off")
		}
		if kind == propertyISANeeded && size >= 4 {
			return isaLevel(order.Uint32(properties)), nil
		}
		properties = properties[min((int(size)+align-1)/align*align, len(properties)):]
	}
	return 0, nil
}

// isaLevel returns the highest of the levels whose bits are set.
func isaLevel(bits uint32) int {
	for level := 4; level > 0; level-- {
		if bits&(1<<(level-1)) != 0 {
			return level
		}
	}
	return 0
}

func (t Target) x86Problems(level int) []Problem {
	if level <= t.Level {
		return nil
	}
	want := "x86-64"
	if t.Level > 1 {
		want = fmt.Sprintf("x86-64-v%d", t.Level)
	}
	return []Problem{problemf("compile with -march="+want+", and link nothing built for more", "needs x86-64-v%d, the ceiling is %s", level, want)}
}
