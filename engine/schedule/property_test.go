package schedule_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/engine/event"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/engine/schedule"
	"dbx/executor"
)

// modulus is small, so that changed inputs often give unchanged outputs and
// early cutoff has something to do.
const modulus = 5

// model is a build in its simplest form: numbers. It is the oracle, and shares
// nothing with the engine.
type model struct {
	sources []int
	actions []formula // each reads sources and earlier actions only
}

type formula struct {
	constant int
	sources  []int
	actions  []int
}

// inputs returns the values that an action reads, given those of all actions
// before it.
func (m *model) inputs(f formula, values []int) []int {
	var in []int
	for _, s := range f.sources {
		in = append(in, m.sources[s])
	}
	for _, a := range f.actions {
		in = append(in, values[a])
	}
	return in
}

func (f formula) eval(in []int) int {
	sum := f.constant
	for i, v := range in {
		sum += (i + 1) * v
	}
	return sum % modulus
}

func (m *model) clean() []int {
	values := make([]int, len(m.actions))
	for i, f := range m.actions {
		values[i] = f.eval(m.inputs(f, values))
	}
	return values
}

// identity says in words what an execution depends on.
func identity(f formula, in []int) string {
	return fmt.Sprint(f.constant, len(f.sources), in)
}

func randomModel(r *rand.Rand) *model {
	m := &model{}
	for range 1 + r.IntN(5) {
		m.sources = append(m.sources, r.IntN(100))
	}
	for i := range 1 + r.IntN(30) {
		m.actions = append(m.actions, randomFormula(r, m, i))
	}
	return m
}

func randomFormula(r *rand.Rand, m *model, before int) formula {
	f := formula{constant: r.IntN(100)}
	for s := range m.sources {
		if r.IntN(3) == 0 {
			f.sources = append(f.sources, s)
		}
	}
	for a := range before {
		if r.IntN(before) < 2 {
			f.actions = append(f.actions, a)
		}
	}
	return f
}

func (m *model) edit(r *rand.Rand) {
	switch r.IntN(3) {
	case 0:
		m.sources[r.IntN(len(m.sources))] = r.IntN(100)
	case 1:
		m.actions[r.IntN(len(m.actions))].constant = r.IntN(100)
	default:
		i := r.IntN(len(m.actions))
		m.actions[i] = randomFormula(r, m, i)
	}
}

func (m *model) graph(t *testing.T) (*graph.Graph, []graph.ArtifactID) {
	b := graph.NewBuilder()
	var outputs []graph.ArtifactID
	for i, f := range m.actions {
		a := graph.Action{
			Owner:    mustLabel(t, fmt.Sprintf("//p:a%d", i)),
			Mnemonic: "Sum",
			Command: executor.Command{
				Args:    []string{"sum", strconv.Itoa(f.constant)},
				Outputs: []executor.OutputSpec{{Path: "out"}},
			},
		}
		for n, s := range f.sources {
			path := fmt.Sprintf("in/%03d", n)
			a.Inputs = append(a.Inputs, graph.Input{Path: path, Artifact: b.Source(fmt.Sprintf("s%d", s))})
		}
		for n, from := range f.actions {
			path := fmt.Sprintf("in/%03d", len(f.sources)+n)
			a.Inputs = append(a.Inputs, graph.Input{Path: path, Artifact: outputs[from]})
		}
		made, err := b.Declare(a)
		if err != nil {
			t.Fatal(err)
		}
		outputs = append(outputs, made[0])
	}
	return b.Freeze(), outputs
}

// machine is where spawns run in these tests: arithmetic over a real store.
type machine struct {
	store cas.Store
	mu    sync.Mutex
	runs  []string
	after func() // called after each execution
}

func (x *machine) Execute(ctx context.Context, s executor.Spawn) (executor.Result, error) {
	if err := ctx.Err(); err != nil {
		return executor.Result{}, context.Cause(ctx)
	}
	f := formula{}
	f.constant, _ = strconv.Atoi(s.Args[1])
	var in []int
	for _, input := range s.Inputs {
		v, err := x.read(ctx, input.Digest)
		if err != nil {
			return executor.Result{}, err
		}
		in = append(in, v)
	}
	d, err := x.store.Put(ctx, strings.NewReader(strconv.Itoa(f.eval(in))))
	if err != nil {
		return executor.Result{}, err
	}
	x.mu.Lock()
	x.runs = append(x.runs, fmt.Sprint(f.constant, in))
	x.mu.Unlock()
	if x.after != nil {
		x.after()
	}
	return executor.Result{Outputs: []executor.Output{{Path: "out", Kind: merkle.File, Digest: d}}}, nil
}

