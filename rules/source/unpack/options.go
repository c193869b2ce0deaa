package unpack

import (
	"io/fs"
	"strconv"
	"strings"
)

// options are the arguments, read.
type options struct {
	strip, patchStrip int
	subdir            string
}

// maxStrip is more than any archive has folders.
const maxStrip = 1000

// parse reads arguments of the form name=value over the defaults.
func parse(args []string, opts options) (options, error) {
	opts.subdir = "."
	seen := map[string]bool{}
	for _, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		if seen[name] {
			return opts, failf("argument %s is there twice", name)
		}
		seen[name] = true
		var err error
		switch name {
		case "strip":
			opts.strip, err = count(arg, value)
		case "patch-strip":
			opts.patchStrip, err = count(arg, value)
		case "subdir":
			if opts.subdir = value; !fs.ValidPath(value) {
				err = failf("argument %q: want a clean relative path", arg)
			}
		default:
			err = failf("argument %q is not known; want strip=, subdir= or patch-strip=", arg)
		}
		if err != nil {
			return opts, err
		}
	}
	return opts, nil
}

func count(arg, value string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 || n > maxStrip {
		return 0, failf("argument %q: want a number from 0 to %d", arg, maxStrip)
	}
	return n, nil
}
