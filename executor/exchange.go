package executor

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"golang.org/x/sync/errgroup"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
)

// fromPeer answers with a peer's result, or an error that may be a mere miss.
func (s *Sharing) fromPeer(ctx context.Context, p *peer, sp Spawn) (Result, error) {
	key := sp.Key()
	entry, err := p.Results.Lookup(ctx, key)
	if err != nil {
		return Result{}, err
	}
	result, ok := DecodeEntry(entry)
	if !ok || !answers(result, sp) {
		return Result{}, fmt.Errorf("action %s: the entry is no result of it: %w", key.Short(), actioncache.ErrNotFound)
	}
	if !result.Log.IsZero() {
		if err := s.bring(ctx, p, result.Log); err != nil {
			return Result{}, err
		}
	}
	for i, out := range result.Outputs {
		if err := s.bringOutput(ctx, p, out, pinOf(sp, i)); err != nil {
			return Result{}, fmt.Errorf("bring %s: %w", out.Path, err)
		}
	}
	result.Cached = true
	return result, nil
}

// answers reports whether the result has just the outputs that the spawn asks for.
func answers(r Result, sp Spawn) bool {
	if len(r.Outputs) != len(sp.Outputs) {
		return false
	}
	for i, want := range sp.Outputs {
		got := r.Outputs[i]
		tree, layer := want.Kind == OutputTree, want.Kind == OutputLayer
		if got.Path != want.Path || (got.Kind == merkle.Dir) != tree || got.DiffID.IsZero() == layer {
			return false
		}
	}
	return true
}

// pinOf returns the SHA-256 that an output must have, zero if any will do. A
// peer is not believed where it can be checked.
func pinOf(sp Spawn, i int) digest.SHA256 {
	if sp.Kind == Fetch && len(sp.Args) == 1 {
		pin, _ := digest.ParseSHA256(sp.Args[0]) // what is none is no claim to check
		return pin
	}
	return sp.Outputs[i].SHA256
}

func (s *Sharing) bringOutput(ctx context.Context, p *peer, out Output, want digest.SHA256) error {
	if out.Kind == merkle.Dir {
		return s.bringTree(ctx, p, out.Digest)
	}
	if err := s.bring(ctx, p, out.Digest); err != nil {
		return err
	}
	for _, sum := range []digest.SHA256{out.DiffID, want} {
		if sum.IsZero() {
			continue
		}
		if err := s.index(ctx, sum, out.Digest); err != nil {
			return err
		}
	}
	return nil
}

// bringTree brings a tree, its directories first.
func (s *Sharing) bringTree(ctx context.Context, p *peer, root digest.Digest) error {
	group, gctx := errgroup.WithContext(ctx)
	group.SetLimit(transfers)
	seen := map[digest.Digest]bool{}
	var err error
	for dirs := []digest.Digest{root}; len(dirs) > 0 && err == nil; {
		dir := dirs[len(dirs)-1]
		dirs = dirs[:len(dirs)-1]
		if err = s.bring(gctx, p, dir); err != nil {
			break
		}
		var nodes []merkle.Node
		if nodes, err = merkle.Load(gctx, s.local, dir); err != nil {
			break
		}
		for _, n := range nodes {
			switch {
			case n.Kind == merkle.Symlink:
			case n.Kind == merkle.Dir:
				dirs = append(dirs, n.Digest)
			case !seen[n.Digest]:
				seen[n.Digest] = true
				group.Go(func() error { return s.bring(gctx, p, n.Digest) })
			}
		}
	}
	if e := group.Wait(); e != nil {
		return e
	}
	return err
}

// bring copies a blob from the peer unless it is here.
func (s *Sharing) bring(ctx context.Context, p *peer, d digest.Digest) error {
	missing, err := s.local.Missing(ctx, []digest.Digest{d})
	if err != nil {
		return ownFault{err}
	}
	if len(missing) == 0 {
		return nil
	}
	r, err := p.Blobs.Open(ctx, d)
	if err != nil {
		return err
	}
	defer r.Close()
	source := &witness{Reader: r}
	got, err := s.local.Put(ctx, source)
	switch {
	case err != nil && source.err == nil:
		return ownFault{err}
	case err == nil && got != d:
		return fmt.Errorf("blob %s came as %s: %w", d.Short(), got.Short(), cas.ErrNotFound)
	}
	return err
}

// ownFault is an error of this machine's store, for which no peer is to blame.
type ownFault struct{ error }

func (f ownFault) Unwrap() error { return f.error }

// witness remembers whether it was the reader that failed.
type witness struct {
	io.Reader
	err error
}

func (w *witness) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}

// index makes sure that the blob has the SHA-256 that it is said to have, and
// is found by it.
func (s *Sharing) index(ctx context.Context, want digest.SHA256, d digest.Digest) error {
	if known, err := s.local.BySHA256(want); err == nil && known == d {
		return nil
	}
	r, err := s.local.Open(ctx, d)
	if err != nil {
		return ownFault{err}
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return ownFault{err}
	}
	if digest.SHA256(h.Sum(nil)) != want {
		return fmt.Errorf("blob %s has not the SHA-256 %s: %w", d.Short(), want, actioncache.ErrNotFound)
	}
	return s.local.Alias(want, d)
}

// toPeer gives a peer the blobs of a result, and then the result. What was run
// here although the peer has an entry shows that its entry is no good.
func (s *Sharing) toPeer(ctx context.Context, p *peer, key actioncache.Key, result Result) error {
	if result.Cached {
		_, err := p.Results.Lookup(ctx, key)
		if !errors.Is(err, actioncache.ErrNotFound) {
			return err
		}
	}
	blobs, err := result.Blobs(ctx, s.local)
	if err != nil {
		return err
	}
	missing, err := p.Blobs.Missing(ctx, blobs)
	if err != nil {
		return err
	}
	for _, d := range missing {
		if err := s.give(ctx, p, d); err != nil {
			return err
		}
	}
	return p.Results.Record(ctx, key, encodeEntry(result))
}

func (s *Sharing) give(ctx context.Context, p *peer, d digest.Digest) error {
	r, err := s.local.Open(ctx, d)
	if err != nil {
		return ownFault{err}
	}
	defer r.Close()
	source := &witness{Reader: r}
	_, err = p.Blobs.Put(ctx, source)
	if source.err != nil {
		return ownFault{source.err}
	}
	return err
}
