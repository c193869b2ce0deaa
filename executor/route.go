package executor

import (
	"context"
	"fmt"
)

type route struct {
	byKind map[Kind]Executor
}

// Route sends each spawn to the executor for its kind.
func Route(byKind map[Kind]Executor) Executor { return route{byKind} }

func (r route) Execute(ctx context.Context, s Spawn) (Result, error) {
	next, ok := r.byKind[s.Kind]
	if !ok {
		return Result{}, fmt.Errorf("%s: no executor for spawns of kind %d", s.Info.Label, s.Kind)
	}
	return next.Execute(ctx, s)
}
