package image

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/engine/load"
	"dbx/executor"
)

// outputAttrs are the attributes that say in what form an image comes out.
func outputAttrs() []load.Attr {
	return []load.Attr{
		{Name: "annotations", Type: cty.Map(cty.String), Doc: "Annotations of the image's manifest; not inherited."},
		{Name: "author", Type: cty.String, Doc: "Who is responsible for it; not inherited."},
		{Name: "flatten", Type: cty.String, Doc: "true makes one layer of all, own one of those that the image adds to its base; what it holds stays the same."},
		{Name: "compression", Type: cty.String, Default: cty.StringVal("none"), Doc: "Of the layers in the layout and the archive: none, gzip or zstd (which Docker before 23 cannot load)."},
		{Name: "formats", Type: cty.List(cty.String), Doc: "What a build leaves in dbx-out beside the digest: oci (a folder with an OCI image layout, the default) and tar (image.tar, the same as an archive, which docker load takes too)."},
	}
}

var portForm = regexp.MustCompile(`^[1-9][0-9]{0,4}(/(tcp|udp|sctp))?$`)

// Reference is the name that an image has in a Docker daemon if none is given:
// dbx/PACKAGE:TARGET, with what such a name cannot hold replaced.
func Reference(l label.Label) string {
	repository := "dbx"
	for part := range strings.SplitSeq(strings.ToLower(l.Package()), "/") {
		if part = strings.Trim(badRepository.ReplaceAllString(part, "-"), "-"); part != "" {
			repository += "/" + part
		}
	}
	tag := "_" + badTag.ReplaceAllString(l.Name(), "_")
	if first := tag[1]; first != '.' && first != '-' {
		tag = tag[1:]
	}
	return repository + ":" + tag[:min(len(tag), 128)]
}

var (
	badRepository = regexp.MustCompile(`[^a-z0-9]+`)
	badTag        = regexp.MustCompile(`[^A-Za-z0-9_.-]`)
)

// packaged declares the image's layout and archive as the target's attributes
// want them, and returns the files that a build shows.
func packaged(c *analysis.Context, img *Image) []analysis.File {
	t := c.Target
	args := img.arguments(c)
	for _, v := range Plain(t.Attr("annotations")) {
		args = append(args, "annotation="+v.Name+"="+v.Value)
	}
	if author := t.Attr("author"); author.IsSet() && author.Text() != "" {
		args = append(args, "author="+author.Text())
	}
	files := assembledAs(c, img, args, compressed(c, img))
	formats := []string{"oci"}
	if at := t.Attr("formats"); at.IsSet() {
		formats = at.Texts()
		for _, f := range formats {
			if f != "oci" && f != "tar" {
				c.Errorf(at.Range, "Unknown format", "%q: there are oci and tar.", f)
			}
		}
	}
	if slices.Contains(formats, "tar") {
		files = append(files, archived(c, img))
	}
	return slices.DeleteFunc(files, func(f analysis.File) bool { return f.Path == "oci" && !slices.Contains(formats, "oci") })
}

// assembled declares the OCI image layout of an image, and a file with its
// digest.
func assembled(c *analysis.Context, img *Image) []analysis.File {
	return assembledAs(c, img, img.arguments(c), nil)
}

func assembledAs(c *analysis.Context, img *Image, args []string, packed []graph.Input) []analysis.File {
	made := c.Declare(graph.Action{
		Mnemonic: "AssembleImage",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    args,
			Outputs: []executor.OutputSpec{{Path: "digest"}, {Path: "oci", Kind: executor.OutputTree}},
		},
		Inputs: packed,
		Rootfs: graph.Rootfs{Arch: img.Arch, Layers: slices.Clone(img.Layers)},
	})
	img.Layout = made[1]
	return []analysis.File{{Path: "digest", Artifact: made[0]}, {Path: "oci", Artifact: made[1]}}
}

// arguments are those of the builtin that assembles the image.
func (i *Image) arguments(c *analysis.Context) []string {
	args := []string{"oci@2", "arch=" + i.Arch}
	option := func(name string, values ...string) {
		for _, v := range values {
			args = append(args, name+"="+v)
		}
	}
	single := func(name, value string) {
		if value != "" {
			option(name, value)
		}
	}
	single("variant", i.Variant)
	option("created", strconv.FormatInt(max(i.Epoch, c.Workspace().Epoch), 10))
	single("user", i.User)
	single("workdir", i.Dir)
	for _, v := range i.Env {
		option("env", v.Name+"="+v.Value)
	}
	for _, v := range i.Labels {
		option("label", v.Name+"="+v.Value)
	}
	option("entrypoint", i.Entrypoint...)
	option("cmd", i.Cmd...)
	option("port", i.Ports...)
	option("volume", i.Volumes...)
	single("stop-signal", i.StopSignal)
	for _, l := range i.Layers {
		option("history", history(c, l))
	}
	return args
}

