package actioncache

import (
	"bytes"
	"errors"

	"dbx/cache/digest"
)

// header begins the file of an entry; the checksum and a newline follow it.
const header = "dbx action 1 "

// seal returns what is written to a file: a line with the checksum of key and
// entry, then the entry.
func seal(k Key, entry []byte) []byte {
	sum := checksum(k, entry)
	b := make([]byte, 0, len(header)+len(sum)+1+len(entry))
	b = append(b, header...)
	b = append(b, sum...)
	b = append(b, '\n')
	return append(b, entry...)
}

// unseal returns the entry that was sealed under the key.
func unseal(k Key, file []byte) ([]byte, error) {
	rest, ok := bytes.CutPrefix(file, []byte(header))
	if !ok {
		return nil, errors.New("it has no header")
	}
	sum, entry, ok := bytes.Cut(rest, []byte{'\n'})
	if !ok {
		return nil, errors.New("it ends in its header")
	}
	if string(sum) != checksum(k, entry) {
		return nil, errors.New("its checksum is wrong")
	}
	return entry, nil
}

// checksum covers the key, so that an entry under another key's name is as
// wrong as one with changed bytes.
func checksum(k Key, entry []byte) string {
	e := digest.NewEncoder("dbx action entry", 1)
	e.Digest("key", digest.Digest(k))
	e.Digest("entry", digest.Of(entry))
	return e.Sum().Hex()
}
