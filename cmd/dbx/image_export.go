package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"dbx/cache/cas/session"
	"dbx/cache/layer"
	"dbx/engine/label"
	"dbx/rules/image"
)

func (a *app) imageExportCommand() *cobra.Command {
	var flags buildFlags
	var tags []string
	var to, format string
	cmd := &cobra.Command{
		Use:   "export LABEL|PATH",
		Short: "Write an image to a file, a folder or standard output",
		Long: `Export builds an image and writes it, in one of these formats:

  oci      a folder with an OCI image layout
  tar      the same as an archive, which docker load takes too
  docker   what docker save writes, with uncompressed layers, for any Docker
  rootfs   the files of the image as one plain tar, without its configuration

The output appears whole or not at all. A folder must not be there yet.`,
		Example: "  dbx image export //images:bookworm --format rootfs -o - | tar -t\n  dbx image export //images:bookworm -o bookworm.tar",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			names, err := tagNames(tags)
			if err != nil {
				return err
			}
			if err := checkExport(format, to); err != nil {
				return err
			}
			return a.withSources(cmd.Context(), args, flags, func(sources []imageSource) error {
				if len(sources) != 1 {
					return usage("%s: %d images; name a single one", args[0], len(sources))
				}
				return blame(a.exportImage(cmd.Context(), sources[0], format, to, names))
			})
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVarP(&to, "out", "o", "", "`where` to; - is standard output")
	cmd.Flags().StringVar(&format, "format", "tar", "`form` of the image: oci, tar, docker or rootfs")
	cmd.Flags().StringArrayVarP(&tags, "tag", "t", nil, "`name` of the image in an archive, as REPOSITORY:TAG")
	return cmd
}

func checkExport(format, to string) error {
	switch format {
	case "oci", "tar", "docker", "rootfs":
	default:
		return usage("--format %s: want oci, tar, docker or rootfs", format)
	}
	if to == "" {
		return usage("say where to write the image: --out PATH, or - for standard output")
	}
	if format == "oci" && to == "-" {
		return usage("an image layout is a folder: give --out its name, or use --format tar")
	}
	return nil
}

func (a *app) exportImage(ctx context.Context, s imageSource, format, to string, names []string) error {
	if len(names) == 0 && isLabel(s.name) {
		l, err := label.Parse(s.name)
		if err != nil {
			return err
		}
		names = []string{image.Reference(l)}
	}
	if s.foreign {
		// What others made is not passed on unchecked.
		layers, err := s.image.OpenLayers(ctx, os.TempDir(), true)
		if err != nil {
			return err
		}
		if err := layers.Close(); err != nil {
			return err
		}
		s.foreign = false
	}
	write := func(w io.Writer) error { return writeImage(ctx, w, s, format, names) }
	if to == "-" {
		buffered := bufio.NewWriterSize(a.stdout, 1<<20)
		return errors.Join(write(buffered), buffered.Flush())
	}
	if !filepath.IsAbs(to) {
		to = filepath.Join(a.dir, to)
	}
	if format == "oci" {
		return exportFolder(ctx, s, to, names)
	}
	return writeWhole(to, write)
}

// writeImage writes an image as one stream.
func writeImage(ctx context.Context, w io.Writer, s imageSource, format string, names []string) error {
	if format == "tar" {
		if s.image.Descriptor.Digest == "" {
			return usage("%s is an archive of Docker, which cannot become an OCI archive without another digest; use --format docker", s.name)
		}
		return s.image.WriteArchive(ctx, w, names)
	}
	if format == "docker" {
		return s.image.WriteDocker(ctx, w, names)
	}
	layers, err := s.image.OpenLayers(ctx, os.TempDir(), s.foreign)
	if err != nil {
		return err
	}
	defer layers.Close()
	_, err = layer.Flatten(ctx, w, layers.All, layer.MergeOptions{}, time.Unix(1<<40, 0))
	return err
}

// writeWhole makes a file that appears when it is complete.
func writeWhole(to string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(to), ".dbx-export-")
	if errors.Is(err, fs.ErrNotExist) {
		return usage("%s: the folder is not there", filepath.Dir(to))
	}
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), to)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// exportFolder writes the layout itself, which must not be there yet.
func exportFolder(ctx context.Context, s imageSource, to string, names []string) error {
	if s.image.Descriptor.Digest == "" {
		return usage("%s is an archive of Docker, not an image layout; use --format docker", s.name)
	}
	if _, err := os.Lstat(to); err == nil {
		return usage("%s is there already; remove it, or choose another name", to)
	}
	temp, err := os.MkdirTemp(filepath.Dir(to), ".dbx-export-")
	if errors.Is(err, fs.ErrNotExist) {
		return usage("%s: the folder is not there", filepath.Dir(to))
	}
	if err != nil {
		return err
	}
	if err = s.image.CopyTo(ctx, temp, names); err == nil {
		err = os.Chmod(temp, 0o755)
	}
	if err == nil {
		err = os.Rename(temp, to)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", to, err), session.RemoveAll(temp))
	}
	return nil
}