// history says in a line what made a layer.
func history(c *analysis.Context, layer graph.ArtifactID) string {
	a, ok := c.Producer(layer)
	if !ok {
		return "a file of the workspace"
	}
	text := a.Owner.String() + " " + a.Mnemonic
	switch a.Mnemonic {
	case "RunInImage":
		text += " " + strings.Join(a.Args, " ")
	case "CopyIntoImage":
		text += " " + strings.TrimPrefix(a.Args[1], "to=")
	}
	const longest = 240
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return text
}

// compressed declares the compressed form of every layer, as inputs for the
// builtin that assembles the image.
func compressed(c *analysis.Context, img *Image) []graph.Input {
	at := c.Target.Attr("compression")
	var builtin string
	switch at.Text() {
	case "none":
		return nil
	case "gzip":
		builtin = "gzip-layer@1"
	case "zstd":
		builtin = "zstd-layer@1"
	default:
		c.Errorf(at.Range, "Unknown compression", "%q: there are none, gzip and zstd.", at.Text())
		return nil
	}
	var packed []graph.Input
	for i, layer := range img.Layers {
		dir := fmt.Sprintf("packed/%04d/", i)
		made := c.Declare(graph.Action{
			Mnemonic: "CompressLayer",
			Command: executor.Command{
				Kind:    executor.Builtin,
				Args:    []string{builtin},
				Outputs: []executor.OutputSpec{{Path: dir + "descriptor.json"}, {Path: dir + "layer"}},
			},
			Rootfs: graph.Rootfs{Arch: img.Arch, Layers: []graph.ArtifactID{layer}},
		})
		packed = append(packed,
			graph.Input{Path: dir + "descriptor.json", Artifact: made[0]},
			graph.Input{Path: dir + "layer", Artifact: made[1]})
	}
	return packed
}

// archived declares the archive with an image's layout.
func archived(c *analysis.Context, img *Image) analysis.File {
	made := c.Declare(graph.Action{
		Mnemonic: "ArchiveImage",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    []string{"image-archive@1", "name=" + Reference(c.Target.Label)},
			Outputs: []executor.OutputSpec{{Path: "image.tar"}},
		},
		Inputs: []graph.Input{{Path: "layout", Artifact: img.Layout}},
	})
	return analysis.File{Path: "image.tar", Artifact: made[0]}
}

// flatten replaces the layers of an image, of which the first below are not its
// own, as the target's attribute wants it.
func flatten(c *analysis.Context, img *Image, below int) {
	at := c.Target.Attr("flatten")
	args := []string{"flatten@1", fmt.Sprintf("epoch=%d", max(img.Epoch, c.Workspace().Epoch))}
	switch {
	case !at.IsSet() || at.Text() == "false":
		return
	case at.Text() == "true":
		below = 0
	case at.Text() == "own":
		args = append(args, "marks=keep")
	default:
		c.Errorf(at.Range, "Not known", "flatten is true, false or \"own\", not %q.", at.Text())
		return
	}
	if len(img.Layers)-below < 1 {
		return
	}
	made := func(path string, layers []graph.ArtifactID) graph.ArtifactID {
		return c.Declare(graph.Action{
			Mnemonic: "FlattenLayers",
			Command: executor.Command{
				Kind:    executor.Builtin,
				Args:    args,
				Outputs: []executor.OutputSpec{{Path: path, Kind: executor.OutputLayer}},
			},
			Rootfs: graph.Rootfs{Arch: img.Arch, Layers: slices.Clone(layers)},
		})[0]
	}
	flat, seen := made("flat", img.Layers[below:]), img.Rootfs().Layers[below:]
	if !slices.Equal(seen, img.Layers[below:]) {
		// Commands go on to see the layers of others in their own form.
		img.sealed = maps.Clone(img.sealed)
		img.sealed[flat] = made("flat-sealed", seen)
	}
	img.Layers = append(img.Layers[:below:below], flat)
}
