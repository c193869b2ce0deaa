// Package rules lists every rule. It is the one place that names them all.
package rules

import (
	"dbx/engine/analysis"
	"dbx/engine/load"
	"dbx/rules/action"
	"dbx/rules/debian"
	"dbx/rules/group"
	"dbx/rules/image"
	"dbx/rules/platform"
	"dbx/rules/source"
	"dbx/rules/wheel"
)

// All returns the rules; locked is what the lock file says about Debian.
func All(locked debian.Locked) []analysis.Rule {
	return []analysis.Rule{
		platform.Rule{},
		platform.PythonRule{},
		source.Rule{Debian: locked},
		image.BaseRule{Debian: locked},
		image.Rule{Debian: locked},
		wheel.Rule{},
		action.Rule{},
		group.Rule{},
	}
}

// Schemas returns what blocks of each kind may contain.
func Schemas() []load.Schema {
	var schemas []load.Schema
	for _, r := range All(debian.Locked{}) {
		schemas = append(schemas, r.Schema())
	}
	return schemas
}
