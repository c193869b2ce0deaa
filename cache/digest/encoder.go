package digest

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Encoder writes labelled fields into one unambiguous transcript: the bytes
// that become a key. Every field carries its label, its type and, where it has
// one, its length, so that no two different sequences of calls give the same
// bytes. [Fields] reads a transcript; since that is what was hashed, it
// cannot disagree with the key. The zero Encoder is not usable; an Encoder is
// not safe for concurrent use.
type Encoder struct {
	buf []byte
}

const (
	fieldText   = 's'
	fieldInt    = 'i'
	fieldDigest = 'd'
	fieldList   = 'l'

	// transcriptStart is how the first field of every transcript begins.
	transcriptStart = "\x06formats"
)

// NewEncoder begins a transcript of the given kind and version. Whatever
// changes the meaning of a field must change the version.
func NewEncoder(kind string, version int) *Encoder {
	e := &Encoder{buf: make([]byte, 0, 512)}
	e.Text("format", kind+"/"+strconv.Itoa(version))
	return e
}

// Text adds a string field.
func (e *Encoder) Text(label, value string) {
	e.begin(label, fieldText)
	e.bytes(value)
}

// Int adds an integer field.
func (e *Encoder) Int(label string, value int64) {
	e.begin(label, fieldInt)
	e.buf = binary.AppendVarint(e.buf, value)
}

// Bool adds a field that is 1 or 0.
func (e *Encoder) Bool(label string, value bool) {
	var n int64
	if value {
		n = 1
	}
	e.Int(label, n)
}

// Digest adds a digest field.
func (e *Encoder) Digest(label string, value Digest) {
	e.begin(label, fieldDigest)
	e.buf = append(e.buf, value.hash[:]...)
	e.buf = binary.AppendVarint(e.buf, value.size)
}

// List announces n elements under one label; the caller then adds the same
// fields for each of them.
func (e *Encoder) List(label string, n int) {
	e.begin(label, fieldList)
	e.buf = binary.AppendUvarint(e.buf, uint64(n))
}

// Texts adds a list of strings.
func (e *Encoder) Texts(label string, values []string) {
	e.List(label, len(values))
	for _, v := range values {
		e.Text("", v)
	}
}

// Bytes returns the transcript; the caller must not change it.
func (e *Encoder) Bytes() []byte { return e.buf }

// Sum returns the digest of the transcript.
func (e *Encoder) Sum() Digest { return Of(e.buf) }

func (e *Encoder) begin(label string, kind byte) {
	e.bytes(label)
	e.buf = append(e.buf, kind)
}

func (e *Encoder) bytes(s string) {
	e.buf = binary.AppendUvarint(e.buf, uint64(len(s)))
	e.buf = append(e.buf, s...)
}

// Field is one field of a transcript, as text for people: strings quoted where
// they hold anything but plain words.
type Field struct {
	Label string
	Value string
	List  int // how many elements a list announces; -1 for what is no list
}

// Fields reads a transcript. It fails on bytes that no Encoder wrote.
func Fields(transcript []byte) ([]Field, error) {
	r := reader{rest: transcript}
	if !strings.HasPrefix(string(transcript), transcriptStart) {
		r.fail()
	}
	var fields []Field
	for len(r.rest) > 0 && r.err == nil {
		f := Field{Label: r.text(), List: -1}
		if len(r.rest) > 0 && r.rest[0] == fieldList {
			r.rest = r.rest[1:]
			n := r.uvarint()
			f.List = int(min(n, math.MaxInt32))
			f.Value = "[" + strconv.FormatUint(n, 10) + "]"
		} else {
			f.Value = r.value()
		}
		if r.err == nil {
			fields = append(fields, f)
		}
	}
	return fields, r.err
}

type reader struct {
	rest []byte
	err  error
}

func (r *reader) value() string {
	if r.err != nil || len(r.rest) == 0 {
		r.fail()
		return ""
	}
	kind := r.rest[0]
	r.rest = r.rest[1:]
	switch kind {
	case fieldText:
		return plainOrQuoted(r.text())
	case fieldInt:
		return strconv.FormatInt(r.varint(), 10)
	case fieldDigest:
		var d Digest
		if len(r.rest) < Size {
			r.fail()
			return ""
		}
		r.rest = r.rest[copy(d.hash[:], r.rest):]
		if d.size = r.varint(); d.size < 0 {
			r.fail()
		}
		return d.String()
	}
	r.fail()
	return ""
}

func (r *reader) text() string {
	n := r.uvarint()
	if r.err != nil || n > uint64(len(r.rest)) {
		r.fail()
		return ""
	}
	s := string(r.rest[:n])
	r.rest = r.rest[n:]
	return s
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 || overlong(r.rest[:n]) {
		r.fail()
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

func (r *reader) varint() int64 {
	v, n := binary.Varint(r.rest)
	if n <= 0 || overlong(r.rest[:n]) {
		r.fail()
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

// overlong reports whether the number could have been written in fewer bytes,
// which no Encoder misses to do.
func overlong(number []byte) bool {
	return len(number) > 1 && number[len(number)-1] == 0
}

func (r *reader) fail() {
	if r.err == nil {
		r.err = fmt.Errorf("malformed transcript, %d bytes from its end", len(r.rest))
	}
	r.rest = nil
}

func plainOrQuoted(s string) string {
	for _, c := range s {
		if c <= ' ' || c == '"' || c == '\\' || c >= 0x7f {
			return strconv.Quote(s)
		}
	}
	if s == "" {
		return `""`
	}
	return s
}
