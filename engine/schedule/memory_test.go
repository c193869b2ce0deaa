package schedule_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	"dbx/engine/graph"
	"dbx/engine/schedule"
	"dbx/executor"
)

// BenchmarkMemory reports what graphs and their runs keep of memory: that it
// grows with the number of actions and no faster.
func BenchmarkMemory(b *testing.B) {
	for _, actions := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(actions), func(b *testing.B) {
			for b.Loop() {
				before := live()
				g := wide(b, actions)
				built := live()
				x := executor.Func(func(_ context.Context, s executor.Spawn) (executor.Result, error) {
					return executor.Result{Outputs: []executor.Output{{Path: s.Outputs[0].Path}}}, nil
				})
				report, err := schedule.Run(b.Context(), g, everything(g), options(x, nil))
				if err != nil || len(report.Failures) > 0 {
					b.Fatal(err)
				}
				ran := live()
				runtime.KeepAlive(g)
				runtime.KeepAlive(report)
				b.ReportMetric(float64(built-before)/float64(actions), "graph-B/action")
				b.ReportMetric(float64(ran-before)/float64(actions), "all-B/action")
			}
		})
	}
}

// live returns the bytes of the heap that are in use.
func live() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// wide is a graph of actions with up to four inputs each.
func wide(tb testing.TB, actions int) *graph.Graph {
	tb.Helper()
	builder := graph.NewBuilder()
	outs := make([]graph.ArtifactID, 0, actions)
	for i := range actions {
		a := graph.Action{Command: executor.Command{
			Args:    []string{"x"},
			Outputs: []executor.OutputSpec{{Path: fmt.Sprint("out", i)}},
		}}
		for k := range min(4, i) {
			a.Inputs = append(a.Inputs, graph.Input{Path: fmt.Sprint("in/", k), Artifact: outs[(i*7+k*13)%i]})
		}
		made, err := builder.Declare(a)
		if err != nil {
			tb.Fatal(err)
		}
		outs = append(outs, made[0])
	}
	return builder.Freeze()
}
