package elf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// Attributes are the build attributes that the tools for 32-bit ARM leave in
// a file ("Addenda to, and Errata in, the ABI for the Arm Architecture",
// §3 "Build attributes"): what the file asks of the CPU and of its callers.
type Attributes struct {
	CPU     CPU
	Profile byte     // 'A', 'R', 'M', 'S' (application or real-time), 0 if not said
	Thumb   int      // Tag_THUMB_ISA_use: 0 none, 1 Thumb-1, 2 Thumb-2, 3 what the CPU allows
	FP      int      // Tag_FP_arch: 0 none, 2 VFPv2, 3 and 4 VFPv3, 5 and 6 VFPv4, 7 and 8 ARMv8
	SIMD    int      // Tag_Advanced_SIMD_arch: 0 none, 1 NEON, 2 NEON with fused multiply-add, 3 and 4 ARMv8
	Float   FloatABI // by Tag_ABI_VFP_args
}

// The tags that Attributes reads, and those whose values have another shape
// than the rule for their number says.
const (
	tagFile           = 1
	tagCPURawName     = 4
	tagCPUName        = 5
	tagCPUArch        = 6
	tagCPUArchProfile = 7
	tagThumb          = 9
	tagFPArch         = 10
	tagSIMDArch       = 12
	tagVFPArgs        = 28
	tagCompatibility  = 32
)

// ParseAttributes reads a .ARM.attributes section. Attributes of single
// sections or symbols, deprecated by the standard, and those of other vendors
// than "aeabi" are passed over. What is not stated has its default.
func ParseAttributes(section []byte, order binary.ByteOrder) (Attributes, error) {
	a := Attributes{Float: SoftFloat}
	err := readAttributes(section, order, "aeabi", func(r *attributeReader) { r.values(&a) })
	if err != nil {
		return a, fmt.Errorf(".ARM.attributes: %w", err)
	}
	return a, nil
}

// readAttributes walks a section of build attributes, which ARM and RISC-V
// share the frame of, and has file read each list of attributes that the
// vendor gives to the whole file.
func readAttributes(section []byte, order binary.ByteOrder, vendor string, file func(*attributeReader)) error {
	if len(section) == 0 || section[0] != 'A' {
		return errors.New("not in format version A")
	}
	r := attributeReader{order: order, rest: section[1:]}
	for len(r.rest) > 0 && r.err == nil {
		sub := r.block(4)
		if name := sub.text(); name == vendor {
			sub.scopes(file)
		}
		r.adopt(sub)
	}
	return r.err
}

// attributeReader consumes rest; after the first error all its reads give
// zero values, so that callers check err once a loop.
type attributeReader struct {
	order binary.ByteOrder
	rest  []byte
	err   error
}

func (r *attributeReader) scopes(file func(*attributeReader)) {
	for len(r.rest) > 0 && r.err == nil {
		whole := r.rest
		scope := r.number()
		body := r.block(4 + len(whole) - len(r.rest))
		if scope == tagFile {
			file(body)
		}
		r.adopt(body)
	}
}

func (r *attributeReader) values(a *Attributes) {
	for len(r.rest) > 0 && r.err == nil {
		tag := r.number()
		switch {
		case tag == tagCompatibility:
			r.number()
			r.text()
		case tag == tagCPURawName, tag == tagCPUName, tag > tagCompatibility && tag%2 == 1:
			r.text()
		default:
			a.set(tag, r.number())
		}
	}
}

func (a *Attributes) set(tag, value uint32) {
	switch tag {
	case tagCPUArch:
		a.CPU = CPU(value)
	case tagCPUArchProfile:
		a.Profile = byte(min(value, 0xff))
	case tagThumb:
		a.Thumb = int(value)
	case tagFPArch:
		a.FP = int(value)
	case tagSIMDArch:
		a.SIMD = int(value)
	case tagVFPArgs:
		a.Float = floatOfVFPArgs(value)
	}
}

// block reads a length in four bytes and returns a reader of what it spans;
// the length counts from head bytes before its own end.
func (r *attributeReader) block(head int) *attributeReader {
	sub := &attributeReader{order: r.order}
	if r.err == nil && len(r.rest) < 4 {
		r.err = errors.New("cut off in a length")
	}
	if r.err != nil {
		return sub
	}
	size := uint64(r.order.Uint32(r.rest))
	r.rest = r.rest[4:]
	if size < uint64(head) || size-uint64(head) > uint64(len(r.rest)) {
		r.err = fmt.Errorf("a length of %d where %d bytes are left", size, len(r.rest))
		return sub
	}
	n := int(size) - head
	sub.rest, r.rest = r.rest[:n], r.rest[n:]
	return sub
}

func (r *attributeReader) text() string {
	if r.err != nil {
		return ""
	}
	text, rest, ok := bytes.Cut(r.rest, []byte{0})
	if !ok {
		r.err = errors.New("a text without its end")
		return ""
	}
	r.rest = rest
	return string(text)
}

// number reads a ULEB128 number that fits in 32 bits.
func (r *attributeReader) number() uint32 {
	if r.err != nil {
		return 0
	}
	v, n := binary.Uvarint(r.rest)
	if n <= 0 || v > 1<<32-1 {
		r.err = errors.New("a number that is cut off or too large")
		return 0
	}
	r.rest = r.rest[n:]
	return uint32(v)
}

func (r *attributeReader) adopt(sub *attributeReader) {
	if r.err == nil {
		r.err = sub.err
	}
}
