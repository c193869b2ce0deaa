package source

import (
	"io/fs"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/executor/fetch/gitname"
	"dbx/rules/source/commit"
)

func gitBlock() load.BlockSchema {
	return load.BlockSchema{
		Kind: "git",
		Doc:  "The tree of a commit of a git repository: files as they were committed, without a checkout's filters, line endings or .git.",
		Max:  1,
		Attrs: []load.Attr{
			{Name: "url", Type: cty.DynamicPseudoType, Required: true, Doc: "Where the repository is: an https, http, ssh, git or file URL, or user@host:path; or a list of mirrors, tried in order."},
			{Name: "commit", Type: cty.String, Doc: "The commit, in full. Without it dbx lock finds the one that ref is."},
			{Name: "ref", Type: cty.String, Doc: "A branch, a tag or a full ref; where commit is given, only a note to the reader."},
			{Name: "submodules", Type: cty.Bool, Doc: "Put the trees of submodules, at their pinned commits, in their places. They are empty folders else."},
			{Name: "path", Type: cty.String, Doc: "Only this folder of the repository."},
		},
	}
}

// Git is what a source asks of a git repository.
type Git struct {
	commit.Want
	URLs   []string
	Commit string // "" if the lock file is to say
}

// GitOf returns what the git block of a target asks for; ok is false for a
// target that has none.
func GitOf(t *load.Target) (g Git, ok bool) {
	if t.Kind != "source" || len(t.BlocksOf("git")) == 0 {
		return Git{}, false
	}
	b := t.BlocksOf("git")[0]
	g = Git{Commit: strings.ToLower(b.Attr("commit").Text()), Want: commit.Want{
		Target: t.Label.String(), Ref: b.Attr("ref").Text(), Path: b.Attr("path").Text(), Submodules: b.Attr("submodules").Bool(),
	}}
	if g.Path == "." {
		g.Path = ""
	}
	for _, v := range listOf(b.Attr("url")) {
		g.URLs = append(g.URLs, v.Text())
	}
	return g, true
}

// GitOptions returns the arguments of a fetch that follow the commit's.
func GitOptions(w commit.Want) []string {
	var args []string
	if w.Path != "" {
		args = append(args, "path="+w.Path)
	}
	if w.Submodules {
		args = append(args, "submodules=true")
	}
	return args
}

// listOf returns the elements of a list, or a single value as the one there is.
func listOf(v load.Value) []load.Value {
	if v.Type().IsTupleType() || v.Type().IsListType() {
		return v.List()
	}
	return []load.Value{v}
}

func (r Rule) repository(c *analysis.Context) analysis.Provider {
	b := c.Target.BlocksOf("git")[0]
	if !checkGit(c, b) {
		return nil
	}
	g, _ := GitOf(c.Target)
	args := []string{"git:" + g.Commit}
	if g.Commit == "" {
		pin, ok := commit.Find(r.Commits, g.Want)
		if !ok {
			c.Errorf(b.Range, "Not in the lock file", "The lock file does not say which commit %s of this repository is for %s. Run dbx lock.", g.Ref, c.Target.Label)
			return nil
		}
		args = []string{"git:" + string(pin.Commit), "tree=" + pin.Tree.String()}
	}
	args = append(args, GitOptions(g.Want)...)
	tree := c.Declare(graph.Action{
		Mnemonic: "FetchGit",
		Command: executor.Command{
			Kind:    executor.Fetch,
			Args:    args,
			Outputs: []executor.OutputSpec{{Path: "repository", Kind: executor.OutputTree}},
		},
		URLs: g.URLs,
	})[0]
	return &Source{
		tree:  patched(c, tree, c.Target.Attr("patches").Texts()),
		files: []analysis.File{{Path: ".", Artifact: tree}},
	}
}

// checkGit complains about all that is wrong with a git block.
func checkGit(c *analysis.Context, b load.Block) bool {
	ok := true
	wrong := func(v load.Value, summary, format string, args ...any) {
		ok = false
		c.Errorf(v.Range, summary, format, args...)
	}
	urls := listOf(b.Attr("url"))
	if len(urls) == 0 {
		wrong(b.Attr("url"), "No URL", "url must name at least one place.")
	}
	for _, v := range urls {
		if !v.IsSet() || v.Type() != cty.String {
			wrong(b.Attr("url"), "No URL", "url must be a string or a list of strings.")
		} else if err := gitname.CheckURL(v.Text()); err != nil {
			wrong(b.Attr("url"), "Not a repository", "%v.", err)
		}
	}
	id, ref, path := b.Attr("commit"), b.Attr("ref"), b.Attr("path")
	if id.IsSet() {
		if _, err := gitname.ParseID(id.Text()); err != nil {
			wrong(id, "Not a commit", "%v.", err)
		}
	} else if ref.Text() == "" {
		ok = false
		c.Errorf(b.Range, "Which commit?", "A git source has a commit, or a ref of which dbx lock finds the commit.")
	}
	if path.IsSet() && !fs.ValidPath(path.Text()) {
		wrong(path, "Not a folder", "%q must be a clean path below the repository's top.", path.Text())
	}
	return ok
}
