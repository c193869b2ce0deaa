// Package elftest writes tiny ELF shared objects for tests: headers, a
// dynamic section, symbols and ARM build attributes, without a line of code
// inside.
// It shares nothing with the reader that it serves to test.
package elftest

import (
	"bytes"
	stdelf "debug/elf"
	"encoding/binary"
	"strings"
)

// Object describes a shared object.
type Object struct {
	Machine    stdelf.Machine
	Class      stdelf.Class
	Data       stdelf.Data
	Needed     []string
	RunPath    string   // DT_RUNPATH, none if empty
	Attributes []byte   // content of .ARM.attributes, no such section if nil
	Payload    []byte   // content of .rodata
	NoSections bool     // drop the section headers, as sstrip does
	Versions   []string // symbol versions it needs: GLIBC_… of libc, GCC_… of libgcc, others of libstdc++
	Flags      uint32   // e_flags, beside the EABI version of ARM
	Stack      bool     // a PT_GNU_STACK header without execution
	Imports    []string // names of functions that others define
	Exports    []string // names of functions that it defines
}

// Attributes returns a .ARM.attributes section in the given byte order: one
// "aeabi" subsection of file scope with the tag-value pairs as given, and the
// CPU's name before them.
func Attributes(order binary.ByteOrder, cpuName string, pairs ...uint64) []byte {
	var values []byte
	values = append(binary.AppendUvarint(values, 5), cpuName+"\x00"...)
	for _, v := range pairs {
		values = binary.AppendUvarint(values, v)
	}
	file := append([]byte{1, 0, 0, 0, 0}, values...)
	order.PutUint32(file[1:], uint32(len(file)))
	sub := append([]byte("\x00\x00\x00\x00aeabi\x00"), file...)
	order.PutUint32(sub, uint32(len(sub)))
	return append([]byte{'A'}, sub...)
}

// ARMv6Soft is an ARMv6 object of the soft-float ABI, as Debian's armel
// compiler makes it with -march=armv6.
func ARMv6Soft() Object {
	return arm("libc.so.6", "ld-linux.so.3", Attributes(binary.LittleEndian, "6", 6, 6, 8, 1, 9, 1, 10, 0))
}

// ARMv7Hard is an ARMv7 object of the hard-float ABI, as Debian's armhf
// compiler makes it.
func ARMv7Hard() Object {
	return arm("libc.so.6", "ld-linux-armhf.so.3", Attributes(binary.LittleEndian, "7-A", 6, 10, 7, 'A', 8, 1, 9, 2, 10, 4, 28, 1))
}

func arm(libc, loader string, attributes []byte) Object {
	return Object{
		Machine: stdelf.EM_ARM, Class: stdelf.ELFCLASS32, Data: stdelf.ELFDATA2LSB,
		Needed: []string{libc, loader}, Attributes: attributes,
	}
}

type section struct {
	name       string
	kind       stdelf.SectionType
	link, info uint32
	entry      uint64
	data       []byte
	offset     uint64
	nameOffset uint32
}

type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

type writer struct {
	Object
	order byteOrder
	wide  bool
}

// Bytes returns the file.
func (o Object) Bytes() []byte {
	w := writer{Object: o, order: binary.LittleEndian, wide: o.Class == stdelf.ELFCLASS64}
	if o.Data == stdelf.ELFDATA2MSB {
		w.order = binary.BigEndian
	}
	sections := w.sections()
	var names bytes.Buffer
	for i := range sections {
		sections[i].nameOffset = uint32(names.Len())
		names.WriteString(sections[i].name + "\x00")
	}
	sections[len(sections)-1].data = names.Bytes()

	body := make([]byte, w.headerSize()+w.programSize()*w.programCount())
	for i := range sections {
		for len(body)%8 != 0 {
			body = append(body, 0)
		}
		sections[i].offset = uint64(len(body))
		body = append(body, sections[i].data...)
	}
	for len(body)%8 != 0 {
		body = append(body, 0)
	}
	table := uint64(len(body))
	if o.NoSections {
		table = 0
	}
	copy(body, w.header(table, len(sections)))
	copy(body[w.headerSize():], w.programs(sections[2]))
	if o.NoSections {
		return body
	}
	for _, s := range sections {
		body = append(body, w.sectionHeader(s)...)
	}
	return body
}

