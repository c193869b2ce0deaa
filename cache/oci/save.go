package oci

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"dbx/cache/digest"
)

// saveFile lists the images in what "docker save" writes.
const saveFile = "manifest.json"

// saved is an image there.
type saved struct {
	Config   string
	RepoTags []string
	Layers   []string
}

func parseSave(text []byte) ([]saved, error) {
	var all []saved
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("%s: %w", saveFile, err)
	}
	if len(all) > maxManifests {
		return nil, fmt.Errorf("%s lists more than %d images", saveFile, maxManifests)
	}
	for _, s := range all {
		for _, name := range append([]string{s.Config}, s.Layers...) {
			if !fs.ValidPath(name) || len(s.Layers) > maxLayers {
				return nil, fmt.Errorf("%s: %q is no file of the archive", saveFile, name)
			}
		}
	}
	return all, nil
}

func (a *Archive) fromSave(text []byte, name string, p Platform) (Image, error) {
	all, err := parseSave(text)
	if err != nil {
		return Image{}, &RequestError{err}
	}
	r := resolver{want: p}
	var names []string
	wanted := 0
	for _, s := range all {
		names = append(names, s.RepoTags...)
		if name != "" && !isNamed(name, s.RepoTags) {
			continue
		}
		wanted++
		img, fits, err := a.savedImage(&r, s)
		if err != nil {
			return Image{}, err
		}
		if fits && !slices.ContainsFunc(r.found, func(other Image) bool { return other.ID == img.ID }) {
			r.found = append(r.found, img)
		}
	}
	if wanted == 0 {
		return Image{}, unnamed(name, names)
	}
	if len(r.found) > 1 {
		return Image{}, &RequestError{fmt.Errorf("the archive has %d images for %s; name one of %s", len(r.found), p, strings.Join(names, ", "))}
	}
	return r.answer()
}

// savedImage reads one image's configuration.
func (a *Archive) savedImage(r *resolver, s saved) (img Image, fits bool, err error) {
	fail := func(err error) (Image, bool, error) { return Image{}, false, &RequestError{err} }
	text, err := a.read(s.Config)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fail(fmt.Errorf("the archive lacks %s, which it refers to", s.Config))
	case err != nil:
		return Image{}, false, err
	}
	id := digest.SHA256Of(text)
	// The name is the hash, in the old form with a suffix.
	if said, err := digest.ParseSHA256(strings.TrimSuffix(path.Base(s.Config), ".json")); err == nil && said != id {
		return fail(fmt.Errorf("the archive is damaged: what it has as %s is sha256:%s", s.Config, id))
	}
	config, img, err := parseConfig(text)
	if err != nil {
		return fail(fmt.Errorf("%s %w", s.Config, err))
	}
	if fits, err = r.fits(config.Platform, nil); !fits || err != nil {
		return Image{}, false, err
	}
	if len(s.Layers) != len(img.Layers) {
		return fail(fmt.Errorf("%s has %d layers, %s lists %d", s.Config, len(img.Layers), saveFile, len(s.Layers)))
	}
	for i, name := range s.Layers {
		img.Layers[i].path = name
	}
	img.ID = id
	return img, true, nil
}
