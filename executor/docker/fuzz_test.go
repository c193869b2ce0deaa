package docker

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// FuzzLoadAnswer: an error of the daemon's is told from an answer that is none.
func FuzzLoadAnswer(f *testing.F) {
	for _, s := range []string{`{"stream":"Loaded image: x\n"}`, `{"status":"x"}{"error":" no space left on device "}`, `{"error":5}`, `<html>`, ``} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var refused refusal
		switch err := loadAnswer(io.NopCloser(strings.NewReader(s))); {
		case errors.As(err, &refused):
			if !strings.Contains(strings.ToLower(s), "error") && !strings.Contains(s, `\u`) {
				t.Errorf("%q: %v", s, err)
			}
		case err == nil && strings.TrimSpace(s) != "" && !strings.Contains("{n", strings.TrimSpace(s)[:1]):
			t.Errorf("%q is taken for an answer", s)
		}
	})
}

// FuzzListen: all that a session says is read, and users see warnings alone.
func FuzzListen(f *testing.F) {
	f.Add("warning: x\ndbx: the end\n")
	f.Add(strings.Repeat("x", 70<<10) + "\nwarning: late\n")
	f.Fuzz(func(t *testing.T, s string) {
		r := strings.NewReader(s)
		new(session).listen(r, func(line string) {
			if !strings.HasPrefix(line, warning) || strings.Contains(line, "\n") || !strings.Contains(s, line) {
				t.Errorf("%q says %q", s, line)
			}
		})
		if r.Len() > 0 {
			t.Errorf("%d bytes of %d are left", r.Len(), len(s))
		}
	})
}
