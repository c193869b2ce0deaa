package unpack_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"dbx/executor/builtin"
	"dbx/rules/source/unpack"
)

// TestChangesRefused has what a queue or a list of patterns cannot mean.
func TestChangesRefused(t *testing.T) {
	plain := tree(fstest.MapFS{})
	for name, tt := range map[string]struct {
		fn   function
		in   fstest.MapFS
		args []string
		say  string
	}{
		"no series":      {unpack.Queue, plain, []string{"series=patches/series"}, "the queue has no file patches/series"},
		"no argument":    {unpack.Queue, plain, nil, "want series="},
		"wrong argument": {unpack.Queue, plain, []string{"skip=a"}, "want series="},
		"unknown":        {unpack.Queue, queueTree("one.patch\n"), []string{"series=patches/series", "x=y"}, "want skip="},
		"not beside":     {unpack.Queue, queueTree("none\n"), []string{"series=patches/series"}, "lists none, which is not beside it"},
		"escapes":        {unpack.Queue, queueTree("../x\n"), []string{"series=patches/series"}, "not a path below"},
		"option":         {unpack.Queue, queueTree("one.patch -R\n"), []string{"series=patches/series"}, "want NAME or NAME -pN"},
		"skip nothing":   {unpack.Queue, queueTree("one.patch\n"), []string{"series=patches/series", "skip=x"}, "it has one.patch"},
		"does not apply": {unpack.Queue, queueTree("bad\n"), []string{"series=patches/series"}, "bad: "},
		"no pattern":     {unpack.Exclude, plain, nil, "want patterns"},
		"no match":       {unpack.Exclude, plain, []string{"*.c"}, "nothing matches"},
		"bad pattern":    {unpack.Exclude, plain, []string{"[a"}, "pattern"},
		"whole tree":     {unpack.Exclude, plain, []string{"**"}, "the whole tree"},
	} {
		out, err := os.OpenRoot(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		err = tt.fn(t.Context(), tt.in, tt.args, out, []string{"out"})
		out.Close()
		var failure builtin.Failure
		if err == nil || !strings.Contains(err.Error(), tt.say) || !errors.As(err, &failure) {
			t.Errorf("%s: %v, want %q", name, err, tt.say)
		}
	}
}

func FuzzSeries(f *testing.F) {
	f.Add("one.patch -p1\n# x\n")
	f.Fuzz(func(t *testing.T, series string) {
		out, err := os.OpenRoot(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		err = unpack.Queue(t.Context(), queueTree(series), []string{"series=patches/series"}, out, []string{"out"})
		var failure builtin.Failure
		if err != nil && !errors.As(err, &failure) {
			t.Errorf("%q: %v is not the user's failure", series, err)
		}
	})
}
