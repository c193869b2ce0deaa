package layout

import (
	"path"
	"strings"

	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// parse reads arguments of the form name=value into an image's configuration
// and its manifest's annotations.
func parse(args []string) (v1.Image, map[string]string, error) {
	img := v1.Image{Platform: v1.Platform{OS: "linux"}}
	annotations := map[string]string{}
	seen := map[string]bool{}
	for _, arg := range args {
		name, value, ok := strings.Cut(arg, "=")
		if !ok {
			return img, nil, failf("argument %q: want name=value", arg)
		}
		if single := scalar(&img, name); single != nil {
			if seen[name] || value == "" {
				return img, nil, failf("argument %s= is empty or there twice", name)
			}
			seen[name] = true
			*single = value
			continue
		}
		if err := repeated(&img, annotations, name, value); err != nil {
			return img, nil, err
		}
	}
	switch {
	case img.Architecture == "":
		return img, nil, failf("argument arch= is missing")
	case img.Config.WorkingDir != "" && !path.IsAbs(img.Config.WorkingDir):
		return img, nil, failf("workdir=%s is not an absolute path", img.Config.WorkingDir)
	}
	if len(annotations) == 0 {
		annotations = nil
	}
	return img, annotations, nil
}

// scalar returns the place of an argument that may be there once.
func scalar(img *v1.Image, name string) *string {
	switch name {
	case "arch":
		return &img.Architecture
	case "variant":
		return &img.Variant
	case "os":
		return &img.OS
	case "user":
		return &img.Config.User
	case "workdir":
		return &img.Config.WorkingDir
	}
	return nil
}

// repeated adds an argument that may be there often.
func repeated(img *v1.Image, annotations map[string]string, name, value string) error {
	switch name {
	case "entrypoint":
		img.Config.Entrypoint = append(img.Config.Entrypoint, value)
		return nil
	case "cmd":
		img.Config.Cmd = append(img.Config.Cmd, value)
		return nil
	}
	key, val, ok := strings.Cut(value, "=")
	if !ok || key == "" {
		return failf("argument %s=%s: want %s=NAME=VALUE, or another name", name, value, name)
	}
	switch name {
	case "env":
		setEnv(&img.Config, key, val)
	case "label":
		if img.Config.Labels == nil {
			img.Config.Labels = map[string]string{}
		}
		img.Config.Labels[key] = val
	case "annotation":
		annotations[key] = val
	default:
		return failf("argument %s= is not known; see the builtin oci@1", name)
	}
	return nil
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
