// Package fetch runs spawns of kind Fetch: it obtains a file whose SHA-256
// hash, or the tree of a git commit whose name, is known beforehand from one of
// several mirrors.
//
// It knows HTTP, file URLs, what it is told of other schemes, and which failures are worth another try. It does
// not know what the file is or how its hash came to be known, and it trusts no
// mirror: what does not have the hash never enters the store.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/executor"
	"dbx/executor/fetch/local"
)

// Options say how hard to try. The zero value is ready to use.
type Options struct {
	Transport http.RoundTripper // default: proxy from the environment, HTTP/2
	Parallel  int               // transfers at the same time; default 8
	Attempts  int               // tries of one mirror; default 4
	Backoff   time.Duration     // before the second try, doubled for each further one; default 500 ms
	Stall     time.Duration     // without a byte, after which a try is given up; default 30 s
	Offline   bool              // use no mirror but file URLs
	// Progress is told how far transfers are: at most some ten times a second of
	// each, and when it ends; of several at once. It must not block. May be nil.
	Progress func(Transfer)
	// Files hands out digests of files in folders of this machine; default:
	// reads each of them anew.
	Files local.Files
	// Workspace is the root that folders of this machine are relative to, and
	// outside of which they must lie.
	Workspace string
	Secrets   Secrets // may be nil
	// Schemes are those of URLs beside http, https and file.
	Schemes map[string]Endpoint
}

// Endpoint tells where over HTTP the file of a URL is served, and what to ask
// with; the transport may add credentials, which no log shows. An error with
// the method Refused is final, as is one of the transport.
type Endpoint func(ctx context.Context, u *url.URL) (*url.URL, http.RoundTripper, error)

// Executor fetches. It is safe for concurrent use.
type Executor struct {
	store   *cas.Disk
	options Options
	client  *http.Client
	slots   chan struct{}
}

// New returns an Executor that puts files in store.
func New(store *cas.Disk, options Options) *Executor {
	if options.Parallel <= 0 {
		options.Parallel = 8
	}
	if options.Attempts <= 0 {
		options.Attempts = 4
	}
	if options.Backoff <= 0 {
		options.Backoff = 500 * time.Millisecond
	}
	if options.Stall <= 0 {
		options.Stall = 30 * time.Second
	}
	if options.Transport == nil {
		options.Transport = newTransport(options.Parallel)
	}
	if options.Files == nil {
		options.Files = reader{store}
	}
	if options.Secrets != nil {
		options.Transport = WithSecrets(options.Transport, options.Secrets)
	}
	return &Executor{
		store:   store,
		options: options,
		client:  &http.Client{Transport: options.Transport},
		slots:   make(chan struct{}, options.Parallel),
	}
}

func newTransport(parallel int) http.RoundTripper {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: parallel,
		IdleConnTimeout:     30 * time.Second,
		TLSHandshakeTimeout: 20 * time.Second,
		DisableCompression:  true, // the hash is that of the bytes as served
	}
}

// Execute implements [executor.Executor]. A file that the store has is the
// answer without any mirror being asked. Mirrors are tried in order. When none
// has the right file the result is Failed; when one that might have it could
// not be asked, the error is an [*UnreachableError].
func (e *Executor) Execute(ctx context.Context, s executor.Spawn) (executor.Result, error) {
	start := time.Now()
	d, kind, err := e.get(ctx, s)
	err = e.redact(err)
	var rejected *RejectedError
	if errors.As(err, &rejected) {
		return e.failed(ctx, rejected.Error(), time.Since(start))
	}
	if err != nil {
		return executor.Result{}, fmt.Errorf("fetch %s: %w", name(s), err)
	}
	return executor.Result{
		Outputs:  []executor.Output{{Path: s.Outputs[0].Path, Kind: kind, Digest: d}},
		Duration: time.Since(start),
	}, nil
}

