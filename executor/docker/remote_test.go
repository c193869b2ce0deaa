package docker

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"testing"

	"dbx/cache/require"
	"dbx/executor/executortest"
)

// proxyDaemon puts a proxy before the machine's daemon, on loopback, and makes
// DOCKER_HOST name it. create alters requests for containers, version what the
// daemon says about itself; both may be nil.
func proxyDaemon(t *testing.T, create func(*http.Request), version func([]byte) []byte) {
	t.Helper()
	require.Docker(t)
	network, address := "unix", "/var/run/docker.sock"
	if n, a, ok := strings.Cut(os.Getenv("DOCKER_HOST"), "://"); ok {
		network, address = n, a
	}
	proxy := &httputil.ReverseProxy{
		Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, network, address)
		}},
		FlushInterval: -1,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: "docker"})
			if create != nil && strings.HasSuffix(r.In.URL.Path, "/containers/create") {
				create(r.Out)
			}
		},
		ModifyResponse: func(r *http.Response) error {
			if version == nil || !strings.HasSuffix(r.Request.URL.Path, "/version") {
				return nil
			}
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return err
			}
			body = version(body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			r.ContentLength = int64(len(body))
			r.Header.Del("Content-Length")
			return nil
		},
	}
	server := httptest.NewServer(proxy)
	t.Cleanup(server.Close)
	t.Setenv("DOCKER_HOST", "tcp://"+server.Listener.Addr().String())
}

// otherFiles makes the daemon look for what shall be bound where nothing is.
func otherFiles(t *testing.T, r *http.Request) {
	edit(t, r, func(body, host map[string]any) {
		mounts, _ := host["Mounts"].([]any)
		for _, m := range mounts {
			if m, _ := m.(map[string]any); m["Type"] == "bind" {
				m["Source"] = "/nowhere" + m["Source"].(string)
			}
		}
	})
}

// edit changes a request for a container.
func edit(t *testing.T, r *http.Request, change func(body, host map[string]any)) {
	var body map[string]any
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		t.Error(err)
		return
	}
	host, _ := body["HostConfig"].(map[string]any)
	change(body, host)
	text, err := json.Marshal(body)
	if err != nil {
		t.Error(err)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(text))
	r.ContentLength = int64(len(text))
}

// newRemoteMachine is a fast machine on a daemon that does not see its files.
func newRemoteMachine(t *testing.T) fastMachine {
	t.Helper()
	// What this machine has under a path, the daemon does not: it is like one of
	// another machine.
	proxyDaemon(t, func(r *http.Request) { otherFiles(t, r) }, nil)
	m := newFastMachine(t)
	m.fast.volume = "dbx-test-" + strings.ToLower(rand.Text())
	t.Cleanup(func() {
		m.Close()
		m.removeAgents(t)
		if err := m.api.VolumeRemove(context.Background(), m.fast.volume, true); err != nil {
			t.Error(err)
		}
	})
	if err := m.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m.fast.site.shared {
		t.Fatal("it takes the daemon for a local one")
	}
	return m
}

// TestRemoteConformance: limits are kept there too.
func TestRemoteConformance(t *testing.T) {
	m := newRemoteMachine(t)
	executortest.Run(t, m.subject())
	if said := m.said.all(); len(said) > 0 {
		t.Errorf("said %q", said)
	}
}

// TestRemoteNeedsFast: what only works with files that both see says so.
func TestRemoteNeedsFast(t *testing.T) {
	proxyDaemon(t, func(r *http.Request) { otherFiles(t, r) }, nil)
	m := openFastMachine(t, cacheDir(t))
	m.mode = Fresh
	_, err := m.Execute(t.Context(), m.script("write out x"))
	if !errors.Is(err, errElsewhere) || !strings.Contains(err.Error(), "--docker-mode=fast") {
		t.Errorf("got %v, want %v", err, errElsewhere)
	}
}

// otherArch changes what the daemon says about the machine that it runs on.
func otherArch(t *testing.T, body []byte) []byte {
	var version map[string]any
	if err := json.Unmarshal(body, &version); err != nil {
		t.Error(err)
		return body
	}
	version["Arch"] = "s390x"
	body, err := json.Marshal(version)
	if err != nil {
		t.Error(err)
	}
	return body
}
