package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/executor"
	"dbx/executor/fetch"
)

var content = []byte(strings.Repeat("all the bytes of the file\n", 4000))

// mirror counts its requests and remembers the Range of the last one.
type mirror struct {
	*httptest.Server
	calls atomic.Int32
	mu    sync.Mutex
	rng   string
}

func (m *mirror) lastRange() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.rng
}

// serve starts a mirror; call counts from 1.
func serve(t *testing.T, handle func(w http.ResponseWriter, r *http.Request, call int)) *mirror {
	t.Helper()
	m := &mirror{}
	m.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.mu.Lock()
		m.rng = r.Header.Get("Range")
		m.mu.Unlock()
		handle(w, r, int(m.calls.Add(1)))
	}))
	t.Cleanup(m.Close)
	return m
}

func whole(w http.ResponseWriter, _ *http.Request, _ int) { w.Write(content) }

func status(code int) func(http.ResponseWriter, *http.Request, int) {
	return func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(code) }
}

// cut promises all of b and sends half.
func cut(w http.ResponseWriter, b []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	w.Write(b[:len(b)/2])
	w.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

func open(t *testing.T) *cas.Disk {
	t.Helper()
	disk, err := cas.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { disk.Close() })
	return disk
}

func spawn(urls ...string) executor.Spawn {
	return executor.Spawn{
		Command: executor.Command{
			Kind:    executor.Fetch,
			Args:    []string{"sha256:" + digest.SHA256Of(content).String()},
			Outputs: []executor.OutputSpec{{Path: "file"}},
		},
		Info: executor.Info{Label: "//pkg:source", URLs: urls},
	}
}

var quick = fetch.Options{Backoff: time.Millisecond}

// want demands success and the right bytes in the store.
func want(t *testing.T, disk *cas.Disk, result executor.Result, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if result.Status != executor.Success || len(result.Outputs) != 1 {
		t.Fatalf("result: %+v", result)
	}
	if d := result.Outputs[0].Digest; d != digest.Of(content) || result.Outputs[0].Path != "file" {
		t.Fatalf("output: %+v", result.Outputs[0])
	}
	if _, err := disk.BySHA256(digest.SHA256Of(content)); err != nil {
		t.Error(err)
	}
	wantClean(t, disk)
}

// wantClean demands that no partial file is left.
func wantClean(t *testing.T, disk *cas.Disk) {
	t.Helper()
	filepath.WalkDir(disk.Dir(), func(path string, _ os.DirEntry, _ error) error {
		if filepath.Base(path) == "part" {
			t.Errorf("left behind: %s", path)
		}
		return nil
	})
}

func TestOneMirror(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		calls  int32
		handle func(w http.ResponseWriter, r *http.Request, call int)
	}{
		{"plain", 1, whole},
		{"redirect", 2, func(w http.ResponseWriter, r *http.Request, _ int) {
			if r.URL.Path == "/file" {
				http.Redirect(w, r, "/moved", http.StatusFound)
				return
			}
			w.Write(content)
		}},
		{"503 then good", 3, func(w http.ResponseWriter, _ *http.Request, call int) {
			if call < 3 {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			w.Write(content)
		}},
		{"reset then good", 2, func(w http.ResponseWriter, _ *http.Request, call int) {
			if call == 1 {
				panic(http.ErrAbortHandler)
			}
			w.Write(content)
		}},
		{"cut without ranges", 2, func(w http.ResponseWriter, _ *http.Request, call int) {
			if call == 1 {
				cut(w, content)
			}
			w.Write(content)
		}},
		{"cut in chunks", 2, func(w http.ResponseWriter, _ *http.Request, call int) {
			if call == 1 {
				w.Write(content[:1000])
				w.(http.Flusher).Flush()
				panic(http.ErrAbortHandler)
			}
			w.Write(content)
		}},
		{"version changes while resuming", 3, func(w http.ResponseWriter, r *http.Request, call int) {
			if call == 1 {
				cut(w, make([]byte, len(content)))
			}
			http.ServeContent(w, r, "file", time.Time{}, strings.NewReader(string(content)))
		}},
		{"compressing", 1, func(w http.ResponseWriter, r *http.Request, _ int) {
			if got := r.Header.Get("Accept-Encoding"); got != "identity" {
				t.Errorf("Accept-Encoding: %q", got)
			}
			if got := r.Header.Get("User-Agent"); got != "dbx" {
				t.Errorf("User-Agent: %q", got)
			}
			w.Header().Set("Content-Encoding", "gzip") // as some do for .gz files
			w.Write(content)
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := serve(t, c.handle)
			disk := open(t)
			result, err := fetch.New(disk, quick).Execute(t.Context(), spawn(m.URL+"/file"))
			want(t, disk, result, err)
			if n := m.calls.Load(); n != c.calls {
				t.Errorf("%d requests, want %d", n, c.calls)
			}
		})
	}
}

