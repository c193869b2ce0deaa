package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"dbx/cache/oci"
	"dbx/engine/label"
	"dbx/engine/load"
	"dbx/rules/image"
	"dbx/rules/image/pin"
	"dbx/rules/source"
)

// asking is how many registries are asked at once.
const asking = 8

// lockImages finds out what is in the images of registries that the workspace
// takes, and which of their tags stand for another image by now.
func (a *app) lockImages(ctx context.Context, ws *load.Workspace) (images []pin.Image, moved bool, err error) {
	registry := oci.NewRegistry(oci.Options{})
	var mu sync.Mutex
	var failed []error
	var notes []string
	var group errgroup.Group
	group.SetLimit(asking)
	for _, w := range pulls(ws) {
		group.Go(func() error {
			img, tag := pin.Image{}, tagState{}
			err := w.err
			if err == nil {
				img, tag, err = lockPull(ctx, registry, w.pull)
			}
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed = append(failed, fmt.Errorf("%s: %w", w.label, err))
				return nil
			}
			moved = moved || tag.moved
			if tag.note != "" {
				notes = append(notes, fmt.Sprintf("%s: %s", w.label, tag.note))
			}
			if _, twice := pin.Find(images, img.Source, img.Platform); !twice {
				images = append(images, img)
			}
			return nil
		})
	}
	// The functions keep their errors, so that all come together.
	_ = group.Wait()
	slices.Sort(notes)
	for _, note := range notes {
		fmt.Fprintln(a.stderr, note)
	}
	return images, moved, joinLockErrors(failed)
}

// wanted is an image that a target takes from a registry.
type wanted struct {
	label label.Label
	pull  image.Pull
	err   error // what is wrong with the block
}

func pulls(ws *load.Workspace) []wanted {
	var all []wanted
	for _, t := range ws.Targets() {
		found, err := source.Pulls(t)
		if own, ok, ownErr := image.PullOf(t); ok {
			found, err = []image.Pull{own}, ownErr
		}
		if err != nil {
			all = append(all, wanted{label: t.Label, err: usage("%w", err)})
			continue
		}
		for _, p := range found {
			all = append(all, wanted{label: t.Label, pull: p})
		}
	}
	return all
}

// joinLockErrors puts errors together in a stable order. If one of them is the
// machine's, all are: another try may show less.
func joinLockErrors(failed []error) error {
	if len(failed) == 0 {
		return nil
	}
	slices.SortFunc(failed, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	code := exitUsage
	for _, err := range failed {
		var exit *exitError
		var refused *oci.RequestError
		if !errors.As(err, &refused) && !(errors.As(err, &exit) && exit.code == exitUsage) {
			code = exitMachine
		}
	}
	return &exitError{code, fmt.Errorf("lock images: %w", errors.Join(failed...))}
}

// lockPull finds out what is in one image, and what became of its tag.
func lockPull(ctx context.Context, registry *oci.Registry, pull image.Pull) (pin.Image, tagState, error) {
	if pull.Reference.Digest.IsZero() {
		return pin.Image{}, tagState{}, undigested(ctx, registry, pull.Reference)
	}
	found, err := askPlaces(ctx, registry, pull)
	if err != nil {
		return pin.Image{}, tagState{}, err
	}
	img := pin.Image{Source: pull.Reference.String(), Platform: pull.Platform, Image: found}
	return img, tagOf(ctx, registry, pull.Reference), nil
}

// undigested asks for the digest that is missing.
func undigested(ctx context.Context, registry *oci.Registry, ref oci.Reference) error {
	now, err := registry.TagDigest(ctx, ref)
	if err != nil {
		return err
	}
	ref.Digest = now
	return usage("what a tag stands for may change, so from needs a digest; if you trust what the registry has now, write\n\n  from = %q\n", ref)
}

// tagState is what is to be said of a tag.
type tagState struct {
	note  string
	moved bool
}

// tagOf looks whether a tag still stands for the digest beside it. A registry
// that cannot be asked, while a mirror had the image, is no reason to fail.
func tagOf(ctx context.Context, registry *oci.Registry, ref oci.Reference) tagState {
	if ref.Tag == "" {
		return tagState{}
	}
	now, err := registry.TagDigest(ctx, ref)
	switch {
	case err != nil:
		return tagState{note: fmt.Sprintf("warning: whether the tag has moved is not known: %v", err)}
	case now == ref.Digest:
		return tagState{}
	}
	ref.Digest = now
	return tagState{note: fmt.Sprintf("the tag has moved; to take what it stands for now, write\n\n  from = %q\n", ref), moved: true}
}

// askPlaces asks the repositories in order. The last is the one of from, which
// knows best why there is no such image.
func askPlaces(ctx context.Context, registry *oci.Registry, pull image.Pull) (oci.Image, error) {
	var errs []error
	for _, place := range pull.Places() {
		img, err := registry.Image(ctx, place, pull.Platform)
		if err == nil {
			return img, nil
		}
		errs = append(errs, err)
	}
	return oci.Image{}, errors.Join(errs...)
}
