package executor

import "context"

// Once is a value that is made when somebody first wants it, such as an
// executor that takes a daemon. One caller makes it while the others wait, each
// for as long as its context lives; after a failure the next one tries again.
// It is safe for concurrent use.
type Once[T any] struct {
	turn  chan struct{} // capacity 1; whoever holds it owns what follows
	build func(ctx context.Context) (T, error)
	made  bool
	it    T
}

// NewOnce returns a value that build makes.
func NewOnce[T any](build func(ctx context.Context) (T, error)) *Once[T] {
	return &Once[T]{turn: make(chan struct{}, 1), build: build}
}

// Get returns the value. What ends ctx ends the wait for others, with its cause.
func (o *Once[T]) Get(ctx context.Context) (T, error) {
	select {
	case o.turn <- struct{}{}:
		defer func() { <-o.turn }()
	case <-ctx.Done():
		var none T
		return none, context.Cause(ctx)
	}
	if o.made {
		return o.it, nil
	}
	it, err := o.build(ctx)
	if err == nil {
		o.it, o.made = it, true
	}
	return it, err
}

// Lazily returns an executor that is opened when it is first used.
func Lazily(open func(ctx context.Context) (Executor, error)) Executor {
	once := NewOnce(open)
	return Func(func(ctx context.Context, s Spawn) (Result, error) {
		next, err := once.Get(ctx)
		if err != nil {
			return Result{}, err
		}
		return next.Execute(ctx, s)
	})
}
