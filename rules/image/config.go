package image

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/load"
)

// configAttrs are the attributes that say what an image is based on, and how
// what is in it is started.
func configAttrs() []load.Attr {
	texts := cty.List(cty.String)
	return []load.Attr{
		{Name: "base", Type: cty.String, Refs: load.Labels, Doc: "A base_image or another image; nothing if left out, and then arch is required."},
		{Name: "arch", Type: cty.String, Doc: "Architecture, as GOARCH names it, of an image without a base; else it is the base's."},
		{Name: "variant", Type: cty.String, Doc: "Variant of the architecture of an image without a base, as the OCI image specification names it."},
		emulatorAttr(),
		{Name: "env", Type: cty.DynamicPseudoType, Doc: "Variables of every command in the image, over those of the base; a list appends."},
		{Name: "user", Type: cty.String, Doc: "User of the image's configuration. With builder, actions and wheels in the image run as uid 1000, else as uid 0; never with capabilities."},
		{Name: "workdir", Type: cty.String, Doc: "Working directory of commands in the image, which must be there; absolute."},
		{Name: "entrypoint", Type: texts, Doc: "Entry point of the image's configuration. With it, the base's cmd no longer counts."},
		{Name: "cmd", Type: texts, Doc: "Default arguments of the entry point, or the default command."},
		{Name: "ports", Type: texts, Doc: "Ports that it listens on, as 80 or 53/udp, beside those of the base."},
		{Name: "volumes", Type: texts, Doc: "Absolute paths that containers keep data of their own in, beside those of the base."},
		{Name: "stop_signal", Type: cty.String, Doc: "Signal that ends a container, as SIGQUIT."},
		{Name: "labels", Type: cty.Map(cty.String), Doc: "Labels of the image's configuration, over those of the base; they change no key but its own."},
	}
}

// foundationOf returns a copy of the image below, or an image of nothing; ok is
// false after a complaint.
func foundationOf(c *analysis.Context) (img *Image, ok bool) {
	at, arch, variant := c.Target.Attr("base"), c.Target.Attr("arch"), c.Target.Attr("variant")
	if !at.IsSet() {
		if !arch.IsSet() {
			c.Errorf(c.Target.Range, "No base and no architecture", "Name a base, or give the arch of an image that begins with nothing.")
			return nil, false
		}
		return &Image{Arch: arch.Text(), Variant: variant.Text(), Epoch: c.Workspace().Epoch}, true
	}
	base, isImage := c.Provider(at.Labels()[0]).(*Image)
	if !isImage {
		c.Errorf(at.Range, "Not an image", "%s cannot be a base: it is neither an image nor a base_image.", at.Text())
		return nil, false
	}
	for name, v := range map[string]struct {
		load.Value
		have string
	}{"arch": {arch, base.Arch}, "variant": {variant, base.Variant}} {
		if v.IsSet() && v.Text() != v.have {
			c.Errorf(v.Range, "Another "+name, "%s is that of the base, %q: leave it out.", name, v.have)
		}
	}
	copied := *base
	copied.Layers = slices.Clone(base.Layers)
	return &copied, true
}

// configure puts the target's own settings on those of the image below.
func configure(c *analysis.Context, config *Config) {
	t := c.Target
	config.Env = MergeEnv(config.Env, Settings(c, "env"))
	config.Labels = MergeEnv(config.Labels, Plain(t.Attr("labels")))
	if user := t.Attr("user"); user.IsSet() {
		config.User = user.Text()
	}
	if dir := t.Attr("workdir"); dir.IsSet() {
		if config.Dir = dir.Text(); !cleanAbs(config.Dir) {
			c.Errorf(dir.Range, "Not an absolute path", "workdir must be a clean absolute path, as /src is.")
		}
	}
	if entry := t.Attr("entrypoint"); entry.IsSet() {
		config.Entrypoint, config.Cmd = entry.Texts(), nil
	}
	if cmd := t.Attr("cmd"); cmd.IsSet() {
		config.Cmd = cmd.Texts()
	}
	if signal := t.Attr("stop_signal"); signal.IsSet() {
		config.StopSignal = signal.Text()
	}
	config.Ports = append(config.Ports[:len(config.Ports):len(config.Ports)], t.Attr("ports").Texts()...)
	for _, port := range t.Attr("ports").List() {
		number, _, _ := strings.Cut(port.Text(), "/")
		if n, err := strconv.Atoi(number); !portForm.MatchString(port.Text()) || err != nil || n < 1 || n > 65535 {
			c.Errorf(port.Range, "Not a port", "%q: write a port as 80 or 53/udp.", port.Text())
		}
	}
	config.Volumes = append(config.Volumes[:len(config.Volumes):len(config.Volumes)], t.Attr("volumes").Texts()...)
	for _, dir := range t.Attr("volumes").List() {
		if !cleanAbs(dir.Text()) {
			c.Errorf(dir.Range, "Not an absolute path", "%q: a volume is a clean absolute path, as /data is.", dir.Text())
		}
	}
}

func cleanAbs(p string) bool { return path.IsAbs(p) && path.Clean(p) == p }
