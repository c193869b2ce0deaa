package recall

import (
	"dbx/cache/actioncache"
	"dbx/cache/digest"
	"dbx/cache/filestamp"
)

// past is what a file told. Of its records only the keys are read at once: most
// of the time of a build that finds everything done would go into the rest.
type past struct {
	stamps  [kinds][shards]filestamp.Stamp
	names   []byte // of blobs, one binary digest after the other
	present []bool // by the number of a blob: it is known to be there
	records map[actioncache.Key]place
	body    []byte
}

// place is where a record is, and what was done with it.
type place struct {
	offset int
	state  state
}

type state uint8

const (
	unasked  state = iota
	refused        // asked for, and perhaps not whole
	recalled       // asked for, and whole
	renewed        // recalled, and its use was noted anew
)

// trust finds out which blobs are known to be there, as their folders did not
// change.
func (p *past) trust(now *places) {
	now.compare(&p.stamps)
	p.present = make([]bool, len(p.names)/digest.BinarySize)
	for i := range p.present {
		p.present[i] = now.still[blobs][p.names[i*digest.BinarySize]]
	}
}

// blob returns the digest with a number.
func (p *past) blob(i int) (d digest.Digest) {
	at := i * digest.BinarySize
	if err := d.UnmarshalBinary(p.names[at : at+digest.BinarySize]); err != nil {
		panic("BUG: the file was checked: " + err.Error())
	}
	return d
}

// all reports whether these blobs are known to be there.
func (p *past) all(blobs []int) bool {
	for _, i := range blobs {
		if !p.present[i] {
			return false
		}
	}
	return true
}
