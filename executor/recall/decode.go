package recall

import (
	"time"

	"dbx/cache/actioncache"
	"dbx/cache/digest"
	"dbx/cache/filestamp"
	"dbx/cache/merkle"
	"dbx/cache/sealed"
	"dbx/executor"
)

// The file is sealed: a header; the number of folders, and of each its kind, its
// shard and its stamp; the number of blobs, and their digests; and for each result
// the length of what follows, its key and a record. A record is the time of its
// use and how long its command took, the number of its outputs and those, its log,
// the number of its blobs, and those by their place among all.
const header = "dbx recall 1\n"

const leastOutput = 4 + 1 + digest.BinarySize + len(digest.SHA256{})

// decode reads a file. One that is not as it was written is empty.
func decode(file []byte) past {
	body, ok := sealed.Unseal(header, file)
	if !ok {
		return past{}
	}
	r := sealed.NewReader(body)
	p := past{body: body}
	for range r.Count(2 + filestamp.BinarySize) {
		at := r.Bytes(2)
		if at == nil || at[0] >= byte(kinds) {
			return past{}
		}
		p.stamps[at[0]][at[1]] = r.Stamp()
	}
	p.names = r.Bytes(r.Count(digest.BinarySize) * digest.BinarySize)
	p.records = make(map[actioncache.Key]place, r.Len()/256)
	for r.Len() > 0 {
		length := r.Number()
		key := r.Digest()
		p.records[actioncache.Key(key)] = place{offset: len(body) - r.Len()}
		r.Bytes(length - digest.BinarySize)
	}
	if r.Bad() {
		return past{}
	}
	return p
}

// read returns the record at an offset, with the numbers of its blobs, and false
// if it is none.
func (p *past) read(offset int) (m memory, blobs []int, ok bool) {
	r := sealed.NewReader(p.body[offset:])
	m.used = time.Unix(0, r.Long())
	m.result.Duration = time.Duration(r.Long())
	m.result.Outputs = make([]executor.Output, r.Count(leastOutput))
	for i := range m.result.Outputs {
		m.result.Outputs[i] = readOutput(r)
	}
	m.result.Log = r.Digest()
	blobs = make([]int, r.Count(4))
	for i := range blobs {
		blobs[i] = r.Number()
		r.Check(blobs[i] < len(p.names)/digest.BinarySize)
	}
	return m, blobs, !r.Bad()
}

func readOutput(r *sealed.Reader) (out executor.Output) {
	out.Path, out.Kind, out.Digest = r.Text(), merkle.Kind(r.Byte()), r.Digest()
	copy(out.DiffID[:], r.Bytes(len(out.DiffID)))
	return out
}
