package wheel

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"

	"dbx/rules/wheel/whl"
)

// InstallWheels is install-wheels@1: it lays the wheels in the folders
// wheels/NNNN out together in the folder outputs[0], as [whl.Wheel.Installed]
// says. A file that two of them have must be the same in both. It takes no
// arguments.
func InstallWheels(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	if len(args) != 0 || len(outputs) != 1 {
		return failf("want no arguments and one output, have %q and %q", args, outputs)
	}
	found, err := fs.Glob(in, "wheels/*/*.whl")
	if err != nil {
		return err
	}
	if err := out.Mkdir(outputs[0], 0o755); err != nil {
		return err
	}
	site := site{root: out, dir: outputs[0], owners: map[string]owned{}}
	for _, name := range found {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := site.install(in, name); err != nil {
			return err
		}
	}
	return nil
}

// site is a folder that wheels are installed in.
type site struct {
	root   *os.Root
	dir    string
	owners map[string]owned // by path
}

type owned struct {
	wheel string
	data  []byte
}

func (s site) install(in fs.FS, name string) error {
	raw, err := fs.ReadFile(in, name)
	if err != nil {
		return err
	}
	wheel, err := whl.Read(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return failf("%s: %w", path.Base(name), err)
	}
	files, err := wheel.Installed()
	if err != nil {
		return failf("%s: %w", path.Base(name), err)
	}
	for _, f := range files {
		other, taken := s.owners[f.Path]
		if taken && !bytes.Equal(other.data, f.Data) {
			return failf("%s and %s both have %s, and they differ", other.wheel, path.Base(name), f.Path)
		}
		if taken {
			continue
		}
		s.owners[f.Path] = owned{path.Base(name), f.Data}
		if err := s.write(f); err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
	}
	return nil
}

func (s site) write(f whl.Installed) error {
	to := path.Join(s.dir, f.Path)
	if err := s.root.MkdirAll(path.Dir(to), 0o755); err != nil {
		return err
	}
	mode := fs.FileMode(0o644)
	if f.Executable {
		mode = 0o755
	}
	return s.root.WriteFile(to, f.Data, mode)
}
