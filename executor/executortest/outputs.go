package executortest

import (
	"strings"
	"testing"

	"dbx/cache/merkle"
	"dbx/executor"
)

// outputs are about what is kept of what a command leaves.
func outputs() []testCase {
	return []testCase{
		{"declared outputs and nothing else", declared},
		{"an output's executable bit", executableBit},
		{"tree with links, bits and odd modes", oddTree},
		{"empty tree", func(t *testing.T, b *bench) {
			r := b.succeed(t, attempt{script: "mkdir out", outputs: []executor.OutputSpec{dir("out")}})
			if got := b.listing(t, r.Outputs[0].Digest); got != "" {
				t.Errorf("captured %q", got)
			}
		}},
		{"outputs that share a file", sharedFile},
		{"same bytes twice", func(t *testing.T, b *bench) {
			a := attempt{
				script:  lines("mkdir out/d", "write out/d/f 1", "write single 2"),
				outputs: []executor.OutputSpec{dir("out"), file("single")},
			}
			first, second := b.succeed(t, a), b.succeed(t, a)
			for i := range first.Outputs {
				if first.Outputs[i] != second.Outputs[i] {
					t.Errorf("%+v, then %+v", first.Outputs[i], second.Outputs[i])
				}
			}
		}},
		{"outputs of a command that failed", func(t *testing.T, b *bench) {
			r := b.run(t, attempt{script: lines("write out x", "exit 1"), outputs: []executor.OutputSpec{file("out")}})
			if r.Status != executor.Failed || len(r.Outputs) > 0 {
				t.Errorf("status %d, outputs %v", r.Status, r.Outputs)
			}
		}},
	}
}

func declared(t *testing.T, b *bench) {
	r := b.succeed(t, attempt{
		script: lines("write a/b/out kept", "write a/b/other dropped", "write z dropped", "write c kept too",
			"write /tmp/x dropped", "write /undeclared dropped", "write /etc/os-release dropped"),
		outputs: []executor.OutputSpec{file("a/b/out"), file("c")},
	})
	if len(r.Outputs) != 2 || r.Outputs[0].Path != "a/b/out" || r.Outputs[1].Path != "c" {
		t.Fatalf("outputs %+v", r.Outputs)
	}
	for i, want := range []string{"kept", "kept too"} {
		if got := string(b.content(t, r.Outputs[i].Digest)); got != want {
			t.Errorf("%s is %q, want %q", r.Outputs[i].Path, got, want)
		}
	}
	b.expect(t, attempt{script: lines("try cat /undeclared", "cat /etc/os-release", "try cat /tmp/x", "try cat /work/z")},
		"", "cat /undeclared: ENOENT", "ID=test", "", "cat /tmp/x: ENOENT", "", "cat /work/z: ENOENT")
}

func executableBit(t *testing.T, b *bench) {
	modes := map[string]merkle.Kind{
		"644": merkle.File, "600": merkle.File, "000": merkle.File, "444": merkle.File, "677": merkle.File,
		"755": merkle.Executable, "100": merkle.Executable, "4755": merkle.Executable, "111": merkle.Executable,
	}
	var a attempt
	for mode := range modes {
		a.script += "write f" + mode + " x\nchmod " + mode + " f" + mode + "\n"
		a.outputs = append(a.outputs, file("f"+mode))
	}
	for _, out := range b.succeed(t, a).Outputs {
		if want := modes[strings.TrimPrefix(out.Path, "f")]; out.Kind != want {
			t.Errorf("%s has kind %v, want %v", out.Path, out.Kind, want)
		}
	}
}

