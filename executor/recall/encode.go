package recall

import (
	"dbx/cache/actioncache"
	"dbx/cache/digest"
	"dbx/cache/filestamp"
	"dbx/cache/sealed"
)

// encode returns the file that the next build reads. What of the past is not
// known to be whole in the folders as they are now is left out.
func (m *Memory) encode() []byte {
	w := newWriter()
	for key, at := range m.past.records {
		if _, again := m.fresh[key]; again {
			continue
		}
		if known, ok := m.keep(key, at); ok {
			w.record(key, known)
		}
	}
	for key, known := range m.fresh {
		w.record(key, known)
	}
	return w.file(m.places)
}

// keep returns what is still known of a result of the past.
func (m *Memory) keep(key actioncache.Key, at place) (memory, bool) {
	known, blobs, ok := m.past.read(at.offset)
	if !ok || at.state == refused || !m.past.all(blobs) || !m.places.hold(key, known.result) {
		return known, false
	}
	switch at.state {
	case unasked:
		ok = m.opened.Sub(known.used) <= keptFor
	case renewed:
		known.used = m.opened
	}
	for _, i := range blobs {
		known.blobs = append(known.blobs, m.past.blob(i))
	}
	return known, ok
}

// writer makes a file.
type writer struct {
	numbers map[digest.Digest]int
	names   []byte
	records []byte
	spare   []byte
}

func newWriter() *writer { return &writer{numbers: map[digest.Digest]int{}} }

func (w *writer) file(p *places) []byte {
	n, stamps := 0, []byte(nil)
	for k := range p.now {
		for i, s := range p.now[k] {
			if s == (filestamp.Stamp{}) {
				continue
			}
			n++
			stamps = sealed.AppendStamp(append(stamps, byte(k), byte(i)), s)
		}
	}
	b := append(sealed.AppendNumber([]byte(header), n), stamps...)
	b = append(sealed.AppendNumber(b, len(w.numbers)), w.names...)
	return sealed.Seal(append(b, w.records...))
}

func (w *writer) record(key actioncache.Key, m memory) {
	b := sealed.AppendDigest(w.spare[:0], digest.Digest(key))
	b = sealed.AppendLong(b, m.used.UnixNano())
	b = sealed.AppendLong(b, int64(m.result.Duration))
	b = sealed.AppendNumber(b, len(m.result.Outputs))
	for _, out := range m.result.Outputs {
		b = append(sealed.AppendText(b, out.Path), byte(out.Kind))
		b = append(sealed.AppendDigest(b, out.Digest), out.DiffID[:]...)
	}
	b = sealed.AppendDigest(b, m.result.Log)
	b = sealed.AppendNumber(b, len(m.blobs))
	for _, d := range m.blobs {
		b = sealed.AppendNumber(b, w.number(d))
	}
	w.records = append(sealed.AppendNumber(w.records, len(b)), b...)
	w.spare = b
}

// number gives each blob one, the first time it is met.
func (w *writer) number(d digest.Digest) int {
	n, ok := w.numbers[d]
	if !ok {
		n = len(w.numbers)
		w.numbers[d] = n
		w.names = sealed.AppendDigest(w.names, d)
	}
	return n
}
