package group_test

import (
	"fmt"
	"testing"

	"dbx/engine/analysis"
	"dbx/engine/analysis/analysistest"
	"dbx/rules"
	"dbx/rules/group"
	"dbx/rules/lock"
)

func TestMain(m *testing.M) { analysistest.Main(m) }

func TestAnalysis(t *testing.T) {
	analysistest.Suite{Rules: func(text []byte) ([]analysis.Rule, error) {
		locked, err := lock.Parse(text, "dbx.lock.hcl")
		return rules.All(locked, []string{"https://mirror.example.org/debian/"}), err
	}, Describe: describe}.Run(t, "testdata/analysis/*.txtar")
}

func describe(p analysis.Provider) string {
	g, ok := p.(*group.Group)
	if !ok {
		return ""
	}
	return fmt.Sprintf("members %v, %d files", g.Members, len(g.Files()))
}
