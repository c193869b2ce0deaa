package stage

import (
	"errors"
	"os"
	"testing"

	"dbx/cache/cas"
	"dbx/cache/merkle"
	"dbx/executor"
)

func TestWhatVanishesUnderACommandIsNoticed(t *testing.T) {
	s := newStager(t)
	a := prepare(t, s, executor.Spawn{Inputs: []executor.Input{{Path: "src/a", Digest: s.put(t, "one"), Kind: merkle.File}}})
	tree, layer := a.Binds()[1].Source, t.TempDir()
	for name, harm := range map[string]func() error{
		"a tree":             func() error { return os.Rename(tree, tree+".gone") },
		"a layer":            func() error { return os.Remove(layer) },
		"a layer made again": func() error { return errors.Join(os.Rename(layer, layer+".old"), os.Mkdir(layer, 0o755)) },
	} {
		if err := errors.Join(a.Rely([]string{layer}), a.Intact()); err != nil {
			t.Fatalf("before %s is harmed: %v", name, err)
		}
		if err := harm(); err != nil {
			t.Fatal(err)
		}
		if err := a.Intact(); !errors.Is(err, cas.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
		_ = os.Mkdir(layer, 0o755)
		_ = os.Rename(tree+".gone", tree)
	}
	if err := a.Rely([]string{layer + ".never"}); !errors.Is(err, cas.ErrNotFound) {
		t.Errorf("what was never there: %v", err)
	}
}