// TestStalled: a mirror that says nothing is asked again. How often depends on
// how busy this machine is.
func TestStalled(t *testing.T) {
	t.Parallel()
	m := serve(t, func(w http.ResponseWriter, r *http.Request, call int) {
		if call == 1 {
			<-r.Context().Done()
			return
		}
		w.Write(content)
	})
	disk := open(t)
	options := fetch.Options{Backoff: time.Millisecond, Stall: 500 * time.Millisecond, Attempts: 100}
	result, err := fetch.New(disk, options).Execute(t.Context(), spawn(m.URL))
	want(t, disk, result, err)
	if m.calls.Load() < 2 {
		t.Error("the mirror was asked once")
	}
}

func TestResume(t *testing.T) {
	t.Parallel()
	m := serve(t, func(w http.ResponseWriter, r *http.Request, call int) {
		w.Header().Set("ETag", `"v1"`)
		if call == 1 {
			cut(w, content)
		}
		if got := r.Header.Get("If-Range"); got != `"v1"` {
			t.Errorf("If-Range: %q", got)
		}
		http.ServeContent(w, r, "file", time.Time{}, strings.NewReader(string(content)))
	})
	disk := open(t)
	result, err := fetch.New(disk, quick).Execute(t.Context(), spawn(m.URL))
	want(t, disk, result, err)
	if got, want := m.lastRange(), fmt.Sprintf("bytes=%d-", len(content)/2); got != want {
		t.Errorf("Range %q, want %q", got, want)
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	m := serve(t, func(w http.ResponseWriter, _ *http.Request, call int) {
		if call == 1 {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		w.Write(content)
	})
	disk := open(t)
	start := time.Now()
	result, err := fetch.New(disk, quick).Execute(t.Context(), spawn(m.URL))
	want(t, disk, result, err)
	if took := time.Since(start); took < time.Second {
		t.Errorf("came back after %v", took)
	}
}

func TestNextMirror(t *testing.T) {
	t.Parallel()
	gone := serve(t, status(http.StatusNotFound))
	forbidden := serve(t, status(http.StatusForbidden))
	wrong := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { w.Write([]byte("sorry")) })
	good := serve(t, whole)
	disk := open(t)
	result, err := fetch.New(disk, quick).Execute(t.Context(), spawn(gone.URL, forbidden.URL, wrong.URL, good.URL))
	want(t, disk, result, err)
	for _, m := range []*mirror{gone, forbidden, wrong, good} {
		if n := m.calls.Load(); n != 1 {
			t.Errorf("%d requests, want 1", n)
		}
	}
	result, err = fetch.New(disk, quick).Execute(t.Context(), spawn(good.URL))
	want(t, disk, result, err)
	if n := good.calls.Load(); n != 1 {
		t.Errorf("asked a mirror for what the store has")
	}
}

func TestRejected(t *testing.T) {
	t.Parallel()
	gone := serve(t, status(http.StatusNotFound))
	down := serve(t, status(http.StatusBadGateway))
	wrong := serve(t, func(w http.ResponseWriter, _ *http.Request, _ int) { w.Write([]byte("sorry")) })
	sorry := digest.SHA256Of([]byte("sorry")).String()
	cases := []struct {
		name string
		urls []string
		say  []string
	}{
		{"wrong hash", []string{gone.URL, wrong.URL}, []string{gone.URL + ": answers 404 Not Found", wrong.URL + ": has another file: sha256 " + sorry + ", 5 bytes", digest.SHA256Of(content).String(), `declare sha256 = "` + sorry}},
		{"wrong hash and one down", []string{wrong.URL, down.URL}, []string{sorry, down.URL + ": answers 502 Bad Gateway (tried 4 times)"}},
		{"all gone", []string{gone.URL, "file:///no/such/file", "gopher://example.org/"}, []string{"404", "no such file", "only http, https and file"}},
		{"no mirror", nil, []string{"no mirror is declared"}},
		{"password", []string{strings.Replace(gone.URL, "//", "//me:secret@", 1)}, []string{"me:xxxxx@"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			disk := open(t)
			result, err := fetch.New(disk, quick).Execute(t.Context(), spawn(c.urls...))
			if err != nil || result.Status != executor.Failed || len(result.Outputs) != 0 {
				t.Fatalf("result %+v, error %v", result, err)
			}
			log, err := disk.Open(t.Context(), result.Log)
			if err != nil {
				t.Fatal(err)
			}
			defer log.Close()
			text, _ := io.ReadAll(log)
			if string(text) != result.Message+"\n" {
				t.Errorf("log %q differs from the message", text)
			}
			for _, s := range c.say {
				if !strings.Contains(result.Message, s) {
					t.Errorf("message lacks %q:\n%s", s, result.Message)
				}
			}
			wantClean(t, disk)
		})
	}
}

func TestUndeclared(t *testing.T) {
	t.Parallel()
	gone := serve(t, status(http.StatusNotFound))
	good := serve(t, whole)
	s := spawn(gone.URL, good.URL)
	s.Args = []string{"sha256:"}
	disk := open(t)
	result, err := fetch.New(disk, quick).Execute(t.Context(), s)
	if line := fmt.Sprintf("sha256 = %q", digest.SHA256Of(content)); err != nil || result.Status != executor.Failed || !strings.Contains(result.Message, line) {
		t.Fatalf("result %+v, error %v; want %s", result, err, line)
	}
	if _, err := disk.BySHA256(digest.SHA256Of(content)); !errors.Is(err, cas.ErrNotFound) {
		t.Errorf("what nobody asked for is in the store: %v", err)
	}
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	gone := serve(t, status(http.StatusNotFound))
	down := serve(t, status(http.StatusServiceUnavailable))
	dead := serve(t, whole)
	dead.Close()
	disk := open(t)
	_, err := fetch.New(disk, quick).Execute(t.Context(), spawn(gone.URL, down.URL, dead.URL))
	var unreachable *fetch.UnreachableError
	if !errors.As(err, &unreachable) {
		t.Fatalf("got %v", err)
	}
	for _, s := range []string{"//pkg:source", "404", "503", "refused (tried 4 times)"} {
		if !strings.Contains(err.Error(), s) {
			t.Errorf("error lacks %q: %v", s, err)
		}
	}
	if n := down.calls.Load(); n != 4 {
		t.Errorf("asked %d times, want 4", n)
	}
	wantClean(t, disk)
}

func TestCancel(t *testing.T) {
	t.Parallel()
	started := make(chan struct{})
	m := serve(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		w.Write(content[:100])
		w.(http.Flusher).Flush()
		close(started)
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-started; cancel() }()
	disk := open(t)
	_, err := fetch.New(disk, fetch.Options{}).Execute(ctx, spawn(m.URL, m.URL))
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if n := m.calls.Load(); n != 1 {
		t.Errorf("%d requests after the cancel", n)
	}
	wantClean(t, disk)
}

func TestParallel(t *testing.T) {
	t.Parallel()
	var now atomic.Int32
	meet := make(chan struct{})
	m := serve(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		if n := now.Add(1); n > 2 {
			t.Errorf("%d transfers at once, want 2", n)
		}
		select { // each waits for another one
		case meet <- struct{}{}:
		case <-meet:
		case <-r.Context().Done():
		}
		time.Sleep(20 * time.Millisecond) // for a third that should not come
		now.Add(-1)
		w.WriteHeader(http.StatusNotFound)
	})
	e := fetch.New(open(t), fetch.Options{Parallel: 2})
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			if _, err := e.Execute(t.Context(), spawn(m.URL)); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func TestOffline(t *testing.T) {
	t.Parallel()
	m := serve(t, whole)
	disk := open(t)
	e := fetch.New(disk, fetch.Options{Offline: true})
	_, err := e.Execute(t.Context(), spawn(m.URL))
	var offline *fetch.OfflineError
	if !errors.As(err, &offline) || !strings.Contains(err.Error(), m.URL) {
		t.Fatalf("got %v", err)
	}
	file := filepath.Join(t.TempDir(), "with blank")
	if err := os.WriteFile(file, content, 0o644); err != nil {
		t.Fatal(err)
	}
	result, err := e.Execute(t.Context(), spawn(m.URL, "file://"+strings.ReplaceAll(file, " ", "%20")))
	want(t, disk, result, err)
	if m.calls.Load() != 0 {
		t.Error("used the network")
	}
	if b, err := os.ReadFile(file); err != nil || len(b) != len(content) {
		t.Error("the mirror's own file is damaged")
	}
}

func TestMalformed(t *testing.T) {
	t.Parallel()
	e := fetch.New(open(t), quick)
	for name, change := range map[string]func(*executor.Spawn){
		"kind":    func(s *executor.Spawn) { s.Kind = executor.Exec },
		"args":    func(s *executor.Spawn) { s.Args = nil },
		"hash":    func(s *executor.Spawn) { s.Args = []string{"sha256:123"} },
		"outputs": func(s *executor.Spawn) { s.Outputs = nil },
		"tree":    func(s *executor.Spawn) { s.Outputs[0].Kind = executor.OutputTree },
	} {
		s := spawn("http://example.org/")
		change(&s)
		if _, err := e.Execute(t.Context(), s); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
