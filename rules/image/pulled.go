package image

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/cache/digest"
	"dbx/cache/oci"
	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/rules/image/pin"
)

// Pull is an image of a registry that a block asks for.
type Pull struct {
	Reference oci.Reference
	Mirrors   []oci.Reference
	Platform  oci.Platform
}

// PullAttrs are the attributes of a block that may ask for one.
func PullAttrs() []load.Attr {
	return []load.Attr{
		{Name: "from", Type: cty.String, Doc: "An image of a registry, HOST/PATH[:TAG]@sha256:HEX; the digest may be that of an index. dbx lock finds out what is in it."},
		{Name: "mirror", Type: cty.DynamicPseudoType, Doc: "Repositories that have the same image, HOST/PATH, as a string or a list; they are asked before that of from."},
		{Name: "arch", Type: cty.String, Default: cty.StringVal("amd64"), Doc: "Architecture, as GOARCH names it."},
		{Name: "variant", Type: cty.String, Doc: "Variant of the architecture, as the OCI image specification names it."},
	}
}

// ParsePull reads what a block asks for, given its attributes.
func ParsePull(attr func(name string) load.Value) (Pull, error) {
	pull := Pull{Platform: platformOf(attr)}
	var err error
	if pull.Reference, err = oci.ParseReference(attr("from").Text()); err != nil {
		return Pull{}, err
	}
	pull.Mirrors, err = mirrors(attr("mirror"))
	return pull, err
}

func platformOf(attr func(name string) load.Value) oci.Platform {
	return oci.Platform{Arch: attr("arch").Text(), Variant: attr("variant").Text()}
}

// PullOf returns what a target takes from a registry; ok is false for every
// other target.
func PullOf(t *load.Target) (pull Pull, ok bool, err error) {
	if t.Kind != "base_image" || !t.Attr("from").IsSet() {
		return Pull{}, false, nil
	}
	pull, err = ParsePull(t.Attr)
	return pull, true, err
}

// mirrors reads repositories without tags.
func mirrors(at load.Value) ([]oci.Reference, error) {
	if !at.IsSet() {
		return nil, nil
	}
	list := []load.Value{at}
	if at.Type().IsTupleType() || at.Type().IsListType() {
		list = at.List()
	}
	var all []oci.Reference
	for _, v := range list {
		if !v.IsSet() || v.Type() != cty.String {
			return nil, fmt.Errorf("mirror must be a string or a list of strings")
		}
		ref, err := oci.ParseReference(v.Text())
		if err != nil {
			return nil, err
		}
		if ref.Tag != "" || !ref.Digest.IsZero() {
			return nil, fmt.Errorf("%q: a mirror is a repository, HOST/PATH, without tag and digest", v.Text())
		}
		all = append(all, ref)
	}
	return all, nil
}

// Places returns the repositories to ask, in order.
func (p Pull) Places() []oci.Reference {
	var all []oci.Reference
	for _, m := range p.Mirrors {
		all = append(all, p.Reference.In(m))
	}
	return append(all, p.Reference)
}

// pulled makes the image out of the blobs that the lock file names.
func (r BaseRule) pulled(c *analysis.Context) analysis.Provider {
	img, ok := Pulled(c, r.Images, c.Target.Attr)
	if !ok || !img.useEmulator(c) {
		return nil
	}
	img.files = assembled(c, img)
	return img
}

// Pulled declares the layers of the image that a block asks for with
// [PullAttrs], as the images of the lock file have it; ok is false after a
// complaint.
func Pulled(c *analysis.Context, images []pin.Image, attr func(name string) load.Value) (img *Image, ok bool) {
	at := attr("from")
	pull, err := ParsePull(attr)
	if err != nil {
		c.Errorf(at.Range, "Not an image of a registry", "%v.", err)
		return nil, false
	}
	if pull.Reference.Digest.IsZero() {
		c.Errorf(at.Range, "No digest", "What a tag stands for may change: %s needs a digest, NAME:TAG@sha256:HEX. dbx lock says what it is now.", at.Text())
		return nil, false
	}
	locked, ok := pin.Find(images, pull.Reference.String(), pull.Platform)
	if !ok {
		c.Errorf(at.Range, "Not in the lock file", "The lock file says nothing of %s for %s. Run dbx lock.", pull.Reference, pull.Platform)
		return nil, false
	}
	img = foreign(locked)
	for i, l := range locked.Layers {
		blob := fetchedBlob(c, pull, l, i)
		img.add(unpack(c, blob, l.DiffID, i), seal(c, blob, l.DiffID, i))
	}
	return img, true
}

