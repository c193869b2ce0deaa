package whl

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"dbx/cache/digest"
)

// RecordEntry is one line of a RECORD file (PEP 376, PEP 427): a file of the
// wheel, its hash and its size.
type RecordEntry struct {
	Path string // slash-separated, from the wheel's root
	Hash string // algorithm=hash, the hash in URL-safe base64 without padding; empty if not recorded
	Size int64  // bytes, -1 if not recorded
}

// ParseRecord reads a RECORD file. Entries come in file order; whether they
// tell the truth is not its question.
func ParseRecord(b []byte) ([]RecordEntry, error) {
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord = 3
	var entries []RecordEntry
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return entries, nil
		}
		if err != nil {
			return nil, fmt.Errorf("RECORD: %w", err)
		}
		if strings.ContainsAny(row[0]+row[1], "\r\n") {
			return nil, fmt.Errorf("RECORD: %q has a line break", row[0])
		}
		e := RecordEntry{Path: row[0], Hash: row[1], Size: -1}
		if row[2] != "" {
			if e.Size, err = strconv.ParseInt(row[2], 10, 64); err != nil || e.Size < 0 {
				return nil, fmt.Errorf("RECORD: the size of %q is %q", row[0], row[2])
			}
		}
		entries = append(entries, e)
	}
}

// FormatRecord writes entries in the order given, quoted where they must be.
func FormatRecord(entries []RecordEntry) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, e := range entries {
		size := ""
		if e.Size >= 0 {
			size = strconv.FormatInt(e.Size, 10)
		}
		if err := w.Write([]string{e.Path, e.Hash, size}); err != nil {
			panic("BUG: a buffer refuses a RECORD line: " + err.Error())
		}
	}
	w.Flush()
	return b.Bytes()
}

// recordOf returns the entry of a file with the content data.
func recordOf(path string, data []byte) RecordEntry {
	sum := digest.SHA256Of(data)
	return RecordEntry{Path: path, Hash: "sha256=" + base64.RawURLEncoding.EncodeToString(sum[:]), Size: int64(len(data))}
}

// Verify returns why e does not describe data, empty if it does. It takes the
// hashes that PEP 427 allows, which are sha256 and better.
func (e RecordEntry) Verify(data []byte) string {
	if e.Size >= 0 && e.Size != int64(len(data)) {
		return fmt.Sprintf("RECORD says %d bytes, it has %d", e.Size, len(data))
	}
	algorithm, want, _ := strings.Cut(e.Hash, "=")
	var sum []byte
	switch algorithm {
	case "":
		return "RECORD has no hash of it"
	case "sha256":
		s := sha256.Sum256(data)
		sum = s[:]
	case "sha384":
		s := sha512.Sum384(data)
		sum = s[:]
	case "sha512":
		s := sha512.Sum512(data)
		sum = s[:]
	default:
		return fmt.Sprintf("RECORD has its hash by %q; want sha256", algorithm)
	}
	if base64.RawURLEncoding.EncodeToString(sum) != want {
		return "its hash is not the one in RECORD"
	}
	return ""
}

// IsSignature reports whether path is one of the signatures of the RECORD file
// record (PEP 427), which RECORD cannot list.
func IsSignature(path, record string) bool {
	return path == record+".jws" || path == record+".p7s"
}
