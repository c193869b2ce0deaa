package patch

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// File is the section of a diff that is about one file. Names are as written,
// unquoted but with their prefix; "" stands for a name that the section does
// not have, [DevNull] for a file that is not there on that side.
type File struct {
	Old, New         string // from the "---" and "+++" lines, or else "diff --git"
	From, To         string // git's rename or copy, without prefix
	Rename           bool   // From goes away; otherwise From is copied
	Git              bool   // a "diff --git" line began the section
	Create, Delete   bool   // git's word, or an absent side or one dated at the Unix epoch
	OldMode, NewMode Mode   // 0 if not told
	Hunks            []Hunk
	line             int
}

// DevNull is the name that a diff gives to an absent file.
const DevNull = "/dev/null"

// Hunk replaces the lines Old, expected at line OldStart (from 1; the line
// before if Old is empty), by New. Each line has its newline, but for a last
// one that has none. Prefix and Suffix count the lines of context at the ends.
type Hunk struct {
	OldStart       int
	Old, New       []string
	Prefix, Suffix int
}

// Parse reads a unified diff. Text before, between and after the sections is
// passed over, as mail and version control put some there. Errors are of type
// [*Error]; a diff that is not empty but holds no section is one.
func Parse(diff []byte) ([]File, error) {
	p := &parser{lines: splitLines(diff)}
	// A last line cut short has lost its newline; a file's lack of one is said
	// by a line of its own.
	if n := len(p.lines); n > 0 && !strings.HasSuffix(p.lines[n-1], "\n") {
		p.lines[n-1] += "\n"
	}
	for p.at < len(p.lines) {
		if err := p.section(); err != nil {
			return nil, err
		}
	}
	if len(p.files) == 0 && len(bytes.TrimSpace(diff)) > 0 {
		return nil, &Error{Why: "no unified diff found in it; make it with diff -u or git diff"}
	}
	return p.files, nil
}

type parser struct {
	lines []string
	at    int
	files []File
}

// section reads one section, or passes over one line that begins none.
func (p *parser) section() error {
	line := p.line(0)
	switch {
	case strings.HasPrefix(line, "diff --git "):
		return p.gitSection(line)
	case strings.HasPrefix(line, "--- ") && strings.HasPrefix(p.line(1), "+++ ") && strings.HasPrefix(p.line(2), "@@ -"):
		f := File{line: p.at + 1}
		return p.unified(&f)
	case strings.HasPrefix(line, "@@ -") && isHunkHeader(line):
		return p.errorf("", "a hunk without the file names (\"---\" and \"+++\") before it")
	case line == "***************":
		return p.errorf("", "a context diff; only unified diffs (diff -u) can be applied")
	case strings.HasPrefix(line, "Binary files ") && strings.HasSuffix(line, " differ"):
		return p.errorf("", "the diff leaves out the content of binary files: %q", line)
	}
	p.at++
	return nil
}

// unified reads the "---" and "+++" lines and the hunks.
func (p *parser) unified(f *File) error {
	// A mailer that turned line ends into CR LF did so in the headers too.
	strip := strings.HasSuffix(p.lines[p.at], "\r\n")
	var oldStamp, newStamp bool
	var err error
	if f.Old, oldStamp, err = fileName(p.line(0)[len("--- "):], f.Git); err != nil {
		return p.errorf("", "%w", err)
	}
	if f.New, newStamp, err = fileName(p.line(1)[len("+++ "):], f.Git); err != nil {
		return p.errorf("", "%w", err)
	}
	p.at += 2
	for isHunkHeader(p.line(0)) {
		h, err := p.hunk(strip)
		if err != nil {
			err.File, err.Hunk = f.New, len(f.Hunks)+1
			return err
		}
		f.Hunks = append(f.Hunks, h)
	}
	if len(f.Hunks) == 0 {
		return p.errorf(f.New, "the file names are followed by no hunk (\"@@ -1,2 +1,2 @@\")")
	}
	first := f.Hunks[0]
	alone := len(f.Hunks) == 1
	f.Create = f.Create || f.Old == DevNull || oldStamp && alone && len(first.Old) == 0
	f.Delete = f.Delete || f.New == DevNull || newStamp && alone && len(first.New) == 0
	p.files = append(p.files, *f)
	return nil
}

