package elf

import (
	stdelf "debug/elf"
	"errors"
	"fmt"
	"strings"
)

// Symbol is a name that a file takes from other files, or gives to them.
type Symbol struct {
	Name    string
	Version string // "GLIBC_2.34"; empty if it has none
	Library string // soname that is to give it, of imports with a version
	Weak    bool   // an import that may stay without a definition
}

// String returns "name" or "name@version".
func (s Symbol) String() string {
	if s.Version == "" {
		return s.Name
	}
	return s.Name + "@" + s.Version
}

// VersionNeed is what a file asks of one library: the versions of symbols
// that it must have, or the loader refuses the file.
type VersionNeed struct {
	Library  string
	Versions []string // "GLIBC_2.4", "CXXABI_1.3", in file order
}

// readSymbols reads the dynamic symbols. A symbol table that the loader finds
// and section headers do not tell of is an error, as it would hide them.
func (f *File) readSymbols(in *stdelf.File) error {
	symbols, err := in.DynamicSymbols()
	if errors.Is(err, stdelf.ErrNoSymbols) {
		// Of an object without symbols that table still has an entry.
		if at, _ := in.DynValue(stdelf.DT_SYMTAB); in.SectionByType(stdelf.SHT_DYNSYM) == nil && len(at) > 0 && at[0] != 0 {
			return errors.New("it has dynamic symbols but no section header for them; build it without removing section headers")
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("dynamic symbols: %w", err)
	}
	for _, s := range symbols {
		bind := stdelf.ST_BIND(s.Info)
		if bind == stdelf.STB_LOCAL || s.Name == "" {
			continue
		}
		symbol := Symbol{Name: s.Name, Version: s.Version, Library: s.Library, Weak: bind == stdelf.STB_WEAK}
		switch visibility := stdelf.ST_VISIBILITY(s.Other); {
		case s.Section == stdelf.SHN_UNDEF:
			f.Imports = append(f.Imports, symbol)
		case visibility == stdelf.STV_DEFAULT, visibility == stdelf.STV_PROTECTED:
			f.Exports = append(f.Exports, symbol)
		}
	}
	return nil
}

// readVersions reads which versions of symbols f needs.
func (f *File) readVersions(in *stdelf.File) error {
	if in.SectionByType(stdelf.SHT_GNU_VERNEED) == nil {
		return nil
	}
	needs, err := in.DynamicVersionNeeds()
	if err != nil {
		return fmt.Errorf("symbol versions: %w", err)
	}
	for _, lib := range needs {
		need := VersionNeed{Library: lib.Name}
		for _, dep := range lib.Needs {
			need.Versions = append(need.Versions, dep.Dep)
		}
		f.Versions = append(f.Versions, need)
	}
	f.Glibc, _ = f.Highest("GLIBC_")
	return nil
}

// Highest returns the highest version x.y of symbols PREFIXx.y that f needs;
// false if it needs none. What has the prefix and no number behind it, as
// GLIBC_PRIVATE and GLIBC_ABI_DT_RELR, does not count.
func (f *File) Highest(prefix string) (Version, bool) {
	var highest Version
	found := false
	for _, need := range f.Versions {
		for _, version := range need.Versions {
			number, ok := strings.CutPrefix(version, prefix)
			if !ok {
				continue
			}
			if v, ok := ParseVersion(number); ok {
				found = true
				if highest.Less(v) {
					highest = v
				}
			}
		}
	}
	return highest, found
}
