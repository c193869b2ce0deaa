package executor_test

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/executor"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// unkeyed are the fields that do not belong in the key.
var unkeyed = map[string]bool{"Info": true, "seal": true}

func full() executor.Spawn {
	return executor.Spawn{
		Command: executor.Command{
			Kind:    executor.Exec,
			Args:    []string{"/bin/sh", "-c", "make"},
			Env:     []executor.EnvVar{{Name: "CC", Value: "gcc"}},
			Dir:     "src",
			Outputs: []executor.OutputSpec{{Path: "out", Kind: executor.OutputTree}},
			CPUs:    2,
			Memory:  1 << 30,
			Pids:    100,
			Timeout: time.Minute,
			Epoch:   1_700_000_000,
		},
		Inputs: []executor.Input{{Path: "src", Kind: merkle.Dir, Digest: digest.Of([]byte("tree")), Mode: executor.Scratch}},
		Rootfs: executor.Rootfs{
			Arch:     "arm64",
			Layers:   []digest.SHA256{digest.SHA256Of([]byte("layer"))},
			Emulator: digest.Of([]byte("qemu")),
		},
		Info: executor.Info{Label: "//p:t", Mnemonic: "Make"},
	}
}

// TestEveryFieldIsInTheKey changes each field of a spawn, however deep, in
// turn: every change must give a key of its own.
func TestEveryFieldIsInTheKey(t *testing.T) {
	base := full()
	seen := map[string]string{base.Key().String(): "nothing"}
	count := 0
	visit(reflect.TypeFor[executor.Spawn](), nil, func(path []int, name string) {
		count++
		s := full()
		change(t, reflect.ValueOf(&s).Elem().FieldByIndex(path))
		key := s.Key().String()
		if other, clash := seen[key]; clash {
			t.Errorf("changing %s gives the key of changing %s", name, other)
		}
		seen[key] = name
	})
	if count < 12 {
		t.Errorf("only %d fields were tried", count)
	}
}

func visit(typ reflect.Type, path []int, yield func([]int, string)) {
	for i := range typ.NumField() {
		f := typ.Field(i)
		if unkeyed[f.Name] {
			continue
		}
		at := append(append([]int(nil), path...), i)
		if f.Type.Kind() == reflect.Struct && f.Type != reflect.TypeFor[digest.Digest]() {
			visit(f.Type, at, yield)
			continue
		}
		yield(at, f.Name)
	}
}

// change gives a field another value: for a slice, another first element.
func change(t *testing.T, v reflect.Value) {
	switch v.Type() {
	case reflect.TypeFor[digest.Digest]():
		v.Set(reflect.ValueOf(digest.Of([]byte("other"))))
		return
	case reflect.TypeFor[digest.SHA256]():
		v.Set(reflect.ValueOf(digest.SHA256Of([]byte("another"))))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int64:
		v.SetInt(v.Int() + 1)
	case reflect.Uint8:
		v.SetUint(v.Uint() + 1)
	case reflect.Slice:
		v.Set(reflect.Append(v, reflect.New(v.Type().Elem()).Elem()))
	default:
		t.Fatalf("no way to change a %s", v.Type())
	}
}

// TestEveryElementIsInTheKey does the same one level down, for what slices
// hold.
func TestEveryElementIsInTheKey(t *testing.T) {
	seen := map[string]string{full().Key().String(): "nothing"}
	try := func(name string, edit func(*executor.Spawn)) {
		s := full()
		edit(&s)
		key := s.Key().String()
		if other, clash := seen[key]; clash {
			t.Errorf("%s gives the key of %s", name, other)
		}
		seen[key] = name
	}
	elements := func(name string, pick func(*executor.Spawn) reflect.Value) {
		typ := reflect.TypeOf(pick(ptr(full())).Interface())
		for i := range typ.NumField() {
			field := typ.Field(i)
			try(name+"."+field.Name, func(s *executor.Spawn) {
				v := pick(s).Field(i)
				change(t, v)
			})
		}
	}
	elements("Inputs", func(s *executor.Spawn) reflect.Value { return reflect.ValueOf(&s.Inputs[0]).Elem() })
	elements("Outputs", func(s *executor.Spawn) reflect.Value { return reflect.ValueOf(&s.Outputs[0]).Elem() })
	elements("Env", func(s *executor.Spawn) reflect.Value { return reflect.ValueOf(&s.Env[0]).Elem() })
	try("args joined", func(s *executor.Spawn) { s.Args = []string{"/bin/sh", "-cmake"} })
	try("args split", func(s *executor.Spawn) { s.Args = []string{"/bin/sh", "-", "cmake"} })
	try("other layer", func(s *executor.Spawn) { s.Rootfs.Layers[0] = digest.SHA256Of([]byte("other")) })
}

