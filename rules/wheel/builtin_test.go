package wheel_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"dbx/rules/wheel"
)

func TestMain(m *testing.M) {
	flag.Bool("update", false, "write what comes out into testdata")
	os.Exit(m.Run())
}

func updating() bool { return flag.Lookup("update").Value.(flag.Getter).Get().(bool) }

// inputs reads the input tree of an archive: files below dist/x.whl/ become
// that wheel, with a RECORD if there is none; a text "include FILE" stands for
// a file that is not text; what begins with #! is executable.
func inputs(t *testing.T, a *txtar.Archive) (tree fstest.MapFS, args []string, want string) {
	t.Helper()
	tree = fstest.MapFS{}
	wheels := map[string]map[string][]byte{}
	for _, f := range a.Files {
		if name, ok := strings.CutPrefix(string(f.Data), "include "); ok {
			var err error
			if f.Data, err = os.ReadFile(strings.TrimSpace(name)); err != nil {
				t.Fatal(err)
			}
		}
		archive, inner, inWheel := strings.Cut(f.Name, ".whl/")
		switch {
		case f.Name == "args":
			args = strings.Fields(string(f.Data))
		case f.Name == "want":
			want = string(f.Data)
		case inWheel:
			if archive += ".whl"; wheels[archive] == nil {
				wheels[archive] = map[string][]byte{}
			}
			wheels[archive][inner] = f.Data
		default:
			tree[f.Name] = &fstest.MapFile{Data: f.Data, Mode: mode(f.Data)}
		}
	}
	for name, files := range wheels {
		tree[name] = &fstest.MapFile{Data: zipped(t, files), Mode: 0o644}
	}
	return tree, args, want
}

func mode(data []byte) fs.FileMode {
	if bytes.HasPrefix(data, []byte("#!")) {
		return 0o755
	}
	return 0o644
}