// get returns what a spawn wants, from the store or else from its mirrors.
func (e *Executor) get(ctx context.Context, s executor.Spawn) (digest.Digest, merkle.Kind, error) {
	switch {
	case isGit(s):
		d, err := e.obtainTree(ctx, s)
		return d, merkle.Dir, err
	case isLocal(s):
		d, err := e.take(ctx, s)
		return d, merkle.Dir, err
	}
	want, err := request(s)
	if err != nil {
		return digest.Digest{}, 0, err
	}
	d, err := e.store.BySHA256(want)
	if errors.Is(err, cas.ErrNotFound) {
		d, err = e.obtain(ctx, want, s)
	}
	return d, merkle.File, err
}

// request checks that s is a fetch and returns the hash that it wants, zero if
// none is declared.
func request(s executor.Spawn) (digest.SHA256, error) {
	if s.Kind != executor.Fetch || len(s.Args) != 1 || !strings.HasPrefix(s.Args[0], "sha256:") {
		return digest.SHA256{}, fmt.Errorf("fetch: spawn %q: want one argument \"sha256:<64 hex digits>\", have %q", s.Info.Label, s.Args)
	}
	if len(s.Outputs) != 1 || s.Outputs[0].Kind != executor.OutputFile {
		return digest.SHA256{}, fmt.Errorf("fetch: spawn %q: want one output file", s.Info.Label)
	}
	if s.Args[0] == "sha256:" {
		return digest.SHA256{}, nil
	}
	want, err := digest.ParseSHA256(s.Args[0])
	if err != nil {
		return digest.SHA256{}, fmt.Errorf("fetch: spawn %q: %w", s.Info.Label, err)
	}
	return want, nil
}

// turn waits until a transfer may begin, and returns the mirrors that may be
// asked. The caller calls release when it is done.
func (e *Executor) turn(ctx context.Context, what string, urls []string) (allowed []string, release func(), err error) {
	if e.options.Offline {
		allowed = slices.DeleteFunc(slices.Clone(urls), isRemote)
		if len(allowed) == 0 {
			return nil, nil, &OfflineError{What: what, URLs: urls}
		}
		urls = allowed
	}
	select {
	case e.slots <- struct{}{}:
		return urls, func() { <-e.slots }, nil
	case <-ctx.Done():
		return nil, nil, context.Cause(ctx)
	}
}

// obtain waits for its turn and asks the mirrors.
func (e *Executor) obtain(ctx context.Context, want digest.SHA256, s executor.Spawn) (digest.Digest, error) {
	urls, release, err := e.turn(ctx, wanted(want), s.Info.URLs)
	if err != nil {
		return digest.Digest{}, err
	}
	defer release()
	if d, err := e.store.BySHA256(want); !errors.Is(err, cas.ErrNotFound) {
		return d, err // another fetch of the same file was first
	}
	report := e.reporter(s)
	defer report.end()
	var answers []answer
	for _, raw := range urls {
		d, err := e.fromMirror(ctx, raw, want, report)
		if err == nil {
			return d, nil
		}
		if ctx.Err() != nil {
			return digest.Digest{}, context.Cause(ctx)
		}
		var local *storeError
		if errors.As(err, &local) {
			return digest.Digest{}, local.err
		}
		var other *hashError
		if want.IsZero() && errors.As(err, &other) {
			return digest.Digest{}, undeclared(raw, other)
		}
		answers = append(answers, answer{url: raw, err: err})
	}
	return digest.Digest{}, verdict(wanted(want), answers)
}

func isRemote(url string) bool { return !strings.HasPrefix(url, "file:") }

func (e *Executor) failed(ctx context.Context, message string, took time.Duration) (executor.Result, error) {
	log, err := e.store.PutBytes(ctx, []byte(message+"\n"))
	if err != nil {
		return executor.Result{}, fmt.Errorf("fetch: store the log: %w", err)
	}
	return executor.Result{Status: executor.Failed, ExitCode: 1, Message: message, Log: log, Duration: took}, nil
}

func name(s executor.Spawn) string {
	if s.Info.Label != "" || len(s.Args) == 0 {
		return s.Info.Label
	}
	return s.Args[0]
}
