package gate

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"dbx/rules/wheel/whl"
)

// canonical is the cure of all that the archive's form has wrong.
const canonical = "write the archive anew in its canonical form"

// record compares RECORD with the files, and the archive with the one form
// that equal files have.
func record() Check {
	return Check{Name: "record",
		Doc: "RECORD is not complete, right and sorted, or the zip archive is not in the one form that the same files always give.",
		ask: func(q *inquiry) {
			q.recorded()
			if q.target.Foreign {
				return
			}
			q.archive()
			if len(q.findings) == 0 {
				q.canonicalForm()
			}
		}}
}

// recorded compares RECORD with the files, in both directions.
func (q *inquiry) recorded() {
	self := q.content.DistInfo() + "/RECORD"
	entries, err := q.content.Record()
	if err != nil {
		q.fail(self, "let the build backend write it", "%v", err)
		return
	}
	listed := map[string]bool{}
	var order []string
	for _, e := range entries {
		order = append(order, e.Path)
		if listed[e.Path] {
			q.fail(e.Path, "list it once", "RECORD lists it twice")
		} else {
			q.entry(e, self)
		}
		listed[e.Path] = true
	}
	for _, path := range q.content.Paths() {
		if !listed[path] && path != self && !whl.IsSignature(path, self) {
			q.fail(path, "list it, or leave it out of the wheel", "RECORD does not list it")
		}
	}
	if !q.target.Foreign && !inOrder(order, q.content.DistInfo()) {
		q.fail(self, "sort it by path, dist-info last and RECORD the very last", "its lines are not sorted")
	}
}

func (q *inquiry) entry(e whl.RecordEntry, self string) {
	data, ok := q.content.File(e.Path)
	switch {
	case !ok:
		q.fail(e.Path, "leave it out of RECORD, or bring the file", "RECORD lists it, the wheel has no such file")
	case e.Path == self && (e.Hash != "" || e.Size >= 0):
		q.fail(self, "leave both empty, as PEP 427 has it", "it has its own hash or size")
	case e.Path == self || whl.IsSignature(e.Path, self):
	default:
		if why := e.Verify(data); why != "" {
			q.fail(e.Path, "write RECORD after all else", "%s", why)
		}
	}
}

// inOrder reports whether paths are sorted, those of dist-info behind all
// others and RECORD the last.
func inOrder(paths []string, distInfo string) bool {
	rank := func(p string) string {
		switch {
		case p == distInfo+"/RECORD":
			return "2"
		case strings.HasPrefix(p, distInfo+"/"):
			return "1" + p
		}
		return "0" + p
	}
	return slices.IsSortedFunc(paths, func(a, b string) int { return strings.Compare(rank(a), rank(b)) })
}

// archive looks at what zip archives leave open.
func (q *inquiry) archive() {
	var paths, faults []string
	with := map[string][]string{} // the files that have a fault
	for _, f := range q.entries {
		paths = append(paths, f.Name)
		for _, fault := range q.entryForm(f) {
			if with[fault] == nil {
				faults = append(faults, fault)
			}
			with[fault] = append(with[fault], f.Name)
		}
	}
	for _, fault := range faults {
		q.fail(with[fault][0], canonical, "%s%s", fault, inAll(len(with[fault]), "files"))
	}
	if !inOrder(paths, q.content.DistInfo()) {
		q.fail("", canonical, "the files of the archive are not sorted, or dist-info and RECORD are not its end")
	}
}

// inAll tells of more than one thing that a finding names the first of.
func inAll(count int, what string) string {
	if count == 1 {
		return ""
	}
	return fmt.Sprintf(" (%d %s in all)", count, what)
}

// The numbers of the zip format that entryForm looks at.
const (
	madeOnUnix     = 3
	dataDescriptor = 8
	localHeader    = 30
)

func (q *inquiry) entryForm(f *zip.File) []string {
	var faults []string
	add := func(is bool, fault string) {
		if is {
			faults = append(faults, fault)
		}
	}
	mode := f.Mode()
	first := q.entries[0].FileHeader
	add(mode.IsDir(), "is a folder of its own in the archive")
	add(!mode.IsDir() && mode != 0o644 && mode != 0o755, "has the mode "+mode.String()+", want 0644 or 0755")
	add(mode&(fs.ModeSetuid|fs.ModeSetgid) != 0, "is set-user-ID or set-group-ID")
	add(f.ModifiedDate != first.ModifiedDate || f.ModifiedTime != first.ModifiedTime, "has another time than the first file")
	add(f.CreatorVersion>>8 != madeOnUnix, "was written on another system than Unix by its header")
	add(f.Flags&dataDescriptor != 0, "has its sizes behind its data (a data descriptor)")
	add(len(f.Extra) > 0 || q.localExtra(f), "has extra fields")
	add(f.Comment != "", "has a comment")
	add(f.Method != zip.Store && f.Method != zip.Deflate, "is neither stored nor deflated, and pip reads no more")
	return faults
}

// localExtra reports whether the header before the file's data has extra
// fields, which the archive's directory need not tell.
func (q *inquiry) localExtra(f *zip.File) bool {
	at, err := f.DataOffset()
	if err != nil {
		return false
	}
	start := at - localHeader - int64(len(f.Name))
	// If the lengths in it are of this file, the header begins at start.
	if start < 0 || at > int64(len(q.raw)) || !bytes.HasPrefix(q.raw[start:], []byte("PK\x03\x04")) {
		return true
	}
	return binary.LittleEndian.Uint16(q.raw[start+28:]) != 0
}

// canonicalForm wants just the bytes that the same files give when they are
// written again with the same time.
func (q *inquiry) canonicalForm() {
	if len(q.entries) == 0 {
		return
	}
	_, out, err := whl.Normalise(bytes.NewReader(q.raw), int64(len(q.raw)), whl.Options{Epoch: q.entries[0].Modified})
	if err != nil || !bytes.Equal(out, q.raw) {
		q.fail("", canonical, "the archive differs from the one that its files give: in compression, in WHEEL's lines, or in bytes between files")
	}
}
