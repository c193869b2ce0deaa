package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"dbx/executor/fetch/secret"
)

// Secrets tells what a server wants to see. [*secret.Keeper] does.
type Secrets interface {
	// Header returns the header line for requests to u, the zero value for none.
	Header(ctx context.Context, u *url.URL) (secret.Header, error)
	// Redact takes secrets out of a text.
	Redact(text string) string
}

// authorised adds to each request what its own host wants to see. A redirect
// to another host is a request of its own, and so goes without.
type authorised struct {
	next    http.RoundTripper
	secrets Secrets
}

// WithSecrets returns a transport that adds to each request what its own host
// wants to see, for those who ask servers by other ways than an [Executor].
func WithSecrets(next http.RoundTripper, secrets Secrets) http.RoundTripper {
	return authorised{next, secrets}
}

// secretError is a secret that could not be had, or not be sent.
type secretError struct{ err error }

func (e *secretError) Error() string { return "wants a secret: " + e.err.Error() }

// RoundTrip implements [http.RoundTripper].
func (t authorised) RoundTrip(r *http.Request) (*http.Response, error) {
	h, err := t.secrets.Header(r.Context(), r.URL)
	if err != nil {
		return nil, &secretError{err}
	}
	if h.Name == "" {
		return t.next.RoundTrip(r)
	}
	r = r.Clone(r.Context())
	r.Header.Set(h.Name, h.Value)
	resp, err := t.next.RoundTrip(r)
	if resp != nil && (resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden) {
		resp.Status = fmt.Sprintf("%s, although the secret %q was sent", resp.Status, h.Secret)
	}
	return resp, err
}

// unauthorised adds to a refusal where the server would be told who asks.
func unauthorised(resp *http.Response) string {
	code := resp.StatusCode
	if code != http.StatusUnauthorized && code != http.StatusForbidden || strings.Contains(resp.Status, "although the secret") {
		return ""
	}
	return fmt.Sprintf("; no secret of the workspace is for %s", resp.Request.URL.Host)
}

// gitHeader returns the header lines for the repository at a URL.
func (e *Executor) gitHeader(ctx context.Context, raw string) ([]string, error) {
	u, err := url.Parse(raw)
	if e.options.Secrets == nil || err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil, nil
	}
	h, err := e.options.Secrets.Header(ctx, u)
	if err != nil {
		return nil, &missingError{(&secretError{err}).Error()}
	}
	if h.Name == "" {
		return nil, nil
	}
	return []string{h.Name + ": " + h.Value}, nil
}

// redact takes secrets out of what a server, a proxy or git may have repeated.
func (e *Executor) redact(err error) error {
	if err == nil || e.options.Secrets == nil {
		return err
	}
	text := e.options.Secrets.Redact(err.Error())
	var rejected *RejectedError
	switch {
	case text == err.Error():
		return err
	case errors.As(err, &rejected):
		return &RejectedError{text}
	}
	return &redactedError{text, err}
}

// redactedError is an error that says less than it knows. What it wraps can be
// told by its kind, but not be printed by way of it.
type redactedError struct {
	text string
	err  error
}

func (e *redactedError) Error() string { return e.text }

// Is implements the method that [errors.Is] looks for.
func (e *redactedError) Is(target error) bool { return errors.Is(e.err, target) }

// As implements the method that [errors.As] looks for.
func (e *redactedError) As(target any) bool {
	var known *UnreachableError
	out, ok := target.(**UnreachableError)
	if !ok || !errors.As(e.err, &known) {
		return false
	}
	*out = &UnreachableError{text: e.text}
	return true
}
