package whl

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"io/fs"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/flate"
)

// The canonical archive. The deflate stream is klauspost/compress's at this
// level: go.mod pins it, where the standard library's would change with the
// Go release. A change of either changes every wheel's bytes.
const (
	deflateLevel   = 9
	versionDeflate = 20     // of the zip format; also needed for folders
	createdOnUnix  = 3 << 8 // "version made by", upper byte
	nameIsUTF8     = 0x800  // general purpose flag
	maxEntries     = math.MaxUint16 - 1
)

// entry is a file about to be written.
type entry struct {
	path string
	file
}

// archive writes entries in the order given, all with the time at: no extra
// fields, no data descriptors, no comment, modes 0644 or 0755, deflated where
// that is smaller.
func archive(entries []entry, at time.Time) ([]byte, error) {
	if len(entries) > maxEntries {
		return nil, fmt.Errorf("wheel: %d files are more than a plain zip archive holds", len(entries))
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	d, err := newDeflater()
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		content, method, err := d.shorter(e.data)
		if err != nil {
			return nil, fmt.Errorf("wheel: compress %q: %w", e.path, err)
		}
		header := headerOf(e, at)
		header.Method = method
		header.CompressedSize64 = uint64(len(content))
		w, err := z.CreateRaw(header)
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			return nil, fmt.Errorf("wheel: write %q: %w", e.path, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("wheel: write the directory: %w", err)
	}
	return out.Bytes(), nil
}

func headerOf(e entry, at time.Time) *zip.FileHeader {
	h := &zip.FileHeader{
		Name:               e.path,
		CreatorVersion:     createdOnUnix | versionDeflate,
		ReaderVersion:      versionDeflate,
		CRC32:              crc32.ChecksumIEEE(e.data),
		UncompressedSize64: uint64(len(e.data)),
	}
	mode := fs.FileMode(0o644)
	if e.executable {
		mode = 0o755
	}
	h.SetMode(mode)
	if strings.ContainsFunc(e.path, func(r rune) bool { return r > 0x7e }) {
		h.Flags = nameIsUTF8
	}
	h.ModifiedDate = uint16(at.Year()-1980)<<9 | uint16(at.Month())<<5 | uint16(at.Day())
	h.ModifiedTime = uint16(at.Hour())<<11 | uint16(at.Minute())<<5 | uint16(at.Second()/2)
	return h
}

// archiveTime returns at as an archive can hold it: in UTC, at an even second,
// 1980 if it is earlier.
func archiveTime(at time.Time) (time.Time, error) {
	first := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	if at = at.UTC().Truncate(2 * time.Second); at.Before(first) {
		return first, nil
	}
	if at.Year() > 2107 {
		return first, fmt.Errorf("epoch %s: a zip archive's times end with the year 2107", at.Format(time.DateOnly))
	}
	return at, nil
}

type deflater struct {
	buffer bytes.Buffer
	writer *flate.Writer
}

func newDeflater() (*deflater, error) {
	d := new(deflater)
	var err error
	d.writer, err = flate.NewWriter(&d.buffer, deflateLevel)
	return d, err
}

// shorter returns data deflated, or as it is where that is not smaller, and
// the archive's number for which of them it is. The result may share memory
// with data or with the next call's result.
func (d *deflater) shorter(data []byte) ([]byte, uint16, error) {
	d.buffer.Reset()
	d.writer.Reset(&d.buffer)
	if _, err := d.writer.Write(data); err != nil {
		return nil, 0, err
	}
	if err := d.writer.Close(); err != nil {
		return nil, 0, err
	}
	if d.buffer.Len() < len(data) {
		return d.buffer.Bytes(), zip.Deflate, nil
	}
	return data, zip.Store, nil
}

// canonicalOrder sorts entries: dist-info behind all else, so that readers
// find it at the end, and RECORD, written when all is known, the very last.
func canonicalOrder(entries []entry, distInfo string) {
	rank := func(e entry) int {
		switch {
		case e.path == distInfo+"/RECORD":
			return 2
		case strings.HasPrefix(e.path, distInfo+"/"):
			return 1
		}
		return 0
	}
	slices.SortFunc(entries, func(a, b entry) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(a.path, b.path)
	})
}
