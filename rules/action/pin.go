package action

import (
	"slices"
	"strings"

	"dbx/cache/digest"
	"dbx/engine/analysis"
	"dbx/executor"
)

// pin notes the declared digests in the outputs, and reports whether there is
// nothing without one.
func pin(c *analysis.Context, outputs []executor.OutputSpec) bool {
	at := c.Target.Attr("digests")
	values := at.Map()
	for _, name := range at.Keys() {
		i := slices.IndexFunc(outputs, func(o executor.OutputSpec) bool { return o.Path == name })
		where := values[name].Range
		switch {
		case i < 0:
			c.Errorf(where, "Not an output", "digests has %q, which is not among outputs.", name)
			continue
		case outputs[i].Kind != executor.OutputFile:
			c.Errorf(where, "Not a file", "digests has %q, which is a tree: only files have a SHA-256. Let the command pack it.", name)
			continue
		}
		text := values[name].Text()
		sum, err := digest.ParseSHA256(text)
		if err != nil || !strings.HasPrefix(text, "sha256:") || sum.IsZero() {
			c.Errorf(where, "Not a digest", "The digest of %s is %q: want sha256: and 64 hex digits.", name, text)
			continue
		}
		outputs[i].SHA256 = sum
	}
	return !slices.ContainsFunc(outputs, func(o executor.OutputSpec) bool { return o.SHA256.IsZero() })
}
