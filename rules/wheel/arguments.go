package wheel

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"dbx/rules/wheel/whl"
)

// expectation is what the arguments of [Finish] say.
type expectation struct {
	wheel    whl.Expectation
	options  whl.Options
	anywhere bool // the target is for any platform
}

func parse(args []string) (expectation, error) {
	want := expectation{anywhere: true}
	seen := map[string]bool{}
	for _, arg := range args {
		key, value, ok := strings.Cut(arg, "=")
		if !ok {
			return want, failf("argument %q: want KEY=VALUE", arg)
		}
		if seen[key] && key != "extension" {
			return want, failf("argument %s is given twice", key)
		}
		seen[key] = true
		if err := want.set(key, value); err != nil {
			return want, err
		}
	}
	for _, key := range []string{"name", "version"} {
		if !seen[key] {
			return want, failf("argument %s= is missing", key)
		}
	}
	if want.anywhere && want.wheel.Platform != (whl.Platform{}) {
		return want, failf("arguments arch=, variant= and float_abi= are for a platform, and there is no tags=")
	}
	return want, nil
}

func (e *expectation) set(key, value string) error {
	switch key {
	case "name":
		e.wheel.Name = value
	case "version":
		e.wheel.Version = value
	case "tags":
		e.anywhere = false
		e.options.Platforms = slices.DeleteFunc(strings.Split(value, "."), func(s string) bool { return s == "" })
	case "arch":
		e.wheel.Platform.Arch = value
	case "variant":
		e.wheel.Platform.Variant = value
	case "float_abi":
		e.wheel.Platform.FloatABI = value
	case "extension":
		e.wheel.Extensions = append(e.wheel.Extensions, value)
	case "epoch":
		seconds, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return failf("argument epoch=%s: want seconds since 1970", value)
		}
		e.options.Epoch = time.Unix(seconds, 0)
	default:
		return failf("argument %s= is not known", key)
	}
	return nil
}
