package unpack

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
)

// Pick is file@1: it makes the file among the inputs that its one argument
// names the file outputs[0], which may be executed if that one may. A link is
// followed, as far as it leads to another input.
func Pick(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	if len(args) != 1 || len(outputs) != 1 {
		return failf("want one file and one output, have %q and %q", args, outputs)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	info, err := fs.Stat(in, args[0])
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return failf("there is no input %s", args[0])
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return failf("the input %s is not a file", args[0])
	}
	src, err := in.Open(args[0])
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := out.OpenFile(outputs[0], os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644|info.Mode().Perm()&0o111)
	if err != nil {
		return err
	}
	defer dst.Close()
	if _, err := io.Copy(dst, src); err != nil {
		return err
	}
	return dst.Close()
}
