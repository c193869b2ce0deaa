package graph_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/graph/topo"

	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/executor"
)

func action(t *testing.T, name string, inputs ...graph.Input) graph.Action {
	t.Helper()
	owner, err := label.Parse("//p:" + name)
	if err != nil {
		t.Fatal(err)
	}
	return graph.Action{
		Owner:    owner,
		Mnemonic: "Test",
		Command:  executor.Command{Args: []string{"true"}, Outputs: []executor.OutputSpec{{Path: "out"}}},
		Inputs:   inputs,
	}
}

func TestDeclareSortsAndKeepsItsOwnCopy(t *testing.T) {
	b := graph.NewBuilder()
	a := action(t, "a", graph.Input{Path: "z", Artifact: b.Source("z")}, graph.Input{Path: "y", Artifact: b.Source("y")})
	a.Outputs = []executor.OutputSpec{{Path: "o2"}, {Path: "o1", Kind: executor.OutputTree}}
	made, err := b.Declare(a)
	if err != nil {
		t.Fatal(err)
	}
	a.Args[0] = "changed"
	a.Outputs[0].Path = "changed"
	g := b.Freeze()
	got := g.Action(0)
	if got.Args[0] != "true" || got.Outputs[0].Path != "o1" || got.Outputs[1].Path != "o2" || got.Inputs[0].Path != "y" {
		t.Errorf("declared %+v", got)
	}
	if first := g.Artifact(made[0]); first.Path != "o1" || first.Kind != executor.OutputTree || first.Producer != 0 {
		t.Errorf("first output is %+v", first)
	}
}

func TestDeclareRefuses(t *testing.T) {
	source := func(path string, mode executor.Mode) func(*graph.Builder, *graph.Action) {
		return func(b *graph.Builder, a *graph.Action) {
			a.Inputs = append(a.Inputs, graph.Input{Path: path, Artifact: b.Source("s"), Mode: mode})
		}
	}
	output := func(path string) func(*graph.Builder, *graph.Action) {
		return func(_ *graph.Builder, a *graph.Action) {
			a.Outputs = append(a.Outputs, executor.OutputSpec{Path: path})
		}
	}
	env := func(name, value string) func(*graph.Builder, *graph.Action) {
		return func(_ *graph.Builder, a *graph.Action) {
			a.Env = append(a.Env, executor.EnvVar{Name: name, Value: value})
		}
	}
	type edit = func(*graph.Builder, *graph.Action)
	for _, test := range []struct {
		name  string
		edits []edit
		want  string
	}{
		{"absolute input", []edit{source("/etc/passwd", executor.ReadOnly)}, "clean relative path"},
		{"escaping input", []edit{source("../x", executor.ReadOnly)}, "clean relative path"},
		{"unclean output", []edit{output("a//b")}, "clean relative path"},
		{"input twice", []edit{source("a", executor.ReadOnly), source("a", executor.ReadOnly)}, "at or below"},
		{"input in input", []edit{source("a", executor.ReadOnly), source("a-b", executor.ReadOnly), source("a/b", executor.ReadOnly)}, "at or below"},
		{"output twice", []edit{output("out")}, "declared twice"},
		{"output in output", []edit{output("out-b"), output("out/b")}, "output out/b lies in output out"},
		{"output in read-only input", []edit{source("out/x", executor.ReadOnly)}, "shares its first folder"},
		{"scratch beside read-only", []edit{source("a/x", executor.Scratch), source("a/y", executor.ReadOnly)}, "shares its first folder"},
		{"layer of a builder", []edit{func(_ *graph.Builder, a *graph.Action) {
			a.User = executor.Builder
			a.Outputs = append(a.Outputs, executor.OutputSpec{Path: "layer", Kind: executor.OutputLayer})
		}}, "only root leaves a layer"},
		{"escaping directory", []edit{func(_ *graph.Builder, a *graph.Action) { a.Dir = "../x" }}, "clean path"},
		{"unclean directory", []edit{func(_ *graph.Builder, a *graph.Action) { a.Dir = "/a//b" }}, "clean path"},
		{"env twice", []edit{env("A", "1"), env("A", "2")}, "set twice"},
		{"env name", []edit{env("A=B", "1")}, "not a valid"},
		{"no command", []edit{func(_ *graph.Builder, a *graph.Action) { a.Args = nil }}, "no command"},
		{"no outputs", []edit{func(_ *graph.Builder, a *graph.Action) { a.Kind, a.Outputs = executor.Builtin, nil }}, "no outputs"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := graph.NewBuilder()
			a := action(t, "a")
			for _, edit := range test.edits {
				edit(b, &a)
			}
			_, err := b.Declare(a)
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "//p:a") {
				t.Errorf("got %v, want an error for //p:a that says %q", err, test.want)
			}
		})
	}
}

