package differ

import (
	"debug/elf"
	"fmt"
	"io"
)

// elf looks into programs, libraries and object files: which sections differ,
// and within a section under which symbol.
func (w *walk) elf(path []string, a, b *io.SectionReader) (bool, error) {
	x, ok := openELF(a)
	if !ok {
		return false, nil
	}
	y, ok := openELF(b)
	if !ok {
		return false, nil
	}
	before := w.count()
	first, second := x.sections(), y.sections()
	for _, key := range sortedKeys(indexed(first), indexed(second)) {
		s, here := x.byKey[key]
		t, there := y.byKey[key]
		switch {
		case !there:
			w.add(path, "section %s: only in the first", key)
		case !here:
			w.add(path, "section %s: only in the second", key)
		default:
			if err := w.section(path, [2]object{x, y}, key.String(), s, t); err != nil {
				return false, err
			}
		}
	}
	return w.count() > before, nil
}

type object struct {
	*elf.File
	bytes *io.SectionReader
	byKey map[memberKey]*elf.Section
}

func openELF(s *io.SectionReader) (object, bool) {
	f, err := elf.NewFile(s)
	if err != nil || len(f.Sections) > members {
		return object{}, false
	}
	return object{f, s, map[memberKey]*elf.Section{}}, true
}

// sections lists the sections as members, for their names alone, and files
// them under their keys.
func (o object) sections() []member {
	var all []member
	counts := map[string]int{}
	for _, s := range o.Sections {
		if s.Type == elf.SHT_NULL {
			continue
		}
		counts[s.Name]++
		o.byKey[memberKey{s.Name, counts[s.Name]}] = s
		all = append(all, member{name: s.Name})
	}
	return all
}

// section compares one section of both, as it is in the file.
func (w *walk) section(path []string, of [2]object, name string, s, t *elf.Section) error {
	if s.Type != t.Type || s.Flags != t.Flags {
		w.add(path, "section %s: type %v, flags %v and type %v, flags %v", name, s.Type, s.Flags, t.Type, t.Flags)
		return nil
	}
	if s.Type == elf.SHT_NOBITS {
		if s.Size != t.Size {
			w.add(path, "section %s: %d and %d bytes", name, s.Size, t.Size)
		}
		return nil
	}
	a, b := of[0].raw(s), of[1].raw(t)
	at, err := firstDifference(a, b)
	if err != nil || at < 0 {
		return err
	}
	place := fmt.Sprintf("section %s", name)
	if symbol := of[0].symbolAt(s, uint64(at)); symbol != "" {
		place += ", in " + symbol
	}
	inside := &walk{}
	told, err := inside.text(nil, a, b, at)
	if err == nil && (!told || len(inside.found) == 0) {
		err = inside.bytes(nil, a, b, at)
	}
	if err != nil {
		return err
	}
	w.add(path, "%s: %s", place, inside.found[0].What)
	return nil
}

// raw is a section's bytes as they are in the file, compressed or not.
func (o object) raw(s *elf.Section) *io.SectionReader {
	size := uint64(o.bytes.Size())
	at := min(s.Offset, size)
	return io.NewSectionReader(o.bytes, int64(at), int64(min(s.FileSize, size-at)))
}

// symbolAt names the symbol that covers an offset in a section.
func (o object) symbolAt(s *elf.Section, offset uint64) string {
	symbols, err := o.Symbols()
	if err != nil || len(symbols) == 0 {
		if symbols, err = o.DynamicSymbols(); err != nil {
			return ""
		}
	}
	address := offset
	if o.Type != elf.ET_REL {
		address += s.Addr
	}
	for _, sym := range symbols {
		if int(sym.Section) < len(o.Sections) && o.Sections[sym.Section] == s && sym.Name != "" &&
			sym.Value <= address && address-sym.Value < sym.Size {
			return sym.Name
		}
	}
	return ""
}
