package executor_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"dbx/cache/digest"
	"dbx/executor"
)

// TestEveryFieldIsADifference changes each field of a spawn in turn: exactly
// what was changed must be named.
func TestEveryFieldIsADifference(t *testing.T) {
	base := full().Transcript()
	if same, err := executor.Differences(base, full().Transcript()); err != nil || len(same) != 0 {
		t.Errorf("equal spawns differ: %v, %v", same, err)
	}
	visit(reflect.TypeFor[executor.Spawn](), nil, func(path []int, name string) {
		s := full()
		change(t, reflect.ValueOf(&s).Elem().FieldByIndex(path))
		found, err := executor.Differences(base, s.Transcript())
		if err != nil || len(found) == 0 {
			t.Errorf("changing %s: %v, %v", name, found, err)
		}
		for _, d := range found {
			if d.Old == d.New || !strings.HasPrefix(d.Field, strings.ToLower(name)) {
				t.Errorf("changing %s gives the difference %+v", name, d)
			}
		}
	})
}

func TestDifferences(t *testing.T) {
	old, new := full(), full()
	new.Args = []string{"/bin/sh", "-e", "make all"}
	new.Env = []executor.EnvVar{{Name: "CC", Value: "clang"}, {Name: "LD", Value: "lld"}}
	new.Inputs = slices.Clone(old.Inputs)
	new.Inputs[0].Digest = digest.Of([]byte("another"))
	new.Rootfs.Layers = append(new.Rootfs.Layers, digest.SHA256Of([]byte("more")))
	found, err := executor.Differences(old.Transcript(), new.Transcript())
	if err != nil {
		t.Fatal(err)
	}
	var fields []string
	for _, d := range found {
		fields = append(fields, d.Field)
	}
	want := []string{"args[1]", "args[2]", "env.CC", "env.LD", "inputs.src", "layers[1]"}
	if !slices.Equal(fields, want) {
		t.Fatalf("got %q, want %q", fields, want)
	}
	if found[1].Old != "make" || found[1].New != `"make all"` || found[3].Old != "" {
		t.Errorf("values: %+v", found)
	}
	if p, ok := found[4].Input(); !ok || p != "src" {
		t.Errorf("input %q", p)
	}
	if i, ok := found[5].Layer(); !ok || i != 1 {
		t.Errorf("layer %d", i)
	}
	if _, err := executor.Differences(old.Transcript(), []byte("junk")); err == nil {
		t.Error("junk is a transcript")
	}
}

func FuzzDifferences(f *testing.F) {
	f.Add(full().Transcript(), full().Transcript())
	f.Add([]byte("\x06formats\x07spawn/1"), full().Transcript()[:60])
	f.Fuzz(func(t *testing.T, old, new []byte) {
		if _, err := executor.Differences(old, new); err != nil {
			return
		}
		if same, err := executor.Differences(old, old); err != nil || len(same) > 0 {
			t.Errorf("a transcript differs from itself: %v, %v", same, err)
		}
	})
}
