package rootfs

import (
	"context"
	"fmt"
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
	b := NewBootstrap(spool)
	debs, err := fs.ReadDir(in, "debs")
	if err != nil {
		return err
	}
	for _, deb := range debs {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := b.addFile(in, path.Join("debs", deb.Name())); err != nil {
			return err
		}
	}
	entries, err := b.Entries()
	if err != nil {
		return failure{err}
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

func (b *Bootstrap) addFile(in fs.FS, name string) error {
	f, err := in.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := b.Add(f); err != nil {
		return failure{fmt.Errorf("%s: %w", path.Base(name), err)}
	}
	return nil
}
