package pin

import (
	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/executor"
	"dbx/rules/python/index"
)

// Locked are the files of a lock file, and where they are looked for.
type Locked struct {
	Files   []File
	Indexes []string // URLs, in order
}

// Fetch declares the fetch of a file, by its hash alone: any index that has the
// file will do.
func (l Locked) Fetch(c *analysis.Context, f File) graph.ArtifactID {
	return c.Declare(graph.Action{
		Mnemonic: "Fetch",
		Command: executor.Command{
			Kind:    executor.Fetch,
			Args:    []string{"sha256:" + f.SHA256.String()},
			Outputs: []executor.OutputSpec{{Path: f.Name}},
		},
		URLs: index.Places(l.Indexes, f.URL),
	})[0]
}
