package unpack_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"dbx/executor/builtin"
	"dbx/rules/source/unpack"
)

func TestPick(t *testing.T) {
	in := fstest.MapFS{
		"from/bin/tool": {Data: []byte("tool"), Mode: 0o755},
		"from/plain":    {Data: []byte("plain"), Mode: 0o644},
		"from/link":     {Data: []byte("bin/tool"), Mode: os.ModeSymlink | 0o777},
		"from/loose":    {Data: []byte("nothing"), Mode: os.ModeSymlink | 0o777},
	}
	for name, c := range map[string]struct {
		args []string
		want string // content, with * if it may be executed
		fail string
	}{
		"program":  {args: []string{"from/bin/tool"}, want: "tool*"},
		"file":     {args: []string{"from/plain"}, want: "plain"},
		"link":     {args: []string{"from/link"}, want: "tool*"},
		"dangling": {args: []string{"from/loose"}, fail: "there is no input from/loose"},
		"missing":  {args: []string{"from/none"}, fail: "there is no input from/none"},
		"folder":   {args: []string{"from/bin"}, fail: "from/bin is not a file"},
		"two":      {args: []string{"a", "b"}, fail: "want one file"},
	} {
		dir := t.TempDir()
		out, err := os.OpenRoot(dir)
		if err != nil {
			t.Fatal(err)
		}
		err = unpack.Pick(t.Context(), in, c.args, out, []string{"out"})
		out.Close()
		if c.fail != "" {
			var failure builtin.Failure
			if err == nil || !strings.Contains(err.Error(), c.fail) || !errors.As(err, &failure) {
				t.Errorf("%s: %v, want %q", name, err, c.fail)
			}
			continue
		}
		got, readErr := os.ReadFile(filepath.Join(dir, "out"))
		info, statErr := os.Stat(filepath.Join(dir, "out"))
		if err := errors.Join(err, readErr, statErr); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		text := string(got)
		if info.Mode()&0o100 != 0 {
			text += "*"
		}
		if text != c.want {
			t.Errorf("%s: %q, want %q", name, text, c.want)
		}
	}
}
