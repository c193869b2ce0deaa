package executortest

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/layer"
	"dbx/cache/require"
	"dbx/executor"
)

// Emulation runs, as subtests of t, programs of another architecture through
// the emulator that their root file system names. It is no part of [Run]: not
// every machine has an emulator.
func Emulation(t *testing.T, s Subject) {
	b := &bench{Subject: s, rootfs: Foreign(t, s.Store)}
	for _, c := range []testCase{
		{"a program and its children", func(t *testing.T, b *bench) {
			b.expect(t, attempt{script: lines("machine", "run machine;run machine", "try chown /opt/x 1 1")},
				b.rootfs.Arch, b.rootfs.Arch, b.rootfs.Arch, "chown /opt/x 1 1: ok")
		}},
		{"outputs and layers", emulatedOutputs},
		{"the ways to end", emulatedEndings},
		{"the user builder", func(t *testing.T, b *bench) {
			b.expect(t, attempt{script: "machine", change: func(s *executor.Spawn) { s.User = executor.Builder }}, b.rootfs.Arch)
		}},
		{"another emulator of the same", anotherEmulator},
		{"no emulator", func(t *testing.T, b *bench) {
			r := b.run(t, attempt{script: "machine", change: func(s *executor.Spawn) { s.Rootfs.Emulator = digest.Digest{} }})
			if log := b.log(t, r); r.ExitCode != 126 || !strings.Contains(log, "cannot be executed") {
				t.Errorf("%+v, %q", r, log)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, b) })
	}
}

// ForeignToolVariable is [ToolVariable] for the program of another architecture.
const ForeignToolVariable = "DBX_TEST_FOREIGN_TOOL"

// foreign returns an architecture that this machine lacks, by GOARCH's and by
// qemu's name.
func foreign() (arch, qemu string) {
	if runtime.GOARCH == "arm64" {
		return "amd64", "x86_64"
	}
	return "arm64", "aarch64"
}

// CompileForeign writes the suite's program for another architecture to out.
func CompileForeign(t testing.TB, out string) {
	arch, _ := foreign()
	compileFor(t, arch, out)
}

// Foreign is [Rootfs] for an architecture that this machine lacks, with an
// emulator.
func Foreign(t testing.TB, store *cas.Disk) executor.Rootfs {
	t.Helper()
	arch, qemu := foreign()
	emulator, err := store.Import(t.Context(), require.Qemu(t, qemu))
	if err != nil {
		t.Fatal(err)
	}
	tool := os.Getenv(ForeignToolVariable)
	if tool == "" {
		tool = filepath.Join(t.TempDir(), "tool")
		CompileForeign(t, tool)
	}
	program, err := os.ReadFile(tool)
	if err != nil {
		t.Fatal(err)
	}
	first := putLayer(t, store, []layer.Entry{
		directory("bin", 0o755), directory("etc", 0o755), directory("opt", 0o755),
		{Path: "bin/tool", Kind: layer.File, Mode: 0o755, Size: int64(len(program)), Open: reader(program)},
	})
	return executor.Rootfs{Arch: arch, Layers: []digest.SHA256{first}, Emulator: emulator}
}

func emulatedOutputs(t *testing.T, b *bench) {
	r := b.succeed(t, attempt{
		script:  lines("write out made", "write /opt/file x"),
		outputs: []executor.OutputSpec{file("out"), {Path: "system", Kind: executor.OutputLayer}},
	})
	if got := string(b.content(t, r.Outputs[0].Digest)); got != "made" {
		t.Errorf("out is %q", got)
	}
	if got := b.layer(t, r.Outputs[1]); !strings.Contains(got, "opt/file") {
		t.Errorf("layer:\n%s", got)
	}
}

func emulatedEndings(t *testing.T, b *bench) {
	if r := b.run(t, attempt{script: "exit 3"}); r.Status != executor.Failed || r.ExitCode != 3 {
		t.Errorf("exit 3: %+v", r)
	}
	if r := b.run(t, attempt{script: "kill 9"}); r.Status != executor.Signaled || r.ExitCode != 137 {
		t.Errorf("kill -9: %+v", r)
	}
	r := b.run(t, attempt{script: lines("start sleep 1h", "deaf", "sleep 1h"), change: func(s *executor.Spawn) { s.Timeout = time.Second }})
	if r.Status != executor.TimedOut {
		t.Errorf("timeout: %+v", r)
	}
}

// anotherEmulator runs two at once that are not the same program, each of
// which must be the one that its spawn names.
func anotherEmulator(t *testing.T, b *bench) {
	second := slices.Concat(b.content(t, b.rootfs.Emulator), []byte("\n"))
	d, err := b.Store.Put(t.Context(), strings.NewReader(string(second)))
	if err != nil {
		t.Fatal(err)
	}
	b.expect(t, attempt{script: "machine", change: func(s *executor.Spawn) { s.Rootfs.Emulator = d }}, b.rootfs.Arch)
	b.expect(t, attempt{script: "machine"}, b.rootfs.Arch)
	broken := b.file(t, "#!/nothing\n")
	r := b.run(t, attempt{script: "machine", change: func(s *executor.Spawn) { s.Rootfs.Emulator = broken }})
	if r.Status != executor.Failed || r.ExitCode != 126 {
		t.Errorf("what is no emulator: %+v, %s", r, b.log(t, r))
	}
}
