package schedule

import (
	"container/heap"

	"dbx/engine/graph"
	"dbx/executor"
)

// state is where an action stands. It only moves forward, except that a done
// producer whose blobs vanished becomes ready once more.
type state uint8

const (
	unwanted state = iota
	waiting        // for producers
	ready
	running
	done
	failed
	skipped
)

// pool is a set of slots of its own.
type pool uint8

const (
	computing pool = iota
	fetching
	pools
)

// table holds the progress of every action, beside the graph. Its methods are
// the only way to change a state.
type table struct {
	graph   *graph.Graph
	state   []state
	pending []int32  // producers that are not done
	urgency []uint32 // weight of the heaviest path to a requested action
	reruns  map[graph.ActionID]int
	queue   [pools]queue
	wanted  int
}

func newTable(g *graph.Graph, want []graph.ActionID) *table {
	t := &table{
		graph:   g,
		state:   make([]state, g.Len()),
		pending: make([]int32, g.Len()),
		urgency: make([]uint32, g.Len()),
		reruns:  map[graph.ActionID]int{},
	}
	for p := range t.queue {
		t.queue[p].urgency = t.urgency
	}
	for _, id := range want {
		t.state[id] = waiting
	}
	// Numbers follow dependency order, so one pass from the back sees every
	// consumer before its producers.
	for i := g.Len() - 1; i >= 0; i-- {
		if t.state[i] == unwanted {
			continue
		}
		t.wanted++
		t.urgency[i] += weight(g.Action(graph.ActionID(i)))
		for _, from := range g.Edges().In(int32(i)) {
			t.state[from] = waiting
			t.urgency[from] = max(t.urgency[from], t.urgency[i])
		}
	}
	for i := range t.state {
		if t.state[i] == waiting {
			t.pending[i] = int32(len(g.Edges().In(int32(i))))
			t.release(graph.ActionID(i))
		}
	}
	return t
}

// planned returns the wanted actions, producers before consumers.
func (t *table) planned() []graph.ActionID {
	ids := make([]graph.ActionID, 0, t.wanted)
	for i, s := range t.state {
		if s != unwanted {
			ids = append(ids, graph.ActionID(i))
		}
	}
	return ids
}

// weight is a guess of how long an action takes, in no unit: only the order
// of sums matters.
func weight(a *graph.Action) uint32 {
	if a.Kind == executor.Exec {
		return 10
	}
	return 1
}

func (t *table) pool(id graph.ActionID) pool {
	if t.graph.Action(id).Kind == executor.Fetch {
		return fetching
	}
	return computing
}

func (t *table) release(id graph.ActionID) {
	if t.state[id] == waiting && t.pending[id] == 0 {
		t.state[id] = ready
		heap.Push(&t.queue[t.pool(id)], id)
	}
}

// next takes the most urgent ready action of a pool.
func (t *table) next(p pool) (graph.ActionID, bool) {
	for t.queue[p].Len() > 0 {
		id := heap.Pop(&t.queue[p]).(graph.ActionID)
		if t.state[id] == ready {
			t.state[id] = running
			return id, true
		}
	}
	return 0, false
}

func (t *table) succeed(id graph.ActionID) {
	t.state[id] = done
	for _, to := range t.graph.Edges().Out(int32(id)) {
		if t.state[to] != waiting {
			continue // unwanted, or done before this producer ran again
		}
		t.pending[to]--
		t.release(graph.ActionID(to))
	}
}

// fail marks the action failed and returns every wanted action behind it,
// now skipped.
func (t *table) fail(id graph.ActionID) []graph.ActionID {
	t.state[id] = failed
	var behind []graph.ActionID
	stack := []int32{int32(id)}
	for len(stack) > 0 {
		from := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, to := range t.graph.Edges().Out(from) {
			if t.state[to] == waiting || t.state[to] == ready {
				t.state[to] = skipped
				behind = append(behind, graph.ActionID(to))
				stack = append(stack, to)
			}
		}
	}
	return behind
}

// abandon marks an action that was interrupted.
func (t *table) abandon(id graph.ActionID) { t.state[id] = skipped }

// rerun puts an action back to wait for its producers, which become ready
// again: those whose results are still whole will be answered by the cache.
// It reports false if that was tried too often.
func (t *table) rerun(id graph.ActionID) bool {
	if t.reruns[id]++; t.reruns[id] > maxReruns {
		return false
	}
	t.state[id] = waiting
	t.pending[id] = 0
	for _, from := range t.graph.Edges().In(int32(id)) {
		producer := graph.ActionID(from)
		if t.state[producer] == done {
			t.requeue(producer)
		} else {
			t.pending[id]++ // on its way again already, for another consumer
		}
	}
	t.release(id)
	return true
}

// requeue makes a done action ready again; consumers that wait for nothing
// else must wait for it once more, so that none starts on what is gone.
func (t *table) requeue(id graph.ActionID) {
	for _, to := range t.graph.Edges().Out(int32(id)) {
		if t.state[to] == waiting || t.state[to] == ready {
			t.state[to] = waiting
			t.pending[to]++
		}
	}
	t.state[id] = waiting
	t.pending[id] = 0
	t.release(id)
}

// queue is a heap of ready actions, most urgent first, then in the graph's
// order.
type queue struct {
	ids     []graph.ActionID
	urgency []uint32
}

func (q *queue) Len() int { return len(q.ids) }
func (q *queue) Less(i, j int) bool {
	a, b := q.ids[i], q.ids[j]
	if q.urgency[a] != q.urgency[b] {
		return q.urgency[a] > q.urgency[b]
	}
	return a < b
}
func (q *queue) Swap(i, j int) { q.ids[i], q.ids[j] = q.ids[j], q.ids[i] }
func (q *queue) Push(x any)    { q.ids = append(q.ids, x.(graph.ActionID)) }
func (q *queue) Pop() any {
	last := q.ids[len(q.ids)-1]
	q.ids = q.ids[:len(q.ids)-1]
	return last
}
