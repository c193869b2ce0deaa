package load_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// modelBlock is a wheel of TestInheritanceModel: parents are earlier blocks.
type modelBlock struct {
	parents  []int
	version  string
	requires []string
	env      map[string]any // string, []string, or nil for null
	nothing  bool           // requires = null
}

// TestInheritanceModel compares what is loaded with a model that knows blocks
// as Go values and lays them over each other by hand.
func TestInheritanceModel(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		blocks := make([]modelBlock, 2+r.IntN(6))
		for i := range blocks {
			blocks[i] = randomBlock(r, i)
		}
		dir := t.TempDir()
		writeModel(t, dir, blocks)
		for _, target := range mustLoad(t, options(dir, "//...")).Targets() {
			if target.Kind != "wheel" {
				continue
			}
			var i int
			fmt.Sscanf(target.Label.Name(), "w%d", &i)
			want := modelOf(blocks, i)
			got := modelBlock{version: target.Attr("version").Text(), env: map[string]any{}}
			for _, l := range target.Attr("requires").Labels() {
				got.requires = append(got.requires, l.Name())
			}
			for k, v := range target.Attr("env").Map() {
				if v.Type().IsPrimitiveType() {
					got.env[k] = v.Text()
				} else {
					got.env[k] = v.Texts()
				}
			}
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(modelBlock{})); diff != "" {
				t.Fatalf("seed %d, w%d (-want +got):\n%s\n%s", seed, i, diff, target.HCL())
			}
		}
	}
}

func randomBlock(r *rand.Rand, i int) modelBlock {
	b := modelBlock{env: map[string]any{}, version: fmt.Sprint("v", i)}
	for p := range i {
		if r.IntN(3) == 0 {
			b.parents = append(b.parents, p)
		}
	}
	r.Shuffle(len(b.parents), func(i, j int) { b.parents[i], b.parents[j] = b.parents[j], b.parents[i] })
	if i > 0 && r.IntN(2) == 0 && len(b.parents) > 0 {
		b.version = ""
	}
	for range r.IntN(3) {
		if s := fmt.Sprint("s", r.IntN(4)); !slices.Contains(b.requires, s) {
			b.requires = append(b.requires, s)
		}
	}
	b.nothing = len(b.requires) == 0 && r.IntN(4) == 0
	for range r.IntN(4) {
		key := fmt.Sprint("K", r.IntN(4))
		switch r.IntN(5) {
		case 0:
			if len(b.parents) > 0 {
				b.env[key] = nil
			}
		case 1, 2:
			b.env[key] = fmt.Sprint("t", i)
		default:
			b.env[key] = []string{fmt.Sprint("l", i), fmt.Sprint("m", i)}
		}
	}
	return b
}

func writeModel(t *testing.T, dir string, blocks []modelBlock) {
	t.Helper()
	write(t, filepath.Join(dir, "BUILD.hcl"), "workspace { name = \"w\" }\n")
	write(t, filepath.Join(dir, "s/BUILD.hcl"), "source \"s0\" {}\nsource \"s1\" {}\nsource \"s2\" {}\nsource \"s3\" {}\n")
	for i, b := range blocks {
		var sb strings.Builder
		fmt.Fprintf(&sb, "wheel \"w%d\" {\n  inherits = [", i)
		for _, p := range b.parents {
			fmt.Fprintf(&sb, "\"//p%d:w%d\", ", p, p)
		}
		sb.WriteString("]\n")
		if b.version != "" {
			fmt.Fprintf(&sb, "  version = %q\n", b.version)
		}
		for n, s := range b.requires {
			open := ", "
			if n == 0 {
				open = "  requires = ["
			}
			fmt.Fprintf(&sb, "%s\"//s:%s\"", open, s)
		}
		if len(b.requires) > 0 {
			sb.WriteString("]\n")
		} else if b.nothing {
			sb.WriteString("  requires = null\n")
		}
		sb.WriteString("  env = {\n")
		for _, k := range slices.Sorted(maps.Keys(b.env)) {
			switch v := b.env[k].(type) {
			case nil:
				fmt.Fprintf(&sb, "    %s = null\n", k)
			case string:
				fmt.Fprintf(&sb, "    %s = %q\n", k, v)
			case []string:
				fmt.Fprintf(&sb, "    %s = [%q, %q]\n", k, v[0], v[1])
			}
		}
		sb.WriteString("  }\n}\n")
		write(t, filepath.Join(dir, fmt.Sprintf("p%d/BUILD.hcl", i)), sb.String())
	}
}

// modelOf lays the ancestors of a block and the block over each other.
func modelOf(blocks []modelBlock, i int) modelBlock {
	all := modelBlock{env: map[string]any{}}
	for _, at := range line(blocks, i) {
		b := blocks[at]
		if b.version != "" {
			all.version = b.version
		}
		if b.nothing {
			all.requires = nil
		}
		for _, s := range b.requires {
			if !slices.Contains(all.requires, s) {
				all.requires = append(all.requires, s)
			}
		}
		for k, v := range b.env {
			below, there := all.env[k]
			list, appends := v.([]string)
			switch {
			case v == nil && there:
				delete(all.env, k)
			case !there || !appends:
				all.env[k] = v
			default:
				if text, ok := below.(string); ok {
					all.env[k] = text + " " + strings.Join(list, " ")
				} else if texts, ok := below.([]string); ok {
					all.env[k] = slices.Concat(texts, list)
				} else {
					all.env[k] = v
				}
			}
		}
	}
	maps.DeleteFunc(all.env, func(_ string, v any) bool { return v == nil })
	return all
}

// line lists the ancestors of a block, each once and after its own, and the
// block.
func line(blocks []modelBlock, i int) []int {
	var all []int
	for _, p := range blocks[i].parents {
		for _, at := range line(blocks, p) {
			if !slices.Contains(all, at) {
				all = append(all, at)
			}
		}
	}
	return append(all, i)
}
