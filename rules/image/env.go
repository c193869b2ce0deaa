package image

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"dbx/engine/analysis"
	"dbx/engine/load"
	"dbx/executor"
)

// Setting is a variable as a block has it: it replaces the variable of that
// name, or appends to it, after a space.
type Setting struct {
	executor.EnvVar
	Append bool
}

// Settings returns an attribute of c's target that maps names to strings or
// to lists of strings, which append. Anything else is reported.
func Settings(c *analysis.Context, attr string) []Setting {
	return settings(c, c.Target.Attr(attr))
}

// TargetSettings returns the attribute env of c's target, and on top of it what
// the attribute env_for has for the target's platform.
func TargetSettings(c *analysis.Context) []Setting {
	found := Settings(c, "env")
	at := c.Target.Attr("env_for")
	if !at.IsSet() {
		return found
	}
	if !at.Type().IsObjectType() && !at.Type().IsMapType() {
		c.Errorf(at.Range, "Not a map", "env_for maps platforms to variables, as { linux-arm64 = { CFLAGS = \"-O2\" } } does.")
		return found
	}
	known := c.Workspace().PlatformNames
	values := at.Map()
	for _, platform := range at.Keys() {
		switch {
		case !slices.Contains(known, platform):
			c.Errorf(at.Range, "Unknown platform", "There is no platform %q; there are %s.", platform, strings.Join(known, ", "))
		case platform == c.Target.Axis(load.PlatformAxis):
			found = append(found, settings(c, values[platform])...)
		}
	}
	return found
}

func settings(c *analysis.Context, v load.Value) []Setting {
	if !v.IsSet() {
		return nil
	}
	if !v.Type().IsObjectType() && !v.Type().IsMapType() {
		c.Errorf(v.Range, "Not a map", "Variables are written as a map, as { CFLAGS = \"-O2\" } is.")
		return nil
	}
	var found []Setting
	values := v.Map()
	for _, name := range v.Keys() {
		s := Setting{EnvVar: executor.EnvVar{Name: name}}
		switch value := values[name]; {
		case name == "" || strings.ContainsAny(name, "=\x00"):
			c.Errorf(v.Range, "Not a name", "%q cannot name a variable.", name)
		case isText(value):
			s.Value = value.Text()
		case isTexts(value):
			s.Value, s.Append = strings.Join(value.Texts(), " "), true
		default:
			c.Errorf(v.Range, "Not a string", "The variable %s must be a string, or a list of strings that is appended to it.", name)
		}
		found = append(found, s)
	}
	return found
}

func isText(v load.Value) bool { return v.IsSet() && v.Type() == cty.String }

func isTexts(v load.Value) bool {
	return v.IsSet() && (v.Type().IsTupleType() || v.Type().IsListType()) &&
		!slices.ContainsFunc(v.List(), func(e load.Value) bool { return !isText(e) })
}

// Plain returns an attribute that maps names to strings as settings that
// replace; null is none.
func Plain(v load.Value) []Setting {
	var found []Setting
	values := v.Map()
	for _, name := range v.Keys() {
		if values[name].IsSet() {
			found = append(found, Setting{EnvVar: executor.EnvVar{Name: name, Value: values[name].Text()}})
		}
	}
	return found
}

// MergeEnv returns the base with each list of settings put on it in turn,
// sorted by name. The base is not changed.
func MergeEnv(base []executor.EnvVar, lists ...[]Setting) []executor.EnvVar {
	merged := slices.Clone(base)
	for _, s := range slices.Concat(lists...) {
		at := slices.IndexFunc(merged, func(m executor.EnvVar) bool { return m.Name == s.Name })
		switch {
		case at < 0:
			merged = append(merged, s.EnvVar)
		case s.Append && merged[at].Value != "":
			merged[at].Value += " " + s.Value
		default:
			merged[at].Value = s.Value
		}
	}
	slices.SortFunc(merged, func(a, b executor.EnvVar) int { return strings.Compare(a.Name, b.Name) })
	return merged
}
