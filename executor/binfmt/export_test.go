package binfmt

// Machine is the number of an architecture in an ELF header.
func Machine(arch string) uint16 { return machines()[arch].id }
