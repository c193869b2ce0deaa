package source

import (
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/cache/digest"
	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/executor"
)

func (r Rule) fetched(c *analysis.Context) analysis.Provider {
	strip := c.Target.Attr("strip")
	if strip.Float() < 0 || strip.Float() != float64(strip.Int()) {
		c.Errorf(strip.Range, "Not a count", "strip is how many leading folders are dropped: 0, 1 or more.")
		return nil
	}
	args := []string{"unpack@1", fmt.Sprintf("strip=%d", strip.Int())}
	if subdir := c.Target.Attr("subdir"); subdir.IsSet() {
		if !fs.ValidPath(subdir.Text()) || subdir.Text() == "." {
			c.Errorf(subdir.Range, "Not a folder", "%q must be a clean path below the archive's top.", subdir.Text())
			return nil
		}
		args = append(args, "subdir="+subdir.Text())
	}
	archive, name, ok := r.archive(c)
	if !ok {
		return nil
	}
	tree := c.Declare(graph.Action{
		Mnemonic: "Unpack",
		Command: executor.Command{
			Kind:    executor.Builtin,
			Args:    args,
			Outputs: []executor.OutputSpec{{Path: "tree", Kind: executor.OutputTree}},
		},
		Inputs: []graph.Input{{Path: "archive", Artifact: archive}},
	})[0]
	return &Source{
		tree:  patched(c, tree, c.Target.Attr("patches").Texts()),
		files: []analysis.File{{Path: name, Artifact: archive}},
	}
}

// archive declares the fetch of the file.
func (r Rule) archive(c *analysis.Context) (archive graph.ArtifactID, name string, ok bool) {
	if len(c.Target.BlocksOf(pythonBlock)) > 0 {
		return r.sdist(c)
	}
	urls, name, sum := r.origin(c)
	if len(urls) == 0 {
		return 0, "", false
	}
	return c.Declare(graph.Action{
		Mnemonic: "Fetch",
		Command: executor.Command{
			Kind:    executor.Fetch,
			Args:    []string{"sha256:" + sum},
			Outputs: []executor.OutputSpec{{Path: name}},
		},
		URLs: urls,
	})[0], name, true
}

// declaredSum returns the attribute sha256 in the form of hashes.
func declaredSum(c *analysis.Context) string {
	return strings.ToLower(strings.TrimPrefix(c.Target.Attr("sha256").Text(), "sha256:"))
}

// origin returns where the file is and its hash. For a url without a hash the
// hash is empty: the fetch itself will fail, and print the line to paste.
func (r Rule) origin(c *analysis.Context) (urls []string, name, sum string) {
	sum = declaredSum(c)
	if _, err := digest.ParseSHA256(sum); err != nil && sum != "" {
		c.Errorf(c.Target.Attr("sha256").Range, "Not a hash", "%v.", err)
		return nil, "", ""
	}
	blocks := c.Target.BlocksOf("debian_source")
	if len(blocks) == 0 {
		urls, name = mirrors(c)
		return urls, name, sum
	}
	block := blocks[0]
	file, err := r.Debian.Source(block.Attr("suite").Text(), block.Attr("package").Text(), block.Attr("version").Text(), block.Attr("file").Text())
	switch {
	case err != nil:
		c.Errorf(block.Range, "Not in the lock file", "%v. Run dbx lock.", err)
		return nil, "", ""
	case sum == "":
		c.Errorf(c.Target.Range, "No hash", "What comes over the network needs its hash. Add this line:\n\n  sha256 = %q", file.SHA256)
		return nil, "", ""
	case sum != file.SHA256:
		c.Errorf(c.Target.Attr("sha256").Range, "Wrong hash", "The Debian index says that %s is\n\n  sha256 = %q", path.Base(file.Path), file.SHA256)
		return nil, "", ""
	}
	return file.URLs, path.Base(file.Path), sum
}

// mirrors returns the URLs of a url attribute, and the name of the file there.
func mirrors(c *analysis.Context) (urls []string, name string) {
	at := c.Target.Attr("url")
	for _, v := range listOf(at) {
		if !v.IsSet() || v.Type() != cty.String {
			c.Errorf(at.Range, "No URL", "url must be a string or a list of strings.")
			return nil, ""
		}
		u, err := url.Parse(v.Text())
		if err != nil || !slices.Contains([]string{"http", "https", "file"}, u.Scheme) || !isName(path.Base(u.EscapedPath())) {
			c.Errorf(at.Range, "Not a URL of a file", "%q is none; https://example.org/name.tar.gz would be one.", v.Text())
			return nil, ""
		}
		if name == "" {
			name = path.Base(u.EscapedPath())
		}
		urls = append(urls, v.Text())
	}
	if len(urls) == 0 {
		c.Errorf(at.Range, "No URL", "url must name at least one place.")
	}
	return urls, name
}

func isName(base string) bool { return base != "." && base != ".." && base != "/" }
