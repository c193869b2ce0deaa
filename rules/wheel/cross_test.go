package wheel

import (
	"slices"
	"strings"
	"testing"

	"dbx/executor"
	"dbx/rules/image"
	"dbx/rules/platform"
)

// Linkers are told that the stack is not executable just where compilers do not
// say so, in both languages.
func TestStackFlags(t *testing.T) {
	for arch, want := range map[string]bool{"amd64": false, "arm": false, "mips64le": true, "mipsle": true} {
		target := platform.Platform{Arch: arch, Triple: "x-linux-gnu", Rust: "x-unknown-linux-gnu"}
		env := image.MergeEnv(nil, cross(target), rustSettings(target, &platform.Python{}, []string{"-C last"}))
		for _, name := range []string{"LDFLAGS", "CARGO_TARGET_X_UNKNOWN_LINUX_GNU_RUSTFLAGS"} {
			at := slices.IndexFunc(env, func(v executor.EnvVar) bool { return v.Name == name })
			if at < 0 {
				t.Fatalf("no %s for %s: %v", name, arch, env)
			}
			if strings.Contains(env[at].Value, "-Wl,-z,noexecstack") != want {
				t.Errorf("%s for %s is %s", name, arch, env[at].Value)
			}
		}
	}
}
