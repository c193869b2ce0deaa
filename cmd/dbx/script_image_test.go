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
	manifest, err := img.Manifest()
	ts.Check(err)
	blobs := filepath.Join(dir, "blobs", "sha256")
	one, two := filepath.Join(blobs, manifest.Layers[0].Digest.Hex), filepath.Join(blobs, manifest.Layers[1].Digest.Hex)
	ts.Check(os.Rename(one, one+".old"))
	ts.Check(os.Rename(two, one))
	ts.Check(os.Rename(one+".old", two))
}