// hunk reads one hunk, whose header is at the current line.
func (p *parser) hunk(strip bool) (Hunk, *Error) {
	start := p.at
	first, oldLeft, newLeft, ok := hunkHeader(p.line(0))
	if !ok {
		panic("BUG: hunk called where no hunk is")
	}
	h := Hunk{OldStart: first}
	p.at++
	changed := false
	for oldLeft > 0 || newLeft > 0 {
		if p.at >= len(p.lines) {
			return h, &Error{Line: start + 1, Why: fmt.Sprintf("the diff ends within the hunk: %d old and %d new lines are missing", oldLeft, newLeft)}
		}
		text := p.lines[p.at]
		if strip {
			text = stripCR(text)
		}
		kind, text := classify(text)
		takesOld, takesNew := kind != '+', kind != '-'
		if kind == 0 || takesOld && oldLeft == 0 || takesNew && newLeft == 0 {
			return h, &Error{Line: p.at + 1, Why: fmt.Sprintf("the line does not fit the hunk's line counts: %q", strings.TrimRight(p.lines[p.at], "\r\n"))}
		}
		p.at++
		if p.noNewline() {
			text = strings.TrimSuffix(text, "\n")
		}
		if takesOld {
			h.Old = append(h.Old, text)
			oldLeft--
		}
		if takesNew {
			h.New = append(h.New, text)
			newLeft--
		}
		if kind == ' ' {
			h.Suffix++
			continue
		}
		if !changed {
			h.Prefix, changed = h.Suffix, true
		}
		h.Suffix = 0
	}
	if !changed {
		h.Prefix = h.Suffix
	}
	return h, nil
}

// noNewline consumes the remark that the line before it has no newline.
func (p *parser) noNewline() bool {
	if !strings.HasPrefix(p.line(0), `\ `) {
		return false
	}
	p.at++
	return true
}

// line returns the line that is i ahead without its end, "" past the last.
func (p *parser) line(i int) string {
	if p.at+i >= len(p.lines) {
		return ""
	}
	return strings.TrimSuffix(strings.TrimSuffix(p.lines[p.at+i], "\n"), "\r")
}

func (p *parser) errorf(file, format string, args ...any) error {
	return &Error{File: file, Line: p.at + 1, Why: fmt.Errorf(format, args...).Error()}
}

// classify splits a line of a hunk in its mark and its text; 0 is no mark. An
// empty line is one of context whose blank an editor took away.
func classify(line string) (byte, string) {
	switch {
	case line == "\n" || line == "\r\n":
		return ' ', line
	case line == "":
		return 0, ""
	}
	switch line[0] {
	case ' ', '+', '-':
		return line[0], line[1:]
	}
	return 0, ""
}

func isHunkHeader(line string) bool {
	_, _, _, ok := hunkHeader(line)
	return ok
}

// hunkHeader reads "@@ -first,count +first,count @@", where a count of 1 may
// be left out.
func hunkHeader(line string) (first, oldCount, newCount int, ok bool) {
	rest, ok := strings.CutPrefix(line, "@@ -")
	if !ok {
		return 0, 0, 0, false
	}
	ranges, _, ok := strings.Cut(rest, " @@")
	if !ok {
		return 0, 0, 0, false
	}
	oldRange, newRange, ok := strings.Cut(ranges, " +")
	if !ok {
		return 0, 0, 0, false
	}
	first, oldCount, ok = lineRange(oldRange)
	if !ok {
		return 0, 0, 0, false
	}
	_, newCount, ok = lineRange(newRange)
	return first, oldCount, newCount, ok
}

// maxLine bounds line numbers, so that arithmetic on them cannot overflow.
const maxLine = 1 << 30

func lineRange(s string) (first, count int, ok bool) {
	start, length, has := strings.Cut(s, ",")
	if !has {
		length = "1"
	}
	a, errA := strconv.ParseUint(start, 10, 31)
	b, errB := strconv.ParseUint(length, 10, 31)
	if errA != nil || errB != nil || a > maxLine || b > maxLine {
		return 0, 0, false
	}
	return int(a), int(b), true
}

// splitLines splits after each newline; only the last line may lack one.
func splitLines(b []byte) []string {
	if len(b) == 0 {
		return nil
	}
	lines := strings.SplitAfter(string(b), "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

func stripCR(line string) string {
	if body, ok := strings.CutSuffix(line, "\r\n"); ok {
		return body + "\n"
	}
	return line
}
