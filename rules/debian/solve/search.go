package solve

import (
	"maps"

	"dbx/rules/debian/control"
	"dbx/rules/debian/repo"
)

// none is the frame of what is installed or asked for: it cannot be undone.
const none = -1

// maxPicks bounds the search. A request of a thousand packages that has an
// answer needs a few thousand.
const maxPicks = 500_000

// search goes depth first through needs, choosing for each that is not met
// yet, and goes back to the latest choice that had a part in a failure
// (conflict-directed backjumping, Prosser 1993). Where nothing fails this is
// the order in which apt marks packages.
type search struct {
	u       *Universe
	frames  []frame
	picks   map[string][]pick       // chosen packages by own and provided names
	refused map[string][]refusal    // what chosen packages refuse, by name
	dead    map[*candidate]*failure // what fails whatever else is chosen
	count   int
}

// pick is a chosen package and the frame that chose it.
type pick struct {
	*candidate
	frame int
}

// refusal is what a chosen package does not tolerate.
type refusal struct {
	control.Relation
	by pick
}

// frame is a need that something was chosen for.
type frame struct {
	need     *agenda
	options  []*candidate // still untried
	chosen   *candidate
	rejected []rejection
	blame    map[int]bool // frames that had a part in the rejections
}

// agenda is the list of needs to look at. It is never changed, so that going
// back is taking up an older one.
type agenda struct {
	group control.Alternatives
	owner pick // whose need it is; without a candidate if it was asked for
	// expand, instead of a group, stands for the needs of all that was asked
	// for, so that those packages are chosen before the first alternative is.
	expand bool
	next   *agenda
}

// run meets all needs, or explains the failure. An error is a broken index.
func (s *search) run(roots []control.Alternatives) (*failure, error) {
	todo := &agenda{expand: true}
	for i := len(roots) - 1; i >= 0; i-- {
		todo = &agenda{group: roots[i], owner: pick{frame: none}, next: todo}
	}
	for todo != nil {
		if todo.expand {
			todo = s.expandRoots(todo.next)
			continue
		}
		arch := s.u.native
		if todo.owner.candidate != nil {
			arch = todo.owner.arch
		}
		if s.met(todo.group, arch) {
			todo = todo.next
			continue
		}
		s.frames = append(s.frames, frame{need: todo, options: s.u.candidates(todo.group, arch), blame: map[int]bool{}})
		failed, err := s.advance()
		if failed != nil || err != nil {
			return failed, err
		}
		top := &s.frames[len(s.frames)-1]
		todo = top.need.next
		if top.need.owner.candidate != nil {
			todo = needsOf(pick{top.chosen, len(s.frames) - 1}, todo)
		}
	}
	return nil, nil
}

func (s *search) expandRoots(next *agenda) *agenda {
	for i := len(s.frames) - 1; i >= 0; i-- {
		next = needsOf(pick{s.frames[i].chosen, i}, next)
	}
	return next
}

func needsOf(p pick, next *agenda) *agenda {
	for i := len(p.needs) - 1; i >= 0; i-- {
		next = &agenda{group: p.needs[i], owner: p, next: next}
	}
	return next
}

// met reports whether something chosen satisfies the group.
func (s *search) met(group control.Alternatives, arch string) bool {
	for _, r := range group {
		for _, p := range s.picks[r.Name] {
			if s.u.satisfies(p.candidate, r, arch) {
				return true
			}
		}
	}
	return false
}

// advance chooses an option in the top frame, going back as far as needed.
func (s *search) advance() (*failure, error) {
	for {
		ok, err := s.choose(len(s.frames) - 1)
		if ok || err != nil {
			return nil, err
		}
		top := s.frames[len(s.frames)-1]
		failed := &failure{need: top.need, rejected: top.rejected}
		blame := top.blame
		blame[top.need.owner.frame] = true
		delete(blame, none)
		s.frames = s.frames[:len(s.frames)-1]
		back := none
		for i := range maps.Keys(blame) {
			back = max(back, i)
		}
		if back == none || s.count > maxPicks {
			failed.gaveUp = s.count > maxPicks
			return failed, nil
		}
		s.retreat(back, blame, failed)
	}
}

