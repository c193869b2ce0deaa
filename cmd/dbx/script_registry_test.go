package main

import (
	"archive/tar"
	"fmt"
	"strings"
	"time"

	"github.com/google/go-containerregistry/pkg/compression"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/rogpeppe/go-internal/testscript"

	"dbx/cache/oci/registrytest"
)

type registryKey struct{}

// cmdImage is "image VAR NAME[:TAG] ARCHES DIR…": it pushes an index of images
// for architectures, joined by commas, to the script's registry, whose address
// is $registry. Each folder is a layer; one more has the file "arch". VAR is
// set to the index's digest, for the workspace too.
func cmdImage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: image VAR NAME[:TAG] ARCHES DIR…")
	}
	var images []v1.Image
	for arch := range strings.SplitSeq(args[2], ",") {
		img, err := scriptImage(ts, arch, args[3:])
		ts.Check(err)
		images = append(images, img)
	}
	index, err := registrytest.Index(images...)
	ts.Check(err)
	ref, err := name.ParseReference(ts.Getenv("registry") + "/" + args[1])
	ts.Check(err)
	ts.Check(remote.WriteIndex(ref, index))
	digest, err := index.Digest()
	ts.Check(err)
	ts.Setenv(args[0], digest.String())
	ts.Setenv("DBX_VAR_"+args[0], digest.String())
}

func scriptImage(ts *testscript.TestScript, arch string, dirs []string) (v1.Image, error) {
	variant := ""
	if arch, variant, _ = strings.Cut(arch, "/"); arch == "arm" && variant == "" {
		variant = "v7"
	}
	spec := registrytest.Spec{
		Platform: v1.Platform{OS: "linux", Architecture: arch, Variant: variant},
		Created:  time.Date(2024, 2, 3, 4, 5, 6, 0, time.UTC),
		Config:   v1.Config{Env: []string{"PATH=/bin", "FROM_IMAGE=1"}, User: "builder", WorkingDir: "/src", Entrypoint: []string{"/start"}, Labels: map[string]string{"l": "v"}},
	}
	hows := []compression.Compression{compression.GZip, compression.ZStd, compression.None}
	for i := range len(dirs) + 1 {
		entries := []registrytest.Entry{{Header: tar.Header{Typeflag: tar.TypeReg, Name: "arch", Mode: 0o644}, Content: arch + "\n"}}
		if i < len(dirs) {
			var err error
			if entries, err = layerEntries(ts.MkAbs(dirs[i])); err != nil {
				return nil, err
			}
		}
		content, err := registrytest.Tar(entries...)
		if err != nil {
			return nil, err
		}
		layer, err := registrytest.Layer(content, hows[i%len(hows)])
		if err != nil {
			return nil, err
		}
		spec.Layers = append(spec.Layers, layer)
	}
	return registrytest.Image(spec)
}

// layerEntries returns the files of a folder, owned by someone.
func layerEntries(dir string) ([]registrytest.Entry, error) {
	files, err := entriesOf(dir, ".")
	var entries []registrytest.Entry
	for _, f := range files {
		f.header.Uid, f.header.Gid, f.header.Uname = 42, 43, "someone"
		f.header.Mode = 0o755
		entries = append(entries, registrytest.Entry{Header: f.header, Content: string(f.content)})
	}
	return entries, err
}

// cmdRetag is "retag NAME:TAG DIGEST": the tag is moved to an image that the
// registry has.
func cmdRetag(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: retag NAME:TAG DIGEST")
	}
	tag, err := name.NewTag(ts.Getenv("registry") + "/" + args[0])
	ts.Check(err)
	index, err := remote.Index(tag.Context().Digest(args[1]))
	ts.Check(err)
	ts.Check(remote.WriteIndex(tag, index))
}

// cmdPulled is "pulled PATH": standard output says how often the registry was
// asked for something.
func cmdPulled(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: pulled PATH")
	}
	fmt.Fprintln(ts.Stdout(), ts.Value(registryKey{}).(*registrytest.Server).Asked(args[0]))
}

// cmdSaved is "saved FORM TO ARCHES DIR…": it writes images as cmdImage makes
// them to a file or folder, in a form: layout, a folder; layout.tar and
// layout.tar.gz, that as an archive; docker, what docker save writes, with an
// image NAME:ARCH for each architecture.
func cmdSaved(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: saved FORM TO ARCHES DIR…")
	}
	to := ts.MkAbs(args[1])
	byName := map[name.Reference]v1.Image{}
	var images []v1.Image
	for arch := range strings.SplitSeq(args[2], ",") {
		img, err := scriptImage(ts, arch, args[3:])
		ts.Check(err)
		images = append(images, img)
		tag, err := name.NewTag("registry.example.org/tool:" + strings.ReplaceAll(arch, "/", ""))
		ts.Check(err)
		byName[tag] = img
	}
	if args[0] == "docker" {
		ts.Check(tarball.MultiRefWriteToFile(to, byName))
		return
	}
	dir := to
	if args[0] != "layout" {
		dir += ".d"
	}
	index, err := registrytest.Index(images...)
	ts.Check(err)
	_, err = layout.Write(dir, index)
	ts.Check(err)
	switch args[0] {
	case "layout.tar":
		ts.Check(ts.Exec("tar", "-C", dir, "-cf", to, "."))
	case "layout.tar.gz":
		ts.Check(ts.Exec("tar", "-C", dir, "-czf", to, "."))
	}
}
