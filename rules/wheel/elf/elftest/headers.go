package elftest

import stdelf "debug/elf"

func (w writer) word() int {
	if w.wide {
		return 8
	}
	return 4
}

func (w writer) headerSize() int {
	if w.wide {
		return 64
	}
	return 52
}

func (w writer) programSize() int {
	if w.wide {
		return 56
	}
	return 32
}

func (w writer) sectionSize() int {
	if w.wide {
		return 64
	}
	return 40
}

// size appends v in the width of the class.
func (w writer) size(b []byte, v uint64) []byte {
	if w.wide {
		return w.order.AppendUint64(b, v)
	}
	return w.order.AppendUint32(b, uint32(v))
}

func (w writer) pair(b []byte, tag, value uint64) []byte {
	return w.size(w.size(b, tag), value)
}

func (w writer) halves(b []byte, values ...int) []byte {
	for _, v := range values {
		b = w.order.AppendUint16(b, uint16(v))
	}
	return b
}

func (w writer) header(table uint64, sections int) []byte {
	b := append([]byte(stdelf.ELFMAG), byte(w.Class), byte(w.Data), byte(stdelf.EV_CURRENT))
	b = append(b, make([]byte, 16-len(b))...)
	b = w.halves(b, int(stdelf.ET_DYN), int(w.Machine))
	b = w.order.AppendUint32(b, uint32(stdelf.EV_CURRENT))
	b = w.size(b, 0) // entry point
	b = w.size(b, uint64(w.headerSize()))
	b = w.size(b, table)
	flags := w.Flags
	if w.Machine == stdelf.EM_ARM {
		flags |= 5 << 24 // EABI version 5
	}
	b = w.order.AppendUint32(b, flags)
	if table == 0 {
		return w.halves(b, w.headerSize(), w.programSize(), w.programCount(), 0, 0, 0)
	}
	return w.halves(b, w.headerSize(), w.programSize(), w.programCount(), w.sectionSize(), sections, sections-1)
}

func (w writer) programCount() int {
	if w.Stack {
		return 2
	}
	return 1
}

// programs returns the program headers: PT_DYNAMIC over the section, and
// PT_GNU_STACK if it is wanted.
func (w writer) programs(dynamic section) []byte {
	b := w.program(nil, stdelf.PT_DYNAMIC, stdelf.PF_R, dynamic.offset, uint64(len(dynamic.data)))
	if w.Stack {
		b = w.program(b, stdelf.PT_GNU_STACK, stdelf.PF_R|stdelf.PF_W, 0, 0)
	}
	return b
}

func (w writer) program(b []byte, kind stdelf.ProgType, flags stdelf.ProgFlag, offset, size uint64) []byte {
	b = w.order.AppendUint32(b, uint32(kind))
	if w.wide {
		b = w.order.AppendUint32(b, uint32(flags))
	}
	for _, v := range []uint64{offset, offset, offset, size, size} {
		b = w.size(b, v)
	}
	if !w.wide {
		b = w.order.AppendUint32(b, uint32(flags))
	}
	return w.size(b, uint64(w.word()))
}

func (w writer) sectionHeader(s section) []byte {
	if s.kind == stdelf.SHT_NULL {
		return make([]byte, w.sectionSize())
	}
	b := w.order.AppendUint32(nil, s.nameOffset)
	b = w.order.AppendUint32(b, uint32(s.kind))
	for _, v := range []uint64{0, s.offset, s.offset, uint64(len(s.data))} {
		b = w.size(b, v)
	}
	b = w.order.AppendUint32(b, s.link)
	b = w.order.AppendUint32(b, s.info)
	b = w.size(b, 1)
	return w.size(b, s.entry)
}
