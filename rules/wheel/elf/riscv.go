package elf

import (
	stdelf "debug/elf"
	"encoding/binary"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// riscvAttributes is SHT_RISCV_ATTRIBUTES of the RISC-V ELF psABI.
const riscvAttributes = stdelf.SHT_LOPROC + 3

// RISCV is what e_flags and .riscv.attributes say of a file's code.
type RISCV struct {
	Float string // "soft", "single", "double" or "quad": EF_RISCV_FLOAT_ABI
	Arch  string // Tag_RISCV_arch: "rv64i2p1_m2p0_a2p1_f2p2_d2p2_c2p0"; empty if not said
}

// tagRISCVArch is Tag_RISCV_arch; texts have odd numbers.
const tagRISCVArch = 5

func riscvSection(in *stdelf.File, flags uint32) (*RISCV, error) {
	if in.Machine != stdelf.EM_RISCV {
		return nil, nil
	}
	r := RISCV{Float: [...]string{"soft", "single", "double", "quad"}[flags>>1&3]}
	data, err := sectionOf(in, riscvAttributes, ".riscv.attributes")
	if err != nil || data == nil {
		return &r, err
	}
	r.Arch, err = ParseRISCVArch(data, in.ByteOrder)
	return &r, err
}

// ParseRISCVArch returns Tag_RISCV_arch of a .riscv.attributes section, empty
// if it has none.
func ParseRISCVArch(section []byte, order binary.ByteOrder) (string, error) {
	arch := ""
	err := readAttributes(section, order, "riscv", func(r *attributeReader) {
		for len(r.rest) > 0 && r.err == nil {
			switch tag := r.number(); {
			case tag == tagRISCVArch:
				arch = r.text()
			case tag%2 == 1:
				r.text()
			default:
				r.number()
			}
		}
	})
	if err != nil {
		return "", fmt.Errorf(".riscv.attributes: %w", err)
	}
	return arch, nil
}

// riscvExtension is one extension of an arch and its version.
var riscvExtension = regexp.MustCompile(`^([a-z].*?)([0-9]+p[0-9]+)?$`)

// extensions returns the extensions that an arch names, without their
// versions: "rv64i2p1_m2p0_zicsr2p0" gives i, m, zicsr.
func (r RISCV) extensions() []string {
	var all []string
	for i, part := range strings.Split(strings.TrimLeft(strings.TrimPrefix(r.Arch, "rv"), "0123456789"), "_") {
		m := riscvExtension.FindStringSubmatch(part)
		switch {
		case m == nil:
		case i == 0: // single letters may stand together: "imafdc"
			all = append(all, strings.Split(m[1], "")...)
		default:
			all = append(all, m[1])
		}
	}
	return all
}

// generalPurpose are the extensions of rv64gc, with those that newer
// specifications split off them.
func generalPurpose() []string {
	return []string{"i", "m", "a", "f", "d", "c", "zicsr", "zifencei", "zmmul", "zaamo", "zalrsc", "zca", "zcd"}
}

func (t Target) riscvProblems(r *RISCV) []Problem {
	var bad []Problem
	if r.Float != "double" {
		bad = append(bad, problemf("compile with -mabi=lp64d", "has the %s-float ABI, the platform's is double-float", r.Float))
	}
	for _, ext := range r.extensions() {
		if !slices.Contains(generalPurpose(), ext) {
			bad = append(bad, problemf("compile with -march=rv64gc, and link nothing built for more", "uses the extension %q (Tag_RISCV_arch %s), the ceiling is rv64gc", ext, r.Arch))
		}
	}
	return bad
}
