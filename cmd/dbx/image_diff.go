package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"
)

func (a *app) imageDiffCommand() *cobra.Command {
	var flags buildFlags
	var output string
	cmd := &cobra.Command{
		Use:   "diff A B",
		Short: "Tell what differs between the files of two images",
		Long: `Diff compares the files of two images, as a container would see them, whatever
layers they come in: type, permissions, owner, size, content and link target, but
no times. A and B are labels, which are built, or image layouts and archives of
files. The exit code is 0 if nothing differs, and 1 if something does.`,
		Example: "  dbx image diff //images:bookworm ./old.tar",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if output != "text" && output != "json" {
				return usage("--output %s: want text or json", output)
			}
			return a.withSources(cmd.Context(), args, flags, func(sources []imageSource) error {
				if len(sources) != 2 {
					return usage("%d images instead of two: name single ones", len(sources))
				}
				changes, err := diffImages(cmd.Context(), sources[0], sources[1])
				if err == nil {
					err = writeChanges(a.stdout, changes, output)
				}
				if err == nil && len(changes) > 0 {
					return &exitError{code: exitFailed}
				}
				return blame(err)
			})
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVar(&output, "output", "text", "`form` of the answer: text or json (an object a line)")
	return cmd
}

// blame makes an error that an image file causes bad input.
func blame(err error) error {
	var failure interface{ UserFailure() }
	if errors.As(err, &failure) {
		return usage("%w", err)
	}
	return machine(err)
}

func diffImages(ctx context.Context, before, after imageSource) ([]fileChange, error) {
	a, err := openTree(ctx, before)
	if err != nil {
		return nil, err
	}
	defer a.layers.Close()
	b, err := openTree(ctx, after)
	if err != nil {
		return nil, err
	}
	defer b.layers.Close()
	var changes []fileChange
	for _, path := range bothOrders(a.order, b.order) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if a.sameAs(b, path) {
			continue
		}
		was, err := a.state(path)
		if err != nil {
			return nil, err
		}
		is, err := b.state(path)
		if err != nil {
			return nil, err
		}
		switch {
		case was == nil:
			changes = append(changes, fileChange{path, "added", nil, is})
		case is == nil:
			changes = append(changes, fileChange{path, "removed", was, nil})
		case *was != *is:
			changes = append(changes, fileChange{path, "changed", was, is})
		}
	}
	return changes, nil
}

// bothOrders merges two sorted lists.
func bothOrders(a, b []string) []string {
	var all []string
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0] < b[0]:
			all, a = append(all, a[0]), a[1:]
		case len(a) == 0 || b[0] < a[0]:
			all, b = append(all, b[0]), b[1:]
		default:
			all, a, b = append(all, a[0]), a[1:], b[1:]
		}
	}
	return all
}
