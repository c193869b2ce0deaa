package wheel

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/rules/platform"
	"dbx/rules/wheel/gate"
	"dbx/rules/wheel/whl"
)

func waiveSchema() load.BlockSchema {
	return load.BlockSchema{
		Kind: "waive",
		Doc:  "Lets the wheel pass although a check fails.",
		Attrs: []load.Attr{
			{Name: "check", Type: cty.String, Required: true, Doc: "The check, as the table of checks names it."},
			{Name: "reason", Type: cty.String, Required: true, Doc: "Why that is right, for whoever reads the table."},
		},
	}
}

// waiver is a check whose failure someone takes upon them.
type waiver struct {
	Check  string `json:"check"`
	Reason string `json:"reason"`
}

// gated declares the checks of a wheel for what it is to be, each an action of
// its own, and returns the wheel as the gate lets it pass, and the report of all
// checks, which is there also if it does not.
func gated(c *analysis.Context, wheel graph.ArtifactID, want gate.Target) (passed, report graph.ArtifactID) {
	finished := graph.Input{Path: finishedDir, Artifact: wheel}
	report = judged(c, "ReportWheel", executor.OutputSpec{Path: "report.json"},
		append(verdicts(c, wheel, want), finished), "report-wheel@1", encoded(waivers(c)))
	passed = judged(c, "AdmitWheel", executor.OutputSpec{Path: "wheel", Kind: executor.OutputTree},
		[]graph.Input{{Path: "report.json", Artifact: report}, finished}, "admit-wheel@1")
	return passed, report
}

// verdicts declares all checks, and returns what they say as inputs.
func verdicts(c *analysis.Context, wheel graph.ArtifactID, want gate.Target) []graph.Input {
	var all []graph.Input
	say := func(check string, inputs []graph.Input, args ...string) {
		at := "checks/" + check + ".json"
		verdict := judged(c, "Check"+strings.ToUpper(check[:1])+check[1:], executor.OutputSpec{Path: at}, inputs, args...)
		all = append(all, graph.Input{Path: at, Artifact: verdict})
	}
	target := encoded(want)
	for _, check := range gate.Checks() {
		inputs := []graph.Input{{Path: finishedDir, Artifact: wheel}}
		if p, ok := platform.Of(c); ok && check.Sysroot && !want.Anywhere && p.Image != nil {
			inputs = append(inputs, graph.Input{Path: sysrootDir, Artifact: sysroot(c, p, want.Libraries)})
		}
		say(check.Name, inputs, "check-wheel@1", check.Name, target)
	}
	if left := tried(c, wheel); left != nil {
		say(gate.SmokeName, left, "smoke-wheel@1")
	}
	return all
}

// judged declares a builtin with one output.
func judged(c *analysis.Context, mnemonic string, output executor.OutputSpec, inputs []graph.Input, args ...string) graph.ArtifactID {
	return c.Declare(graph.Action{
		Mnemonic: mnemonic,
		Command:  executor.Command{Kind: executor.Builtin, Args: args, Outputs: []executor.OutputSpec{output}},
		Inputs:   inputs,
	})[0]
}

func encoded(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic("BUG: arguments of a builtin: " + err.Error())
	}
	return string(text)
}

// waivers returns what the blocks of that name say.
func waivers(c *analysis.Context) []waiver {
	names := gate.Names()
	all := []waiver{}
	for _, block := range c.Target.BlocksOf("waive") {
		w := waiver{block.Attr("check").Text(), strings.TrimSpace(block.Attr("reason").Text())}
		switch at := block.Attr("check"); {
		case !slices.Contains(names, w.Check):
			c.Errorf(at.Range, "Unknown check", "There is no check %q; there are %s.", w.Check, strings.Join(names, ", "))
		case w.Reason == "":
			c.Errorf(block.Attr("reason").Range, "No reason", "Say why the wheel is right although the check %s fails.", w.Check)
		case slices.ContainsFunc(all, func(o waiver) bool { return o.Check == w.Check }):
			c.Errorf(at.Range, "Waived twice", "The check %s has one reason.", w.Check)
		}
		all = append(all, w)
	}
	return all
}

// expected is what the target's block and its platform say of the wheel.
func expected(c *analysis.Context) gate.Target {
	t := gate.Target{
		Name:       project(c.Target),
		Version:    c.Target.Attr("version").Text(),
		Extensions: c.Target.Attr("extensions").Texts(),
		TopLevels:  c.Target.Attr("top_levels").Texts(),
		Libraries:  c.Target.Attr("shared_libraries").Texts(),
	}
	target, ok := platform.Of(c)
	if !ok || c.Target.Axis(load.PlatformAxis) == load.AnyPlatform {
		t.Anywhere = true
		return t
	}
	python := platform.PythonOf(c)
	t.PlatformTags = tagsOf(c, target)
	t.Platform = whl.Platform{Arch: target.Arch, Variant: target.Variant, FloatABI: target.FloatABI}
	t.MaxGlibc, t.Triple = target.MaxGlibc, target.Triple
	t.Python, t.ABI = python.Tag, python.ABI
	return t
}
