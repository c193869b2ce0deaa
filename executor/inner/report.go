package inner

import "syscall"

// ReportKind says what a first process has to tell.
type ReportKind uint8

// The kinds of report. Each but Nothing and Started is the last word.
const (
	Nothing     ReportKind = iota // the process ended, or was killed, in silence
	Started                       // the command runs from now on
	Exited                        // the command ended with Code
	Killed                        // the command died of signal Code-128
	SetUpFailed                   // there was no command; Text says why
)

// Report is the first process's account of the command.
type Report struct {
	Kind  ReportKind
	Code  int   // exit code; 128+n for signal n
	Nanos int64 // how long the command ran
	Text  string
}

// String returns the line that carries the report.
func (r Report) String() string {
	switch r.Kind {
	case Started:
		return "started\n"
	case Exited:
		return "exited " + decimal(int64(r.Code)) + " " + decimal(r.Nanos) + "\n"
	case Killed:
		return "killed " + decimal(int64(r.Code)) + " " + decimal(r.Nanos) + "\n"
	case SetUpFailed:
		return "failed 0 " + r.Text + "\n"
	default:
		return ""
	}
}

// ParseReport returns the last whole report in what a first process wrote so
// far; anything else in there is ignored.
func ParseReport(b []byte) Report {
	last := Report{}
	for {
		line, rest, ok := cut(b, '\n')
		if !ok {
			return last
		}
		if r, ok := parseLine(line); ok {
			last = r
		}
		b = rest
	}
}

func parseLine(line []byte) (Report, bool) {
	verb, rest, _ := cut(append(line[:len(line):len(line)], ' '), ' ')
	switch string(verb) {
	case "started":
		return Report{Kind: Started}, true
	case "failed":
		errno, rest, ok := parseNumber(rest)
		what := string(rest[:max(len(rest)-1, 0)])
		if errno > 0 {
			what += ": " + syscall.Errno(errno).Error()
		}
		return Report{Kind: SetUpFailed, Text: what}, ok
	case "exited", "killed":
		code, rest, ok := parseNumber(rest)
		nanos, _, ok2 := parseNumber(rest)
		kind := Exited
		if string(verb) == "killed" {
			kind = Killed
		}
		return Report{Kind: kind, Code: int(code), Nanos: nanos}, ok && ok2 && code < 256
	}
	return Report{}, false
}

// parseNumber reads decimal digits and the space behind them.
func parseNumber(b []byte) (n int64, rest []byte, ok bool) {
	digits, rest, ok := cut(b, ' ')
	if !ok || len(digits) == 0 || len(digits) > 18 {
		return 0, nil, false
	}
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, nil, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, rest, true
}

func cut(b []byte, sep byte) (before, after []byte, found bool) {
	for i, c := range b {
		if c == sep {
			return b[:i], b[i+1:], true
		}
	}
	return nil, nil, false
}
