package place

import (
	"path"
	"strconv"
	"strings"

	"dbx/rules/failure"
)

// options are the arguments, read.
type options struct {
	to       string // relative to the root; "." is the root
	mode     *uint32
	uid, gid int
	epoch    int64
}

// parse reads arguments of the form name=value.
func parse(args []string) (options, error) {
	var opts options
	seen := map[string]bool{}
	for _, arg := range args {
		name, value, _ := strings.Cut(arg, "=")
		if seen[name] {
			return opts, failure.Errorf("argument %s is there twice", name)
		}
		seen[name] = true
		if err := opts.set(name, value, arg); err != nil {
			return opts, err
		}
	}
	if opts.to == "" {
		return opts, failure.Errorf("argument to= is missing")
	}
	return opts, nil
}

func (o *options) set(name, value, arg string) error {
	var err error
	switch name {
	case "to":
		if !path.IsAbs(value) || path.Clean(value) != value {
			return failure.Errorf("argument %q: want a clean absolute path", arg)
		}
		o.to = path.Join(".", strings.TrimPrefix(value, "/"))
	case "mode":
		bits, bad := strconv.ParseUint(value, 8, 32)
		if bad != nil || bits > 0o7777 {
			return failure.Errorf("argument %q: want octal permissions, as 0755", arg)
		}
		mode := uint32(bits)
		o.mode = &mode
	case "owner":
		uid, gid, both := strings.Cut(value, ":")
		if !both {
			gid = uid
		}
		o.uid, err = id(arg, uid)
		if err == nil {
			o.gid, err = id(arg, gid)
		}
	case "epoch":
		if o.epoch, err = strconv.ParseInt(value, 10, 64); err != nil || o.epoch < 0 {
			return failure.Errorf("argument %q: want seconds since 1970", arg)
		}
	default:
		return failure.Errorf("argument %q is not known; want to=, mode=, owner= or epoch=", arg)
	}
	return err
}

func id(arg, s string) (int, error) {
	n, err := strconv.ParseUint(s, 10, 31)
	if err != nil {
		return 0, failure.Errorf("argument %q: want numbers, as 1000:1000; names of users are not known here", arg)
	}
	return int(n), nil
}
