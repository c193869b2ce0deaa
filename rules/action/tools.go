package action

import (
	"path"
	"strings"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/executor"
	"dbx/rules/image"
)

// toolDir is where tools are placed below /work. A command finds them by their
// names, so that nobody needs to know it.
const toolDir = ".tools"

// tools places what the attribute of that name names, and returns the folders
// to look for programs in.
func tools(c *analysis.Context) (placed []graph.Input, folders []string) {
	at := c.Target.Attr("tools")
	values := at.Map()
	for _, name := range at.Keys() {
		if !values[name].IsSet() {
			continue
		}
		if err := label.CheckName(name); err != nil {
			c.Errorf(values[name].Range, "Not a name", "A tool cannot be called %q: %v.", name, err)
			continue
		}
		to := path.Join(toolDir, name)
		found := place(c, values[name], to)
		placed = append(placed, found...)
		if len(found) > 1 || len(found) == 1 && c.IsTree(found[0].Artifact) {
			folders = append(folders, to+"/bin", to)
		}
	}
	if len(placed) > 0 {
		folders = append([]string{toolDir}, folders...)
	}
	return placed, folders
}

// onPath puts folders below /work before the PATH that there is.
func onPath(env []executor.EnvVar, folders []string) []executor.EnvVar {
	if len(folders) == 0 {
		return env
	}
	rest := executor.DefaultPath
	for _, v := range env {
		if v.Name == "PATH" {
			rest = v.Value
		}
	}
	parts := make([]string, 0, len(folders)+1)
	for _, f := range folders {
		parts = append(parts, path.Join(executor.WorkDir, f))
	}
	value := strings.Join(append(parts, rest), ":")
	return image.MergeEnv(env, []image.Setting{{EnvVar: executor.EnvVar{Name: "PATH", Value: value}}})
}
