package executor_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/executor"
)

// FuzzDecodeEntry: an entry of a cache is a success or none, and what it says
// of it survives being recorded again.
func FuzzDecodeEntry(f *testing.F) {
	for _, r := range []executor.Result{
		{},
		{Status: executor.Failed, ExitCode: 1},
		{Log: digest.Of([]byte("log")), Outputs: []executor.Output{{Path: "a", Kind: merkle.Dir, Digest: digest.Of(nil)}, {Path: "l", DiffID: digest.SHA256Of(nil)}}},
	} {
		b, err := json.Marshal(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, entry []byte) {
		r, ok := executor.DecodeEntry(entry)
		if !ok {
			return
		}
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		again, ok := executor.DecodeEntry(b)
		if !ok || r.Status != executor.Success || !reflect.DeepEqual(r, again) {
			t.Errorf("%s is %+v, then %+v, %v", entry, r, again, ok)
		}
	})
}
