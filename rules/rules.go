// Package rules lists every rule. It is the one place that names them all.
package rules

import (
	"dbx/engine/analysis"
	"dbx/engine/load"
	"dbx/rules/action"
	"dbx/rules/debian"
	"dbx/rules/group"
	"dbx/rules/image"
	"dbx/rules/lock"
	"dbx/rules/platform"
	"dbx/rules/python/pin"
	"dbx/rules/source"
	"dbx/rules/test"
	"dbx/rules/wheel"
)

// All returns the rules over what the lock file says. Debian's files are
// looked for in the mirrors, those of Python in the indexes, in order.
func All(file lock.File, mirrors []string, indexes ...string) []analysis.Rule {
	locked := debian.NewLocked(file.Debian, mirrors)
	return []analysis.Rule{
		platform.Rule{},
		platform.PythonRule{},
		source.Rule{Debian: locked, Commits: file.Commits, Images: file.Images, Python: pin.Locked{Files: file.Python, Indexes: indexes}},
		image.BaseRule{Debian: locked, Images: file.Images},
		image.Rule{Debian: locked},
		image.IndexRule{},
		wheel.Rule{Python: pin.Locked{Files: file.Python, Indexes: indexes}},
		wheel.BundleRule{},
		action.Rule{},
		test.Rule{},
		group.Rule{},
	}
}

// Schemas returns what blocks of each kind may contain.
func Schemas() []load.Schema {
	var schemas []load.Schema
	for _, r := range All(lock.File{}, nil) {
		schemas = append(schemas, r.Schema())
	}
	return schemas
}
