package secret_test

import (
	"strings"
	"testing"

	"golang.org/x/net/http/httpguts"

	"dbx/executor/fetch/secret"
)

// FuzzValue: whatever a place holds, it becomes a header of one line that
// Redact finds again, or an error that does not repeat it.
func FuzzValue(f *testing.F) {
	const mark = "<secret s>"
	for _, v := range []string{value, value + "\r\n", "a\nX-Other: b", "abc", "", "é\x00", strings.Repeat("x", 65<<10), " pass word "} {
		f.Add(v, "")
		f.Add(v, "me")
	}
	f.Fuzz(func(t *testing.T, v, user string) {
		k := secret.NewKeeper([]secret.Declaration{{Name: "s", Hosts: []string{"example.org"}, Header: "Authorization", User: user, Env: "V"}},
			secret.Places{Env: func(string) (string, bool) { return v, true }})
		h, err := k.Header(t.Context(), parse(t, "https://example.org/"))
		kept := strings.TrimRight(v, "\r\n")
		if err != nil {
			if len(kept) > 40 && strings.Contains(err.Error(), kept) {
				t.Errorf("the error has the value: %v", err)
			}
			return
		}
		if !httpguts.ValidHeaderFieldValue(h.Value) || user == "" && h.Value != kept {
			t.Errorf("%q makes the header %q", v, h.Value)
		}
		for _, secret := range []string{kept, strings.TrimPrefix(h.Value, "Basic ")} {
			if strings.Contains(" "+mark+" ", secret) {
				continue // the mark itself has it
			}
			if text := k.Redact(" " + secret + " "); strings.Contains(text, secret) {
				t.Errorf("%q stays in %q", secret, text)
			}
		}
	})
}
