package executor

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/cache/digest"
)

// transfers is how many blobs move at a time between a peer and the store.
const transfers = 8

// Peer is a cache that this machine shares with others.
type Peer struct {
	Name     string // for people
	Results  actioncache.Cache
	Blobs    cas.Store
	ReadOnly bool
}

// LocalStore is where results of peers are brought.
type LocalStore interface {
	cas.Store
	// Alias records that the blob d has the given SHA-256 hash.
	Alias(sum digest.SHA256, d digest.Digest) error
	// BySHA256 returns the digest of the blob with the given SHA-256 hash.
	BySHA256(sum digest.SHA256) (digest.Digest, error)
}

// Sharing asks peers for results and gives them those they lack. A peer that
// fails is reported once and left alone from then on: it costs time, never a
// build. It is safe for concurrent use.
type Sharing struct {
	local  LocalStore
	peers  []*peer
	report func(name string, err error)
	offers errgroup.Group
}

type peer struct {
	Peer
	broken atomic.Bool
}

// NewSharing returns a Sharing between local and the peers, the first of which
// is asked first. It calls report from any goroutine.
func NewSharing(local LocalStore, peers []Peer, report func(name string, err error)) *Sharing {
	s := &Sharing{local: local, report: report}
	for _, p := range peers {
		s.peers = append(s.peers, &peer{Peer: p})
	}
	s.offers.SetLimit(transfers)
	return s
}

// Ask returns an executor that answers from the peers what they can, with all
// blobs of the result brought into the local store, before it asks next.
func (s *Sharing) Ask(next Executor) Executor {
	if len(s.peers) == 0 {
		return next
	}
	return Func(func(ctx context.Context, sp Spawn) (Result, error) {
		if sp.Info.NoCache {
			return next.Execute(ctx, sp)
		}
		for _, p := range s.peers {
			if p.broken.Load() {
				continue
			}
			result, err := s.fromPeer(ctx, p, sp)
			if err == nil {
				return result, nil
			}
			if ctx.Err() != nil {
				return Result{}, context.Cause(ctx)
			}
			var ours ownFault
			if errors.As(err, &ours) {
				return Result{}, err
			}
			s.judge(p, err)
		}
		return next.Execute(ctx, sp)
	})
}

// Offer returns an executor that gives every success of next, cached or not, to
// the peers that lack it. [Sharing.Wait] waits for what is under way.
func (s *Sharing) Offer(next Executor) Executor {
	if len(s.peers) == 0 {
		return next
	}
	return Func(func(ctx context.Context, sp Spawn) (Result, error) {
		result, err := next.Execute(ctx, sp)
		if err != nil || result.Status != Success || sp.Info.NoCache {
			return result, err
		}
		key := sp.Key()
		for _, p := range s.peers {
			if p.ReadOnly || p.broken.Load() {
				continue
			}
			// An interrupted build still gives away what it has finished.
			ctx := context.WithoutCancel(ctx)
			s.offers.Go(func() error {
				if err := s.toPeer(ctx, p, key, result); err != nil {
					s.judge(p, fmt.Errorf("%s: %w", sp.Info.Label, err))
				}
				return nil
			})
		}
		return result, nil
	})
}

// Wait returns when the peers have what they were offered.
func (s *Sharing) Wait() { _ = s.offers.Wait() }

// judge leaves a peer alone whose answer was more than a miss.
func (s *Sharing) judge(p *peer, err error) {
	var ours ownFault
	if errors.Is(err, actioncache.ErrNotFound) || errors.Is(err, cas.ErrNotFound) || errors.As(err, &ours) {
		return
	}
	if !p.broken.Swap(true) {
		s.report(p.Name, err)
	}
}