// sections returns all sections; .dynstr is the second, .dynamic the third,
// the table of names the last.
func (w writer) sections() []section {
	strs := &stringTable{data: []byte{0}}
	var dyn []byte
	for _, n := range w.Needed {
		dyn = w.pair(dyn, uint64(stdelf.DT_NEEDED), strs.add(n))
	}
	if w.RunPath != "" {
		dyn = w.pair(dyn, uint64(stdelf.DT_RUNPATH), strs.add(w.RunPath))
	}
	dyn = w.pair(dyn, 0, 0)
	all := []section{
		{},
		{name: ".dynstr", kind: stdelf.SHT_STRTAB},
		{name: ".dynamic", kind: stdelf.SHT_DYNAMIC, link: 1, entry: uint64(w.word() * 2), data: dyn},
		{name: ".rodata", kind: stdelf.SHT_PROGBITS, data: w.Payload},
	}
	if w.Attributes != nil {
		all = append(all, section{name: ".ARM.attributes", kind: stdelf.SHT_LOPROC + 3, data: w.Attributes})
	}
	if len(w.Versions)+len(w.Imports)+len(w.Exports) > 0 {
		all = append(all, w.symbols(strs)...)
	}
	if len(w.Versions) > 0 {
		all = append(all, w.versions(strs)...)
	}
	all[1].data = strs.data
	return append(all, section{name: ".shstrtab", kind: stdelf.SHT_STRTAB})
}

// rodata is the number of the section that exports are said to be in.
const rodata = 3

// symbols returns the symbol table.
func (w writer) symbols(strs *stringTable) []section {
	size := 16
	if w.wide {
		size = 24
	}
	table := make([]byte, size)
	for _, name := range w.Imports {
		table = w.symbol(table, strs.add(name), 0)
	}
	for _, name := range w.Exports {
		table = w.symbol(table, strs.add(name), rodata)
	}
	return []section{
		{name: ".dynsym", kind: stdelf.SHT_DYNSYM, link: 1, info: 1, entry: uint64(size), data: table},
	}
}

// symbol appends a global function of the section, which is 0 if it is not
// defined here.
func (w writer) symbol(b []byte, name uint64, section uint16) []byte {
	info := byte(stdelf.ST_INFO(stdelf.STB_GLOBAL, stdelf.STT_FUNC))
	b = w.order.AppendUint32(b, uint32(name))
	if w.wide {
		b = append(b, info, 0)
		b = w.order.AppendUint16(b, section)
		return w.size(w.size(b, 0), 0)
	}
	b = w.size(w.size(b, 0), 0)
	return w.order.AppendUint16(append(b, info, 0), section)
}

// librariesOf returns what versions are asked of which library.
func librariesOf(versions []string) (names []string, by map[string][]string) {
	by = map[string][]string{}
	for _, v := range versions {
		name := "libstdc++.so.6"
		switch {
		case strings.HasPrefix(v, "GLIBC_"):
			name = "libc.so.6"
		case strings.HasPrefix(v, "GCC_"):
			name = "libgcc_s.so.1"
		}
		if by[name] == nil {
			names = append(names, name)
		}
		by[name] = append(by[name], v)
	}
	return names, by
}

// versions returns the sections of symbol versions.
func (w writer) versions(strs *stringTable) []section {
	var need []byte
	names, by := librariesOf(w.Versions)
	index := 2
	for i, library := range names {
		need = w.order.AppendUint16(need, 1)
		need = w.order.AppendUint16(need, uint16(len(by[library])))
		need = w.order.AppendUint32(need, uint32(strs.add(library)))
		need = w.order.AppendUint32(need, 16)
		next := uint32(16 + 16*len(by[library]))
		if i == len(names)-1 {
			next = 0
		}
		need = w.order.AppendUint32(need, next)
		for j, v := range by[library] {
			need = w.order.AppendUint32(need, 0) // hash, flags follow
			need = w.order.AppendUint16(need, 0)
			need = w.order.AppendUint16(need, uint16(index))
			need = w.order.AppendUint32(need, uint32(strs.add(v)))
			next := uint32(16)
			if j == len(by[library])-1 {
				next = 0
			}
			need = w.order.AppendUint32(need, next)
			index++
		}
	}
	unversioned := bytes.Repeat(w.order.AppendUint16(nil, 1), len(w.Imports)+len(w.Exports))
	return []section{
		{name: ".gnu.version", kind: stdelf.SHT_GNU_VERSYM, entry: 2, data: append(make([]byte, 2), unversioned...)},
		{name: ".gnu.version_r", kind: stdelf.SHT_GNU_VERNEED, link: 1, info: uint32(len(names)), data: need},
	}
}

type stringTable struct{ data []byte }

func (t *stringTable) add(s string) uint64 {
	at := len(t.data)
	t.data = append(append(t.data, s...), 0)
	return uint64(at)
}