// retreat undoes everything down to and including the choice of a frame.
func (s *search) retreat(back int, blame map[int]bool, failed *failure) {
	for i := len(s.frames) - 1; i >= back; i-- {
		s.remove(s.frames[i].chosen)
	}
	s.frames = s.frames[:back+1]
	f := &s.frames[back]
	delete(blame, back)
	if len(blame) == 0 {
		s.dead[f.chosen] = failed
	}
	maps.Copy(f.blame, blame)
	f.rejected = append(f.rejected, rejection{option: f.chosen, because: failed})
	f.chosen = nil
}

// choose takes the next option that nothing chosen stands against.
func (s *search) choose(i int) (bool, error) {
	f := &s.frames[i]
	for len(f.options) > 0 {
		c := f.options[0]
		f.options = f.options[1:]
		if why := s.dead[c]; why != nil {
			f.rejected = append(f.rejected, rejection{option: c, because: why})
			continue
		}
		if err := c.parse(); err != nil {
			return false, err
		}
		if by, why := s.obstacle(c); why != "" {
			f.blame[by.frame] = true
			f.rejected = append(f.rejected, rejection{option: c, clash: why, with: by})
			continue
		}
		f.chosen = c
		s.count++
		return true, s.add(c, i)
	}
	return false, nil
}

// obstacle finds the oldest choice that c cannot be installed beside.
func (s *search) obstacle(c *candidate) (by pick, why string) {
	note := func(p pick, reason string) {
		if why == "" || p.frame < by.frame {
			by, why = p, reason
		}
	}
	for _, p := range s.picks[c.Name] {
		if p.Name != c.Name {
			continue
		}
		if reason := clash(p.candidate, c); reason != "" {
			note(p, reason)
		}
	}
	for _, r := range c.refuses {
		for _, p := range s.picks[r.Name] {
			if p.Name != c.Name && s.u.hits(r, p.candidate) {
				note(p, "it refuses "+r.String())
			}
		}
	}
	for _, name := range c.names() {
		for _, r := range s.refused[name] {
			if r.by.Name != c.Name && s.u.hits(r.Relation, c) {
				note(r.by, "that refuses "+r.Relation.String())
			}
		}
	}
	return by, why
}

// names are the own name and the provided ones, each once.
func (c *candidate) names() []string {
	names := []string{c.Name}
	for _, p := range c.provides {
		names = appendNew(names, p.Name)
	}
	return names
}

func (s *search) add(c *candidate, frame int) error {
	if err := c.parse(); err != nil {
		return err
	}
	p := pick{c, frame}
	for _, name := range c.names() {
		s.picks[name] = append(s.picks[name], p)
	}
	for _, r := range c.refuses {
		s.refused[r.Name] = append(s.refused[r.Name], refusal{r, p})
	}
	return nil
}

// remove undoes the latest add, which was of c.
func (s *search) remove(c *candidate) {
	for _, name := range c.names() {
		s.picks[name] = s.picks[name][:len(s.picks[name])-1]
	}
	for _, r := range c.refuses {
		s.refused[r.Name] = s.refused[r.Name][:len(s.refused[r.Name])-1]
	}
}

// ordered returns what was chosen, dependencies first.
func (s *search) ordered() []*repo.Package {
	seen := map[*candidate]bool{}
	var all []*repo.Package
	var visit func(c *candidate)
	visit = func(c *candidate) {
		if seen[c] {
			return
		}
		seen[c] = true
		for _, group := range c.needs {
			for _, r := range group {
				for _, p := range s.picks[r.Name] {
					if p.frame != none && s.u.satisfies(p.candidate, r, c.arch) {
						visit(p.candidate)
					}
				}
			}
		}
		all = append(all, c.Package)
	}
	for i := range s.frames {
		visit(s.frames[i].chosen)
	}
	return all
}
