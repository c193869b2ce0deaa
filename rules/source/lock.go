package source

import (
	"dbx/engine/load"
	"dbx/rules/debian/lock"
)

// Locks returns the Debian source package that a target takes its file from,
// and the suite to find it in; ok is false for every other target.
func Locks(t *load.Target) (suite string, spec lock.SourceSpec, ok bool) {
	if t.Kind != "source" || len(t.BlocksOf("debian_source")) == 0 {
		return "", lock.SourceSpec{}, false
	}
	block := t.BlocksOf("debian_source")[0]
	return block.Attr("suite").Text(), lock.SourceSpec{
		Package: block.Attr("package").Text(),
		Version: block.Attr("version").Text(),
	}, true
}
