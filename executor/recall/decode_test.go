package recall

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dbx/cache/actioncache"
	"dbx/cache/digest"
	"dbx/cache/filestamp"
	"dbx/cache/merkle"
	"dbx/cache/sealed"
	"dbx/executor"
)

// FuzzDecode gives the decoder any body, the fuzzer being unable to find
// checksums. Whatever it makes of one, no record may lead outside of it, and what
// is written of it must be read as the same.
func FuzzDecode(f *testing.F) {
	w := newWriter()
	w.record(actioncache.Key(digest.Of([]byte("key"))), memory{time.Unix(5, 0), executor.Result{
		Outputs: []executor.Output{{Path: "out", Kind: merkle.Dir, Digest: digest.Of([]byte("out"))}},
	}, []digest.Digest{digest.Of([]byte("out"))}})
	p := &places{}
	p.now[aliases][7] = filestamp.Stamp{Inode: 1}
	body, ok := sealed.Unseal(header, w.file(p))
	if !ok {
		f.Fatal("what is written has no seal")
	}
	f.Add(body)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		if p := decode(b); p.records != nil {
			t.Errorf("a file without a seal has %d records", len(p.records))
		}
		p := decode(sealed.Seal(append([]byte(header), b...)))
		for key, at := range p.records {
			m, blobs, ok := p.read(at.offset)
			if !ok {
				continue
			}
			for _, i := range blobs {
				m.blobs = append(m.blobs, p.blob(i))
			}
			w := newWriter()
			w.record(key, m)
			again := past{names: w.names, body: w.records}
			got, blobs, ok := again.read(4 + digest.BinarySize)
			for _, i := range blobs {
				got.blobs = append(got.blobs, again.blob(i))
			}
			same := cmp.Comparer(func(a, b digest.Digest) bool { return a == b })
			if diff := cmp.Diff(m, got, same, cmp.AllowUnexported(memory{})); !ok || diff != "" {
				t.Errorf("round trip (-want +got), %v:\n%s", ok, diff)
			}
		}
	})
}
