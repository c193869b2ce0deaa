package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// byteSize is a number of bytes, written with a binary unit: 20GiB, or 20G.
// It is a [pflag.Value].
type byteSize int64

var byteUnits = []string{"B", "KiB", "MiB", "GiB", "TiB"}

// String returns the size in the biggest unit that it has one of.
func (s byteSize) String() string {
	v, unit := float64(s), 0
	for v >= 1024 && unit < len(byteUnits)-1 {
		v, unit = v/1024, unit+1
	}
	if unit == 0 {
		return fmt.Sprintf("%d B", int64(s))
	}
	return fmt.Sprintf("%.1f %s", v, byteUnits[unit])
}

// Set implements [pflag.Value].
func (s *byteSize) Set(text string) error {
	digits := strings.TrimRight(text, "BiKMGTbkmgt ")
	v, err := strconv.ParseFloat(digits, 64)
	if err != nil || v < 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return errors.New("want a size, as a number and a unit, like 20GiB")
	}
	unit := strings.ToUpper(strings.TrimSpace(text[len(digits):]))
	for _, u := range byteUnits {
		u = strings.ToUpper(u)
		if unit == u || unit == u[:1] || unit == strings.Replace(u, "I", "", 1) {
			if v >= math.MaxInt64 {
				return errors.New("the size is too big")
			}
			*s = byteSize(v)
			return nil
		}
		v *= 1024
	}
	if unit == "" {
		return errors.New("the size has no unit: want one, like 20GiB")
	}
	return errors.New("the size has no unit that is known: want B, KiB, MiB, GiB or TiB")
}

// Type implements [pflag.Value].
func (s *byteSize) Type() string { return "size" }
