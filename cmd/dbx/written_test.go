package main

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"dbx/cache/digest"
)

// TestWrittenTogether lets several note what they wrote at once: none forgets
// what another wrote.
func TestWrittenTogether(t *testing.T) {
	root := t.TempDir()
	var wg sync.WaitGroup
	const writers, rounds = 4, 5
	for i := range writers {
		wg.Go(func() {
			for round := range rounds {
				w, err := openWritten(t.Context(), root)
				if err != nil {
					t.Error(err)
					return
				}
				folder := fmt.Sprintf("dbx-out/a/t%d", i)
				w.settle(map[string]bool{folder: true}, []writtenOutput{{folder: folder, path: folder + "/x", digest: digest.Of(fmt.Append(nil, round))}})
				if err := w.save(); err != nil {
					t.Error(err)
				}
				w.Close()
			}
		})
	}
	wg.Wait()
	w, err := openWritten(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if len(w.list) != writers {
		t.Fatalf("known are %v", w.list)
	}
	for _, o := range w.list {
		if o.digest != digest.Of(fmt.Append(nil, rounds-1)) {
			t.Errorf("%s is not of the last round", o.path)
		}
	}
}

// FuzzParseWritten demands that what is read is below dbx-out, in the folder of
// a target, and is written so that it reads the same.
func FuzzParseWritten(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		list := parseWritten(text)
		for _, o := range list {
			if !o.inside() {
				t.Errorf("%q is read", o)
			}
		}
		again := parseWritten(string(encodeWritten(list)))
		for _, o := range list {
			if !slices.Contains(again, o) {
				t.Errorf("%q was lost", o)
			}
		}
	})
}
