package wheel

import (
	"path"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/rules/image"
	"dbx/rules/platform"
	"dbx/rules/source"
)

const (
	crateDir  = "crates"     // of the crates, below /work
	cargoLock = "Cargo.lock" // of a lock file from the workspace, below /work
)

func rustSchema() load.BlockSchema {
	return load.BlockSchema{
		Kind: "rust",
		Doc:  "For extension modules in Rust, built by setuptools-rust or maturin: cargo takes all crates from a folder and builds for the platform's rust_target.",
		Max:  1,
		Attrs: []load.Attr{
			{Name: "crates", Type: cty.String, Required: true, Refs: load.Labels, Doc: "A target with a folder of crates, each with its .cargo-checksum.json: what cargo calls a directory source."},
			{Name: "manifest", Type: cty.String, Default: cty.StringVal("Cargo.toml"), Doc: "Where Cargo.toml is in the source tree."},
			{Name: "lock", Type: cty.String, Refs: load.Files, Doc: "The Cargo.lock to use in place of the source's own, with which each crate's hash is compared. Without both, one is made of what the folder has."},
			{Name: "flags", Type: cty.List(cty.String), Doc: "Further flags of rustc, after those of the platform."},
		},
	}
}

// cargo is what the frontend is told of a build with Rust.
type cargo struct {
	Crates   string `json:"crates"`
	Manifest string `json:"manifest"`
	Lock     string `json:"lock"`
	Stdlib   string `json:"stdlib"`
}

// rust returns what the block of that name adds to the build; nothing without
// one.
func rust(c *analysis.Context, target platform.Platform, python *platform.Python) (*cargo, []graph.Input, []image.Setting) {
	blocks := c.Target.BlocksOf("rust")
	if len(blocks) == 0 {
		return nil, nil, nil
	}
	block := blocks[0]
	if target.Rust == "" {
		c.Errorf(block.Range, "No Rust target", "The platform %s does not say what rustc calls it: set rust_target in its block, as armv7-unknown-linux-gnueabihf.", target.Name)
		return nil, nil, nil
	}
	crates, ok := folder(c, block.Attr("crates"))
	if !ok {
		return nil, nil, nil
	}
	inputs := []graph.Input{{Path: crateDir, Artifact: crates}}
	told := &cargo{
		Crates:   path.Join(executor.WorkDir, crateDir),
		Manifest: block.Attr("manifest").Text(),
		Stdlib:   python.Stdlib,
	}
	if lock := block.Attr("lock"); lock.IsSet() {
		inputs = append(inputs, graph.Input{Path: cargoLock, Artifact: c.Source(lock.Text())})
		told.Lock = path.Join(executor.WorkDir, cargoLock)
	}
	return told, inputs, rustSettings(target, python, block.Attr("flags").Texts())
}

// folder returns the one folder that the target at a reference is.
func folder(c *analysis.Context, at load.Value) (graph.ArtifactID, bool) {
	provider := c.Provider(at.Labels()[0])
	if src, ok := provider.(*source.Source); ok {
		return src.Tree(), true
	}
	files := provider.Files()
	if len(files) != 1 || !c.IsTree(files[0].Artifact) {
		c.Errorf(at.Range, "Not a folder", "%s is not one folder.", at.Text())
		return 0, false
	}
	return files[0].Artifact, true
}

// rustSettings are the variables that make cargo, pyo3 and maturin build for
// the target, and binaries that say nothing of where they were built.
func rustSettings(target platform.Platform, python *platform.Python, flags []string) []image.Setting {
	name := strings.ToUpper(strings.ReplaceAll(target.Rust, "-", "_"))
	work := executor.WorkDir
	rustc := append([]string{
		"-C codegen-units=1",
		"--remap-path-prefix=" + work + "/src=/src",
		"--remap-path-prefix=" + work + "/" + crateDir + "=/crates",
		"-C link-arg=-s",
		"-C link-arg=-Wl,--build-id=none",
		"-C link-arg=-Wl,-z,relro,-z,now",
	}, target.RustFlags...)
	for _, flag := range stackFlags(target) {
		rustc = append(rustc, "-C link-arg="+flag)
	}
	rustc = append(rustc, flags...)
	return variables(
		"CARGO_NET_OFFLINE", "true",
		"CARGO_BUILD_TARGET", target.Rust,
		"CARGO_TARGET_"+name+"_LINKER", target.Triple+"-gcc",
		"CARGO_TARGET_"+name+"_RUSTFLAGS", strings.Join(rustc, " "),
		"CARGO_TARGET_DIR", work+"/.build/target",
		"CARGO_BUILD_JOBS", "2",
		"PYO3_CROSS", "1",
		"PYO3_CROSS_PYTHON_VERSION", python.Version,
		"PYO3_PYTHON", python.Interpreter,
		"MATURIN_PEP517_ARGS", "--target "+target.Rust+" --compatibility linux",
	)
}
