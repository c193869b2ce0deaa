package patch

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Mode is what kind of file a diff makes; 0 is "as it was".
type Mode uint8

// The modes that git writes as 100644, 100755 and 120000.
const (
	Regular Mode = iota + 1
	Executable
	Link
)

func (m Mode) isLink() bool { return m == Link }

// gitSection reads what begins with "diff --git": extended headers, then
// names and hunks if there are any.
func (p *parser) gitSection(line string) error {
	f := File{Git: true, line: p.at + 1}
	f.Old, f.New = gitNames(strings.TrimPrefix(line, "diff --git "))
	p.at++
	for p.at < len(p.lines) {
		known, err := p.gitHeader(&f, p.line(0))
		if err != nil {
			return err
		}
		if !known {
			break
		}
		p.at++
	}
	if strings.HasPrefix(p.line(0), "--- ") && strings.HasPrefix(p.line(1), "+++ ") {
		return p.unified(&f)
	}
	if f.Old == "" && f.From == "" {
		return p.errorf("", "cannot tell the file names of %q; quote them, or add \"---\" and \"+++\" lines", line)
	}
	p.files = append(p.files, f)
	return nil
}

// gitHeader reads one extended header into f and tells whether it was one.
func (p *parser) gitHeader(f *File, line string) (bool, error) {
	for _, ignored := range []string{"index ", "similarity index ", "dissimilarity index "} {
		if strings.HasPrefix(line, ignored) {
			return true, nil
		}
	}
	if line == "GIT binary patch" || strings.HasPrefix(line, "Binary files ") {
		return false, p.errorf(f.New, "a binary diff; only text can be patched")
	}
	var err error
	switch key, value := cutHeader(line); key {
	case "old mode":
		f.OldMode, err = gitMode(value)
	case "new mode":
		f.NewMode, err = gitMode(value)
	case "new file mode":
		f.Create = true
		f.NewMode, err = gitMode(value)
	case "deleted file mode":
		f.Delete = true
		f.OldMode, err = gitMode(value)
	case "rename from":
		f.Rename = true
		f.From, err = unquote(value)
	case "copy from":
		f.From, err = unquote(value)
	case "rename to", "copy to":
		f.To, err = unquote(value)
	default:
		return false, nil
	}
	if err != nil {
		return false, p.errorf(f.New, "%w", err)
	}
	return true, nil
}

func cutHeader(line string) (key, value string) {
	for _, k := range []string{
		"old mode", "new mode", "new file mode", "deleted file mode",
		"rename from", "rename to", "copy from", "copy to",
	} {
		if v, ok := strings.CutPrefix(line, k+" "); ok {
			return k, v
		}
	}
	return "", ""
}

func gitMode(s string) (Mode, error) {
	switch {
	case s == "120000":
		return Link, nil
	case len(s) == 6 && strings.HasPrefix(s, "100"):
		bits, err := strconv.ParseUint(s[3:], 8, 16)
		if err != nil {
			return 0, fmt.Errorf("mode %q is not an octal number", s)
		}
		if bits&0o100 != 0 {
			return Executable, nil
		}
		return Regular, nil
	case s == "160000":
		return 0, fmt.Errorf("mode %s is a submodule, which a patch does not contain", s)
	}
	return 0, fmt.Errorf("mode %q is that of no file or symbolic link", s)
}

// maxNames bounds a line with two names; no system has paths of this length.
const maxNames = 2 * 4096

// gitNames splits the two names of a "diff --git" line. Unquoted names may
// hold blanks; then the split is where both halves are the same but for their
// first component, as git promises for anything but renames. Both are "" if
// there is no such split.
func gitNames(s string) (string, string) {
	if strings.HasPrefix(s, `"`) || strings.HasSuffix(s, `"`) {
		return quotedNames(s)
	}
	if len(s) > maxNames {
		return "", ""
	}
	for i := range len(s) {
		if s[i] != ' ' {
			continue
		}
		a, b := s[:i], s[i+1:]
		_, tailA, okA := strings.Cut(a, "/")
		_, tailB, okB := strings.Cut(b, "/")
		if a == b || okA && okB && tailA == tailB && tailA != "" {
			return a, b
		}
	}
	return "", ""
}

func quotedNames(s string) (string, string) {
	first, rest := s, ""
	if strings.HasPrefix(s, `"`) {
		q, err := strconv.QuotedPrefix(s)
		if err != nil {
			return "", ""
		}
		first, rest = q, strings.TrimPrefix(s[len(q):], " ")
	} else {
		first, rest, _ = strings.Cut(s, ` "`)
		rest = `"` + rest
	}
	a, errA := unquote(first)
	b, errB := unquote(rest)
	if errA != nil || errB != nil || b == "" {
		return "", ""
	}
	return a, b
}

// fileName reads the rest of a "---" or "+++" line: a name, maybe quoted, then
// maybe a tab or a blank and a time. It tells whether the time is the Unix
// epoch, by which diff says that the file is absent.
func fileName(s string, git bool) (name string, absent bool, err error) {
	if strings.HasPrefix(s, `"`) {
		q, err := strconv.QuotedPrefix(s)
		if err != nil {
			return "", false, fmt.Errorf("file name %s is not quoted well", s)
		}
		name, err = unquote(q)
		return name, isEpoch(s[len(q):]), err
	}
	name, stamp, tab := strings.Cut(s, "\t")
	if !tab && !git {
		if i := strings.Index(name, " "); i > 0 && looksLikeTime(name[i+1:]) {
			name, stamp = name[:i], name[i+1:]
		}
	}
	if name == "" {
		return "", false, fmt.Errorf("the file name is missing")
	}
	return name, isEpoch(stamp), nil
}

func looksLikeTime(s string) bool {
	_, err := time.Parse(time.DateOnly, s[:min(len(s), len(time.DateOnly))])
	return err == nil
}

func isEpoch(stamp string) bool {
	t, err := time.Parse("2006-01-02 15:04:05 -0700", strings.TrimSpace(stamp))
	return err == nil && t.Unix() == 0
}

// unquote undoes the quoting in C style that git and diff use for names with
// unusual bytes.
func unquote(s string) (string, error) {
	if !strings.HasPrefix(s, `"`) {
		return s, nil
	}
	name, err := strconv.Unquote(s)
	if err != nil {
		return "", fmt.Errorf("file name %s is not quoted well", s)
	}
	return name, nil
}
