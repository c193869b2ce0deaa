package binfmt

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
)

// Dir is where the machine's own registrations are.
const Dir = "/proc/sys/fs/binfmt_misc"

// Entry is an emulator that a machine has registered.
type Entry struct {
	Name        string
	Interpreter string // path on the machine
	Fixed       bool   // it was opened when it was registered: flag F
}

// Registered returns the enabled entry below dir that programs of an
// architecture are given to, and false if there is none. Entries that cannot
// be read are passed over.
func Registered(dir, arch string) (Entry, bool) {
	m, known := machines()[arch]
	if !known {
		return Entry{}, false
	}
	header, _ := m.header()
	names, err := os.ReadDir(dir)
	if err != nil {
		return Entry{}, false
	}
	for _, name := range names {
		if name.Name() == "register" || name.Name() == "status" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, name.Name()))
		if err != nil {
			continue
		}
		if e, ok := parse(name.Name(), string(text), header); ok {
			return e, true
		}
	}
	return Entry{}, false
}

// parse reads the kernel's description of an entry, and reports whether the
// entry is enabled and takes files with that header.
func parse(name, text string, header [20]byte) (Entry, bool) {
	lines := strings.Split(text, "\n")
	if lines[0] != "enabled" {
		return Entry{}, false
	}
	e := Entry{Name: name}
	magic, mask, atStart := []byte(nil), []byte(nil), true
	for _, line := range lines[1:] {
		key, value, _ := strings.Cut(line, " ")
		switch key {
		case "interpreter":
			e.Interpreter = value
		case "flags:":
			e.Fixed = strings.Contains(value, "F")
		case "offset":
			atStart = value == "0"
		case "magic":
			magic, _ = hex.DecodeString(value)
		case "mask":
			mask, _ = hex.DecodeString(value)
		}
	}
	return e, atStart && len(magic) > 0 && matches(header[:], magic, mask)
}

func matches(header, magic, mask []byte) bool {
	if len(magic) > len(header) {
		return false
	}
	if len(mask) == 0 {
		return bytes.Equal(header[:len(magic)], magic)
	}
	if len(mask) != len(magic) {
		return false
	}
	for i := range magic {
		if (header[i]^magic[i])&mask[i] != 0 {
			return false
		}
	}
	return true
}
