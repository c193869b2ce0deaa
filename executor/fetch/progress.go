package fetch

import (
	"path"
	"time"

	"dbx/executor"
)

// Transfer is how far one transfer is.
type Transfer struct {
	Label string // of the target
	What  string // name of the file, or the commit
	Got   int64  // bytes
	Total int64  // bytes; -1 if not known
	Done  bool   // it ended, well or not; nothing more is told of it
}

// reporter tells how far one transfer is, mirror after mirror. It is not safe
// for concurrent use.
type reporter struct {
	tell func(Transfer) // may be nil
	now  Transfer
	last time.Time
}

// pace is the least time between two reports of one transfer.
const pace = 100 * time.Millisecond

// reporter returns that of one spawn's transfer.
func (e *Executor) reporter(s executor.Spawn) *reporter {
	what := s.Args[0]
	if !isGit(s) && len(s.Outputs) > 0 {
		what = path.Base(s.Outputs[0].Path)
	}
	return &reporter{tell: e.options.Progress, now: Transfer{Label: s.Info.Label, What: what, Total: -1}}
}

func (r *reporter) at(got, total int64) {
	if r.tell == nil {
		return
	}
	r.now.Got, r.now.Total = got, total
	if now := time.Now(); now.Sub(r.last) >= pace {
		r.last = now
		r.tell(r.now)
	}
}

// end tells that nothing more comes.
func (r *reporter) end() {
	if r.tell != nil {
		r.now.Done = true
		r.tell(r.now)
	}
}
