package fetch

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/url"
	"time"

	"dbx/cache/digest"
)

// fromMirror gets the file from one mirror into the store, with as many
// attempts as are allowed.
func (e *Executor) fromMirror(ctx context.Context, raw string, want digest.SHA256, report *reporter) (digest.Digest, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return digest.Digest{}, &missingError{"is not a URL: " + err.Error()}
	}
	p, err := e.newPartial(want, report)
	if err != nil {
		return digest.Digest{}, &storeError{err}
	}
	defer p.discard()
	if err := e.tryOften(ctx, u, p, want); err != nil {
		e.shelve(p, want, err)
		return digest.Digest{}, err
	}
	return e.keep(ctx, p, want)
}

// tryOften transfers until p has the wanted file.
func (e *Executor) tryOften(ctx context.Context, u *url.URL, p *partial, want digest.SHA256) error {
	for attempt := 1; ; attempt++ {
		err := e.attempt(ctx, u, p)
		if err == nil {
			got := digest.SHA256(p.sum.Sum(nil))
			if got == want {
				return nil
			}
			err = &hashError{got: got, size: p.size}
			if !p.resumed {
				return err
			}
			// The parts may be of two versions of the file: once more, whole.
			if restartErr := p.restart(); restartErr != nil {
				return &storeError{restartErr}
			}
		}
		if ctx.Err() != nil || !worthAnother(err) {
			return err
		}
		if attempt == e.options.Attempts {
			return fmt.Errorf("%w (tried %d times)", err, attempt)
		}
		if err := sleep(ctx, e.pause(attempt, err)); err != nil {
			return err
		}
	}
}

func (e *Executor) attempt(ctx context.Context, u *url.URL, p *partial) error {
	switch u.Scheme {
	case "http", "https":
		return e.overHTTP(ctx, u, e.client, p)
	case "file":
		return fromFile(ctx, u, p)
	}
	if endpoint := e.options.Schemes[u.Scheme]; endpoint != nil {
		return e.overScheme(ctx, u, endpoint, p)
	}
	return &missingError{fmt.Sprintf("has the scheme %q; only http, https and file can be fetched", u.Scheme)}
}

// keep moves the verified file into the store.
func (e *Executor) keep(ctx context.Context, p *partial, want digest.SHA256) (digest.Digest, error) {
	if err := p.file.Close(); err != nil {
		return digest.Digest{}, &storeError{err}
	}
	d, err := e.store.Adopt(ctx, p.file.Name())
	if err == nil {
		err = e.store.Alias(want, d)
	}
	if err != nil {
		return digest.Digest{}, &storeError{err}
	}
	return d, nil
}

// worthAnother tells whether the same mirror may do better next time.
func worthAnother(err error) bool {
	var missing *missingError
	var local *storeError
	var certificate *x509.UnknownAuthorityError
	var host x509.HostnameError
	var dns *net.DNSError
	switch {
	case errors.As(err, &missing), errors.As(err, &local), errors.As(err, &certificate), errors.As(err, &host):
		return false
	case errors.As(err, &dns):
		return !dns.IsNotFound
	}
	return true
}

// The longest waits, however often a mirror failed or whatever it asked for.
const (
	maxPause      = 30 * time.Second
	maxRetryAfter = 2 * time.Minute
)

// pause returns how long to wait after the given failed attempt: what the
// mirror asked for, else between half and all of a time that doubles, so that
// many clients do not come back at once.
func (e *Executor) pause(attempt int, err error) time.Duration {
	var busy *statusError
	if errors.As(err, &busy) && busy.retryAfter > 0 {
		return min(busy.retryAfter, maxRetryAfter)
	}
	d := min(e.options.Backoff<<(attempt-1), maxPause)
	return d/2 + rand.N(d/2+1)
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
