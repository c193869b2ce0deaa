package platform

import (
	"dbx/engine/label"
	"dbx/engine/load"
)

// Blocks returns the platform block that a target's axis names, and the python
// block of its axis, else that of the platform; nil where there is none, and
// for a target of any platform. It is for those who ask before an analysis.
func Blocks(ws *load.Workspace, t *load.Target) (platform, python *load.Target) {
	for _, dep := range t.Deps {
		found, ok := ws.Target(dep)
		switch {
		case !ok:
		case found.Kind == load.PlatformAxis && dep.Name() == t.Axis(load.PlatformAxis):
			platform = found
		case found.Kind == load.PythonAxis && dep.Name() == t.Axis(load.PythonAxis):
			python = found
		}
	}
	if python != nil || platform == nil {
		return platform, python
	}
	return platform, first(ws, platform.Attr("python").Labels())
}

func first(ws *load.Workspace, labels []label.Label) *load.Target {
	for _, l := range labels {
		if found, ok := ws.Target(l); ok {
			return found
		}
	}
	return nil
}