// fetchedBlob declares the fetch of a layer, from wherever it may be had.
func fetchedBlob(c *analysis.Context, pull Pull, l oci.Layer, i int) graph.ArtifactID {
	var urls []string
	for _, place := range pull.Places() {
		urls = append(urls, place.BlobURL(l.Blob))
	}
	return c.Declare(graph.Action{
		Mnemonic: "Fetch",
		Command: executor.Command{
			Kind:    executor.Fetch,
			Args:    []string{"sha256:" + l.Blob.String()},
			Outputs: []executor.OutputSpec{{Path: fmt.Sprintf("blobs/%04d", i)}},
		},
		URLs: urls,
	})[0]
}

// foreign returns the image that the lock file describes, without its layers.
func foreign(locked pin.Image) *Image {
	img := &Image{
		Config: Config{
			User: locked.Config.User, Dir: locked.Config.Dir,
			Entrypoint: locked.Config.Entrypoint, Cmd: locked.Config.Cmd,
			Ports: locked.Config.Ports, Volumes: locked.Config.Volumes, StopSignal: locked.Config.StopSignal,
		},
		Arch:    locked.Platform.Arch,
		Variant: locked.Platform.Variant,
		sealed:  map[graph.ArtifactID]graph.ArtifactID{},
	}
	// Files of its layers are no younger; what is captured on top shall not be
	// older than they are. Without a time the workspace's is taken.
	if !locked.Created.IsZero() {
		img.Epoch = max(locked.Created.Unix(), 0)
	}
	for _, v := range locked.Config.Env {
		name, value, _ := strings.Cut(v, "=")
		img.Env = append(img.Env, executor.EnvVar{Name: name, Value: value})
	}
	for name, value := range locked.Config.Labels {
		img.Labels = append(img.Labels, executor.EnvVar{Name: name, Value: value})
	}
	for _, vars := range [][]executor.EnvVar{img.Env, img.Labels} {
		slices.SortFunc(vars, func(a, b executor.EnvVar) int { return strings.Compare(a.Name, b.Name) })
	}
	return img
}

// unpack declares a layer as it was shipped, for who takes the image further.
func unpack(c *analysis.Context, blob graph.ArtifactID, diffID digest.SHA256, at int) graph.ArtifactID {
	return converted(c, "UnpackLayer", "image-layer@1", blob, diffID, shippedPath(at))
}

// seal declares a layer, compressed or not, in the form that commands see.
func seal(c *analysis.Context, blob graph.ArtifactID, diffID digest.SHA256, at int) graph.ArtifactID {
	return converted(c, "SealLayer", "rootfs-layer@1", blob, diffID, fmt.Sprintf("layers/%04d.tar", at))
}

func converted(c *analysis.Context, mnemonic, builtin string, blob graph.ArtifactID, diffID digest.SHA256, to string) graph.ArtifactID {
	return c.Declare(graph.Action{
		Mnemonic: mnemonic,
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    []string{builtin, "diffid=" + diffID.String()},
			Outputs: []executor.OutputSpec{{Path: to, Kind: executor.OutputLayer}},
		},
		Inputs: []graph.Input{{Path: "blob", Artifact: blob}},
	})[0]
}

// add puts a layer that others made on the image. Which of its two forms is
// made depends on what is asked for.
func (i *Image) add(shipped, sealed graph.ArtifactID) {
	i.Layers = append(i.Layers, shipped)
	i.sealed[shipped] = sealed
}
