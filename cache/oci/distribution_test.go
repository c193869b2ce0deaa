package oci_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/compression"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"dbx/cache/digest"
	"dbx/cache/oci"
	"dbx/cache/oci/registrytest"
)

// TestDistribution takes an image from the real thing: TLS, a password, an
// index of platforms.
func TestDistribution(t *testing.T) {
	host, transport := registrytest.StartDistribution(t)
	tag, err := name.NewTag(host + "/team/tool:v1")
	if err != nil {
		t.Fatal(err)
	}
	layer, err := registrytest.Layer([]byte("layer"), compression.ZStd)
	if err != nil {
		t.Fatal(err)
	}
	var images []v1.Image
	for _, arch := range []string{"amd64", "arm64"} {
		img, err := registrytest.Image(registrytest.Spec{Platform: v1.Platform{OS: "linux", Architecture: arch}, Layers: []v1.Layer{layer}})
		if err != nil {
			t.Fatal(err)
		}
		images = append(images, img)
	}
	index, err := registrytest.Index(images...)
	if err != nil {
		t.Fatal(err)
	}
	me := &authn.Basic{Username: registrytest.User, Password: registrytest.Password}
	if err := remote.WriteIndex(tag, index, remote.WithTransport(transport), remote.WithAuth(me)); err != nil {
		t.Fatal(err)
	}
	ref, err := oci.ParseReference(tag.String())
	if err != nil {
		t.Fatal(err)
	}
	config := t.TempDir()
	t.Setenv("HOME", config)
	t.Setenv("DOCKER_CONFIG", config)
	if _, err := oci.NewRegistry(oci.Options{Transport: transport}).TagDigest(t.Context(), ref); err == nil || !strings.Contains(err.Error(), "docker login "+host) {
		t.Errorf("without a password: %v", err)
	}
	if err := os.WriteFile(filepath.Join(config, "config.json"), []byte(`{"auths": {"`+host+`": {"auth": "bWU6c2VjcmV0"}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	r := oci.NewRegistry(oci.Options{Transport: transport})
	if ref.Digest, err = r.TagDigest(t.Context(), ref); err != nil {
		t.Fatal(err)
	}
	img, err := r.Image(t.Context(), ref, oci.Platform{Arch: "arm64"})
	if err != nil {
		t.Fatal(err)
	}
	b, err := blob(t, r, ref, img.Layers[0])
	if err != nil || digest.SHA256Of(b) != img.Layers[0].Blob {
		t.Errorf("%d bytes of the layer, %v", len(b), err)
	}
	img.Layers[0].Blob = digest.SHA256{1}
	if _, err := blob(t, r, ref, img.Layers[0]); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("a layer that is not there: %v", err)
	}
}
