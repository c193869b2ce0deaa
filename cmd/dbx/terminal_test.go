package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"dbx/cache/require"
)

// openTerminal returns both ends of a pseudo-terminal.
func openTerminal(t *testing.T) (near, far *os.File) {
	t.Helper()
	near, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { near.Close() })
	fd := int(near.Fd())
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 40, Col: 200})
	}
	if err != nil {
		t.Fatal(err)
	}
	far, err = os.OpenFile("/dev/pts/"+strconv.Itoa(number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { far.Close() })
	return near, far
}

// TestResultsOnATerminal: where both streams are one terminal, the live view
// takes itself away, and not the names of the results.
func TestResultsOnATerminal(t *testing.T) {
	near, far := openTerminal(t)
	text := []byte("some text")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(5 * frame) // long enough to be seen
		w.Write(text)
	}))
	defer server.Close()
	dir := t.TempDir()
	files := map[string]string{
		"BUILD.hcl":   "workspace {\n  name = \"t\"\n}\n",
		"a/BUILD.hcl": fmt.Sprintf("source \"text\" {\n  url    = \"%s/text\"\n  sha256 = \"%x\"\n}\n", server.URL, sha256.Sum256(text)),
	}
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	env := map[string]string{"TERM": "xterm", "HOME": dir, "XDG_CACHE_HOME": require.Dir(t)}
	a := &app{dir: dir, env: func(name string) (string, bool) { v, ok := env[name]; return v, ok }, stdout: far, stderr: far}
	seen := make(chan string)
	go func() {
		text, _ := io.ReadAll(near) // ends with an error when the other end is closed
		seen <- string(text)
	}()
	if code := run(t.Context(), a, []string{"build", "//a:text"}); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	far.Close()
	raw := strings.ReplaceAll(<-seen, "\r", "")
	if !strings.Contains(raw, "\x1b[") {
		t.Fatalf("there was no live view: %q", raw)
	}
	term := &vt{t: t, height: 40}
	if _, err := term.Write([]byte(raw)); err != nil {
		t.Fatal(err)
	}
	got := term.text()
	if n := len(got); n < 2 || got[n-2] != "dbx-out/a/text/text" || !strings.HasPrefix(got[n-1], "1 action: ") || strings.Contains(strings.Join(got, "\n"), "0 from the cache, 0 run;") {
		t.Errorf("the terminal shows\n%s", strings.Join(got, "\n"))
	}
}
