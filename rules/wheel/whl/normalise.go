package whl

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Options says what Normalise makes of a wheel.
type Options struct {
	// Platforms are the platform tags to give it ("linux_armv6l"), in any
	// order; empty keeps those that it was built with.
	Platforms []string
	// Python and ABI replace the other two tag sets ("cp37", "abi3"); empty
	// keeps them.
	Python, ABI string
	// Epoch is the time of all files in it: counted down to an even second
	// UTC, 1980 if earlier (also if zero), at most 2107.
	Epoch time.Time
}

// Normalise returns a wheel's file name and its one canonical form: tags as
// opts says, in WHEEL, each combination on a line of its own, and in the name,
// sets sorted; RECORD written afresh, sorted; signatures, folders and comments
// gone; files sorted by path with dist-info at the end and RECORD the last;
// times, modes (0644, or 0755 if anyone may execute it) and compression fixed.
//
// A wheel that says it is pure and is tagged for any platform keeps all its
// tags: it does not come to depend on the platform it was built for. The name
// is taken from dist-info and WHEEL, so the file may have had any other.
//
// Equal content gives equal bytes, and a normalised wheel is its own normal
// form. RECORD is not compared with the files; whoever wants to know compares
// [Wheel.Record] with them before.
func Normalise(in io.ReaderAt, size int64, opts Options) (name string, out []byte, err error) {
	w, err := Read(in, size)
	if err != nil {
		return "", nil, err
	}
	info, err := w.Info()
	if err != nil {
		return "", nil, err
	}
	full, err := w.retag(&info, opts)
	if err != nil {
		return "", nil, err
	}
	at, err := archiveTime(opts.Epoch)
	if err != nil {
		return "", nil, err
	}
	out, err = archive(w.canonical(info), at)
	return full.String(), out, err
}

// retag gives info the tags that opts asks for and returns the wheel's name.
func (w *Wheel) retag(info *Info, opts Options) (Name, error) {
	project, version := SplitDistInfo(w.distInfo)
	n := Name{Distribution: strings.ReplaceAll(project, "-", "_"), Version: version, Build: info.Build}
	if err := n.setTags(info.Tags); err != nil {
		return n, fmt.Errorf("WHEEL: %w", err)
	}
	if !info.anyPlatform() {
		if err := n.override(opts); err != nil {
			return n, err
		}
		if len(n.Python)*len(n.ABI)*len(n.Platform) > maxTags {
			return n, fmt.Errorf("wheel: more than %d tags", maxTags)
		}
	}
	info.Tags = n.Tags()
	// What the parts were taken from may hold what no name can.
	if _, err := ParseName(n.String()); err != nil {
		return n, err
	}
	return n, nil
}

func (n *Name) override(opts Options) error {
	for _, set := range []struct {
		what, to string
		part     *[]string
	}{
		{"python tag", opts.Python, &n.Python},
		{"ABI tag", opts.ABI, &n.ABI},
		{"platform tag", strings.Join(opts.Platforms, "."), &n.Platform},
	} {
		if set.to == "" {
			continue
		}
		parsed, err := parseSet(set.to)
		if err != nil {
			return fmt.Errorf("%s: %w", set.what, err)
		}
		*set.part = sortedSet(parsed)
	}
	return nil
}

// canonical returns what is to be written, in order, with info as WHEEL.
func (w *Wheel) canonical(info Info) []entry {
	dir := w.distInfo + "/"
	left := []string{dir + "RECORD", dir + "RECORD.jws", dir + "RECORD.p7s"}
	var entries []entry
	for path, f := range w.files {
		switch {
		case slices.Contains(left, path):
			continue
		case path == dir+"WHEEL":
			f = file{data: info.Bytes()}
		}
		entries = append(entries, entry{path, f})
	}
	canonicalOrder(entries, w.distInfo)
	record := make([]RecordEntry, 0, len(entries)+1)
	for _, e := range entries {
		record = append(record, recordOf(e.path, e.data))
	}
	record = append(record, RecordEntry{Path: dir + "RECORD", Size: -1})
	return append(entries, entry{dir + "RECORD", file{data: FormatRecord(record)}})
}
