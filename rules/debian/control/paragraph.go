// Package control reads the text formats that Debian's metadata is written in:
// paragraphs of fields (deb-822), version numbers and relationship fields, as
// Debian Policy 5.1, 5.6.12 and 7.1 define them.
//
// It knows syntax and order only: not which fields a package has, and not what
// satisfies what.
package control

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
)

// MaxParagraph is the length in bytes beyond which a paragraph is refused.
// The largest one in Debian's indexes, a source package with thousands of
// binaries, is well below it.
const MaxParagraph = 16 << 20

// Field is a name and its value. The value of a folded field keeps its line
// breaks; the space that marks a continuation line is kept too.
type Field struct {
	Name, Value string
}

// Paragraph is a list of fields in the order of the text.
type Paragraph struct {
	Fields []Field
}

// Get returns a field's value, or "" if there is none. Names are compared
// without regard to case. Of a repeated field the first one counts.
func (p Paragraph) Get(name string) string {
	value, _ := p.Lookup(name)
	return value
}

// Lookup is Get that also says whether the field is there.
func (p Paragraph) Lookup(name string) (string, bool) {
	for i := range p.Fields {
		f := &p.Fields[i]
		if len(f.Name) == len(name) && strings.EqualFold(f.Name, name) {
			return f.Value, true
		}
	}
	return "", false
}

// Scanner reads paragraphs one after the other, in constant memory.
// It is not safe for concurrent use.
type Scanner struct {
	in     *bufio.Reader
	buf    []byte
	fields []Field
	line   int
}

// NewScanner reads paragraphs from r, which the caller closes.
func NewScanner(r io.Reader) *Scanner {
	return &Scanner{in: bufio.NewReaderSize(r, 1<<16)}
}

// Next returns the next paragraph, or io.EOF after the last. The slice of
// fields is valid until the next call; its strings stay valid, but all of a
// paragraph's strings share one allocation.
func (s *Scanner) Next() (Paragraph, error) {
	first := s.line + 1
	if err := s.read(); err != nil {
		return Paragraph{}, err
	}
	s.fields = s.fields[:0]
	text := string(s.buf)
	for n := first; text != ""; n++ {
		line := text[:strings.IndexByte(text, '\n')]
		text = text[len(line)+1:]
		switch {
		case line[0] == ' ' || line[0] == '\t':
			if len(s.fields) == 0 {
				return Paragraph{}, fmt.Errorf("control paragraph at line %d: starts with a continuation line", first)
			}
			s.extend(line)
		case line[0] == '#': // a comment, allowed in source control files
		default:
			name, value, ok := strings.Cut(line, ":")
			if !ok || name == "" || strings.ContainsAny(name, " \t") {
				return Paragraph{}, fmt.Errorf("control paragraph at line %d: %q is no \"Name: value\"", first, clip(line))
			}
			s.fields = append(s.fields, Field{Name: name, Value: strings.TrimSpace(value)})
		}
	}
	return Paragraph{Fields: s.fields}, nil
}

func (s *Scanner) extend(line string) {
	last := &s.fields[len(s.fields)-1]
	last.Value += "\n" + strings.TrimRight(line, " \t\r")
}

// read fills s.buf with the lines of a paragraph, each ended by a newline.
func (s *Scanner) read() error {
	s.buf = s.buf[:0]
	for {
		start := len(s.buf)
		err := s.readLine()
		line := s.buf[start:]
		if len(line) > 0 {
			s.line++
			if line[len(line)-1] != '\n' {
				s.buf = append(s.buf, '\n')
			}
		}
		blank := len(bytes.TrimSpace(line)) == 0
		if blank {
			s.buf = s.buf[:start]
		}
		switch {
		case err != nil && err != io.EOF:
			return err
		case err == io.EOF && len(s.buf) == 0:
			return io.EOF
		case err == io.EOF, blank && len(s.buf) > 0:
			return nil
		}
	}
}

func (s *Scanner) readLine() error {
	for {
		part, err := s.in.ReadSlice('\n')
		s.buf = append(s.buf, part...)
		if len(s.buf) > MaxParagraph {
			return fmt.Errorf("control paragraph at line %d: longer than %d bytes", s.line+1, MaxParagraph)
		}
		if err != bufio.ErrBufferFull {
			return err
		}
	}
}

func clip(s string) string {
	if len(s) > 60 {
		return s[:60] + "…"
	}
	return s
}