func (x *machine) read(ctx context.Context, d digest.Digest) (int, error) {
	r, err := x.store.Open(ctx, d)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(string(b))
}

// workspace serves a model's sources.
type workspace struct {
	model *model
	store cas.Store
}

func (w workspace) Resolve(ctx context.Context, path string) (merkle.Kind, digest.Digest, error) {
	i, err := strconv.Atoi(strings.TrimPrefix(path, "s"))
	if err != nil {
		return 0, digest.Digest{}, err
	}
	d, err := w.store.Put(ctx, strings.NewReader(strconv.Itoa(w.model.sources[i])))
	return merkle.File, d, err
}

func mustLabel(t *testing.T, s string) label.Label {
	t.Helper()
	l, err := label.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func everything(g *graph.Graph) []graph.ActionID {
	ids := make([]graph.ActionID, g.Len())
	for i := range ids {
		ids[i] = graph.ActionID(i)
	}
	return ids
}

type bench struct {
	machine *machine
	cached  executor.Executor
}

func newBench() *bench {
	store := cas.NewMem()
	x := &machine{store: store}
	return &bench{x, executor.WithDedupe(executor.WithCache(x, actioncache.NewMem(), store))}
}

func (b *bench) build(ctx context.Context, t *testing.T, m *model) ([]int, error) {
	t.Helper()
	g, outputs := m.graph(t)
	report, err := schedule.Run(ctx, g, everything(g), schedule.Options{
		Jobs:     4,
		Executor: b.cached,
		Sources:  workspace{m, b.machine.store},
		Sink:     event.Func(func(event.Event) {}),
		Now:      time.Now,
	})
	if err != nil {
		return nil, err
	}
	for _, f := range report.Failures {
		return nil, fmt.Errorf("action %d: %v %w", f.Action, f.Result.Status, f.Err)
	}
	values := make([]int, len(outputs))
	for i, id := range outputs {
		out, ok := report.Output(id)
		if !ok {
			t.Fatalf("no output for action %d", i)
		}
		if values[i], err = b.machine.read(ctx, out.Digest); err != nil {
			t.Fatal(err)
		}
	}
	return values, nil
}

// TestIncrementalEqualsClean makes random builds and edits: each incremental
// build must give the numbers of a clean one, and run exactly the executions
// that no build before it has made.
func TestIncrementalEqualsClean(t *testing.T) {
	rounds := 300
	if testing.Short() {
		rounds = 60
	}
	for seed := range rounds {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		m, b := randomModel(r), newBench()
		known := map[string]bool{}
		for edit := range 8 {
			b.machine.runs = nil
			got, err := b.build(t.Context(), t, m)
			if err != nil {
				t.Fatalf("seed %d, edit %d: %v", seed, edit, err)
			}
			want := m.clean()
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("seed %d, edit %d: built %v, a clean build gives %v", seed, edit, got, want)
			}
			fresh := 0
			for _, f := range m.actions {
				if id := identity(f, m.inputs(f, want)); !known[id] {
					known[id] = true
					fresh++
				}
			}
			if len(b.machine.runs) > fresh {
				t.Fatalf("seed %d, edit %d: %d executions, %d needed: %v", seed, edit, len(b.machine.runs), fresh, b.machine.runs)
			}
			m.edit(r)
		}
	}
}

// TestInterruptedBuildsStayCorrect cancels builds at random moments; whatever
// they left behind, the next whole build must be right.
func TestInterruptedBuildsStayCorrect(t *testing.T) {
	interrupted := 0
	for seed := range 100 {
		r := rand.New(rand.NewPCG(uint64(seed), 2))
		m, b := randomModel(r), newBench()
		for range 4 {
			ctx, cancel := context.WithCancelCause(t.Context())
			left := r.IntN(len(m.actions) + 1)
			stop := errors.New("interrupted")
			var mu sync.Mutex
			b.machine.after = func() {
				mu.Lock()
				defer mu.Unlock()
				if left--; left <= 0 {
					cancel(stop)
				}
			}
			if _, err := b.build(ctx, t, m); err != nil {
				if !errors.Is(err, stop) {
					t.Fatalf("seed %d: interrupted build says %v", seed, err)
				}
				interrupted++
			}
			cancel(nil)
			b.machine.after = nil
			m.edit(r)
		}
		got, err := b.build(t.Context(), t, m)
		if want := m.clean(); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("seed %d: built %v, %v; a clean build gives %v", seed, got, err, want)
		}
	}
	if interrupted == 0 {
		t.Fatal("no build was interrupted")
	}
}
