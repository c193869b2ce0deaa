package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// report is text for docs: a table a comparison.
type report struct {
	machine string
	tables  strings.Builder
}

// String returns the report in Markdown.
func (r *report) String() string { return r.machine + r.tables.String() }

// add writes the results of a race, or why there was none.
func (r *report) add(title string, results []result, err error) {
	b := &r.tables
	fmt.Fprintf(b, "\n### %s\n\n", strings.ToUpper(title[:1])+title[1:])
	if err != nil {
		fmt.Fprintf(b, "Not measured here: %s.\n", firstLine(err))
		return
	}
	b.WriteString("| | wall | ratio | CPU | ratio |\n|---|--:|--:|--:|--:|\n")
	base := results[0].sample
	for _, res := range results {
		if res.missing != "" {
			fmt.Fprintf(b, "| %s | not here: %s | | | |\n", res.name, res.missing)
			continue
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", res.name,
			clock(res.wall), ratio(res.wall, base.wall), clock(res.cpu), ratio(res.cpu, base.cpu))
	}
}

// clock prints a duration with three digits; nothing for one that is not known.
func clock(d time.Duration) string {
	if d == 0 {
		return ""
	}
	unit := time.Nanosecond
	for d/unit >= 1000 {
		unit *= 10
	}
	return d.Round(unit).String()
}

func ratio(d, base time.Duration) string {
	if d == 0 || base == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", float64(d)/float64(base))
}

// describeMachine says on what it was measured, and how busy that was.
func describeMachine(s size) string {
	kernel, load := "?", "?"
	var name unix.Utsname
	if unix.Uname(&name) == nil {
		kernel = unix.ByteSliceToString(name.Release[:])
	}
	if b, err := os.ReadFile("/proc/loadavg"); err == nil {
		load, _, _ = strings.Cut(string(b), " ")
	}
	return fmt.Sprintf("%d cores, %s, kernel %s, %s, load %s when it began; medians of %d rounds, in which the contenders took turns. Ratios are to the first line of a table.\n",
		runtime.NumCPU(), runtime.GOARCH, kernel, runtime.Version(), load, s.rounds)
}

// The report of a document stands between these lines.
const (
	reportBegins = "<!-- bench: what follows is written by examples/bench -write -->\n"
	reportEnds   = "<!-- bench: end -->\n"
)

// replaceReport puts the report into a document.
func replaceReport(path, text string) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, begins := strings.Cut(string(old), reportBegins)
	_, after, ends := strings.Cut(rest, reportEnds)
	if !begins || !ends {
		return fmt.Errorf("%s: the lines %q and %q, between which the report goes, are not there", path, strings.TrimSpace(reportBegins), strings.TrimSpace(reportEnds))
	}
	return os.WriteFile(path, []byte(before+reportBegins+text+reportEnds+after), 0o644)
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(strings.TrimSpace(err.Error()), "\n")
	return strings.ReplaceAll(line, "|", "/")
}
