package image

import (
	"fmt"

	"dbx/engine/load"
	"dbx/rules/debian"
	"dbx/rules/debian/lock"
)

// Locks returns the debian blocks of a target and the suite they are to be
// solved in; none for a target of another kind. A block sits on the one before
// it, the first on the last of the image's base.
func Locks(ws *load.Workspace, t *load.Target) (suite string, blocks []lock.Block, err error) {
	if t.Kind != "image" && t.Kind != "base_image" || len(t.BlocksOf("debian")) == 0 {
		return "", nil, nil
	}
	suite, arch, below, err := foundation(ws, t)
	if err != nil {
		return "", nil, err
	}
	for _, block := range t.BlocksOf("debian") {
		id := SetID(t, block)
		blocks = append(blocks, requested(t, block, arch, below))
		below = id
	}
	return suite, blocks, nil
}

// foundation finds what a target's first debian block sits on.
func foundation(ws *load.Workspace, t *load.Target) (suite, arch, below string, err error) {
	for base := t; ; {
		if base.Kind == "base_image" && len(base.BlocksOf("debian")) == 0 {
			return "", "", "", fmt.Errorf("%s: its base %s is not made of Debian packages, so none can be added", t.Label, base.Label)
		}
		if base.Kind == "base_image" {
			suite = base.BlocksOf("debian")[0].Attr("suite").Text()
			arch, err = debian.Arch(base.Attr("arch").Text(), base.Attr("variant").Text())
			if err != nil {
				err = fmt.Errorf("%s: %w", base.Label, err)
			}
			return suite, arch, below, err
		}
		if base.Kind != "image" {
			return "", "", "", fmt.Errorf("%s: its base %s is neither an image nor a base_image", t.Label, base.Label)
		}
		if !base.Attr("base").IsSet() {
			return "", "", "", fmt.Errorf("%s: it begins with nothing, so no Debian packages can be installed in it; give it a base_image as base", base.Label)
		}
		next, ok := ws.Target(base.Attr("base").Labels()[0])
		if !ok {
			return "", "", "", fmt.Errorf("%s: its base %s was not loaded", base.Label, base.Attr("base").Text())
		}
		base = next
		if sets := base.BlocksOf("debian"); len(sets) > 0 && below == "" {
			below = SetID(base, sets[len(sets)-1])
		}
	}
}
