// Package pin is the images' part of the lock file: what "dbx lock" found out
// about images that come from outside, so that a build need not ask.
//
// It knows how that is written down. It does not know how to find it out
// (dbx/cache/oci), or which block of the workspace asks for it.
package pin

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"dbx/cache/digest"
	"dbx/cache/oci"
	"dbx/rules/lock/record"
)

// Image is one image of one platform.
type Image struct {
	Source   string // where it comes from, as the block says it
	Platform oci.Platform
	oci.Image
}

// Find returns the image of a source for a platform.
func Find(images []Image, source string, p oci.Platform) (Image, bool) {
	i := slices.IndexFunc(images, func(img Image) bool { return img.Source == source && img.Platform == p })
	if i < 0 {
		return Image{}, false
	}
	return images[i], true
}

// Sort brings images into the order of the lock file.
func Sort(images []Image) {
	slices.SortFunc(images, func(a, b Image) int {
		return strings.Compare(a.Source+" "+a.Platform.String(), b.Source+" "+b.Platform.String())
	})
}

// block is the kind of block of the lock file.
const block = "image"

// timeForm is how times are written: in UTC, to the second.
const timeForm = "2006-01-02T15:04:05Z"

// Decode takes the images out of a lock file's body and returns what is left
// of that for the readers of the other parts.
func Decode(body hcl.Body) ([]Image, hcl.Body, hcl.Diagnostics) {
	content, rest, diags := body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: block, LabelNames: []string{"source", "platform"}},
	}})
	var images []Image
	for _, b := range content.Blocks {
		r := reader{record.NewReader(b)}
		images = append(images, r.image())
		diags = append(diags, r.Diagnostics()...)
	}
	Sort(images)
	return images, rest, diags
}

type reader struct{ *record.Reader }

func (r reader) image() Image {
	r.Open("manifest", "config", "created", "env", "user", "workdir", "entrypoint", "cmd", "labels", "ports", "volumes", "stop_signal", "layers")
	img := Image{Source: r.Label(0)}
	var err error
	if img.Platform, err = oci.ParsePlatform(r.Label(1)); err != nil {
		r.Fail("", err.Error())
	}
	img.Manifest, img.ID = r.sum("manifest"), r.sum("config")
	if at := r.Text("created"); at != "" {
		if img.Created, err = time.Parse(timeForm, at); err != nil || img.Created.Format(timeForm) != at {
			r.Fail("created", "the time is not of the form "+timeForm)
		}
	}
	img.Config = oci.Config{
		Env: r.list("env"), User: r.Text("user"), Dir: r.Text("workdir"),
		Entrypoint: r.list("entrypoint"), Cmd: r.list("cmd"), Labels: r.pairs("labels"),
		Ports: r.list("ports"), Volumes: r.list("volumes"), StopSignal: r.Text("stop_signal"),
	}
	for _, row := range r.Rows("layers") {
		c := record.CellsOf(row)
		l := oci.Layer{DiffID: c.Sum()}
		if c.More() {
			l.Blob, l.Size, l.MediaType = c.Sum(), c.Number(), c.Text()
		}
		if err := c.End(); err != nil {
			r.Fail("layers", err.Error())
		}
		img.Layers = append(img.Layers, l)
	}
	return img
}

// sum reads an attribute that is a hash, and may be left out.
func (r reader) sum(name string) digest.SHA256 {
	text := r.Text(name)
	if text == "" {
		return digest.SHA256{}
	}
	d, err := digest.ParseSHA256(text)
	if err != nil {
		r.Fail(name, err.Error())
	}
	return d
}

// list reads an attribute that is a list of one text a row.
func (r reader) list(name string) []string {
	var all []string
	for _, row := range r.Rows(name) {
		if row.IsNull() || row.Type() != cty.String {
			r.Fail(name, "want a list of texts")
			return nil
		}
		all = append(all, row.AsString())
	}
	return all
}

// pairs reads an attribute that is a list of names and values.
func (r reader) pairs(name string) map[string]string {
	var all map[string]string
	for _, row := range r.Rows(name) {
		c := record.CellsOf(row)
		key, value := c.Text(), c.Text()
		if err := c.End(); err != nil {
			r.Fail(name, err.Error())
			return nil
		}
		if _, twice := all[key]; twice {
			r.Fail(name, fmt.Sprintf("%s is there twice", key))
		}
		if all == nil {
			all = map[string]string{}
		}
		all[key] = value
	}
	return all
}
