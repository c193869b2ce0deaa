package image_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dbx/executor"
	"dbx/rules/image"
)

func TestMergeEnv(t *testing.T) {
	list := func(pairs ...string) []executor.EnvVar {
		var vars []executor.EnvVar
		for i := 0; i < len(pairs); i += 2 {
			vars = append(vars, executor.EnvVar{Name: pairs[i], Value: pairs[i+1]})
		}
		return vars
	}
	settings := func(appends bool, pairs ...string) []image.Setting {
		var all []image.Setting
		for _, v := range list(pairs...) {
			all = append(all, image.Setting{EnvVar: v, Append: appends})
		}
		return all
	}
	base := list("B", "base", "EMPTY", "")
	for name, tt := range map[string]struct{ want, got []executor.EnvVar }{
		"nothing":        {base, image.MergeEnv(base)},
		"sorted":         {list("A", "1", "B", "base", "EMPTY", "", "Z", "1"), image.MergeEnv(base, settings(false, "Z", "1", "A", "1"))},
		"replaced":       {list("B", "2", "EMPTY", ""), image.MergeEnv(base, settings(false, "B", "1"), settings(false, "B", "2"))},
		"appended":       {list("B", "base 1 2", "EMPTY", ""), image.MergeEnv(base, settings(true, "B", "1"), settings(true, "B", "2"))},
		"to nothing":     {list("B", "base", "EMPTY", "x", "NEW", "y"), image.MergeEnv(base, settings(true, "EMPTY", "x", "NEW", "y"))},
		"replaced later": {list("B", "2", "EMPTY", ""), image.MergeEnv(base, settings(true, "B", "1"), settings(false, "B", "2"))},
	} {
		if d := cmp.Diff(tt.want, tt.got); d != "" {
			t.Errorf("%s: -want +got:\n%s", name, d)
		}
	}
	if d := cmp.Diff(list("B", "base", "EMPTY", ""), base); d != "" {
		t.Errorf("the base was changed: -want +got:\n%s", d)
	}
}
