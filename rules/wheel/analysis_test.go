package wheel_test

import (
	"testing"

	"dbx/engine/analysis"
	"dbx/engine/analysis/analysistest"
	"dbx/rules"
	"dbx/rules/lock"
)

func TestAnalysis(t *testing.T) {
	analysistest.Suite{Rules: func(text []byte) ([]analysis.Rule, error) {
		locked, err := lock.Parse(text, "dbx.lock.hcl")
		return rules.All(locked, nil, "https://index.example.org/simple/"), err
	}}.Run(t, "testdata/analysis/*.txtar")
}
