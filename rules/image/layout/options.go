package layout

import (
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"dbx/rules/failure"
)

// options are the arguments of [Assemble], read.
type options struct {
	image       v1.Image
	annotations map[string]string
	history     []string
}

// parse reads arguments of the form name=value.
func parse(args []string) (*options, error) {
	o := &options{image: v1.Image{Platform: v1.Platform{OS: "linux"}}}
	created := time.Unix(0, 0).UTC()
	o.image.Created = &created
	seen := map[string]bool{}
	for _, arg := range args {
		name, value, ok := strings.Cut(arg, "=")
		if !ok {
			return nil, failure.Errorf("argument %q: want name=value", arg)
		}
		single, err := o.scalar(name, value)
		if err == nil && !single {
			err = o.repeated(name, value)
		}
		if err != nil {
			return nil, err
		}
		if single && (seen[name] || value == "") {
			return nil, failure.Errorf("argument %s= is empty or there twice", name)
		}
		seen[name] = true
	}
	if o.image.Architecture == "" {
		return nil, failure.Errorf("argument arch= is missing")
	}
	return o, nil
}

// scalar reads an argument that may be there once; ok is false for others.
func (o *options) scalar(name, value string) (ok bool, err error) {
	c := &o.image.Config
	switch name {
	case "arch":
		o.image.Architecture = value
	case "variant":
		o.image.Variant = value
	case "os":
		o.image.OS = value
	case "author":
		o.image.Author = value
	case "user":
		c.User = value
	case "stop-signal":
		c.StopSignal = value
	case "workdir":
		if c.WorkingDir = value; value != "" && !path.IsAbs(value) {
			return true, failure.Errorf("workdir=%s is not an absolute path", value)
		}
	case "created":
		seconds, err := strconv.ParseInt(value, 10, 64)
		if err != nil || seconds < 0 {
			return true, failure.Errorf("created=%s: want seconds since 1970", value)
		}
		created := time.Unix(seconds, 0).UTC()
		o.image.Created = &created
	default:
		return false, nil
	}
	return true, nil
}

var portForm = regexp.MustCompile(`^[1-9][0-9]{0,4}(/(tcp|udp|sctp))?$`)

// repeated adds an argument that may be there often.
func (o *options) repeated(name, value string) error {
	c := &o.image.Config
	switch name {
	case "entrypoint":
		c.Entrypoint = append(c.Entrypoint, value)
		return nil
	case "cmd":
		c.Cmd = append(c.Cmd, value)
		return nil
	case "history":
		o.history = append(o.history, value)
		return nil
	case "port":
		if !portForm.MatchString(value) {
			return failure.Errorf("port=%s: want a number with an optional /tcp, /udp or /sctp", value)
		}
		if !strings.Contains(value, "/") {
			value += "/tcp"
		}
		c.ExposedPorts = with(c.ExposedPorts, value, struct{}{})
		return nil
	case "volume":
		if !path.IsAbs(value) {
			return failure.Errorf("volume=%s is not an absolute path", value)
		}
		c.Volumes = with(c.Volumes, value, struct{}{})
		return nil
	}
	return o.pair(name, value)
}

// pair adds an argument whose value is NAME=VALUE.
func (o *options) pair(name, value string) error {
	key, val, ok := strings.Cut(value, "=")
	if !ok || key == "" {
		return failure.Errorf("argument %s=%s: want %s=NAME=VALUE, or another name", name, value, name)
	}
	switch name {
	case "env":
		setEnv(&o.image.Config, key, val)
	case "label":
		o.image.Config.Labels = with(o.image.Config.Labels, key, val)
	case "annotation":
		o.annotations = with(o.annotations, key, val)
	default:
		return failure.Errorf("argument %s= is not known; see the builtin oci@2", name)
	}
	return nil
}

func with[V any](m map[string]V, key string, value V) map[string]V {
	if m == nil {
		m = map[string]V{}
	}
	m[key] = value
	return m
}

func setEnv(c *v1.ImageConfig, name, value string) {
	for i, v := range c.Env {
		if strings.HasPrefix(v, name+"=") {
			c.Env[i] = name + "=" + value
			return
		}
	}
	c.Env = append(c.Env, name+"="+value)
}

// past returns the history of an image: nothing, or an entry for each layer.
func (o *options) past(layers int) ([]v1.History, error) {
	if len(o.history) == 0 {
		return nil, nil
	}
	if len(o.history) != layers {
		return nil, failure.Errorf("%d arguments history= for %d layers", len(o.history), layers)
	}
	past := make([]v1.History, layers)
	for i, text := range o.history {
		past[i] = v1.History{Created: o.image.Created, CreatedBy: text}
	}
	return past, nil
}
