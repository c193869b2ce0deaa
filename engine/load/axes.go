package load

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// axisValues holds what blocks see as platform and python.
type axisValues struct {
	values map[string]map[string]cty.Value // axis → block's name → its attributes
	vague  bool                            // some blocks are not known
}

func newAxisValues(p *pkg) *axisValues {
	v := &axisValues{map[string]map[string]cty.Value{PlatformAxis: {}, PythonAxis: {}}, p.vague}
	for _, t := range p.targets {
		if !isAxisKind(t.Kind) {
			continue
		}
		if t.broken {
			v.values[t.Kind][t.Label.Name()] = cty.DynamicVal
			continue
		}
		v.values[t.Kind][t.Label.Name()] = t.kind.shape.object(t.Body, t.Label.Name())
	}
	return v
}

// check complains about platforms and pythons that no block declares, and takes
// them out, so that the rest of the block is still looked at.
func (v *axisValues) check(dims []dimension, platforms string) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for i := range dims {
		d := &dims[i]
		if !isAxisKind(d.name) || v.isVague() {
			continue
		}
		known := v.names(d.name)
		d.values = slices.DeleteFunc(d.values, func(name string) bool {
			if name == AnyPlatform || slices.Contains(known, name) {
				return false
			}
			where := "//" + platforms
			if platforms == "" {
				where = "this workspace: its workspace block has no platforms = \"//…\""
			}
			diags = append(diags, problem(d.rng, "Unknown "+d.name, "There is no %s %q in %s.%s", d.name, name, where, didYouMean(name, known)))
			return true
		})
	}
	return diags
}

// isVague reports whether it is not known which platforms there are.
func (v *axisValues) isVague() bool { return v != nil && v.vague }

// names lists the blocks of a kind; a workspace without platforms has none.
func (v *axisValues) names(kind string) []string {
	if v == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(v.values[kind]))
}

// objects returns what a member of a matrix sees.
func (v *axisValues) objects(axes []Axis) map[string]cty.Value {
	matrix := map[string]cty.Value{}
	objects := map[string]cty.Value{}
	for _, a := range axes {
		if a.Name == eachAxis {
			continue
		}
		matrix[a.Name] = cty.StringVal(a.Value)
		if v == nil || !isAxisKind(a.Name) {
			continue
		}
		object, ok := v.values[a.Name][a.Value]
		if !ok && !v.vague {
			object = cty.ObjectVal(map[string]cty.Value{"name": cty.StringVal(a.Value)})
		} else if !ok {
			object = cty.DynamicVal
		}
		objects[a.Name] = object
	}
	if len(matrix) > 0 {
		objects["matrix"] = cty.ObjectVal(matrix)
	}
	return objects
}
