package load

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// problem is an error at a place in a file.
func problem(at hcl.Range, summary, format string, args ...any) *hcl.Diagnostic {
	return &hcl.Diagnostic{
		Severity: hcl.DiagError,
		Summary:  summary,
		Detail:   fmt.Sprintf(format, args...),
		Subject:  at.Ptr(),
	}
}

// complaint is an error about the request itself, which stands in no file.
func complaint(summary, format string, args ...any) *hcl.Diagnostic {
	return &hcl.Diagnostic{
		Severity: hcl.DiagError,
		Summary:  summary,
		Detail:   fmt.Sprintf(format, args...),
	}
}

// sorted orders diagnostics by place, those without one first, and drops
// repetitions, which the targets of one matrix bring.
func sorted(diags hcl.Diagnostics) hcl.Diagnostics {
	slices.SortStableFunc(diags, func(a, b *hcl.Diagnostic) int {
		p, q := subject(a), subject(b)
		return cmp.Or(
			strings.Compare(p.Filename, q.Filename),
			cmp.Compare(p.Start.Line, q.Start.Line),
			cmp.Compare(p.Start.Column, q.Start.Column),
			strings.Compare(a.Summary, b.Summary),
			strings.Compare(a.Detail, b.Detail))
	})
	return nameHeirs(diags)
}

func subject(d *hcl.Diagnostic) hcl.Range {
	if d.Subject == nil {
		return hcl.Range{}
	}
	return *d.Subject
}

// firstError keeps of a file's syntax errors the first: those behind it are
// mostly its echoes.
func firstError(diags hcl.Diagnostics) hcl.Diagnostics {
	for _, d := range sorted(diags) {
		if d.Severity == hcl.DiagError {
			return hcl.Diagnostics{d}
		}
	}
	return nil
}

// didYouMean returns a question to append to a message, or "" if nothing known
// is near to name.
func didYouMean(name string, known []string) string {
	if best := nearest(name, known); best != "" {
		return fmt.Sprintf(" Did you mean %q?", best)
	}
	return ""
}

// Nearest returns the known name that someone who wrote name may have meant,
// or "".
func Nearest(name string, known []string) string { return nearest(name, known) }

// Suggest asks whether someone who wrote name meant the nearest of the known
// ones; if none is near, it lists them.
func Suggest(name string, known []string) string {
	if near := nearest(name, known); near != "" {
		return "did you mean " + near + "?"
	}
	return "there are " + strings.Join(known, ", ")
}

// nearest returns the known name that is the fewest edits away from name, but
// at most two, or a third of its length if that is more.
func nearest(name string, known []string) string {
	best, limit := "", max(2, len(name)/3)
	for _, k := range known {
		// One edit makes any letter of any other: no hint.
		d := distance(name, k)
		if d < len(name) && (d < limit || d == limit && (best == "" || k < best)) {
			best, limit = k, d
		}
	}
	return best
}

// distance is the Damerau–Levenshtein distance in its restricted form: bytes
// inserted, removed, replaced, or neighbours swapped.
func distance(a, b string) int {
	var before []int
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}

// sentence makes an error a sentence.
func sentence(err error) string {
	s := err.Error()
	return ended(strings.ToUpper(s[:1]) + s[1:])
}

// ended adds a full stop, unless a question ends the text.
func ended(s string) string {
	if strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}