func TestTwoProducers(t *testing.T) {
	b := graph.NewBuilder()
	if _, err := b.Declare(action(t, "a")); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Declare(action(t, "b")); err != nil {
		t.Errorf("another target may have the same output: %v", err)
	}
	if _, err := b.Declare(action(t, "a")); err == nil || !strings.Contains(err.Error(), "also produced") {
		t.Errorf("got %v for a second producer", err)
	}
}

// TestAdjacency compares rows, gonum's view and reachability with a plain set
// of pairs, on random graphs.
func TestAdjacency(t *testing.T) {
	for seed := range 50 {
		r := rand.New(rand.NewPCG(uint64(seed), 3))
		n := 1 + r.IntN(20)
		pairs := map[graph.Edge]bool{}
		var edges []graph.Edge
		for range r.IntN(60) {
			e := graph.Edge{From: int32(r.IntN(n)), To: int32(r.IntN(n))}
			if e.From < e.To {
				pairs[e] = true
				edges = append(edges, e)
			}
		}
		a := graph.NewAdjacency(n, edges)
		total := 0
		for i := range int32(n) {
			total += len(a.Out(i))
			for j := range int32(n) {
				want := pairs[graph.Edge{From: i, To: j}]
				if slices.Contains(a.Out(i), j) != want || slices.Contains(a.In(j), i) != want ||
					a.HasEdgeFromTo(int64(i), int64(j)) != want || (a.Edge(int64(i), int64(j)) != nil) != want {
					t.Fatalf("seed %d: edge %d→%d: want %v", seed, i, j, want)
				}
			}
			if got := a.From(int64(i)).Len(); got != len(a.Out(i)) {
				t.Fatalf("seed %d: gonum sees %d edges from %d", seed, got, i)
			}
		}
		if total != len(pairs) {
			t.Fatalf("seed %d: %d edges, want %d", seed, total, len(pairs))
		}
		order, err := topo.Sort(a)
		if err != nil || len(order) != n {
			t.Fatalf("seed %d: topological order of %d nodes: %v, %v", seed, n, order, err)
		}
	}
}

func TestReach(t *testing.T) {
	a := graph.NewAdjacency(5, []graph.Edge{{From: 0, To: 1}, {From: 1, To: 2}, {From: 3, To: 2}})
	if got := fmt.Sprint(a.Reach([]int32{1}, a.Out)); got != "[false true true false false]" {
		t.Errorf("from 1: %s", got)
	}
	if got := fmt.Sprint(a.Reach([]int32{2}, a.In)); got != "[true true true true false]" {
		t.Errorf("to 2: %s", got)
	}
}

// TestGonumFindsCycles shows that gonum's algorithms work on an Adjacency.
func TestGonumFindsCycles(t *testing.T) {
	a := graph.NewAdjacency(4, []graph.Edge{{From: 0, To: 1}, {From: 1, To: 2}, {From: 2, To: 1}, {From: 2, To: 3}})
	_, err := topo.Sort(a)
	cycles, ok := err.(topo.Unorderable)
	if !ok || len(cycles) != 1 || len(cycles[0]) != 2 {
		t.Errorf("got %v, want the cycle of 1 and 2", err)
	}
}