func ptr(s executor.Spawn) *executor.Spawn { return &s }

func TestInfoIsNotInTheKey(t *testing.T) {
	s := full()
	s.Info = executor.Info{Label: "//other", Mnemonic: "Other", URLs: []string{"http://example.org"}, NoCache: true}
	if s.Key() != full().Key() {
		t.Error("a description changed the key")
	}
}

// TestGoldenKeys pins the encoding: a change that moves keys must change
// keyVersion too, and these files with it.
func TestGoldenKeys(t *testing.T) {
	vectors := map[string]executor.Spawn{
		"exec": full(),
		"pinned": {Command: executor.Command{
			Args:    []string{"true"},
			Outputs: []executor.OutputSpec{{Path: "out", SHA256: digest.SHA256Of([]byte("pinned"))}},
		}},
		"fetch": {Command: executor.Command{
			Kind:    executor.Fetch,
			Args:    []string{"sha256:" + digest.SHA256Of(nil).String()},
			Outputs: []executor.OutputSpec{{Path: "f"}},
		}},
		"builtin": {
			Command: executor.Command{Kind: executor.Builtin, Args: []string{"unpack@1", "strip=1"}, Outputs: []executor.OutputSpec{{Path: "tree", Kind: executor.OutputTree}}},
			Inputs:  []executor.Input{{Path: "archive", Digest: digest.Of([]byte("tar"))}},
		},
	}
	file := filepath.Join("testdata", "keys.txtar")
	var archive txtar.Archive
	for _, name := range []string{"exec", "pinned", "fetch", "builtin"} {
		s := vectors[name]
		fields, err := digest.Fields(s.Transcript())
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Appendf(nil, "key %s\n", s.Key())
		for _, f := range fields {
			text = fmt.Appendf(text, "%s: %s\n", cmp.Or(f.Label, "-"), f.Value)
		}
		archive.Files = append(archive.Files, txtar.File{Name: name, Data: text})
	}
	got := txtar.Format(&archive)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("keys moved; if that is meant, raise keyVersion and run the test with -update\n%s", got)
	}
}

func TestPidsLimit(t *testing.T) {
	for pids, want := range map[int64]int64{0: executor.DefaultPids, 1: 1, 100_000: 100_000} {
		if got := (executor.Command{Pids: pids}).PidsLimit(); got != want {
			t.Errorf("%d is a limit of %d, want %d", pids, got, want)
		}
	}
}

func TestWorkingDir(t *testing.T) {
	for dir, want := range map[string]string{"": "/work", "src": "/work/src", "/usr/src": "/usr/src", "/": "/"} {
		if got := (executor.Command{Dir: dir}).WorkingDir(); got != want {
			t.Errorf("%q runs in %s, want %s", dir, got, want)
		}
	}
}

func TestEnviron(t *testing.T) {
	c := executor.Command{Env: []executor.EnvVar{{Name: "HOME", Value: "/h"}, {Name: "A_B", Value: "1"}}, Epoch: 7, CPUs: 3}
	env := c.Environ()
	joined := strings.Join(env, " ")
	for _, want := range []string{"HOME=/h", "A_B=1", "SOURCE_DATE_EPOCH=7", "DBX_CPUS=3", "TZ=UTC"} {
		if !strings.Contains(joined, want) {
			t.Errorf("%s is not in %v", want, env)
		}
	}
	for i := 1; i < len(env); i++ {
		if strings.SplitN(env[i-1], "=", 2)[0] >= strings.SplitN(env[i], "=", 2)[0] {
			t.Errorf("%s comes before %s", env[i-1], env[i])
		}
	}
}

// TestSealed: to have computed the key changes neither it nor what it is of.
func TestSealed(t *testing.T) {
	s := full()
	sealed := s.Sealed()
	if sealed.Key() != s.Key() || !bytes.Equal(sealed.Transcript(), s.Transcript()) || digest.Of(sealed.Transcript()) != digest.Digest(s.Key()) {
		t.Errorf("key %v, want %v", sealed.Key(), s.Key())
	}
	if n := testing.AllocsPerRun(10, func() { sealed.Key(); sealed.Transcript() }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// BenchmarkKey computes a key, and asks for one that is known.
func BenchmarkKey(b *testing.B) {
	s := full()
	b.Run("computed", func(b *testing.B) {
		for b.Loop() {
			s.Key()
		}
	})
	s = s.Sealed()
	b.Run("sealed", func(b *testing.B) {
		for b.Loop() {
			s.Key()
		}
	})
}
