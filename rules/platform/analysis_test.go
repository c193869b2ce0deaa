package platform_test

import (
	"fmt"
	"testing"

	"dbx/engine/analysis"
	"dbx/engine/analysis/analysistest"
	"dbx/rules"
	"dbx/rules/lock"
	"dbx/rules/platform"
)

func TestMain(m *testing.M) { analysistest.Main(m) }

func TestAnalysis(t *testing.T) {
	analysistest.Suite{Rules: func(text []byte) ([]analysis.Rule, error) {
		locked, err := lock.Parse(text, "dbx.lock.hcl")
		return rules.All(locked, []string{"https://mirror.example.org/debian/"}), err
	}, Describe: describe}.Run(t, "testdata/analysis/*.txtar")
}

func describe(p analysis.Provider) string {
	switch p := p.(type) {
	case *platform.Platform:
		toolchain := "no image"
		if p.Image != nil {
			toolchain = fmt.Sprintf("an image of %d layers for %s", len(p.Image.Layers), p.Image.Arch)
		}
		return fmt.Sprintf("%s: %s/%s/%s, float %q, %s, tags %q, python %q, env %v, %s",
			p.Name, p.OS, p.Arch, p.Variant, p.FloatABI, p.Triple, p.WheelTags, p.Sysconfig, p.Env, toolchain)
	case *platform.Python:
		return fmt.Sprintf("%+v", *p)
	}
	return ""
}
