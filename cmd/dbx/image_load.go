package main

import (
	"context"
	"fmt"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/spf13/cobra"

	"dbx/executor/docker"
	"dbx/rules/image"
)

func (a *app) imageLoadCommand() *cobra.Command {
	var flags buildFlags
	var tags []string
	cmd := &cobra.Command{
		Use:   "load PATTERN…",
		Short: "Build images, bring them into the Docker daemon, and print what they are called there",
		Long: `Load builds images and brings them into the Docker daemon. It sends only those
layers that no image of the daemon has. Without --tag, //images:x is called
dbx/images:x there.`,
		Example: "  dbx image load //images:cross-armel\n  docker run --rm -it $(dbx image load //images:cross-armel) sh",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			names, err := tagNames(tags)
			if err != nil {
				return err
			}
			return a.withImages(cmd.Context(), args, flags, func(e *assembly, images []builtImage) error {
				if len(names) > 0 && len(images) > 1 {
					return usage("--tag names one image, but there are %d", len(images))
				}
				return a.loadImages(cmd.Context(), e, images, names)
			})
		},
	}
	flags.register(cmd)
	cmd.Flags().StringArrayVarP(&tags, "tag", "t", nil, "`name` of the image in the daemon, as REPOSITORY:TAG; several are several names")
	return cmd
}

// tagNames reads names as a daemon does.
func tagNames(tags []string) ([]string, error) {
	var names []string
	for _, tag := range tags {
		if _, err := name.NewTag(tag, name.WeakValidation); err != nil {
			return nil, usage("--tag %s: %v", tag, err)
		}
		names = append(names, withTag(tag))
	}
	return names, nil
}

// withTag adds the tag that a name without one has.
func withTag(ref string) string {
	for i := len(ref) - 1; i >= 0 && ref[i] != '/'; i-- {
		if ref[i] == ':' {
			return ref
		}
	}
	return ref + ":latest"
}

func (a *app) loadImages(ctx context.Context, e *assembly, images []builtImage, names []string) error {
	daemon, err := docker.OpenDaemon(ctx)
	if err != nil {
		return err
	}
	defer daemon.Close()
	for _, b := range images {
		called := names
		if len(called) == 0 {
			called = []string{image.Reference(b.label)}
		}
		layers, err := b.image.Layers()
		if err != nil {
			return err
		}
		loaded, err := daemon.Load(ctx, b.image, called)
		if err != nil {
			return err
		}
		if loaded.Bytes == 0 {
			e.progress.say("%s: the daemon has it", b.label)
		} else {
			e.progress.say("%s: sent %s, %d of %d layers", b.label, byteSize(loaded.Bytes), loaded.Layers, len(layers))
		}
		for _, n := range called {
			if _, err := fmt.Fprintln(a.stdout, n); err != nil {
				return err
			}
		}
	}
	return nil
}
