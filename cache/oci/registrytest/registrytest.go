// Package registrytest has registries on loopback, and images to put there,
// for tests.
//
// [Start] gives go-containerregistry's registry in this process, with passwords,
// tokens, TLS and faults in front of it; it needs nothing of the machine.
// [StartDistribution] gives the registry of the distribution project. The
// images are made with go-containerregistry too, so that what tests read was
// written by code that dbx shares nothing with.
package registrytest

import (
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"

	"github.com/google/go-containerregistry/pkg/registry"
)

// Options are what is in front of a registry. The zero value is nothing.
type Options struct {
	TLS bool
	// User and Password must be shown; directly, or with Token for a token.
	User, Password string
	Token          bool
	// Identity is shown instead of a password, for a token.
	Identity string
	// Fault answers a request instead of the registry if it returns true.
	Fault func(w http.ResponseWriter, r *http.Request) bool
}

// Server is a registry. With [Server.Pusher] images come in past all that is in
// front of it.
type Server struct {
	*httptest.Server
	options Options
	inner   http.Handler

	mu    sync.Mutex
	asked map[string]int
}

// Start starts a registry, which the caller closes.
func Start(o Options) *Server {
	s := &Server{options: o, asked: map[string]int{}, inner: registry.New(registry.Logger(log.New(io.Discard, "", 0)))}
	if o.TLS {
		s.Server = httptest.NewTLSServer(s)
	} else {
		s.Server = httptest.NewServer(s)
	}
	return s
}

// Host returns the registry's name in references.
func (s *Server) Host() string { return s.Listener.Addr().String() }

// Asked returns how often a path was read.
func (s *Server) Asked(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[path]
}

const tokenPath = "/token"

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	reading := r.Method == http.MethodGet || r.Method == http.MethodHead
	if reading {
		s.mu.Lock()
		s.asked[r.URL.Path]++
		s.mu.Unlock()
	}
	switch {
	case s.options.Fault != nil && s.options.Fault(w, r):
	case r.URL.Path == tokenPath:
		s.token(w, r)
	case reading && !s.allowed(r):
		w.Header().Set("WWW-Authenticate", s.challenge())
		w.WriteHeader(http.StatusUnauthorized)
	default:
		s.inner.ServeHTTP(w, r)
	}
}

func (s *Server) byToken() bool { return s.options.Token || s.options.Identity != "" }

func (s *Server) challenge() string {
	if s.byToken() {
		return fmt.Sprintf(`Bearer realm="%s%s",service="registrytest"`, s.URL, tokenPath)
	}
	return `Basic realm="registrytest"`
}

// allowed checks what a reader shows.
func (s *Server) allowed(r *http.Request) bool {
	if s.byToken() {
		repository, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/v2/"), "/blobs/")
		repository, _, _ = strings.Cut(repository, "/manifests/")
		return r.Header.Get("Authorization") == "Bearer "+tokenFor("repository:"+repository+":pull")
	}
	return s.options.User == "" || s.hasPassword(r)
}

func (s *Server) hasPassword(r *http.Request) bool {
	user, password, ok := r.BasicAuth()
	return ok && user == s.options.User && password == s.options.Password
}

// token gives a token for what is asked for (Docker's token authentication).
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	known := s.options.User != "" && s.hasPassword(r) || s.options.User == "" && s.options.Identity == ""
	if s.options.Identity != "" && r.Method == http.MethodPost {
		known = r.PostFormValue("grant_type") == "refresh_token" && r.PostFormValue("refresh_token") == s.options.Identity
	}
	if !known {
		http.Error(w, `{"errors": [{"code": "UNAUTHORIZED"}]}`, http.StatusUnauthorized)
		return
	}
	fmt.Fprintf(w, `{"token": %q}`, tokenFor(r.FormValue("scope")))
}

func tokenFor(scope string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(scope))
}

// Pusher returns a transport for pushing, past all that is in front of the
// registry.
func (s *Server) Pusher() http.RoundTripper { return pusher{s.inner} }

type pusher struct{ inner http.Handler }

// RoundTrip implements [http.RoundTripper].
func (p pusher) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		r.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	p.inner.ServeHTTP(w, r)
	resp := w.Result()
	resp.Request = r
	return resp, nil
}
