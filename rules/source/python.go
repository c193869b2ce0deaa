package source

import (
	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/rules/python/pin"
)

const pythonBlock = "python"

func pythonSchema() load.BlockSchema {
	return load.BlockSchema{
		Kind: pythonBlock,
		Doc:  "The source archive of a project on a Python package index; dbx lock finds it, and pins it by hash.",
		Max:  1,
		Attrs: []load.Attr{
			{Name: "package", Type: cty.String, Required: true, Doc: "Name of the project."},
			{Name: "version", Type: cty.String, Required: true, Doc: "Its version."},
		},
	}
}

// PythonOf returns the project and version whose source archive a target takes
// from a Python package index; ok is false for every other target.
func PythonOf(t *load.Target) (project, version string, ok bool) {
	if t.Kind != "source" || len(t.BlocksOf(pythonBlock)) == 0 {
		return "", "", false
	}
	b := t.BlocksOf(pythonBlock)[0]
	return b.Attr("package").Text(), b.Attr("version").Text(), true
}

// sdist returns the archive that the lock file has for the target.
func (r Rule) sdist(c *analysis.Context) (archive graph.ArtifactID, name string, ok bool) {
	project, version, _ := PythonOf(c.Target)
	file, found := pin.Find(r.Python.Files, c.Target.Label.String(), project, version)
	if !found {
		c.Errorf(c.Target.BlocksOf(pythonBlock)[0].Range, "Not in the lock file", "The lock file has no source archive of %s %s for %s. Run dbx lock.", project, version, c.Target.Label)
		return 0, "", false
	}
	if sum := declaredSum(c); sum != "" && sum != file.SHA256.String() {
		c.Errorf(c.Target.Attr("sha256").Range, "Wrong hash", "The lock file says that %s is\n\n  sha256 = %q", file.Name, file.SHA256)
		return 0, "", false
	}
	return r.Python.Fetch(c, file), file.Name, true
}
