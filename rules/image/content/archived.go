package content

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"dbx/cache/digest"
	"dbx/cache/oci"
	"dbx/rules/failure"
)

// archiveName is the input of [Archived].
const archiveName = "archive"

// Archived is archived-layers@1: it takes the layers of an image, uncompressed,
// out of the input "archive", a file or a folder. The outputs are the layers in
// their order, bottom first. Arguments:
//
//	name=NAME          which image, where there are several
//	platform=PLATFORM  which of its platforms, as linux/arm/v7
//	config=SHA256      what the image's configuration must be
//	diffid=SHA256 *    what the layers must be
func Archived(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	want, err := parseArchived(args)
	if err != nil {
		return err
	}
	a, err := OpenArchive(in, archiveName, func() (*os.File, error) { return out.Create(".spool") })
	if err != nil {
		return ofArchive(err)
	}
	defer a.Close()
	img, err := a.Image(ctx, want.name, want.platform)
	if err != nil {
		return ofArchive(err)
	}
	if img.ID != want.config || len(img.Layers) != len(want.diffIDs) || len(outputs) != len(want.diffIDs) {
		return failure.Errorf("the archive has another image, sha256:%s, than dbx lock found there: run dbx lock", img.ID)
	}
	for i, l := range img.Layers {
		if l.DiffID != want.diffIDs[i] {
			return failure.Errorf("layer %d of the archive's image is not the one that dbx lock found there: run dbx lock", i+1)
		}
		if err := archivedLayer(ctx, a, l, out, outputs[i]); err != nil {
			return fmt.Errorf("layer %d: %w", i+1, err)
		}
	}
	return nil
}

// OpenArchive opens an archive of images, which is a file or a folder of a
// tree. The caller removes what spool makes.
func OpenArchive(in fs.FS, name string, spool func() (*os.File, error)) (*oci.Archive, error) {
	info, err := fs.Stat(in, name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		dir, err := fs.Sub(in, name)
		if err != nil {
			return nil, err
		}
		return oci.OpenDir(dir)
	}
	f, err := in.Open(name)
	if err != nil {
		return nil, err
	}
	a, err := oci.OpenTar(f, spool)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return a, nil
}

// ofArchive tells an archive that is bad from a machine that failed.
func ofArchive(err error) error {
	var refused *oci.RequestError
	if errors.As(err, &refused) {
		return failure.Of(err)
	}
	return err
}

func archivedLayer(ctx context.Context, a *oci.Archive, l oci.Layer, out *os.Root, name string) error {
	blob, err := a.Layer(l)
	if err != nil {
		return ofArchive(err)
	}
	defer blob.Close()
	dst, err := out.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(dst, 1<<20)
	err = unpacked(ctx, blob, l.DiffID, func(r io.Reader) error {
		_, err := io.Copy(w, r)
		return err
	})
	return errors.Join(err, w.Flush(), dst.Close())
}

// archived are the arguments of Archived, read.
type archived struct {
	name     string
	platform oci.Platform
	config   digest.SHA256
	diffIDs  []digest.SHA256
}

func parseArchived(args []string) (archived, error) {
	var a archived
	for _, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		var err error
		switch name {
		case "name":
			a.name = value
		case "platform":
			a.platform, err = oci.ParsePlatform(value)
		case "config":
			a.config, err = digest.ParseSHA256(value)
		case "diffid":
			var id digest.SHA256
			id, err = digest.ParseSHA256(value)
			a.diffIDs = append(a.diffIDs, id)
		default:
			err = errors.New("want name=, platform=, config= or diffid=")
		}
		if err != nil {
			return a, failure.Errorf("argument %q: %w", arg, err)
		}
	}
	if a.platform == (oci.Platform{}) || a.config.IsZero() {
		return a, failure.Errorf("arguments platform= and config= must be there, have %q", args)
	}
	return a, nil
}
