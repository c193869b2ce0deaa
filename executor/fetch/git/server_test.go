package git_test

import (
	"net"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"sync"
	"testing"
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
	var daemons sync.WaitGroup
	t.Cleanup(daemons.Wait)
	t.Cleanup(func() { l.Close() })
	daemons.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			daemons.Go(func() { serveGit(t, conn.(*net.TCPConn), dir) })
		}
	})
	return "git://" + l.Addr().String()
}

// serveGit serves one connection, as under inetd: no port has to be found that
// is still free when a daemon gets to it.
func serveGit(t *testing.T, conn *net.TCPConn, dir string) {
	defer conn.Close()
	f, err := conn.File()
	if err != nil {
		t.Error(err)
		return
	}
	defer f.Close()
	cmd := exec.CommandContext(t.Context(), "git", "daemon", "--inetd", "--export-all", "--base-path="+dir, dir)
	cmd.Stdin, cmd.Stdout = f, f
	_ = cmd.Run() // its end says what its client made of it
}
