package main

import (
	"dbx/executor/builtin"
	"dbx/rules/debian/rootfs"
	"dbx/rules/image/layout"
	"dbx/rules/image/place"
	"dbx/rules/source/unpack"
	"dbx/rules/wheel"
)

// builtins is the table of the in-process functions that rules name. A change
// of what one gives for the same input needs a new version.
func builtins() map[string]builtin.Func {
	return map[string]builtin.Func{
		"copy@1":             place.Copy,
		"debian-bootstrap@1": rootfs.Lay,
		"egg-info-wheel@1":   wheel.FromEggInfo,
		"oci@1":              layout.Assemble,
		"patch@1":            unpack.Patch,
		"tree@1":             unpack.Gather,
		"unpack@1":           unpack.Archive,
		"wheel@1":            wheel.Finish,
	}
}
