package control

import (
	"reflect"
	"strings"
	"testing"
)

// FuzzRelations demands that what is read can be written and read again.
func FuzzRelations(f *testing.F) {
	f.Add("libc6 (>= 2.36), python3:any | x:armel (<< 3~) [!a b] <!c> <d e>")
	f.Add("a (> 1), b(< 2),,c")
	f.Fuzz(func(t *testing.T, s string) {
		first, err := ParseRelations(s)
		if err != nil {
			return
		}
		parts := make([]string, len(first))
		for i, a := range first {
			parts[i] = a.String()
		}
		second, err := ParseRelations(strings.Join(parts, ", "))
		if err != nil || !reflect.DeepEqual(first, second) {
			t.Fatalf("%q became %q: %v, %v", s, parts, second, err)
		}
	})
}

// FuzzCompare demands an order: antisymmetric, transitive, the same for the
// canonical form.
func FuzzCompare(f *testing.F) {
	f.Add("1:2.3-4", "1~rc", "2+b1")
	f.Add("", "0", "00")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		ab, bc, ac := Compare(a, b), Compare(b, c), Compare(a, c)
		if ab != -Compare(b, a) {
			t.Fatalf("%q %q: not antisymmetric", a, b)
		}
		if ab <= 0 && bc <= 0 && (ac > 0 || (ac == 0) != (ab == 0 && bc == 0)) {
			t.Fatalf("%q %q %q: not transitive", a, b, c)
		}
		if v, err := ParseVersion(a); err == nil && Compare(v.String(), a) != 0 {
			t.Fatalf("%q differs from its canonical form %q", a, v)
		}
	})
}

// FuzzScanner demands that every field's name is whole and no value is empty
// of its continuation mark.
func FuzzScanner(f *testing.F) {
	f.Add("Package: a\nDescription: b\n c\n\nPackage: d\n")
	f.Add("# c\nA:\n\tx")
	f.Fuzz(func(t *testing.T, s string) {
		scanner := NewScanner(strings.NewReader(s))
		for {
			p, err := scanner.Next()
			if err != nil {
				return
			}
			for _, field := range p.Fields {
				if field.Name == "" || strings.ContainsAny(field.Name, " \t\n:") {
					t.Fatalf("field name %q", field.Name)
				}
				for i, line := range strings.Split(field.Value, "\n") {
					if i > 0 && line != "" && line[0] != ' ' && line[0] != '\t' {
						t.Fatalf("value %q", field.Value)
					}
				}
			}
		}
	})
}
