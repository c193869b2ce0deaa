package wheel

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"

	"dbx/rules/wheel/egginfo"
)

// FromEggInfo is egg-info-wheel@1: it makes a pure wheel of the input folder
// "src", an sdist as setuptools writes it, without running any of it, and
// leaves it in the folder outputs[0]. It takes no arguments. What kinds of
// sdist it refuses is [egginfo.Pack]'s to say.
func FromEggInfo(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	if len(args) != 0 || len(outputs) != 1 {
		return failf("want no arguments and one output, have %q and %q", args, outputs)
	}
	src, err := fs.Sub(in, "src")
	if err != nil {
		return err
	}
	name, wheel, err := egginfo.Pack(ctx, src)
	if err != nil {
		return err
	}
	return leave(out, outputs[0], name, wheel)
}

// leave makes folder in out, with one file.
func leave(out *os.Root, folder, name string, content []byte) error {
	if err := out.Mkdir(folder, 0o755); err != nil {
		return err
	}
	return out.WriteFile(path.Join(folder, name), content, 0o644)
}

// failure is an error that the input or an argument causes.
type failure struct{ err error }

func (f failure) Error() string { return f.err.Error() }
func (f failure) Unwrap() error { return f.err }

// UserFailure marks the error as one of the input, not of the machine.
func (failure) UserFailure() {}

func failf(format string, args ...any) error {
	return failure{fmt.Errorf(format, args...)}
}
