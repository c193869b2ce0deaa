// Package flat has the pure function that makes one layer of several: the
// builtin flatten@1.
//
// It knows how layers are told apart in an input tree. What they mean together
// is known by dbx/cache/layer.
package flat

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"dbx/cache/archive"
	"dbx/cache/layer"
)

// failure is an error that the input or an argument causes.
type failure struct{ err error }

func (f failure) Error() string { return f.err.Error() }
func (f failure) Unwrap() error { return f.err }

// UserFailure marks the error as one of the input, not of the machine.
func (failure) UserFailure() {}

// Flatten is flatten@1: it writes to outputs[0] the one layer that stands for
// the inputs "layers/*.tar", uncompressed, bottom first by name. Arguments:
//
//	epoch=SECONDS  the latest time that an entry may carry
//	marks=keep     there are layers below: what hides parts of them is kept
func Flatten(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	opts, epoch, err := parse(args)
	if err != nil {
		return err
	}
	if len(outputs) != 1 {
		return failure{fmt.Errorf("want one output, have %q", outputs)}
	}
	layers, err := open(in)
	defer func() {
		for _, l := range layers {
			l.Close()
		}
	}()
	if err != nil {
		return err
	}
	dst, err := out.Create(outputs[0])
	if err != nil {
		return err
	}
	tars := make([]layer.Tar, len(layers))
	for i, l := range layers {
		tars[i] = l
	}
	_, err = layer.Flatten(ctx, dst, tars, opts, epoch)
	var wrong *archive.EntryError
	if errors.As(err, &wrong) || errors.Is(err, archive.ErrCorrupt) {
		err = failure{err}
	}
	return errors.Join(err, dst.Close())
}

// file is an open layer.
type file interface {
	layer.Tar
	fs.File
}

// open opens all layers; those that are open have to be closed even after an
// error.
func open(in fs.FS) ([]file, error) {
	names, err := fs.Glob(in, "layers/*.tar")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, failure{errors.New("there are no layers; it needs inputs layers/*.tar")}
	}
	var layers []file
	for _, name := range names {
		f, err := in.Open(name)
		if err != nil {
			return layers, err
		}
		l, ok := f.(file)
		if !ok {
			f.Close()
			return layers, fmt.Errorf("layer %s cannot be read at an offset", name)
		}
		layers = append(layers, l)
	}
	return layers, nil
}

// parse reads arguments of the form name=value.
func parse(args []string) (opts layer.MergeOptions, epoch time.Time, err error) {
	for _, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		switch {
		case name == "epoch" && epoch.IsZero():
			seconds, bad := strconv.ParseInt(value, 10, 64)
			if bad != nil || seconds < 0 {
				return opts, epoch, failure{fmt.Errorf("argument %q: want seconds since 1970", arg)}
			}
			epoch = time.Unix(seconds, 0)
		case arg == "marks=keep" && !opts.Marks:
			opts.Marks = true
		default:
			return opts, epoch, failure{fmt.Errorf("argument %q is not known or there twice; want epoch= and marks=keep", arg)}
		}
	}
	if epoch.IsZero() {
		return opts, epoch, failure{errors.New("argument epoch= is missing")}
	}
	return opts, epoch, nil
}
