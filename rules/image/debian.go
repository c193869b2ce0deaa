package image

import (
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/rules/debian"
	"dbx/rules/debian/lock"
	"dbx/rules/debian/rootfs"
)

func debianSchema(base bool) load.BlockSchema {
	s := load.BlockSchema{
		Kind: "debian",
		Doc:  "Adds Debian packages, as the lock file has them: installed, unpacked, or first the one and then the other.",
		Attrs: []load.Attr{
			{Name: "packages", Type: cty.List(cty.String), Doc: "Packages to install with all that they depend on: names, each with an optional :architecture and =version."},
			{Name: "extract", Type: cty.List(cty.String), Doc: "Packages of which just the files are laid out, as those of a target in a cross compiler's image: nothing that they depend on, no maintainer script, no entry in dpkg's database. Names as in packages."},
		},
	}
	if base {
		s.Max = 1
		s.Attrs = append(s.Attrs, load.Attr{Name: "suite", Type: cty.String, Required: true, Doc: "Release whose packages are taken, as bookworm."})
	}
	return s
}

// SetID names the package set of a debian block in the lock file: the target's
// label, with a number behind it for the second block and those after.
func SetID(t *load.Target, block load.Block) string {
	for i, b := range t.BlocksOf("debian") {
		if b.Range == block.Range && i > 0 {
			return fmt.Sprintf("%s#%d", t.Label, i+1)
		}
	}
	return t.Label.String()
}

// requested returns what a debian block asks for, as the lock file's resolver
// takes it.
func requested(t *load.Target, block load.Block, arch, base string) lock.Block {
	return lock.Block{
		ID: SetID(t, block), Arch: arch, Base: base,
		Packages: block.Attr("packages").Texts(), Extract: block.Attr("extract").Texts(),
	}
}

// locked returns what a debian block adds to an image, which takes note of it;
// ok is false after a complaint.
func locked(c *analysis.Context, from debian.Locked, img *Image, block load.Block) (set debian.Set, ok bool) {
	if img.Suite == "" {
		c.Errorf(block.Range, "Not a Debian image", "Packages can be added to images that dbx made of Debian packages; what is in this one, dpkg would have to find out.")
		return debian.Set{}, false
	}
	if !block.Attr("packages").IsSet() && !block.Attr("extract").IsSet() {
		c.Errorf(block.Range, "No packages", "A debian block has packages to install, packages to extract, or both.")
		return debian.Set{}, false
	}
	arch, err := debian.Arch(img.Arch, img.Variant)
	if err == nil {
		set, err = from.Set(img.Suite, requested(c.Target, block, arch, img.Packages))
	}
	if err != nil {
		c.Errorf(block.Range, "Not in the lock file", "%v. Run dbx lock.", err)
		return debian.Set{}, false
	}
	img.Packages = SetID(c.Target, block)
	img.Epoch = max(img.Epoch, set.Epoch)
	return set, true
}

// fetched declares the fetches of packages and returns them as inputs below
// debs/.
func fetched(c *analysis.Context, packages []debian.Package) []graph.Input {
	inputs := make([]graph.Input, len(packages))
	for i, p := range packages {
		// A colon is no good in a path that ends up in PATH-like lists.
		name := strings.ReplaceAll(fmt.Sprintf("%s_%s_%s.deb", p.Name, p.Version, p.Arch), ":", "%3a")
		deb := c.Declare(graph.Action{
			Mnemonic: "Fetch",
			Command: executor.Command{
				Kind:    executor.Fetch,
				Args:    []string{"sha256:" + p.SHA256},
				Outputs: []executor.OutputSpec{{Path: "debs/" + name}},
			},
			URLs: p.URLs,
		})[0]
		inputs[i] = graph.Input{Path: fmt.Sprintf("debs/%04d-%s", i, name), Artifact: deb}
	}
	return inputs
}

// Install declares the action that puts a set of packages on an image in which
// dpkg runs, and returns its layer. The packages' files are
// given as inputs below debs/.
func Install(c *analysis.Context, img *Image, set debian.Set, debs []graph.Input, name string) graph.ArtifactID {
	return c.Declare(graph.Action{
		Mnemonic: "InstallPackages",
		Command: executor.Command{
			Args:    append([]string{"/bin/sh", "-ec", rootfs.InstallScript, "install"}, set.Foreign...),
			Env:     img.processorEnv(),
			Outputs: []executor.OutputSpec{{Path: name, Kind: executor.OutputLayer}},
			Epoch:   set.Epoch,
		},
		Inputs: debs,
		Rootfs: img.Rootfs(),
	})[0]
}

// extract puts the layer of a set's unpacked packages on the image, if there
// are any. No command runs for it.
func extract(c *analysis.Context, img *Image, set debian.Set, name string) {
	if len(set.Extracted) == 0 {
		return
	}
	layer := c.Declare(graph.Action{
		Mnemonic: "ExtractPackages",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    []string{"debian-extract@1", fmt.Sprintf("epoch=%d", set.Epoch)},
			Outputs: []executor.OutputSpec{{Path: name, Kind: executor.OutputLayer}},
		},
		Inputs: append(fetched(c, set.Extracted), layerFiles("base", img.Layers)...),
	})[0]
	img.Layers = append(img.Layers, layer)
}
