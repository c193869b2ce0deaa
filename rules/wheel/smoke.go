package wheel

import (
	"context"
	_ "embed"
	"fmt"
	"io/fs"
	"os"
	"time"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/executor"
	"dbx/rules/platform"
	"dbx/rules/wheel/gate"
)

// smoke is the program that tries a wheel in a system of its platform.
//
//go:embed smoke.py
var smoke string

// smokeTimeout is how long a trial may take, which emulation makes slow.
const smokeTimeout = 10 * time.Minute

const (
	smokeScript = "smoke.py" // input: the target's own script
	smokeLog    = "smoke.log"
	smokeStatus = "smoke.status"
)

// smokeOptions are what that program is told.
type smokeOptions struct {
	Imports []string `json:"imports"` // null for all that stands at the top
	Script  string   `json:"script,omitempty"`
}

// tried declares the action in which the target's own pip installs the wheel
// and its own Python imports it, and returns what the check smoke looks at;
// nothing where there is no system to try it in, or nothing to try.
func tried(c *analysis.Context, wheel graph.ArtifactID) []graph.Input {
	imports, script := c.Target.Attr("imports"), c.Target.Attr("smoke")
	target, ok := platform.Of(c)
	if !ok || target.Runtime == nil || imports.IsSet() && len(imports.Texts()) == 0 && !script.IsSet() {
		return nil
	}
	if !target.Runtime.CanRun(c, c.Target.Range) {
		return nil
	}
	inputs := []graph.Input{{Path: finishedDir, Artifact: wheel}}
	python := platform.PythonOf(c)
	for i, w := range wheelsFor(c, c.Target.Attr("requires"), python) {
		inputs = append(inputs, graph.Input{Path: fmt.Sprintf("requires/%04d", i), Artifact: w.tree})
	}
	told := smokeOptions{Imports: imports.Texts()}
	if script.IsSet() {
		told.Script = executor.WorkDir + "/" + smokeScript
		inputs = append(inputs, graph.Input{Path: smokeScript, Artifact: c.Source(script.Text())})
	}
	left := c.Declare(graph.Action{
		Mnemonic: "TryWheel",
		Command: executor.Command{
			Args:    []string{python.Interpreter, "-c", smoke, encoded(told)},
			Env:     target.Runtime.CommandEnv(),
			Outputs: []executor.OutputSpec{{Path: smokeLog}, {Path: smokeStatus}},
			User:    target.Runtime.CommandUser(),
			Timeout: smokeTimeout,
		},
		Inputs: inputs,
		Rootfs: target.Runtime.Rootfs(),
	})
	return []graph.Input{{Path: smokeLog, Artifact: left[0]}, {Path: smokeStatus, Artifact: left[1]}}
}

// Smoke is smoke-wheel@1: it leaves the verdict of the check smoke as
// outputs[0], by what a trial left: smoke.log and smoke.status.
func Smoke(_ context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	if len(args) != 0 || len(outputs) != 1 {
		return failf("want no arguments and one output, have %q and %q", args, outputs)
	}
	status, err := fs.ReadFile(in, smokeStatus)
	if err != nil {
		return err
	}
	log, err := fs.ReadFile(in, smokeLog)
	if err != nil {
		return err
	}
	return leaveJSON(out, outputs[0], gate.Tried(string(status), string(log)))
}
