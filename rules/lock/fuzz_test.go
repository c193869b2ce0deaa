package lock_test

import (
	"bytes"
	"testing"
	"time"

	"dbx/cache/digest"
	"dbx/cache/oci"
	"dbx/rules/image/pin"
	"dbx/rules/lock"
	python "dbx/rules/python/pin"
	"dbx/rules/source/commit"
)

// FuzzParse: what is read as a lock file is written in a form that is read as
// the same, and that stays as it is.
func FuzzParse(f *testing.F) {
	f.Add([]byte(text))
	f.Add(lock.Encode(lock.File{
		Images: []pin.Image{{Source: "registry.example.org/a:1", Platform: oci.Platform{Arch: "arm", Variant: "v6"}, Image: oci.Image{
			Manifest: digest.SHA256{1}, ID: digest.SHA256{2}, Created: time.Unix(1e9, 0),
			Config: oci.Config{Env: []string{"A=${x}"}, Cmd: []string{""}, Labels: map[string]string{"a": "%{1}"}},
			Layers: []oci.Layer{{DiffID: digest.SHA256{6}, Blob: digest.SHA256{7}, Size: 8, MediaType: "x"}, {DiffID: digest.SHA256{5}}},
		}}},
		Commits: []commit.Pin{{}},
		Python:  []python.File{{Name: "a-1.zip", Project: "A", Version: "1", URL: "../a-1.zip", Size: 1, Targets: []string{"//a"}}},
	}))
	f.Add([]byte("image \"//a:b\" \"linux/amd64\" {\n  layers = [\"\"]\n}\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		l, err := lock.Parse(content, "dbx.lock.hcl")
		if err != nil {
			return
		}
		once := lock.Encode(l)
		l, err = lock.Parse(once, "dbx.lock.hcl")
		if err != nil {
			t.Fatalf("what was written is refused: %v\n%s", err, once)
		}
		if twice := lock.Encode(l); !bytes.Equal(once, twice) {
			t.Errorf("written\n%sand then\n%s", once, twice)
		}
	})
}
