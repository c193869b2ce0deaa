package executor

import (
	"context"
	"errors"
	"strings"
	"testing"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/cache/merkle"
)

// leaving is an executor that leaves one file, and counts its runs.
type leaving struct {
	store *cas.Mem
	text  string
	kind  merkle.Kind
	runs  int
	err   error
	fails bool
}

func (l *leaving) Execute(ctx context.Context, s Spawn) (Result, error) {
	l.runs++
	if l.fails {
		return Result{Status: Failed, ExitCode: 7}, l.err
	}
	d, err := l.store.Put(ctx, strings.NewReader(l.text))
	if err != nil || l.err != nil {
		return Result{}, errors.Join(err, l.err)
	}
	return Result{Outputs: []Output{{Path: "out", Kind: l.kind, Digest: d}}}, nil
}

// TestVerify: what is run again, what counts as the same, and what becomes of
// the result.
func TestVerify(t *testing.T) {
	gone := errors.New("the disk is gone")
	for name, test := range map[string]struct {
		spawn  Spawn
		first  leaving
		second leaving
		again  int    // runs of the second
		want   string // of its outcome
		err    error
	}{
		"the same":                    {first: leaving{text: "a"}, second: leaving{text: "a"}, again: 1},
		"other bytes":                 {first: leaving{text: "a"}, second: leaving{text: "b"}, again: 1, want: `out: line 1: "a" and "b"; kept`},
		"another mode":                {first: leaving{text: "a"}, second: leaving{text: "a", kind: merkle.Executable}, again: 1, want: "out: a file and an executable file; kept"},
		"a failure":                   {first: leaving{text: "a"}, second: leaving{fails: true}, again: 1, want: "failed: exit code 7"},
		"the first fails":             {first: leaving{fails: true}},
		"a machine that is not there": {first: leaving{text: "a"}, second: leaving{err: gone}, again: 1, err: gone},
		"no cache":                    {spawn: Spawn{Info: Info{NoCache: true}}, first: leaving{text: "a"}, second: leaving{text: "b"}},
		"a fetch":                     {spawn: Spawn{Command: Command{Kind: Fetch}}, first: leaving{text: "a"}, second: leaving{text: "b"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // each waits for another second
			store := cas.NewMem()
			test.first.store, test.second.store = store, store
			e := WithVerify(&test.first, Verification{Repeaters: []Repeater{{Executor: &test.second}}, Blobs: store, Keep: keepNothing})
			result, err := e.Execute(t.Context(), test.spawn)
			if !errors.Is(err, test.err) || test.second.runs != test.again {
				t.Fatalf("%v, %d second runs", err, test.second.runs)
			}
			if err == nil && outcome(result) != test.want {
				t.Errorf("got %q, want %q", outcome(result), test.want)
			}
		})
	}
}

func keepNothing(context.Context, Spawn, Result, Result) (string, error) { return "kept", nil }

// outcome is what a result's second runs came to, in a line.
func outcome(r Result) string {
	var lines []string
	for _, again := range r.Repetitions {
		if again.Failure != "" {
			lines = append(lines, "failed: "+again.Failure)
		}
		for _, f := range again.Findings {
			lines = append(lines, f.Output+": "+f.What)
		}
		if again.Kept != "" {
			lines = append(lines, again.Kept)
		}
	}
	return strings.Join(lines, "; ")
}

// TestVerifyTrees: files that only one run left, links, and many files.
func TestVerifyTrees(t *testing.T) {
	store := cas.NewMem()
	tree := func(files map[string]string) []Output {
		b := merkle.NewBuilder()
		for name, text := range files {
			d, err := store.Put(t.Context(), strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if err := b.File(name, d, false); err != nil {
				t.Fatal(err)
			}
		}
		root, err := b.Root(t.Context(), store)
		if err != nil {
			t.Fatal(err)
		}
		return []Output{{Path: "tree", Kind: merkle.Dir, Digest: root}}
	}
	found, err := compareOutputs(t.Context(), store,
		tree(map[string]string{"same": "x", "d/one": "1", "d/two": "a\nb\n"}),
		tree(map[string]string{"same": "x", "e": "2", "d/two": "a\nc\n"}))
	got := outcome(Result{Repetitions: []Repetition{{Findings: found}}})
	want := `tree/d/one: only in the first run: a file; tree/d/two: line 2: "b" and "c"; tree/e: only in the second run: a file`
	if err != nil || got != want {
		t.Errorf("got %s, %v\nwant %s", got, err, want)
	}
}

// TestVerifyCached: what the cache answers is compared, and a lie is found.
func TestVerifyCached(t *testing.T) {
	store, results := cas.NewMem(), actioncache.NewMem()
	lie, err := store.Put(t.Context(), strings.NewReader("a lie"))
	if err != nil {
		t.Fatal(err)
	}
	s := Spawn{Command: Command{Args: []string{"x"}}}
	entry := encodeEntry(Result{Outputs: []Output{{Path: "out", Digest: lie}}})
	if err := results.Record(t.Context(), s.Key(), entry); err != nil {
		t.Fatal(err)
	}
	honest := &leaving{store: store, text: "the truth"}
	e := WithVerify(WithCache(honest, results, store), Verification{Repeaters: []Repeater{{Executor: honest}}, Blobs: store, Keep: keepNothing})
	r, err := e.Execute(t.Context(), s)
	if err != nil || !r.Cached || r.Outputs[0].Digest != lie || outcome(r) != `out: line 1: "a lie" and "the truth"; kept` {
		t.Errorf("got %+v, %v", r, err)
	}
}
