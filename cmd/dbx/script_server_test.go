package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// fileServer serves the files below a folder in several ways, by the first
// part of the path:
//
//	/ok/FILE     as they are
//	/cut/FILE    half of it, then the connection breaks, every time
//	/once/FILE   the same the first time only, and ranges after that
//	/stall/FILE  the first byte, and nothing more until the client goes
//	/busy/FILE   503 the first time
//	/late/FILE   as they are, by a clock that is an hour behind
//	/token/FILE  to those who have the bearer token "open-sesame", else 401
//
// Everything else is 404.
type fileServer struct {
	*httptest.Server
	dir string

	mu    sync.Mutex
	asked map[string]int
}

func startFileServer(dir string) *fileServer {
	s := &fileServer{dir: dir, asked: map[string]int{}}
	s.Server = httptest.NewServer(s)
	return s
}

// Close ends the server, and what it is still asked for.
func (s *fileServer) Close() {
	s.CloseClientConnections()
	s.Server.Close()
}

// count returns how often a path was asked for.
func (s *fileServer) count(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[path]
}

func (s *fileServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked[r.URL.Path]++
	first := s.asked[r.URL.Path] == 1
	s.mu.Unlock()
	how, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	name = filepath.Join(s.dir, filepath.FromSlash(name))
	content, err := os.ReadFile(name)
	switch {
	case err != nil:
		http.NotFound(w, r)
	case how == "token" && r.Header.Get("Authorization") != "Bearer open-sesame":
		w.WriteHeader(http.StatusUnauthorized)
	case how == "late":
		w.Header().Set("Date", time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat))
		http.ServeFile(w, r, name)
	case how == "ok", how == "token", how == "once" && !first, how == "busy" && !first:
		http.ServeFile(w, r, name)
	case how == "cut", how == "once":
		w.Header().Set("Content-Length", strconv.Itoa(len(content)))
		w.Write(content[:len(content)/2])
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	case how == "busy":
		w.WriteHeader(http.StatusServiceUnavailable)
	case how == "stall":
		w.Header().Set("Content-Length", strconv.Itoa(len(content)))
		w.Write(content[:1])
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	default:
		http.NotFound(w, r)
	}
}

// TestFileServer checks the server that the scripts rely on where a mistake of
// it would make a script pass.
func TestFileServer(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "f"), []byte("0123456789"), 0o644); err != nil {
		t.Fatal(err)
	}
	s := startFileServer(dir)
	defer s.Close()
	for path, want := range map[string]int{"/ok/f": 200, "/ok/g": 404, "/other/f": 404, "/busy/f": 503, "/token/f": 401} {
		resp, err := http.Get(s.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want || s.count(path) != 1 {
			t.Errorf("%s: status %d, asked %d times; want status %d, once", path, resp.StatusCode, s.count(path), want)
		}
	}
}