func oddTree(t *testing.T, b *bench) {
	r := b.succeed(t, attempt{
		script: lines("mkdir o/t/bin", "write o/t/bin/run r", "chmod 500 o/t/bin/run",
			"mkdir o/t/lib", "write o/t/lib/secret s", "chmod 000 o/t/lib/secret", "chmod 000 o/t/lib",
			"mkdir o/t/empty", "chmod 1777 o/t/empty",
			"symlink bin/run o/t/run", "symlink ../lib/x o/t/bin/dangling", "symlink . o/t/self",
			"mkdir o/t/ro", "write o/t/ro/f f", "chmod 555 o/t/ro", "chmod 555 o/t", "chmod 000 o", "chmod 000 /work"),
		outputs: []executor.OutputSpec{dir("o/t")},
	})
	want := "directory bin\nsymlink bin/dangling -> ../lib/x\nexecutable bin/run = r\ndirectory empty\n" +
		"directory lib\nfile lib/secret = s\ndirectory ro\nfile ro/f = f\nsymlink run -> bin/run\nsymlink self -> ."
	if got := b.listing(t, r.Outputs[0].Digest); got != want {
		t.Errorf("captured:\n%s\nwant:\n%s", got, want)
	}
}

func sharedFile(t *testing.T, b *bench) {
	r := b.succeed(t, attempt{
		script:  lines("write a shared", "link a b", "mkdir t", "link a t/c", "link a t/d", "chmod 755 a"),
		outputs: []executor.OutputSpec{file("a"), file("b"), dir("t")},
	})
	if a := r.Outputs[0]; r.Outputs[1].Digest != a.Digest || string(b.content(t, a.Digest)) != "shared" {
		t.Errorf("outputs %+v", r.Outputs)
	}
	want := "executable c = shared\nexecutable d = shared"
	if got := b.listing(t, r.Outputs[2].Digest); got != want {
		t.Errorf("captured:\n%s\nwant:\n%s", got, want)
	}
}

// evilOutputs are refused, with words that name what is wrong.
func evilOutputs() []testCase {
	var cases []testCase
	for _, e := range []struct {
		name, script string
		output       executor.OutputSpec
		mention      []string
	}{
		{"missing", "write other x", file("out"), []string{"out is not there", "holds other"}},
		{"missing, with its folder", "rm a", file("a/out"), []string{"a/out is not there"}},
		{"directory instead of file", "mkdir out", file("out"), []string{"out should be a regular file", "a directory"}},
		{"file instead of directory", "write out x", dir("out"), []string{"out should be a directory", "a regular file"}},
		{"link instead of file", "write x x\nsymlink x out", file("out"), []string{"a symbolic link"}},
		{"link to a file of the host", "symlink /etc/passwd out", file("out"), []string{"a symbolic link"}},
		{"folder replaced by a link", "rm a\nsymlink /etc a", file("a/passwd"), []string{"folder a is a symbolic link"}},
		{"socket", "socket out", file("out"), []string{"a socket"}},
		{"fifo", "fifo out", file("out"), []string{"a named pipe"}},
		{"socket in a tree", "mkdir out\nsocket out/s", dir("out"), []string{"holds s", "a socket"}},
		{"fifo in a tree", "mkdir out/d\nfifo out/d/f", dir("out"), []string{"holds d/f", "a named pipe"}},
		{"absolute link in a tree", "mkdir out\nsymlink /etc/passwd out/l", dir("out"), []string{"holds l", "/etc/passwd"}},
		{"escaping link in a tree", "mkdir out/d\nsymlink ../../x out/d/l", dir("out"), []string{"holds d/l", "../../x"}},
	} {
		cases = append(cases, testCase{"output/" + e.name, func(t *testing.T, b *bench) {
			r := b.run(t, attempt{script: e.script, outputs: []executor.OutputSpec{e.output}})
			if r.Status != executor.MissingOutput || len(r.Outputs) > 0 {
				t.Errorf("status %d, outputs %v, log %s", r.Status, r.Outputs, b.log(t, r))
			}
			for _, m := range e.mention {
				if !strings.Contains(r.Message, m) {
					t.Errorf("message %q does not say %q", r.Message, m)
				}
			}
		}})
	}
	return cases
}
