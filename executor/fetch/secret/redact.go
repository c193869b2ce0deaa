package secret

import (
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
)

// Redact puts the name of a secret where its value stands in a text, also in
// the forms in which servers and programs repeat it: as it is sent, in base64,
// in hexadecimal, or escaped for a URL.
func (k *Keeper) Redact(text string) string {
	for _, s := range k.secrets {
		s.mu.Lock()
		value := s.value
		s.mu.Unlock()
		if value == "" {
			continue // what was never read is in no text
		}
		for _, form := range forms(value, s.full(value)) {
			text = strings.ReplaceAll(text, form, "<secret "+s.Name+">")
		}
	}
	return text
}

// forms returns how values may be written, the longest first.
func forms(values ...string) []string {
	var all []string
	for _, v := range values {
		b := []byte(v)
		all = append(all, v, strings.TrimPrefix(v, "Basic "), url.QueryEscape(v), url.PathEscape(v),
			hex.EncodeToString(b), strings.ToUpper(hex.EncodeToString(b)))
		for _, e := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
			all = append(all, e.EncodeToString(b))
		}
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return slices.Compact(all)
}
