package rootfs

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"time"

	"dbx/cache/layer"
)

// failure is an error that the packages cause, not the machine.
type failure struct{ error }

func (failure) UserFailure() {}

func (f failure) Unwrap() error { return f.error }

// Lay is the function debian-bootstrap@1: the packages in the input folder
// debs, in the order of their names, as a layer that dpkg starts from. Its one
// argument is "epoch=", the time of all files in Unix seconds.
func Lay(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	return spooled(args, out, outputs, func(spool *os.File) ([]layer.Entry, error) {
		b := NewBootstrap(spool)
		if err := addAll(ctx, in, b.Add); err != nil {
			return nil, err
		}
		entries, err := b.Entries()
		if err != nil {
			return nil, failure{err}
		}
		return entries, nil
	})
}

// Extract is the function debian-extract@1: the files of the packages in the
// input folder debs, as a layer over those in base, bottom first by name. Its
// one argument is "epoch=", the time of all files in Unix seconds.
func Extract(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	return spooled(args, out, outputs, func(spool *os.File) ([]layer.Entry, error) {
		layers, err := layer.OpenTars(in, "base")
		if err != nil {
			return nil, err
		}
		defer layers.Close()
		below, err := layer.Merge(ctx, layers.All, layer.MergeOptions{})
		if err != nil {
			return nil, err
		}
		x := NewExtraction(spool, below)
		if err := addAll(ctx, in, x.Add); err != nil {
			return nil, err
		}
		return x.Entries(), nil
	})
}

// spooled writes the layer of the entries that gather makes, with a file for
// their contents.
func spooled(args []string, out *os.Root, outputs []string, gather func(spool *os.File) ([]layer.Entry, error)) error {
	if len(args) != 1 || len(outputs) != 1 {
		return failure{fmt.Errorf("want one argument and one output, have %q and %q", args, outputs)}
	}
	seconds, err := strconv.ParseInt(strings.TrimPrefix(args[0], "epoch="), 10, 64)
	if err != nil {
		return failure{fmt.Errorf("argument %q: want epoch= and seconds", args[0])}
	}
	const spoolName = ".spool" // dropped with all that is not a declared output
	spool, err := out.Create(spoolName)
	if err != nil {
		return err
	}
	defer spool.Close()
	entries, err := gather(spool)
	if err != nil {
		return err
	}
	w, err := out.Create(outputs[0])
	if err != nil {
		return err
	}
	defer w.Close()
	if _, err := layer.FromTree(w, entries, time.Unix(seconds, 0), false, nil); err != nil {
		return err
	}
	return w.Close()
}

// addAll hands over the packages in the input folder debs, by name.
func addAll(ctx context.Context, in fs.FS, add func(io.Reader) error) error {
	debs, err := fs.ReadDir(in, "debs")
	if err != nil {
		return err
	}
	for _, deb := range debs {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := addFile(in, path.Join("debs", deb.Name()), add); err != nil {
			return err
		}
	}
	return nil
}

func addFile(in fs.FS, name string, add func(io.Reader) error) error {
	f, err := in.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := add(f); err != nil {
		return failure{fmt.Errorf("%s: %w", path.Base(name), err)}
	}
	return nil
}
