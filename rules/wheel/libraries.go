package wheel

import (
	"path"
	"strings"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/executor"
	"dbx/rules/image"
)

// libraryDir is where libraries lie below /work, both when they are built and
// when they are used, so that what they say of their place is true.
const libraryDir = "deps"

// libraries places what the attribute of that name names, and tells compilers,
// linkers, pkg-config and CMake about it.
func libraries(c *analysis.Context) ([]graph.Input, []image.Setting) {
	at := c.Target.Attr("libraries")
	var placed []graph.Input
	var prefixes []string
	for _, r := range at.References() {
		for _, f := range c.Provider(r.Label).Files() {
			if !c.IsTree(f.Artifact) || !strings.HasPrefix(f.Path, libraryDir+"/") {
				c.Errorf(r.Range, "Not a library", "%s leaves %s. A library is a target whose files are folders below %s/, each a prefix with include and lib, as make install leaves it after configure --prefix=%s/%s/NAME.",
					r.Label, f.Path, libraryDir, executor.WorkDir, libraryDir)
				continue
			}
			placed = append(placed, graph.Input{Path: f.Path, Artifact: f.Artifact})
			prefixes = append(prefixes, path.Join(executor.WorkDir, f.Path))
		}
	}
	return placed, prefixSettings(prefixes)
}

// prefixSettings are the variables with which build systems find what is
// installed under the prefixes. Symbols of static libraries are not exported
// again.
func prefixSettings(prefixes []string) []image.Setting {
	if len(prefixes) == 0 {
		return nil
	}
	each := func(before, after string) []string {
		out := make([]string, len(prefixes))
		for i, p := range prefixes {
			out[i] = before + p + after
		}
		return out
	}
	settings := variables(
		"PKG_CONFIG_PATH", strings.Join(each("", "/lib/pkgconfig"), ":"),
		"CMAKE_PREFIX_PATH", strings.Join(prefixes, ":"),
	)
	settings = append(settings, appended("CFLAGS", each("-I", "/include"))...)
	settings = append(settings, appended("CXXFLAGS", each("-I", "/include"))...)
	return append(settings, appended("LDFLAGS", append(each("-L", "/lib"), "-Wl,--exclude-libs,ALL"))...)
}
