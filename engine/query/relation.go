package query

import "slices"

// Functions about what refers to what.

func evalTargets(w *world, c *call) (set, error) { return c.args[0].eval(w) }

func evalDeps(w *world, c *call) (set, error) {
	of, err := c.args[0].eval(w)
	if err != nil {
		return nil, err
	}
	return w.within(of.ids(), w.edges.Out, c.depth(1)), nil
}

func evalRdeps(w *world, c *call) (set, error) {
	of, err := c.args[min(1, len(c.args)-1)].eval(w)
	if err != nil {
		return nil, err
	}
	found := w.within(of.ids(), w.edges.In, c.depth(2))
	if len(c.args) == 1 {
		return found, nil
	}
	universe, err := c.args[0].eval(w)
	if err != nil {
		return nil, err
	}
	inside := w.edges.Reach(universe.ids(), w.edges.Out)
	for id := range found {
		found[id] = found[id] && inside[id]
	}
	return found, nil
}

func evalPaths(w *world, c *call) (set, error) {
	from, err := c.args[0].eval(w)
	if err != nil {
		return nil, err
	}
	to, err := c.args[1].eval(w)
	if err != nil {
		return nil, err
	}
	between := set(w.edges.Reach(from.ids(), w.edges.Out))
	back := w.edges.Reach(to.ids(), w.edges.In)
	for id := range between {
		between[id] = between[id] && back[id]
	}
	if c.fn.name == "allpaths" {
		return between, nil
	}
	return w.shortest(from, to, between), nil
}

// shortest marks the targets of one shortest path, the first by label, and
// notes the path.
func (w *world) shortest(from, to, between set) set {
	cameFrom := map[int32]int32{}
	queue := from.ids()
	for _, id := range queue {
		cameFrom[id] = id
	}
	for ; len(queue) > 0; queue = queue[1:] {
		id := queue[0]
		if to[id] {
			found := make(set, len(w.targets))
			w.path = nil
			for ; !found[id]; id = cameFrom[id] {
				found[id] = true
				w.path = append(w.path, id)
			}
			slices.Reverse(w.path)
			return found
		}
		for _, next := range w.edges.Out(id) {
			if _, seen := cameFrom[next]; !seen && between[next] {
				cameFrom[next] = id
				queue = append(queue, next)
			}
		}
	}
	return make(set, len(w.targets))
}

// evalTests finds the tests among targets and the members of groups.
func evalTests(w *world, c *call) (set, error) {
	of, err := c.args[0].eval(w)
	if err != nil {
		return nil, err
	}
	members := func(id int32) []int32 {
		if w.targets[id].Kind != "group" {
			return nil
		}
		return w.edges.Out(id)
	}
	found := set(w.edges.Reach(of.ids(), members))
	for id := range found {
		found[id] = found[id] && w.targets[id].Kind == "test"
	}
	return found, nil
}
