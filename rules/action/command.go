package action

import (
	"math"
	"time"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/rules/image"
	"dbx/rules/platform"
)

// Attrs are the attributes that every block which is a command has, but for
// timeout, whose default is each rule's own.
func Attrs() []load.Attr {
	return []load.Attr{
		{Name: "command", Type: cty.List(cty.String), Required: true, Doc: "Program and arguments. It runs in /work, where the inputs are."},
		{Name: "image", Type: cty.String, Refs: load.Labels, Doc: "The image that it runs in; that of its platform if left out."},
		{Name: "inputs", Type: cty.DynamicPseudoType, Refs: load.LabelOrFiles, Doc: "What is placed where, read-only: a map from paths below /work to a label or a file, or to a list of them, as glob gives. A target with several files becomes a folder, and so does a list."},
		{Name: "tools", Type: cty.Map(cty.String), Refs: load.LabelOrFiles, Exec: true, Doc: "Programs on the command's PATH: a map from names to labels or files, built for the platform that commands run on. A target that is a folder gives all programs in it, and in its folder bin."},
		{Name: "outputs", Type: cty.List(cty.String), Doc: "Files that it leaves, as paths below /work."},
		{Name: "trees", Type: cty.List(cty.String), Doc: "Folders that it leaves, as paths below /work."},
		{Name: "dir", Type: cty.String, Doc: "Working directory, below /work or absolute; that of the image, or /work, if left out."},
		{Name: "env", Type: cty.DynamicPseudoType, Doc: "Variables of the command, over those of the image and the platform; a list appends."},
		{Name: "env_for", Type: cty.DynamicPseudoType, Doc: "Further variables for some platforms, over those of env: a map of platforms to maps like env."},
		{Name: "user", Type: cty.String, Doc: "Who the command is: root or builder, which is uid 1000; as the image says if left out. It never has capabilities."},
		{Name: "network", Type: cty.Bool, Doc: "The command may use the network; only with cache = false, or where the digests of all outputs are declared."},
		{Name: "cache", Type: cty.Bool, Default: cty.True, Doc: "Whether the result may be remembered. If not, the command runs in every build that needs it, and its result never leaves the machine; what depends on it is remembered by the bytes that it left."},
		{Name: "cpus", Type: cty.Number, Default: cty.NumberIntVal(1), Doc: "How many CPUs the command is told to use, in DBX_CPUS."},
		{Name: "memory", Type: cty.Number, Doc: "Memory limit in MiB."},
		{Name: "pids", Type: cty.Number, Doc: "Limit of processes and threads; 4096 if left out."},
	}
}

// Command returns the command of c's target, without a mnemonic, and false
// after a complaint.
func Command(c *analysis.Context) (graph.Action, bool) {
	img, env, ok := toolchain(c)
	if !ok || !img.CanRun(c, c.Target.Range) {
		return graph.Action{}, false
	}
	tools, path := tools(c)
	vars := image.MergeEnv(img.CommandEnv(), env, image.TargetSettings(c))
	return graph.Action{
		Command: executor.Command{
			Args:    c.Target.Attr("command").Texts(),
			Dir:     dir(c, img),
			Env:     onPath(vars, path),
			Outputs: outputs(c),
			CPUs:    int(count(c, "cpus")),
			Memory:  count(c, "memory") << 20,
			Pids:    count(c, "pids"),
			Timeout: timeout(c),
			Network: c.Target.Attr("network").Bool(),
			User:    user(c, img),
		},
		Inputs:  append(inputs(c), tools...),
		Rootfs:  img.Rootfs(),
		NoCache: !c.Target.Attr("cache").Bool(),
	}, true
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

func user(c *analysis.Context, img *image.Image) executor.User {
	at := c.Target.Attr("user")
	if !at.IsSet() {
		return img.CommandUser()
	}
	for _, u := range []executor.User{executor.Root, executor.Builder} {
		if at.Text() == u.String() {
			return u
		}
	}
	c.Errorf(at.Range, "Unknown user", "A command is root or builder, not %q.", at.Text())
	return executor.Root
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
