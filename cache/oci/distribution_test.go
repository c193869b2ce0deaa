package oci_test

import (
	"bufio"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
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
	"dbx/cache/require"
)

// passwords has the user me with the password secret.
const passwords = "me:$2a$04$Xwz0.2hz3OeNuB/fDfCoT.0gmJp623tvMDjVNnbJgui30y3DZHCGe\n"

// startDistribution starts the registry that most registries are made of, and
// returns its address and what to ask it with.
func startDistribution(t *testing.T) (host string, transport http.RoundTripper) {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "registry")
	build := exec.Command(require.Tool(t, "go"), "build", "-C", filepath.Join("registrytest", "server"), "-o", program, ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	// The certificate of the standard library's tests is for 127.0.0.1.
	web := httptest.NewTLSServer(http.NotFoundHandler())
	defer web.Close()
	cert := web.TLS.Certificates[0]
	key, err := x509.MarshalPKCS8PrivateKey(cert.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	args := make([]string, 3)
	for i, b := range [][]byte{
		[]byte(passwords),
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Certificate[0]}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}),
	} {
		args[i] = filepath.Join(dir, []string{"passwords", "cert", "key"}[i])
		if err := os.WriteFile(args[i], b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	server := exec.CommandContext(t.Context(), program, args...)
	server.Stderr = os.Stderr
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Process.Kill()
		server.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the registry does not start: %v", err)
	}
	return strings.TrimSpace(line), web.Client().Transport
}

// TestDistribution takes an image from the real thing: TLS, a password, an
// index of platforms.
func TestDistribution(t *testing.T) {
	require.Network(t) // for the registry's modules, where the Go cache lacks them
	host, transport := startDistribution(t)
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
	me := &authn.Basic{Username: "me", Password: "secret"}
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
