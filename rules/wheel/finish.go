package wheel

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"dbx/rules/wheel/whl"
)

// Finish is wheel@2: it takes the one wheel in the input folder "dist", gives
// it the target's tags and its canonical form, and leaves it in the folder
// outputs[0]. Whether anything is wrong with it is not asked here; what cannot
// be read is refused. Arguments, each at most once:
//
//	tags=A.B        platform tags to give it; it keeps its own if left out
//	epoch=SECONDS   time of the files in it, 1980 if left out
func Finish(ctx context.Context, in fs.FS, args []string, out *os.Root, outputs []string) error {
	options, err := parse(args)
	if err != nil {
		return err
	}
	if len(outputs) != 1 {
		return failf("want one output, have %q", outputs)
	}
	file, err := onlyWheel(in, "dist")
	if err != nil {
		return err
	}
	raw, err := fs.ReadFile(in, path.Join("dist", file))
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	name, wheel, err := whl.Normalise(bytes.NewReader(raw), int64(len(raw)), options)
	if err != nil {
		return failf("%s: %w", file, err)
	}
	return leave(out, outputs[0], name, wheel)
}

func parse(args []string) (whl.Options, error) {
	var options whl.Options
	seen := map[string]bool{}
	for _, arg := range args {
		key, value, ok := strings.Cut(arg, "=")
		switch {
		case !ok:
			return options, failf("argument %q: want KEY=VALUE", arg)
		case seen[key]:
			return options, failf("argument %s is given twice", key)
		}
		seen[key] = true
		switch key {
		case "tags":
			options.Platforms = slices.DeleteFunc(strings.Split(value, "."), func(s string) bool { return s == "" })
		case "epoch":
			seconds, err := strconv.ParseInt(value, 10, 64)
			if err != nil {
				return options, failf("argument epoch=%s: want seconds since 1970", value)
			}
			options.Epoch = time.Unix(seconds, 0)
		default:
			return options, failf("argument %s= is not known", key)
		}
	}
	return options, nil
}

// onlyWheel returns the name of the one wheel in an input folder. Files of
// other kinds beside it are not looked at.
func onlyWheel(in fs.FS, folder string) (string, error) {
	entries, err := fs.ReadDir(in, folder)
	if err != nil {
		return "", err
	}
	var wheels, all []string
	for _, e := range entries {
		all = append(all, e.Name())
		if strings.HasSuffix(e.Name(), ".whl") && !e.IsDir() {
			wheels = append(wheels, e.Name())
		}
	}
	if len(wheels) == 1 {
		return wheels[0], nil
	}
	if len(all) == 0 {
		return "", failf("the build left no wheel: %s is empty", folder)
	}
	return "", failf("the build is to leave one wheel, it left %d; in %s there are: %s", len(wheels), folder, strings.Join(all, ", "))
}
