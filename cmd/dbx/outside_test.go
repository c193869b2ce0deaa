package main

import (
	"archive/tar"
	"encoding/base64"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/compression"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"

	"dbx/cache/oci/registrytest"
	"dbx/cache/require"
)

// outsideImage is an image with one file, which others made.
func outsideImage(t *testing.T, arch, file string) v1.Image {
	t.Helper()
	content, err := registrytest.Tar(registrytest.Entry{Header: tar.Header{Typeflag: tar.TypeReg, Name: file, Mode: 0o644}, Content: arch + "\n"})
	if err != nil {
		t.Fatal(err)
	}
	layer, err := registrytest.Layer(content, compression.GZip)
	if err != nil {
		t.Fatal(err)
	}
	img, err := registrytest.Image(registrytest.Spec{Platform: v1.Platform{OS: "linux", Architecture: arch}, Layers: []v1.Layer{layer}})
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// pushOutside puts an index for two architectures at a reference.
func pushOutside(t *testing.T, s *registrytest.Server, at string) (digest string) {
	t.Helper()
	index, err := registrytest.Index(outsideImage(t, "amd64", "arch"), outsideImage(t, "arm64", "arch"))
	if err != nil {
		t.Fatal(err)
	}
	ref, err := name.ParseReference(s.Host() + "/" + at)
	if err != nil {
		t.Fatal(err)
	}
	if err := remote.WriteIndex(ref, index, remote.WithTransport(s.Pusher())); err != nil {
		t.Fatal(err)
	}
	sum, err := index.Digest()
	if err != nil {
		t.Fatal(err)
	}
	return sum.String()
}

// TestLanguageImages locks and builds the images from outside that
// docs/language.md shows, with a registry that wants a password and a mirror in
// the place of those that it names.
func TestLanguageImages(t *testing.T) {
	registry, mirror := registrytest.Start(registrytest.Options{User: "me", Password: "secret"}), registrytest.Start(registrytest.Options{})
	defer registry.Close()
	defer mirror.Close()
	digest := pushOutside(t, registry, "team/runtime:1.4")
	if copied := pushOutside(t, mirror, "cache/runtime:1.4"); copied != digest {
		t.Fatalf("the mirror has %s, not %s", copied, digest)
	}
	w := &imageWorld{t: t, dir: t.TempDir(), cacheDir: t.TempDir()}
	const pinned = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	text := examples(t, readLanguage(t))[0]["src/outside/BUILD.hcl"]
	if !strings.Contains(text, pinned) {
		t.Fatalf("no example with %s", pinned)
	}
	w.write("BUILD.hcl", "workspace {\n  name = \"w\"\n}\n")
	w.write("outside/BUILD.hcl", strings.NewReplacer("registry.example.org", registry.Host(), "mirror.example.org", mirror.Host(), pinned, digest).Replace(text))
	tag, err := name.NewTag("vendor/tool:2.0")
	if err != nil {
		t.Fatal(err)
	}
	if err := tarball.WriteToFile(filepath.Join(w.dir, "outside/vendor.tar"), tag, outsideImage(t, "amd64", "etc/ssl/ca.pem")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", w.dir)
	t.Setenv("DOCKER_CONFIG", w.dir)
	if _, said := w.dbx(0, "lock"); !strings.Contains(said, "docker login "+registry.Host()) {
		t.Errorf("without a password it does not say that only the mirror answered: %s", said)
	}
	w.write("config.json", fmt.Sprintf(`{"auths": {%q: {"auth": %q}}}`, registry.Host(), base64.StdEncoding.EncodeToString([]byte("me:secret"))))
	if _, said := w.dbx(0, "lock"); strings.Contains(said, "warning") {
		t.Errorf("with the password: %s", said)
	}
	w.dbx(0, "lock", "--check")
	w.dbx(0, "build", "//outside/...")
	for target, arch := range map[string]string{"runtime-arm64": "arm64", "shipped": "amd64"} {
		if out, _ := w.dbx(0, "image", "inspect", "//outside:"+target); !strings.Contains(out, "linux/"+arch) {
			t.Errorf("%s is\n%s", target, out)
		}
	}
	if got := w.read("dbx-out/outside/certificates/tree/ca.pem"); got != "amd64" {
		t.Errorf("the file out of the archive says %q", got)
	}
	w.dbx(0, "image", "diff", "//outside:service", "//outside:shipped")
}

// TestExampleOfAnArchive builds the example of an image out of another
// target's archive, with what its lock entry says.
func TestExampleOfAnArchive(t *testing.T) {
	w := &imageWorld{t: t, dir: t.TempDir(), cacheDir: t.TempDir()}
	checkout(t, w.dir)
	w.dbx(0, "build", "//archive/...")
	w.dbx(0, "image", "diff", "//archive:notes", "//archive:taken")
	out, _ := w.dbx(1, "image", "diff", "//archive:taken", "//archive:more")
	if !strings.HasPrefix(out, "+ /notes/second.txt  file 0644 0:0") || strings.Count(out, "\n") != 1 {
		t.Errorf("the image on top adds\n%s", out)
	}
}

// TestExampleOfEmulation builds the example of a command of another
// architecture, which finds itself on that.
func TestExampleOfEmulation(t *testing.T) {
	require.Network(t)
	require.UserNS(t)
	t.Setenv("DBX_DEBIAN_MIRROR", startMirror(t))
	w := &imageWorld{t: t, dir: t.TempDir(), cacheDir: t.TempDir()}
	checkout(t, w.dir)
	w.dbx(0, "build", "//foreign:machine", "--executor", "sandbox")
	if got := w.read("dbx-out/foreign/machine/machine"); got != "aarch64" {
		t.Errorf("the command ran on %q", got)
	}
}
