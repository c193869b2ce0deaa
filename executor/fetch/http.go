package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

// statusError is an HTTP status that may pass.
type statusError struct {
	status     string
	retryAfter time.Duration // 0 if the mirror did not say
}

func (e *statusError) Error() string { return "answers " + e.status }

// errStalled is the cause of a transfer that was given up.
var errStalled = errors.New("sends nothing any more")

// overScheme makes one request to where a URL's scheme leads.
func (e *Executor) overScheme(ctx context.Context, u *url.URL, endpoint Endpoint, p *partial) error {
	at, transport, err := endpoint(ctx, u)
	if err == nil {
		err = e.overHTTP(ctx, at, &http.Client{Transport: transport}, p)
	}
	var refused interface{ Refused() }
	if errors.As(err, &refused) {
		return &missingError{err.Error()}
	}
	return err
}

// overHTTP makes one request and appends the answer to p.
func (e *Executor) overHTTP(ctx context.Context, u *url.URL, client *http.Client, p *partial) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stall := time.AfterFunc(e.options.Stall, func() { cancel(errStalled) })
	defer stall.Stop()

	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return &missingError{"cannot be asked: " + err.Error()}
	}
	req.Header.Set("User-Agent", "dbx")
	req.Header.Set("Accept-Encoding", "identity")
	if p.size > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", p.size))
		if p.etag != "" {
			req.Header.Set("If-Range", p.etag)
		}
	}
	resp, err := client.Do(req)
	if err != nil {
		return networkError(ctx, err)
	}
	defer resp.Body.Close()
	if err := accept(resp, p); err != nil {
		return err
	}
	p.total = -1
	if resp.ContentLength >= 0 {
		p.total = p.size + resp.ContentLength
	}
	body := &watched{r: resp.Body, stall: stall, limit: e.options.Stall}
	if _, err := io.Copy(p, body); err != nil {
		return networkError(ctx, err)
	}
	return nil
}

// accept checks the status and makes p ready for the body.
func accept(resp *http.Response, p *partial) error {
	switch code := resp.StatusCode; {
	case code == http.StatusOK:
		if p.size > 0 {
			if err := p.restart(); err != nil {
				return &storeError{err}
			}
		}
		// A weak tag promises no equal bytes, so it cannot guard a range.
		if tag := resp.Header.Get("ETag"); !strings.HasPrefix(tag, "W/") {
			p.etag = tag
		}
		return nil
	case code == http.StatusPartialContent && strings.HasPrefix(resp.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-", p.size)) && p.size > 0:
		p.resumed = true
		return nil
	case code == http.StatusPartialContent || code == http.StatusRequestedRangeNotSatisfiable:
		if err := p.restart(); err != nil {
			return &storeError{err}
		}
		return &statusError{status: resp.Status}
	case code >= 500, code == http.StatusTooManyRequests, code == http.StatusRequestTimeout, code == http.StatusTooEarly:
		return &statusError{status: resp.Status, retryAfter: retryAfter(resp.Header.Get("Retry-After"))}
	}
	return &missingError{"answers " + resp.Status + unauthorised(resp)}
}

// retryAfter reads the header of that name (RFC 9110, 10.2.3).
func retryAfter(value string) time.Duration {
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(time.Until(at), 0)
	}
	return 0
}

// networkError takes the URL out of err, as the caller adds it, and puts in
// why the transfer was cancelled.
func networkError(ctx context.Context, err error) error {
	var local *storeError
	if errors.As(err, &local) {
		return local
	}
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	var secret *secretError
	if errors.As(err, &secret) {
		return &missingError{secret.Error()}
	}
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("ends too early: %w", err)
	}
	return err
}

// watched puts the stall timer back whenever bytes come.
type watched struct {
	r     io.Reader
	stall *time.Timer
	limit time.Duration
}

func (w *watched) Read(b []byte) (int, error) {
	n, err := w.r.Read(b)
	if n > 0 {
		w.stall.Reset(w.limit)
	}
	return n, err
}

// fromFile copies a file of this machine.
func fromFile(ctx context.Context, u *url.URL, p *partial) error {
	if u.Host != "" && u.Host != "localhost" {
		return &missingError{fmt.Sprintf("is on the host %q; a file URL must have three slashes", u.Host)}
	}
	f, err := os.Open(u.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &missingError{"no such file"}
	case err != nil:
		return &missingError{err.Error()}
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return &missingError{"is not a regular file"}
	}
	if err := p.restart(); err != nil {
		return &storeError{err}
	}
	if _, err := io.Copy(p, f); err != nil {
		return err
	}
	return ctx.Err()
}
