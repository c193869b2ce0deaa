package oci

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
	godigest "github.com/opencontainers/go-digest"

	"dbx/cache/digest"
)

// sessions are the repositories that have been told who we are.
type sessions struct {
	mu   sync.Mutex
	open map[string]*session
}

// session is held by the one caller that logs in.
type session struct {
	held      chan struct{} // capacity 1
	transport http.RoundTripper
}

func (s *sessions) of(repository string) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[repository] == nil {
		s.open[repository] = &session{held: make(chan struct{}, 1)}
	}
	return s.open[repository]
}

// session returns what to ask a repository with; the first caller logs in, the
// others wait for it.
func (r *Registry) session(ctx context.Context, ref Reference) (http.RoundTripper, error) {
	s := r.sessions.of(ref.Registry + "/" + ref.Repository)
	select {
	case s.held <- struct{}{}:
		defer func() { <-s.held }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if s.transport != nil {
		return s.transport, nil
	}
	t, err := r.login(ctx, ref)
	s.transport = t
	return t, err
}

// login asks the registry how it wants to know who we are: not at all, by
// password, or by a token that another server gives for one. The transport
// replaces a token that runs out.
func (r *Registry) login(ctx context.Context, ref Reference) (http.RoundTripper, error) {
	repo, err := ref.repository()
	if err != nil {
		return nil, &RequestError{err}
	}
	who, err := authn.Resolve(ctx, r.options.Keychain, repo)
	if err != nil {
		return nil, &RequestError{fmt.Errorf("credentials for %s: %w", ref.Registry, err)}
	}
	t, err := transport.NewWithContext(ctx, repo.Registry, who, r.options.Transport, []string{repo.Scope(transport.PullScope)})
	var answered *transport.Error
	switch {
	case errors.As(err, &answered) && isRefusal(answered.StatusCode):
		return nil, refused(ref.Registry, who, answered.StatusCode)
	case err != nil:
		return nil, err
	}
	return entered{inner: t, host: ref.Registry, who: who}, nil
}

// entered is a session's transport. That we are not let in is an error, which
// says what to do.
type entered struct {
	inner http.RoundTripper
	host  string
	who   authn.Authenticator
}

// RoundTrip implements [http.RoundTripper].
func (e entered) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := e.inner.RoundTrip(req)
	var answered *transport.Error
	switch {
	case errors.As(err, &answered) && isRefusal(answered.StatusCode):
		return nil, refused(e.host, e.who, answered.StatusCode)
	case err == nil && isRefusal(resp.StatusCode) && req.URL.Host == e.host:
		resp.Body.Close()
		return nil, refused(e.host, e.who, resp.StatusCode)
	}
	return resp, err
}

func isRefusal(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusForbidden
}

func refused(host string, who authn.Authenticator, status int) error {
	if who == authn.Anonymous {
		return &RequestError{fmt.Errorf("%s answers %d %s, and there are no credentials for it: docker login %s", host, status, http.StatusText(status), host)}
	}
	return &RequestError{fmt.Errorf("%s answers %d %s to the credentials that Docker's configuration has for it; docker login %s replaces them", host, status, http.StatusText(status), host)}
}

func newTransport() http.RoundTripper {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: 8,
		IdleConnTimeout:     30 * time.Second,
		TLSHandshakeTimeout: 20 * time.Second,
		// Documents are short, and for blobs there is a limit on silence.
		ResponseHeaderTimeout: time.Minute,
		DisableCompression:    true, // a digest is that of the bytes as served
	}
}

// sealed refuses to speak plain HTTP but to this machine: the credentials
// would be there for all to see.
type sealed struct{ inner http.RoundTripper }

// RoundTrip implements [http.RoundTripper].
func (s sealed) RoundTrip(req *http.Request) (*http.Response, error) {
	if host := req.URL.Hostname(); req.URL.Scheme != "https" && !isLoopback(host) {
		return nil, &RequestError{fmt.Errorf("%s is to be asked over plain http; only this machine is", host)}
	}
	return s.inner.RoundTrip(req)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// temporary tells whether another try may do better.
func temporary(err error) bool {
	var refused *RequestError
	var answer *statusError
	var login *transport.Error
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var dns *net.DNSError
	switch {
	case errors.As(err, &refused), errors.As(err, &authority), errors.As(err, &host):
		return false
	case errors.As(err, &answer):
		return passing(answer.code)
	case errors.As(err, &login):
		return passing(login.StatusCode)
	case errors.As(err, &dns):
		return !dns.IsNotFound
	}
	return true
}

func passing(status int) bool {
	return status >= 500 || status == http.StatusTooManyRequests || status == http.StatusRequestTimeout
}

func v1Digest(sum digest.SHA256) godigest.Digest {
	return godigest.NewDigestFromEncoded(godigest.SHA256, sum.String())
}
