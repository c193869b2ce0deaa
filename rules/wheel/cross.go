package wheel

import (
	"strings"

	"dbx/executor"
	"dbx/rules/image"
	"dbx/rules/platform"
)

// cross returns the variables that make a host Python build for the target:
// the target's sysconfig data names its compiler and its suffixes, and the
// rest says the same to build systems that ask the environment first.
func cross(p platform.Platform) []image.Setting {
	settings := variables(
		"_PYTHON_HOST_PLATFORM", p.Sysconfig,
		"_PYTHON_SYSCONFIGDATA_NAME", "_sysconfigdata__"+p.Triple,
		"PKG_CONFIG_LIBDIR", "/usr/lib/"+p.Triple+"/pkgconfig:/usr/share/pkgconfig",
		// Paths and build ids in the binaries would make them depend on where and
		// with what they were linked.
		"CFLAGS", "-ffile-prefix-map="+executor.WorkDir+"/src=/src",
		"LDFLAGS", "-Wl,--build-id=none -Wl,--as-needed -Wl,-z,relro -Wl,-z,now -s",
		"PYTHONHASHSEED", "0",
		"PYTHONDONTWRITEBYTECODE", "1",
	)
	for variable, tool := range map[string]string{"CC": "gcc", "CXX": "g++", "AR": "ar", "LD": "ld", "STRIP": "strip"} {
		settings = append(settings, variables(variable, p.Triple+"-"+tool)...)
	}
	return append(settings, appended("LDFLAGS", stackFlags(p))...)
}

// stackFlags are what the linker must be told so that the stack is not
// executable, where the compiler does not mark its objects: for MIPS, whose
// kernels once ran the delay slots of emulated floating point there.
func stackFlags(p platform.Platform) []string {
	if strings.HasPrefix(p.Arch, "mips") {
		return []string{"-Wl,-z,noexecstack"}
	}
	return nil
}

// variables makes settings that replace of names and values by turns.
func variables(pairs ...string) []image.Setting {
	var settings []image.Setting
	for i := 0; i < len(pairs); i += 2 {
		settings = append(settings, image.Setting{EnvVar: executor.EnvVar{Name: pairs[i], Value: pairs[i+1]}})
	}
	return settings
}

// appended makes settings that append, after a space; none of no values.
func appended(name string, values []string) []image.Setting {
	if len(values) == 0 {
		return nil
	}
	return []image.Setting{{EnvVar: executor.EnvVar{Name: name, Value: strings.Join(values, " ")}, Append: true}}
}
