package inner

import (
	"reflect"
	"testing"
)

func fullSpec() *Spec {
	return &Spec{
		Args:   []string{"cc", "", "-o\x00"},
		Env:    []string{"A=b", "PATH=/bin"},
		Dir:    "/work/src",
		UID:    1000,
		Pids:   4096,
		Filter: []byte{1, 2, 3, 0, 255},
		Root: &Root{
			Layers: []string{"/layers/a", "/layers/b"}, Mount: "/m", Upper: "/u", Work: "/w",
			InMemory: true, Hostname: "dbx", Resolv: "nameserver 192.0.2.1\n", WorkDir: "/elsewhere",
			Binds: []Bind{{"/src", "/work", false}, {"/tree", "/work/in", true}},
		},
		Emulate: &Emulate{Dir: "/emulator", Line: ":x:", UID: 1000},
		Owner:   &Owner{UID: 1000, GID: 1 << 20},
	}
}

func TestSpecRoundTrip(t *testing.T) {
	for name, s := range map[string]*Spec{
		"empty": {}, "full": fullSpec(), "empty root": {Root: &Root{}}, "owner": {Args: []string{"x"}, Owner: &Owner{}}, "emulator": {Emulate: &Emulate{}},
	} {
		got, err := ParseSpec(s.Marshal())
		if err != nil || !reflect.DeepEqual(got, s) {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, s)
		}
	}
}

func TestSpecEachFieldTravels(t *testing.T) {
	whole := string(fullSpec().Marshal())
	for _, v := range []reflect.Value{reflect.ValueOf(Spec{}), reflect.ValueOf(Root{}), reflect.ValueOf(Emulate{})} {
		for i := range v.NumField() {
			s := fullSpec()
			target := reflect.ValueOf(s).Elem()
			if v.Type() == reflect.TypeFor[Root]() {
				target = target.FieldByName("Root").Elem()
			}
			if v.Type() == reflect.TypeFor[Emulate]() {
				target = target.FieldByName("Emulate").Elem()
			}
			target.Field(i).SetZero()
			if string(s.Marshal()) == whole {
				t.Errorf("%s.%s is not written", v.Type(), v.Type().Field(i).Name)
			}
		}
	}
}

func TestSpecDamaged(t *testing.T) {
	whole := fullSpec().Marshal()
	for n := range whole {
		if s, err := ParseSpec(whole[:n]); err == nil {
			t.Errorf("the first %d bytes give %+v", n, s)
		}
	}
	if _, err := ParseSpec(append(whole, 0)); err == nil {
		t.Error("a byte too many is accepted")
	}
}

func FuzzParseSpec(f *testing.F) {
	f.Add((&Spec{}).Marshal())
	f.Add(fullSpec().Marshal())
	f.Add([]byte(specMagic + "\xff\xff\xff\xff\xff\xff\xff\xff\x7f"))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := ParseSpec(b)
		if err != nil {
			return
		}
		again, err := ParseSpec(s.Marshal())
		if err != nil || !reflect.DeepEqual(again, s) {
			t.Errorf("%+v became %+v, %v", s, again, err)
		}
	})
}
