package git_test

import (
	"net"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
	"time"
)

// serveHTTP serves the repositories below a folder by the smart protocol, in
// version 2 or 0, and files in the dumb one.
func serveHTTP(t *testing.T, dir string, guard func(http.Handler) http.Handler) string {
	t.Helper()
	backend := &cgi.Handler{
		Path: "/usr/bin/env", Args: []string{"git", "http-backend"}, Root: "/v2",
		Env:        []string{"GIT_PROJECT_ROOT=" + dir, "GIT_HTTP_EXPORT_ALL=1", "PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()},
		InheritEnv: []string{"PATH"},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/v2/", func(w http.ResponseWriter, r *http.Request) {
		h := *backend
		h.Env = append(h.Env, "GIT_PROTOCOL="+r.Header.Get("Git-Protocol"))
		h.ServeHTTP(w, r)
	})
	mux.HandleFunc("/v0/", func(w http.ResponseWriter, r *http.Request) {
		h := *backend
		h.Root = "/v0"
		r.Header.Del("Git-Protocol")
		h.ServeHTTP(w, r)
	})
	mux.Handle("/dumb/", http.StripPrefix("/dumb", http.FileServer(http.Dir(dir))))
	server := httptest.NewServer(guard(mux))
	t.Cleanup(server.Close)
	return server.URL
}

func unguarded(h http.Handler) http.Handler { return h }

// serveDaemon serves the repositories below a folder as git://.
func serveDaemon(t *testing.T, dir string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	_, port, _ := net.SplitHostPort(address)
	cmd := exec.Command("git", "daemon", "--reuseaddr", "--listen=127.0.0.1", "--port="+port, "--export-all", "--base-path="+dir, dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	for range 100 {
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			return "git://" + address
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("git daemon does not answer")
	return ""
}
