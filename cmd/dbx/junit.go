package main

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"dbx/cache/cas"
)

// The elements of the JUnit format as its consumers read it: a suite is a
// package, a case a test. Times are in seconds.
type (
	junitSuites struct {
		XMLName xml.Name     `xml:"testsuites"`
		Suites  []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Time     string      `xml:"time,attr"`
		Cases    []junitCase `xml:"testcase"`
		took     time.Duration
	}
	junitCase struct {
		Class   string     `xml:"classname,attr"`
		Name    string     `xml:"name,attr"`
		Time    string     `xml:"time,attr"`
		Failure *junitFail `xml:"failure"`
		Error   *junitFail `xml:"error"`
		Skipped *junitFail `xml:"skipped"`
		Log     string     `xml:"system-out,omitempty"`
	}
	junitFail struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
	}
)

// junitLog bounds how much of one log goes into the file, in bytes: its end.
const junitLog = 256 << 10

// junit returns the results as XML.
func (r *results) junit(store cas.Store) ([]byte, error) {
	var all junitSuites
	for _, t := range r.tests {
		name := "//" + t.label.Package()
		if n := len(all.Suites); n == 0 || all.Suites[n-1].Name != name {
			all.Suites = append(all.Suites, junitSuite{Name: name})
		}
		all.Suites[len(all.Suites)-1].add(t, store)
	}
	text, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the results as XML: %w", err)
	}
	return append([]byte(xml.Header), append(text, '\n')...), nil
}

func (s *junitSuite) add(t *result, store cas.Store) {
	c := junitCase{Class: s.Name, Name: t.label.Name(), Time: seconds(t.took())}
	fail := &junitFail{Message: t.remark(), Type: strings.ToLower(t.verdict())}
	switch t.verdict() {
	case "FAIL", "TIMEOUT":
		c.Failure = fail
		s.Failures++
	case "ERROR":
		c.Error = fail
		s.Errors++
	case "NOT RUN":
		c.Skipped = &junitFail{Message: fail.Message}
		s.Skipped++
	}
	if t.end != nil {
		// A log that is gone is no reason to have no results.
		log, _ := blob(store, t.end.Result.Log)
		c.Log = string(log[max(0, len(log)-junitLog):])
	}
	s.Tests++
	s.took += t.took()
	s.Time = seconds(s.took)
	s.Cases = append(s.Cases, c)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
