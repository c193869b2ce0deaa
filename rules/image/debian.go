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
		Doc:  "Installs Debian packages with all that they depend on, as the lock file has them.",
		Attrs: []load.Attr{
			{Name: "packages", Type: cty.List(cty.String), Required: true, Doc: "Names, each with an optional :architecture."},
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

func requested(block load.Block) []string { return block.Attr("packages").Texts() }

// locked returns what a debian block adds to an image, which takes note of it;
// ok is false after a complaint.
func locked(c *analysis.Context, from debian.Locked, img *Image, block load.Block) (set debian.Set, ok bool) {
	if img.Suite == "" {
		c.Errorf(block.Range, "Not a Debian image", "Packages can be added to images that dbx made of Debian packages; what is in this one, dpkg would have to find out.")
		return debian.Set{}, false
	}
	arch, err := debian.Arch(img.Arch, img.Variant)
	if err == nil {
		set, err = from.Set(img.Suite, lock.Block{
			ID: SetID(c.Target, block), Arch: arch, Base: img.Packages, Packages: requested(block),
		})
	}
	if err != nil {
		c.Errorf(block.Range, "Not in the lock file", "%v. Run dbx lock.", err)
		return debian.Set{}, false
	}
	img.Packages = SetID(c.Target, block)
	img.Epoch = max(img.Epoch, set.Epoch)
	return set, true
}

// fetched declares the fetches of a set's packages and returns them as inputs
// below debs/.
func fetched(c *analysis.Context, set debian.Set) []graph.Input {
	inputs := make([]graph.Input, len(set.Packages))
	for i, p := range set.Packages {
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
