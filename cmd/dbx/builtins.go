package main

import (
	"dbx/executor/builtin"
	"dbx/rules/debian/rootfs"
	"dbx/rules/image/content"
	"dbx/rules/image/flat"
	"dbx/rules/image/layout"
	"dbx/rules/image/place"
	"dbx/rules/source/unpack"
	"dbx/rules/wheel"
)

// builtins is the table of the in-process functions that rules name. A change
// of what one gives for the same input needs a new version.
func builtins() map[string]builtin.Func {
	return map[string]builtin.Func{
		"archived-layers@1":  content.Archived,
		"bundle-wheels@1":    wheel.BundleWheels,
		"copy@1":             place.Copy,
		"debian-bootstrap@1": rootfs.Lay,
		"debian-extract@1":   rootfs.Extract,
		"egg-info-wheel@1":   wheel.FromEggInfo,
		"flatten@1":          flat.Flatten,
		"gzip-layer@1":       layout.Gzip,
		"install-wheels@1":   wheel.InstallWheels,
		"image-archive@1":    layout.Archive,
		"image-files@1":      content.Files,
		"image-matches@1":    content.Matches,
		"image-layer@1":      content.Layer,
		"oci-index@1":        layout.AssembleIndex,
		"oci@2":              layout.Assemble,
		"file@1":             unpack.Pick,
		"exclude@1":          unpack.Exclude,
		"patch@1":            unpack.Patch,
		"patch-queue@1":      unpack.Queue,
		"rootfs-layer@1":     content.Rootfs,
		"tree@1":             unpack.Gather,
		"unpack@1":           unpack.Archive,
		"wheel@2":            wheel.Finish,
		"admit-wheel@1":      wheel.Admit,
		"check-wheel@1":      wheel.Check,
		"report-wheel@1":     wheel.MakeReport,
		"smoke-wheel@1":      wheel.Smoke,
		"zstd-layer@1":       layout.Zstd,
	}
}
