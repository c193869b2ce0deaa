package wheel

import (
	_ "embed"
	"encoding/json"
	"slices"
	"time"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/rules/image"
	"dbx/rules/platform"
)

// frontend is the program that builds: pip, with what it needs around it.
//
//go:embed frontend.py
var frontend string

// options are what the frontend is told.
type options struct {
	Requires []string                     `json:"requires,omitempty"` // that need not be met
	Setup    map[string]map[string]string `json:"setup,omitempty"`
	Settings []string                     `json:"settings,omitempty"`
	Cargo    *cargo                       `json:"cargo,omitempty"`
}

// compiled declares the build of a wheel in the toolchain's image and returns
// the folder that it leaves, and the tag of the one Python that the wheel is
// for, empty with a stable ABI.
func compiled(c *analysis.Context, tree graph.ArtifactID) (graph.ArtifactID, string, bool) {
	target, python, ok := toolchain(c)
	if !ok {
		return 0, "", false
	}
	tag := python.Tag
	if c.Target.Attr("abi3").IsSet() {
		tag = ""
	}
	needed, neededEnv := buildRequires(c, python)
	linked, linkedEnv := libraries(c)
	cargo, crates, rustEnv := rust(c, target, python)
	told, err := json.Marshal(options{
		Requires: c.Target.Attr("ignore_requires").Texts(),
		Setup:    setup(c),
		Settings: c.Target.Attr("settings").Texts(),
		Cargo:    cargo,
	})
	if err != nil {
		panic("BUG: options of the frontend: " + err.Error())
	}
	return c.Declare(graph.Action{
		Mnemonic: "BuildWheel",
		Command: executor.Command{
			Args: []string{python.Interpreter, "-c", frontend, string(told)},
			Dir:  "src",
			Env: image.MergeEnv(target.Image.CommandEnv(), cross(target), rustEnv, neededEnv, target.Env, linkedEnv,
				salt(c), image.TargetSettings(c)),
			Outputs: []executor.OutputSpec{{Path: "dist", Kind: executor.OutputTree}},
			CPUs:    int(c.Target.Attr("cpus").Int()),
			Memory:  c.Target.Attr("memory").Int() << 20,
			User:    target.Image.CommandUser(),
			Timeout: time.Duration(c.Target.Attr("timeout").Float() * float64(time.Second)),
		},
		Inputs: slices.Concat([]graph.Input{{Path: "src", Artifact: tree, Mode: executor.Scratch}}, needed, linked, crates),
		Rootfs: target.Image.Rootfs(),
	})[0], tag, true
}

// toolchain returns what the wheel is built for and with. One that keeps to
// the stable ABI is built with its platform's own Python, whichever it is for:
// so it is built once.
func toolchain(c *analysis.Context) (platform.Platform, *platform.Python, bool) {
	target, ok := platform.Of(c)
	python := platform.PythonOf(c)
	if ok && c.Target.Attr("abi3").IsSet() {
		target, python = platform.WithOwnPython(c)
	}
	if !ok || target.Image == nil {
		c.Errorf(c.Target.Range, "No toolchain", "%s is built in the image of its platform, and there is none: give the target a platform axis, and the platform block an image; or take what others built, with a prebuilt block.", c.Target.Label)
		return target, nil, false
	}
	return target, python, target.Image.CanRun(c, c.Target.Range)
}

// setup returns the options of setuptools: those of the attribute, and what the
// stable ABI needs.
func setup(c *analysis.Context) map[string]map[string]string {
	sections := map[string]map[string]string{}
	set := func(section, option, value string) {
		if sections[section] == nil {
			sections[section] = map[string]string{}
		}
		sections[section][option] = value
	}
	if abi3 := c.Target.Attr("abi3"); abi3.IsSet() {
		set("bdist_wheel", "py_limited_api", abi3.Text())
	}
	at := c.Target.Attr("setup")
	if at.IsSet() && !isMap(at) {
		c.Errorf(at.Range, "Not a map", "setup maps sections to options, as { build_ext = { define = \"X=1\" } } does.")
		return nil
	}
	for _, section := range at.Keys() {
		options := at.Map()[section]
		if !isMap(options) {
			c.Errorf(at.Range, "Not a map", "The section %s of setup is a map of options.", section)
			continue
		}
		for _, option := range options.Keys() {
			value := options.Map()[option]
			if value.Type() != cty.String {
				c.Errorf(at.Range, "Not a string", "The option %s.%s of setup is a string.", section, option)
				continue
			}
			set(section, option, value.Text())
		}
	}
	return sections
}

func isMap(v load.Value) bool { return v.IsSet() && (v.Type().IsObjectType() || v.Type().IsMapType()) }

func salt(c *analysis.Context) []image.Setting {
	at := c.Target.Attr("salt")
	if !at.IsSet() {
		return nil
	}
	return variables("DBX_SALT", at.Text())
}
