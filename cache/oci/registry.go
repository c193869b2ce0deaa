package oci

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"dbx/cache/digest"
)

// Options say how registries are asked. The zero value is ready to use.
type Options struct {
	Transport http.RoundTripper // default: proxy from the environment, HTTP/2
	Keychain  authn.Keychain    // default: Docker's configuration, DOCKER_CONFIG, credential helpers
	Attempts  int               // tries of one request; default 4
	Backoff   time.Duration     // before the second try, doubled for each further one; default 500 ms
}

// Registry asks registries. It is safe for concurrent use, and logs in once a
// repository.
type Registry struct {
	options  Options
	sessions sessions
}

// NewRegistry returns a Registry.
func NewRegistry(o Options) *Registry {
	if o.Transport == nil {
		o.Transport = newTransport()
	}
	if o.Keychain == nil {
		o.Keychain = authn.DefaultKeychain
	}
	if o.Attempts <= 0 {
		o.Attempts = 4
	}
	if o.Backoff <= 0 {
		o.Backoff = 500 * time.Millisecond
	}
	o.Transport = sealed{o.Transport}
	return &Registry{options: o, sessions: sessions{open: map[string]*session{}}}
}

// Image returns the image of a platform that the reference's digest names:
// itself, or one of an index. An image that is not there, not for us or not
// for the platform is a [RequestError].
func (r *Registry) Image(ctx context.Context, ref Reference, p Platform) (Image, error) {
	root := v1.Descriptor{Digest: v1Digest(ref.Digest)}
	img, err := resolve(ctx, repositoryDocuments{r, ref}, []v1.Descriptor{root}, p)
	if err != nil {
		return Image{}, fmt.Errorf("image %s: %w", ref, err)
	}
	return img, nil
}

// TagDigest returns what the reference's tag stands for now, "latest" if it
// has none; its digest does not matter.
func (r *Registry) TagDigest(ctx context.Context, ref Reference) (digest.SHA256, error) {
	if ref.Tag == "" {
		ref.Tag = "latest"
	}
	ref.Digest = digest.SHA256{}
	text, err := r.get(ctx, ref, manifestKind, ref.Tag)
	if err != nil {
		return digest.SHA256{}, fmt.Errorf("image %s: %w", ref, err)
	}
	return digest.SHA256Of(text), nil
}

// repositoryDocuments are the documents of one repository.
type repositoryDocuments struct {
	registry *Registry
	ref      Reference
}

func (d repositoryDocuments) document(ctx context.Context, want digest.SHA256, kind documentKind) ([]byte, error) {
	text, err := d.registry.get(ctx, d.ref, kind, "sha256:"+want.String())
	if err != nil {
		return nil, err
	}
	if got := digest.SHA256Of(text); got != want {
		return nil, &RequestError{fmt.Errorf("the registry was asked for sha256:%s and gave something else: sha256:%s, %d bytes", want, got, len(text))}
	}
	return text, nil
}

// accepted are the types of documents that dbx reads.
var accepted = strings.Join([]string{
	v1.MediaTypeImageIndex, v1.MediaTypeImageManifest,
	"application/vnd.docker.distribution.manifest.list.v2+json",
	"application/vnd.docker.distribution.manifest.v2+json",
}, ", ")

// get reads a document whole, with as many tries as are allowed.
func (r *Registry) get(ctx context.Context, ref Reference, kind documentKind, name string) ([]byte, error) {
	for attempt := 1; ; attempt++ {
		text, err := r.try(ctx, ref, kind, name)
		if err == nil || ctx.Err() != nil {
			return text, errors.Join(err, context.Cause(ctx))
		}
		if !temporary(err) {
			return nil, err
		}
		if attempt == r.options.Attempts {
			return nil, fmt.Errorf("%w (tried %d times)", err, attempt)
		}
		select {
		case <-time.After(r.options.Backoff << (attempt - 1)):
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

func (r *Registry) try(ctx context.Context, ref Reference, kind documentKind, name string) ([]byte, error) {
	at, transport, err := r.endpoint(ctx, ref, kind, name)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", "dbx")
	if kind == manifestKind {
		req.Header.Set("Accept", accepted)
	}
	resp, err := (&http.Client{Transport: transport}).Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusNotFound:
		return nil, &RequestError{fmt.Errorf("the registry has no %s", name)}
	case resp.StatusCode != http.StatusOK:
		return nil, &statusError{resp.StatusCode, resp.Status}
	}
	text, err := io.ReadAll(io.LimitReader(resp.Body, maxDocument+1))
	if err == nil && len(text) > maxDocument {
		err = &RequestError{fmt.Errorf("%s is larger than %d bytes", name, maxDocument)}
	}
	return text, err
}

// statusError is an answer that is no document.
type statusError struct {
	code   int
	status string
}

func (e *statusError) Error() string { return "the registry answers " + e.status }

// Blob returns where a blob that a URL of [Scheme] names is served, and what
// to ask with: the transport has the credentials. It is made for
// dbx/executor/fetch.
func (r *Registry) Blob(ctx context.Context, u *url.URL) (*url.URL, http.RoundTripper, error) {
	ref, err := parseBlobURL(u)
	if err != nil {
		return nil, nil, &RequestError{err}
	}
	return r.endpoint(ctx, ref, configKind, "sha256:"+ref.Digest.String())
}

// endpoint returns where something of a repository is served (OCI
// distribution-spec, "Pull").
func (r *Registry) endpoint(ctx context.Context, ref Reference, kind documentKind, name string) (*url.URL, http.RoundTripper, error) {
	transport, err := r.session(ctx, ref)
	if err != nil {
		return nil, nil, err
	}
	// The session's transport puts in the scheme that the registry speaks.
	return &url.URL{Scheme: "https", Host: ref.Registry, Path: "/v2/" + ref.Repository + "/" + string(kind) + "/" + name}, transport, nil
}
