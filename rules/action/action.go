// Package action is the rule for action blocks: any command over any inputs,
// in an image.
package action

import (
	"math"
	"path"
	"slices"
	"time"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/rules/image"
	"dbx/rules/platform"
)

// Rule is the rule for action blocks.
type Rule struct{}

// Schema implements [analysis.Rule].
func (Rule) Schema() load.Schema {
	return load.Schema{
		Kind:      "action",
		Doc:       "Runs a command in a sealed container and keeps the outputs that it declares.",
		Matrix:    true,
		Toolchain: true,
		Attrs: []load.Attr{
			{Name: "command", Type: cty.List(cty.String), Required: true, Doc: "Program and arguments. It runs in /work, where the inputs are."},
			{Name: "image", Type: cty.String, Refs: load.Labels, Doc: "The image that it runs in; that of its platform if left out."},
			{Name: "inputs", Type: cty.Map(cty.String), Refs: load.LabelOrFiles, Doc: "What is placed where: paths below /work to labels or files. A target with several files becomes a folder."},
			{Name: "outputs", Type: cty.List(cty.String), Doc: "Files that it leaves, as paths below /work."},
			{Name: "trees", Type: cty.List(cty.String), Doc: "Folders that it leaves, as paths below /work."},
			{Name: "dir", Type: cty.String, Doc: "Working directory, below /work or absolute; that of the image, or /work, if left out."},
			{Name: "env", Type: cty.DynamicPseudoType, Doc: "Variables of the command, over those of the image and the platform; a list appends."},
			{Name: "env_for", Type: cty.DynamicPseudoType, Doc: "Further variables for some platforms, over those of env: a map of platforms to maps like env."},
			{Name: "network", Type: cty.Bool, Doc: "The command may use the network; only with cache = false, since nothing pins what it gets."},
			{Name: "cache", Type: cty.Bool, Default: cty.True, Doc: "Whether the result may be remembered."},
			{Name: "cpus", Type: cty.Number, Default: cty.NumberIntVal(1), Doc: "How many CPUs the command is told to use, in DBX_CPUS."},
			{Name: "memory", Type: cty.Number, Doc: "Memory limit in MiB."},
			{Name: "timeout", Type: cty.Number, Doc: "Limit in seconds."},
		},
	}
}

// Analyze implements [analysis.Rule].
func (Rule) Analyze(c *analysis.Context) analysis.Provider {
	img, env, ok := toolchain(c)
	if !ok {
		return nil
	}
	network, cache := c.Target.Attr("network"), c.Target.Attr("cache").Bool()
	if network.Bool() && cache {
		c.Errorf(network.Range, "Unpinned network", "What a command gets from the network is in no key. Set cache = false, or fetch it with a source.")
		return nil
	}
	a := graph.Action{
		Mnemonic: "Run",
		Command: executor.Command{
			Args:    c.Target.Attr("command").Texts(),
			Dir:     dir(c, img),
			Env:     image.MergeEnv(img.Env, env, image.TargetSettings(c)),
			Outputs: outputs(c),
			CPUs:    int(count(c, "cpus")),
			Memory:  count(c, "memory") << 20,
			Timeout: timeout(c),
			Network: network.Bool(),
			User:    img.CommandUser(),
		},
		Inputs:  inputs(c),
		Rootfs:  img.Rootfs(),
		NoCache: !cache,
	}
	if len(a.Outputs) == 0 {
		c.Errorf(c.Target.Range, "No outputs", "An action says what it leaves: set outputs, trees or both.")
		return nil
	}
	var files analysis.Files
	made := c.Declare(a)
	for i, out := range a.Canonical().Outputs {
		files = append(files, analysis.File{Path: out.Path, Artifact: made[i]})
	}
	return files
}

// toolchain returns the image that the command runs in and its platform's
// variables.
func toolchain(c *analysis.Context) (*image.Image, []image.Setting, bool) {
	target, onPlatform := platform.Of(c)
	var env []image.Setting
	if onPlatform {
		env = target.Env
	}
	if at := c.Target.Attr("image"); at.IsSet() {
		img, ok := c.Provider(at.Labels()[0]).(*image.Image)
		if !ok {
			c.Errorf(at.Range, "Not an image", "%s is neither an image nor a base_image.", at.Text())
		}
		return img, env, ok
	}
	if !onPlatform || target.Image == nil {
		c.Errorf(c.Target.Range, "No image", "The command needs an image to run in: set image, or give the target a platform whose block has one.")
		return nil, nil, false
	}
	return target.Image, env, true
}

func dir(c *analysis.Context, img *image.Image) string {
	if at := c.Target.Attr("dir"); at.IsSet() {
		return at.Text()
	}
	return img.Dir
}

// count returns an attribute that is a whole number, at least 1 if it is set.
func count(c *analysis.Context, attr string) int64 {
	at := c.Target.Attr(attr)
	if n := at.Float(); at.IsSet() && (n < 1 || n > math.MaxInt32 || n != math.Trunc(n)) {
		c.Errorf(at.Range, "Not a limit", "%s must be a whole number, 1 or more.", attr)
	}
	return at.Int()
}

func timeout(c *analysis.Context) time.Duration {
	at := c.Target.Attr("timeout")
	limit := time.Duration(at.Float() * float64(time.Second))
	if at.IsSet() && limit <= 0 {
		c.Errorf(at.Range, "Not a limit", "timeout must be a number of seconds above 0.")
	}
	return limit
}

func outputs(c *analysis.Context) []executor.OutputSpec {
	var specs []executor.OutputSpec
	for _, p := range c.Target.Attr("outputs").Texts() {
		specs = append(specs, executor.OutputSpec{Path: p})
	}
	for _, p := range c.Target.Attr("trees").Texts() {
		specs = append(specs, executor.OutputSpec{Path: p, Kind: executor.OutputTree})
	}
	return specs
}

// inputs places each thing that the target names. One file is placed under
// the very path; the files of a target with several lie below it. Null is nothing.
func inputs(c *analysis.Context) []graph.Input {
	at := c.Target.Attr("inputs")
	values := at.Map()
	var placed []graph.Input
	for _, to := range at.Keys() {
		if !values[to].IsSet() {
			continue
		}
		ref := values[to].Text()
		l, err := label.Parse(ref)
		if err != nil {
			placed = append(placed, graph.Input{Path: to, Artifact: c.Source(ref)})
			continue
		}
		files := c.Provider(l).Files()
		if len(files) == 0 {
			c.Errorf(at.Range, "Nothing to place", "%s has no files.", l)
		}
		for _, f := range files {
			p := to
			if len(files) > 1 {
				p = path.Join(to, f.Path)
			}
			placed = append(placed, graph.Input{Path: p, Artifact: f.Artifact})
		}
	}
	return slices.Clip(placed)
}
