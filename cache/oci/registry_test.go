package oci_test

import (
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/compression"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"dbx/cache/digest"
	"dbx/cache/oci"
	"dbx/cache/oci/registrytest"
)

// pushed puts an index for two platforms into a registry.
func pushed(t *testing.T, s *registrytest.Server) oci.Reference {
	t.Helper()
	layer, err := registrytest.Layer([]byte("not a tar, but no one looks"), compression.GZip)
	if err != nil {
		t.Fatal(err)
	}
	var images []v1.Image
	for _, p := range []v1.Platform{{OS: "linux", Architecture: "amd64"}, {OS: "linux", Architecture: "arm", Variant: "v6"}} {
		img, err := registrytest.Image(registrytest.Spec{
			Platform: p, Docker: p.Architecture == "arm", Layers: []v1.Layer{layer},
			Config: v1.Config{Env: []string{"A=1", "B=2", "A=3"}, WorkingDir: "src/", Volumes: map[string]struct{}{"/v": {}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		images = append(images, img)
	}
	index, err := registrytest.Index(images...)
	if err != nil {
		t.Fatal(err)
	}
	tag, err := name.NewTag(s.Host() + "/a/b:v1")
	if err != nil {
		t.Fatal(err)
	}
	// Whoever pushes shows what readers must show.
	if err := remote.WriteIndex(tag, index, remote.WithTransport(s.Pusher())); err != nil {
		t.Fatal(err)
	}
	sum, err := index.Digest()
	if err != nil {
		t.Fatal(err)
	}
	ref, err := oci.ParseReference(tag.String() + "@" + sum.String())
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// open returns a client whose credentials are in a Docker configuration.
func open(t *testing.T, s *registrytest.Server, config string) *oci.Registry {
	t.Helper()
	dir := t.TempDir()
	if config != "" {
		if err := os.WriteFile(filepath.Join(dir, "config.json"), []byte(strings.ReplaceAll(config, "HOST", s.Host())), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("DOCKER_CONFIG", dir)
	t.Setenv("HOME", dir)
	o := oci.Options{Backoff: time.Millisecond}
	if s.TLS != nil {
		o.Transport = &http.Transport{TLSClientConfig: s.Client().Transport.(*http.Transport).TLSClientConfig}
	}
	return oci.NewRegistry(o)
}

// blob reads a layer as a fetch does.
func blob(t *testing.T, r *oci.Registry, ref oci.Reference, l oci.Layer) ([]byte, error) {
	t.Helper()
	u, err := url.Parse(ref.BlobURL(l.Blob))
	if err != nil {
		t.Fatal(err)
	}
	at, transport, err := r.Blob(t.Context(), u)
	if err != nil {
		return nil, err
	}
	resp, err := (&http.Client{Transport: transport}).Get(at.String())
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, errors.New(resp.Status)
	}
	return io.ReadAll(resp.Body)
}

const helper = `#!/bin/sh
# A credential helper: what docker-credential-* are.
read host
[ "$1 $host" = "get HOST" ] || { echo 'credentials not found in native keychain'; exit 1; }
echo '{"ServerURL": "HOST", "Username": "me", "Secret": "secret"}'
`

func TestCredentials(t *testing.T) {
	auth := base64.StdEncoding.EncodeToString([]byte("me:secret"))
	password := registrytest.Options{User: "me", Password: "secret"}
	token := password
	token.Token = true
	for name, tt := range map[string]struct {
		options registrytest.Options
		config  string
		refused string
	}{
		"none":            {options: registrytest.Options{}},
		"anonymous token": {options: registrytest.Options{Token: true}},
		"TLS":             {options: registrytest.Options{TLS: true}},
		"password":        {options: password, config: `{"auths": {"HOST": {"auth": "` + auth + `"}}}`},
		"token":           {options: token, config: `{"auths": {"HOST": {"auth": "` + auth + `"}}}`},
		"identity token":  {options: registrytest.Options{Identity: "id"}, config: `{"auths": {"HOST": {"auth": "` + auth + `", "identitytoken": "id"}}}`},
		"helper":          {options: password, config: `{"credHelpers": {"HOST": "dbxtest"}}`},
		"helper of all":   {options: token, config: `{"credsStore": "dbxtest"}`},
		"no credentials":  {options: password, refused: "there are no credentials for it: docker login 127.0.0.1"},
		"wrong password":  {options: password, config: `{"auths": {"HOST": {"auth": "eDp5"}}}`, refused: "401 Unauthorized to the credentials"},
		"no token":        {options: token, refused: "docker login"},
		"broken helper":   {options: password, config: `{"credHelpers": {"HOST": "dbxnone"}}`, refused: "credentials for 127.0.0.1"},
	} {
		t.Run(name, func(t *testing.T) {
			s := registrytest.Start(tt.options)
			defer s.Close()
			bin := t.TempDir()
			if err := os.WriteFile(filepath.Join(bin, "docker-credential-dbxtest"), []byte(strings.ReplaceAll(helper, "HOST", s.Host())), 0o755); err != nil {
				t.Fatal(err)
			}
			t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
			ref := pushed(t, s)
			r := open(t, s, tt.config)
			img, err := r.Image(t.Context(), ref, oci.Platform{Arch: "amd64"})
			if tt.refused != "" {
				var refused *oci.RequestError
				if !errors.As(err, &refused) || !strings.Contains(err.Error(), tt.refused) || strings.Contains(err.Error(), "secret") {
					t.Errorf("got %v, want %q", err, tt.refused)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			b, err := blob(t, r, ref, img.Layers[0])
			if err != nil || digest.SHA256Of(b) != img.Layers[0].Blob {
				t.Errorf("%d bytes of the layer, %v", len(b), err)
			}
			if now, err := r.TagDigest(t.Context(), ref); err != nil || now != ref.Digest {
				t.Errorf("the tag is %v, %v", now, err)
			}
		})
	}
}

func TestImage(t *testing.T) {
	s := registrytest.Start(registrytest.Options{})
	defer s.Close()
	ref := pushed(t, s)
	r := open(t, s, "")
	for platform, want := range map[oci.Platform]string{
		{Arch: "amd64"}:                 "",
		{Arch: "arm", Variant: "v6"}:    "",
		{Arch: "arm"}:                   "there is no image for linux/arm, but for linux/amd64, linux/arm/v6",
		{Arch: "arm64", Variant: "v8"}:  "there is no image for linux/arm64/v8",
		{Arch: "amd64", Variant: "v99"}: "there is no image for linux/amd64/v99",
	} {
		img, err := r.Image(t.Context(), ref, platform)
		if want != "" {
			var refused *oci.RequestError
			if !errors.As(err, &refused) || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: got %v, want %q", platform, err, want)
			}
			continue
		}
		if err != nil || len(img.Layers) != 1 || img.Config.Dir != "/src" || fmt.Sprint(img.Config.Env, img.Config.Volumes) != "[B=2 A=3] [/v]" {
			t.Errorf("%s: %+v, %v", platform, img, err)
		}
		// The manifest's own digest means the same image.
		own := ref
		own.Digest, own.Tag = img.Manifest, ""
		if again, err := r.Image(t.Context(), own, platform); err != nil || again.ID != img.ID {
			t.Errorf("%s by its own digest: %+v, %v", platform, again, err)
		}
	}
}

// TestFaults has the registry fail in ways that pass, and in ways that do not.
func TestFaults(t *testing.T) {
	var failures atomic.Int32
	var answer atomic.Value // of the first failures requests for documents
	s := registrytest.Start(registrytest.Options{Fault: func(w http.ResponseWriter, r *http.Request) bool {
		f, _ := answer.Load().(func(http.ResponseWriter))
		if f == nil || !strings.Contains(r.URL.Path, "/manifests/") || failures.Add(-1) < 0 {
			return false
		}
		f(w)
		return true
	}})
	defer s.Close()
	ref := pushed(t, s)
	status := func(code int) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) { w.WriteHeader(code) }
	}
	cut := func(w http.ResponseWriter) {
		w.Header().Set("Content-Length", "100")
		w.Write([]byte("{"))
		panic(http.ErrAbortHandler)
	}
	for name, tt := range map[string]struct {
		times  int32
		answer func(http.ResponseWriter)
		want   string
		final  bool
	}{
		"busy":          {2, status(503), "", false},
		"too many":      {1, status(429), "", false},
		"cut":           {2, cut, "", false},
		"always busy":   {99, status(503), "503 Service Unavailable (tried 4 times)", false},
		"gone":          {99, status(404), "the registry has no sha256:" + ref.Digest.String(), true},
		"forbidden":     {99, status(403), "docker login", true},
		"another image": {99, func(w http.ResponseWriter) { w.Write([]byte("{}")) }, "gave something else", true},
		"endless":       {99, func(w http.ResponseWriter) { w.Write(make([]byte, 9<<20)) }, "is larger than", true},
	} {
		t.Run(name, func(t *testing.T) {
			failures.Store(tt.times)
			answer.Store(tt.answer)
			_, err := open(t, s, "").Image(t.Context(), ref, oci.Platform{Arch: "amd64"})
			var refused *oci.RequestError
			switch {
			case tt.want == "" && err != nil:
				t.Error(err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want) || errors.As(err, &refused) != tt.final):
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// TestPlainHTTP must not show credentials to the network.
func TestPlainHTTP(t *testing.T) {
	asked := false
	r := oci.NewRegistry(oci.Options{Backoff: time.Millisecond, Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
		asked = asked || req.URL.Scheme == "http"
		return nil, &tls.CertificateVerificationError{Err: errors.New("no certificate")}
	})})
	ref, err := oci.ParseReference("10.1.2.3:5000/a@sha256:" + strings.Repeat("a", 64))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Image(t.Context(), ref, oci.Platform{Arch: "amd64"}); err == nil || asked {
		t.Errorf("asked over plain http: %v; %v", asked, err)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
