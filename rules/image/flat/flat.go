// Package flat has the pure function that makes one layer of several: the
// builtin flatten@1.
//
// It knows how layers are told apart in an input tree. What they mean together
// is known by dbx/cache/layer.
package flat

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"dbx/cache/archive"
	"dbx/cache/layer"
	"dbx/rules/failure"
)

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
		return failure.Errorf("want one output, have %q", outputs)
	}
	layers, err := layer.OpenTars(in, "layers")
	if err != nil {
		return err
	}
	defer layers.Close()
	if len(layers.All) == 0 {
		return failure.Errorf("there are no layers; it needs inputs layers/*.tar")
	}
	dst, err := out.Create(outputs[0])
	if err != nil {
		return err
	}
	_, err = layer.Flatten(ctx, dst, layers.All, opts, epoch)
	var wrong *archive.EntryError
	if errors.As(err, &wrong) || errors.Is(err, archive.ErrCorrupt) {
		err = failure.Of(err)
	}
	return errors.Join(err, dst.Close())
}

// parse reads arguments of the form name=value.
func parse(args []string) (opts layer.MergeOptions, epoch time.Time, err error) {
	for _, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		switch {
		case name == "epoch" && epoch.IsZero():
			seconds, bad := strconv.ParseInt(value, 10, 64)
			if bad != nil || seconds < 0 {
				return opts, epoch, failure.Errorf("argument %q: want seconds since 1970", arg)
			}
			epoch = time.Unix(seconds, 0)
		case arg == "marks=keep" && !opts.Marks:
			opts.Marks = true
		default:
			return opts, epoch, failure.Errorf("argument %q is not known or there twice; want epoch= and marks=keep", arg)
		}
	}
	if epoch.IsZero() {
		return opts, epoch, failure.Errorf("argument epoch= is missing")
	}
	return opts, epoch, nil
}