func zipped(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var out, record bytes.Buffer
	names := slices.Sorted(maps.Keys(files))
	info := path.Dir(names[slices.IndexFunc(names, func(n string) bool { return path.Base(n) == "WHEEL" })])
	for _, name := range names {
		sum := sha256.Sum256(files[name])
		fmt.Fprintf(&record, "%s,sha256=%s,%d\n", name, base64.RawURLEncoding.EncodeToString(sum[:]), len(files[name]))
	}
	if record.WriteString(info + "/RECORD,,\n"); files[info+"/RECORD"] == nil {
		files[info+"/RECORD"] = record.Bytes()
	}
	z := zip.NewWriter(&out)
	for _, name := range slices.Backward(slices.Sorted(maps.Keys(files))) {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate}
		h.SetMode(mode(files[name]))
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = w.Write(files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// functions are those under test, by the names that the rule gives them.
func functions() map[string]func(context.Context, fs.FS, []string, *os.Root, []string) error {
	return map[string]func(context.Context, fs.FS, []string, *os.Root, []string) error{
		"wheel@2":          wheel.Finish,
		"egg-info-wheel@1": wheel.FromEggInfo,
		"install-wheels@1": wheel.InstallWheels,
		"bundle-wheels@1":  wheel.BundleWheels,
	}
}

// call runs a builtin and returns a line for each file that it left, or its
// failure.
func call(t *testing.T, name string, in fs.FS, args []string, output string) string {
	t.Helper()
	fn := functions()[name]
	if fn == nil {
		t.Fatalf("there is no builtin %s", name)
	}
	dir := t.TempDir()
	out, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if err := fn(t.Context(), in, args, out, []string{output}); err != nil {
		var failure interface{ UserFailure() }
		if !errors.As(err, &failure) {
			t.Fatalf("not the user's failure: %v", err)
		}
		return err.Error() + "\n"
	}
	var b strings.Builder
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(dir, name))
		fmt.Fprintf(&b, "%x %s\n", sha256.Sum256(content), name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestGolden pins what each version of a builtin makes of an input tree. If
// what it makes changes, the builtin needs a new version: in the rule that
// names it, in cmd/dbx, and as the name of its folder here.
func TestGolden(t *testing.T) {
	outputs := map[string]string{"wheel@2": "wheel", "egg-info-wheel@1": "dist", "install-wheels@1": "site", "bundle-wheels@1": "bundle"}
	for builtin, output := range outputs {
		names, err := filepath.Glob(filepath.Join("testdata", builtin, "*.txtar"))
		if err != nil || len(names) == 0 {
			t.Fatal("no test data for", builtin, err)
		}
		for _, name := range names {
			t.Run(builtin+"/"+strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
				golden(t, name, func(a *txtar.Archive) (string, string) {
					tree, args, want := inputs(t, a)
					return call(t, builtin, tree, args, output), want
				})
			})
		}
	}
}

// golden compares what run gets and wants of an archive, or writes it there.
func golden(t *testing.T, name string, run func(*txtar.Archive) (got, want string)) {
	t.Helper()
	a, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	got, want := run(a)
	if updating() {
		a.Files = slices.DeleteFunc(a.Files, func(f txtar.File) bool { return f.Name == "want" })
		a.Files = append(a.Files, txtar.File{Name: "want", Data: []byte(got)})
		if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

// TestMisuse has arguments and inputs that no rule makes.
func TestMisuse(t *testing.T) {
	dist := fstest.MapFS{"dist/a-1-py3-none-any.whl": &fstest.MapFile{Data: []byte("no zip")}}
	for name, tt := range map[string]struct {
		builtin string
		in      fs.FS
		args    []string
		say     string
	}{
		"not a pair": {"wheel@2", dist, []string{"tags"}, "want KEY=VALUE"},
		"unknown":    {"wheel@2", dist, []string{"tsag=x"}, "argument tsag= is not known"},
		"twice":      {"wheel@2", dist, []string{"tags=x", "tags=y"}, "argument tags is given twice"},
		"epoch":      {"wheel@2", dist, []string{"epoch=now"}, "want seconds since 1970"},
		"far epoch":  {"wheel@2", dist, []string{"epoch=9999999999999"}, "dist"},
		"not a zip":  {"wheel@2", dist, nil, "a-1-py3-none-any.whl: wheel: not a readable zip archive"},
		"arguments":  {"egg-info-wheel@1", dist, []string{"x"}, "want no arguments"},
		"install":    {"install-wheels@1", dist, []string{"x"}, "want no arguments"},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "far epoch" {
				tree, _, _ := inputs(t, &txtar.Archive{Files: []txtar.File{
					{Name: "dist/a-1-py3-none-any.whl/a-1.dist-info/METADATA", Data: []byte("Metadata-Version: 2.1\nName: a\nVersion: 1\n")},
					{Name: "dist/a-1-py3-none-any.whl/a-1.dist-info/WHEEL", Data: []byte("Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")},
				}})
				tt.in, tt.say = tree, "2107"
			}
			if got := call(t, tt.builtin, tt.in, tt.args, "out"); !strings.Contains(got, tt.say) {
				t.Errorf("%q lacks %q", got, tt.say)
			}
		})
	}
}

// TestMachineFailures has errors that say nothing about the input.
func TestMachineFailures(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, tt := range map[string]struct {
		ctx context.Context
		in  fs.FS
	}{
		"no input":  {t.Context(), fstest.MapFS{}},
		"cancelled": {cancelled, fstest.MapFS{"dist/a.whl": &fstest.MapFile{}}},
	} {
		for builtin, args := range map[string][]string{"wheel@2": nil, "egg-info-wheel@1": nil} {
			out, err := os.OpenRoot(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			defer out.Close()
			err = functions()[builtin](tt.ctx, tt.in, args, out, []string{"out"})
			var failure interface{ UserFailure() }
			if err == nil || errors.As(err, &failure) {
				t.Errorf("%s, %s: %v", builtin, name, err)
			}
		}
	}
}
