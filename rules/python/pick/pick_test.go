package pick_test

import (
	"strings"
	"testing"

	"dbx/rules/python/index"
	"dbx/rules/python/pick"
	"dbx/rules/python/tags"
	"dbx/rules/wheel/whl"
)

func named(names ...string) []index.File {
	var files []index.File
	for _, name := range names {
		files = append(files, index.File{Name: name})
	}
	return files
}

func cp311(platform ...string) []whl.Tag {
	return tags.Target{Version: "3.11", Python: "cp311", ABIs: []string{"cp311"}, Platforms: tags.Platform{Tags: platform}.Compatible()}.Supported()
}

func TestWheel(t *testing.T) {
	for name, tt := range map[string]struct {
		files []index.File
		want  string
	}{
		"the Python's own before the stable ABI's": {named("thing-1.0-cp37-abi3-win32.whl", "thing-1.0-cp311-cp311-win32.whl", "thing-1.0-py3-none-any.whl"), "thing-1.0-cp311-cp311-win32.whl"},
		"the stable ABI before none":               {named("thing-1.0-py3-none-win32.whl", "thing-1.0-py3-none-any.whl", "thing-1.0-cp37-abi3-win32.whl"), "thing-1.0-cp37-abi3-win32.whl"},
		"a newer stable ABI first":                 {named("thing-1.0-cp37-abi3-win32.whl", "thing-1.0-cp39-abi3-win32.whl", "thing-1.0-cp312-abi3-win32.whl"), "thing-1.0-cp39-abi3-win32.whl"},
		"the greater build":                        {named("thing-1.0-2-py3-none-any.whl", "thing-1.0-10-py3-none-any.whl", "thing-1.0-10a-py3-none-any.whl", "thing-1.0-py3-none-any.whl"), "thing-1.0-10a-py3-none-any.whl"},
		"a version written otherwise":              {named("thing-1.0.0-py3-none-any.whl", "thing-1.0.1-py3-none-any.whl"), "thing-1.0.0-py3-none-any.whl"},
		"a name written otherwise":                 {named("Thing-1.0-py2.py3-none-any.whl", "thing_2-1.0-py3-none-win32.whl"), "Thing-1.0-py2.py3-none-any.whl"},
		"not what was yanked":                      {[]index.File{{Name: "thing-1.0-cp311-cp311-win32.whl", Yanked: true}, {Name: "thing-1.0-py3-none-any.whl"}}, "thing-1.0-py3-none-any.whl"},
		"not for another Python":                   {[]index.File{{Name: "thing-1.0-cp311-cp311-win32.whl", RequiresPython: ">=3.12"}, {Name: "thing-1.0-py3-none-any.whl", RequiresPython: ">=3.7"}}, "thing-1.0-py3-none-any.whl"},
		"a range that is none":                     {[]index.File{{Name: "thing-1.0-py3-none-any.whl", RequiresPython: "3.7"}}, "thing-1.0-py3-none-any.whl"},
	} {
		got, err := pick.Wheel(tt.files, pick.Want{Project: "thing", Version: "1.0", Tags: cp311("win32"), Python: "3.11"})
		if err != nil || got.Name != tt.want {
			t.Errorf("%s: %s, %v; want %s", name, got.Name, err, tt.want)
		}
		chosen, err := whl.ParseName(tt.want)
		if err != nil || !pick.Fits(chosen, cp311("win32")) || pick.Fits(chosen, nil) {
			t.Errorf("%s: whether it fits is told wrongly", name)
		}
	}
}

func TestNoWheel(t *testing.T) {
	for name, tt := range map[string]struct {
		files []index.File
		want  []string
	}{
		"nothing":    {nil, []string{"the index has no wheel of thing 1.0"}},
		"versions":   {named("thing-1.1.tar.gz", "thing-1.1-py3-none-any.whl", "thing-2.0.zip", "other-3.zip"), []string{"it has 2.0, 1.1"}},
		"tags":       {named("thing-1.0-cp311-cp311-win_amd64.whl"), []string{"would like cp311-cp311-win32 best", "\n  thing-1.0-cp311-cp311-win_amd64.whl"}},
		"yanked":     {[]index.File{{Name: "thing-1.0-py3-none-any.whl", Yanked: true, Reason: "eats data"}}, []string{"thing-1.0-py3-none-any.whl (yanked: eats data)"}},
		"yanked so":  {[]index.File{{Name: "thing-1.0-py3-none-any.whl", Yanked: true}}, []string{"(yanked: whoever published it took it back)"}},
		"the Python": {[]index.File{{Name: "thing-1.0-py3-none-any.whl", RequiresPython: ">=3.12"}}, []string{"(for Python >=3.12)"}},
		"many":       {named(strings.Split(strings.Repeat("thing-1.0-cp38-cp38-win32.whl ", 11), " ")...), []string{"… and 3 more"}},
	} {
		_, err := pick.Wheel(tt.files, pick.Want{Project: "thing", Version: "1.0", Tags: cp311("win32"), Python: "3.11"})
		for _, want := range tt.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %q", name, err, want)
			}
		}
	}
}

func TestSdist(t *testing.T) {
	for _, tt := range []struct {
		files []index.File
		want  string // the file, or part of the error
	}{
		{named("my-thing-1.0.zip", "my-thing-1.0.tar.gz", "my_thing-1.0-py3-none-any.whl"), "my-thing-1.0.tar.gz"},
		{named("My.Thing-1.0.0.zip", "my_thing_more-1.0.tar.gz"), "My.Thing-1.0.0.zip"},
		{named("my-thing-extra-1.0.tar.gz", "my-thing-1.1.tar.gz"), "no source archive of my-thing 1.0; it has 1.1"},
		{[]index.File{{Name: "my_thing-1.0.tar.gz", Yanked: true, Reason: "wrong file"}}, "my_thing-1.0.tar.gz (yanked: wrong file)"},
		{[]index.File{{Name: "my_thing-1.0.tar.gz", Yanked: true}, {Name: "my_thing-1.0.zip"}}, "my_thing-1.0.zip"},
	} {
		got, err := pick.Sdist(tt.files, "my-thing", "1.0")
		if text := got.Name; err == nil && text != tt.want || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q, %v; want %q", text, err, tt.want)
		}
	}
}
