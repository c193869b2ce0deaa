package source

import (
	"fmt"
	"path"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
)

// TakeFolder is the mnemonic of the action that looks at a folder of this
// machine, in every build.
const TakeFolder = "TakeFolder"

func localBlock() load.BlockSchema {
	return load.BlockSchema{
		Kind: "local",
		Doc:  "A folder of this machine outside of the workspace, as it is when it is built: every build looks at it again, and what depends on it runs again if its content changed.",
		Max:  1,
		Attrs: []load.Attr{
			{Name: "path", Type: cty.String, Required: true, Doc: "The folder: absolute, or relative to the package as in ../../outside."},
			{Name: "exclude", Type: cty.List(cty.String), Default: cty.ListVal([]cty.Value{cty.StringVal("**/.git")}), Doc: "Patterns, as of glob, of what is left out; .git folders if not set."},
			{Name: "links", Type: cty.String, Default: cty.StringVal("inside"), Doc: "Which symbolic links it may have: \"inside\", those that stay in the folder, or \"all\". They are kept as written."},
			{Name: "max_size", Type: cty.Number, Default: cty.NumberIntVal(4 << 30), Doc: "The most bytes that it may have."},
		},
	}
}

func localFolder(c *analysis.Context) analysis.Provider {
	b := c.Target.BlocksOf("local")[0]
	dir, ok := outside(c, b.Attr("path"))
	if !checkLocal(c, b) || !ok {
		return nil
	}
	args := []string{"local:" + dir}
	for _, pattern := range b.Attr("exclude").Texts() {
		args = append(args, "exclude="+pattern)
	}
	if b.Attr("links").Text() == "all" {
		args = append(args, "links=all")
	}
	args = append(args, fmt.Sprintf("max-size=%d", b.Attr("max_size").Int()))
	tree := c.Declare(graph.Action{
		Mnemonic: TakeFolder,
		Command: executor.Command{
			Kind:    executor.Fetch,
			Args:    args,
			Outputs: []executor.OutputSpec{{Path: "folder", Kind: executor.OutputTree}},
		},
		NoCache: true, // only looking tells what is there now
	})[0]
	return &Source{
		tree:  patched(c, tree, c.Target.Attr("patches").Texts()),
		files: []analysis.File{{Path: ".", Artifact: tree}},
	}
}

// outside returns the path of a folder, absolute or relative to the workspace's
// root. It must neither lie in the workspace nor hold it; what links make of it
// shows when it is read.
func outside(c *analysis.Context, at load.Value) (string, bool) {
	root, p := c.Workspace().Dir, path.Clean(at.Text())
	inside, holds := below(root, p), below(p, root)
	if !path.IsAbs(p) {
		p = path.Join(c.Workspace().PackageDir(c.Target.Label.Package()), p)
		up := p == ".." || strings.HasPrefix(p, "../")
		inside, holds = !up, strings.ReplaceAll(p+"/", "../", "") == "" // nothing but ..
	}
	switch {
	case at.Text() == "":
		c.Errorf(at.Range, "Which folder?", "path names a folder outside of the workspace.")
	case inside:
		c.Errorf(at.Range, "In the workspace", "%s lies in the workspace. Name files of this package with files = glob([…]); those of another package need a source there.", p)
	case holds:
		c.Errorf(at.Range, "Holds the workspace", "%s holds the workspace itself.", p)
	default:
		return p, true
	}
	return "", false
}

func below(dir, p string) bool {
	return p == dir || strings.HasPrefix(p, strings.TrimSuffix(dir, "/")+"/")
}

func checkLocal(c *analysis.Context, b load.Block) bool {
	ok := true
	for _, e := range b.Attr("exclude").List() {
		if pattern := e.Text(); !doublestar.ValidatePattern(pattern) || path.IsAbs(pattern) {
			ok = false
			c.Errorf(e.Range, "Bad pattern", "%q is no pattern of paths below the folder; **/*.o would be one.", pattern)
		}
	}
	if links := b.Attr("links"); links.Text() != "inside" && links.Text() != "all" {
		ok = false
		c.Errorf(links.Range, "Unknown policy", "links is \"inside\" or \"all\".")
	}
	if size := b.Attr("max_size"); size.Float() < 1 || size.Float() != float64(size.Int()) {
		ok = false
		c.Errorf(size.Range, "Not a size", "max_size is a number of bytes.")
	}
	return ok
}
