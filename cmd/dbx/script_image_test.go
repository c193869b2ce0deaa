package main

import (
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"

	"dbx/rules/image/layout"
)

// cmdDamageLayer is "damage-layer DIR": it swaps two layers of the image layout
// in DIR, which both unpack but are not what their names say.
func cmdDamageLayer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: damage-layer DIR")
	}
	dir := ts.MkAbs(args[0])
	img, err := layout.Open(os.DirFS(dir))
	ts.Check(err)
	layers := img.Manifest.Layers
	one, two := filepath.Join(dir, layout.Blob(layers[0].Digest)), filepath.Join(dir, layout.Blob(layers[1].Digest))
	ts.Check(os.Rename(one, one+".old"))
	ts.Check(os.Rename(two, one))
	ts.Check(os.Rename(one+".old", two))
}
