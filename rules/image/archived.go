package image

import (
	"fmt"
	"path"
	"strings"

	"dbx/cache/oci"
	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/rules/image/pin"
)

// Archived is an image in an archive that a base_image block asks for.
type Archived struct {
	File     string      // of the workspace, relative to its root; "" for a target
	Target   label.Label // whose files are the archive, if File is ""
	Name     string      // which of its images; "" if there is one
	Platform oci.Platform
}

// ArchivedOf returns what a target takes from an archive; ok is false for every
// other target.
func ArchivedOf(t *load.Target) (a Archived, ok bool) {
	if t.Kind != "base_image" || !t.Attr("archive").IsSet() {
		return Archived{}, false
	}
	a = Archived{Name: t.Attr("name").Text(), Platform: platformOf(t.Attr)}
	if labels := t.Attr("archive").Labels(); len(labels) > 0 {
		a.Target = labels[0]
	} else {
		a.File = t.Attr("archive").Text()
	}
	return a, true
}

// Source names the image in the lock file.
func (a Archived) Source() string {
	source := "archive " + a.File
	if a.File == "" {
		source = "archive " + a.Target.String()
	}
	if a.Name != "" {
		source += " " + a.Name
	}
	return source
}

// unarchived makes the image out of an archive, which the lock file describes.
func (r BaseRule) unarchived(c *analysis.Context) analysis.Provider {
	at := c.Target.Attr("archive")
	a, _ := ArchivedOf(c.Target)
	inputs := a.inputs(c)
	if len(inputs) == 0 {
		c.Errorf(at.Range, "Not an archive", "%s has no files.", at.Text())
		return nil
	}
	locked, ok := pin.Find(r.Images, a.Source(), a.Platform)
	if !ok {
		c.Errorf(at.Range, "Not in the lock file", "The lock file says nothing of the image for %s in %s. Run dbx lock.", a.Platform, at.Text())
		return nil
	}
	args := []string{"archived-layers@1", "platform=" + a.Platform.String(), "config=" + locked.ID.String()}
	if a.Name != "" {
		args = append(args, "name="+a.Name)
	}
	command := executor.Command{Kind: executor.Builtin, Args: args}
	for i, l := range locked.Layers {
		command.Args = append(command.Args, "diffid="+l.DiffID.String())
		command.Outputs = append(command.Outputs, executor.OutputSpec{Path: shippedPath(i), Kind: executor.OutputLayer})
	}
	img := foreign(locked)
	if !img.useEmulator(c) {
		return nil
	}
	if len(locked.Layers) > 0 {
		for i, shipped := range c.Declare(graph.Action{Mnemonic: "UnpackArchive", Command: command, Inputs: inputs}) {
			img.add(shipped, seal(c, shipped, locked.Layers[i].DiffID, i))
		}
	}
	img.files = assembled(c, img)
	return img
}

// inputs are the archive as the input "archive": a file, or a folder.
func (a Archived) inputs(c *analysis.Context) []graph.Input {
	if a.File != "" {
		return []graph.Input{{Path: "archive", Artifact: c.Source(a.File)}}
	}
	return ArchiveInputs(c.Provider(a.Target), "archive")
}

// ArchiveInputs places what a target offers as an archive of images: the
// layout of an image, one file, or all files as a folder.
func ArchiveInputs(p analysis.Provider, at string) []graph.Input {
	if img, ok := p.(*Image); ok {
		return []graph.Input{{Path: at, Artifact: img.Layout}}
	}
	files := p.Files()
	if len(files) == 1 && !strings.Contains(files[0].Path, "/") {
		return []graph.Input{{Path: at, Artifact: files[0].Artifact}}
	}
	var inputs []graph.Input
	for _, f := range files {
		inputs = append(inputs, graph.Input{Path: path.Join(at, f.Path), Artifact: f.Artifact})
	}
	return inputs
}

// shippedPath is the output of a layer as it was shipped.
func shippedPath(at int) string { return fmt.Sprintf("shipped/%04d.tar", at) }
