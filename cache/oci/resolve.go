package oci

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"dbx/cache/digest"
)

// documents is where indexes, manifests and configurations are read from.
type documents interface {
	// document returns what the digest is of. The kind tells where registries
	// keep it.
	document(ctx context.Context, sum digest.SHA256, kind documentKind) ([]byte, error)
}

type documentKind string

const (
	manifestKind documentKind = "manifests" // an index, or a manifest
	configKind   documentKind = "blobs"
)

// maxDepth is how deep indexes may lie in indexes.
const maxDepth = 4

// resolver looks for the manifest of a platform.
type resolver struct {
	documents
	want  Platform
	found []Image
	seen  []string // the platforms of all that is there
	read  int
}

// resolve returns the image of a platform that the descriptors lead to. That
// there is none, or more than one, is a [RequestError].
func resolve(ctx context.Context, from documents, roots []v1.Descriptor, want Platform) (Image, error) {
	r := &resolver{documents: from, want: want}
	for _, root := range roots {
		if err := r.visit(ctx, root, 0); err != nil {
			return Image{}, err
		}
	}
	return r.answer()
}

func (r *resolver) answer() (Image, error) {
	slices.Sort(r.seen)
	r.seen = slices.Compact(r.seen)
	switch len(r.found) {
	case 1:
		return r.found[0], nil
	case 0:
		if len(r.seen) == 0 {
			return Image{}, &RequestError{errors.New("there is no image in it")}
		}
		return Image{}, &RequestError{fmt.Errorf("there is no image for %s, but for %s", r.want, strings.Join(r.seen, ", "))}
	}
	var names []string
	for _, img := range r.found {
		names = append(names, "sha256:"+img.Manifest.String())
	}
	return Image{}, &RequestError{fmt.Errorf("there are %d images for %s; name one by its own digest: %s", len(names), r.want, strings.Join(names, ", "))}
}

// visit follows a descriptor of an index or a manifest.
func (r *resolver) visit(ctx context.Context, d v1.Descriptor, depth int) error {
	if p := d.Platform; p != nil && !r.mayFit(p) {
		return nil
	}
	id, err := sum(d)
	if err != nil {
		return &RequestError{err}
	}
	if slices.ContainsFunc(r.found, func(img Image) bool { return img.Manifest == id }) {
		return nil
	}
	if r.read++; depth > maxDepth || r.read > maxManifests {
		return &RequestError{errors.New("indexes in indexes without end")}
	}
	text, err := r.document(ctx, id, manifestKind)
	if err != nil {
		return err
	}
	doc, err := parseDocument(text)
	if err != nil {
		return &RequestError{fmt.Errorf("sha256:%s %w", id, err)}
	}
	if !doc.isIndex() {
		return r.image(ctx, id, doc, d.Platform)
	}
	for _, inner := range doc.Manifests {
		if err := r.visit(ctx, inner, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// image reads a manifest's configuration and keeps the image if it fits.
func (r *resolver) image(ctx context.Context, id digest.SHA256, doc *document, said *v1.Platform) error {
	fail := func(err error) error { return &RequestError{fmt.Errorf("manifest sha256:%s: %w", id, err)} }
	configID, err := sum(*doc.Config)
	if err != nil {
		return fail(err)
	}
	if said == nil && !strings.Contains(doc.Config.MediaType, "image") {
		return nil // a signature or the like, beside images
	}
	text, err := r.document(ctx, configID, configKind)
	if err != nil {
		return err
	}
	config, img, err := parseConfig(text)
	if err != nil {
		return fail(fmt.Errorf("sha256:%s %w", configID, err))
	}
	if fits, err := r.fits(config.Platform, said); !fits || err != nil {
		if err != nil {
			return fail(err)
		}
		return nil
	}
	if err := describeLayers(&img, doc.Layers); err != nil {
		return fail(err)
	}
	img.Manifest, img.ID = id, configID
	r.found = append(r.found, img)
	return nil
}

// mayFit looks at the platform that an index names.
func (r *resolver) mayFit(p *v1.Platform) bool {
	if p.OS == "unknown" {
		return false // an attestation
	}
	r.seen = append(r.seen, platformName(*p))
	return p.OS == "linux" && p.Architecture == r.want.Arch && usual(p.Architecture, p.Variant) == usual(r.want.Arch, r.want.Variant)
}

// fits looks at the platform that a configuration names. It often leaves out
// the variant.
func (r *resolver) fits(p v1.Platform, said *v1.Platform) (bool, error) {
	same := (p.OS == "linux" || p.OS == "") && p.Architecture == r.want.Arch
	if said != nil {
		if !same {
			return false, fmt.Errorf("the index says that it is for %s, its configuration that it is for %s", platformName(*said), platformName(p))
		}
		return true, nil
	}
	r.seen = append(r.seen, platformName(p))
	return same && (p.Variant == "" || usual(p.Architecture, p.Variant) == usual(r.want.Arch, r.want.Variant)), nil
}

func platformName(p v1.Platform) string {
	name := p.OS + "/" + p.Architecture
	if p.Variant != "" {
		name += "/" + p.Variant
	}
	return name
}

// usual names the variant that is meant where none is named.
func usual(arch, variant string) string {
	switch {
	case variant != "":
		return variant
	case arch == "arm":
		return "v7"
	case arch == "arm64":
		return "v8"
	case arch == "amd64":
		return "v1"
	}
	return ""
}
