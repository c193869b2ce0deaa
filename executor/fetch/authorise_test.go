package fetch_test

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"dbx/executor"
	"dbx/executor/fetch"
	"dbx/executor/fetch/secret"
)

const token = "t0p/secret+x="

// keeper has the token for one server.
func keeper(server string, env func(string) (string, bool)) *secret.Keeper {
	host := strings.TrimPrefix(server, "http://")
	return secret.NewKeeper([]secret.Declaration{{Name: "files", Hosts: []string{host}, Header: "X-Token", Env: "TOKEN"}}, secret.Places{Env: env})
}

func there(string) (string, bool) { return token, true }

// guarded serves the content to those who have the token.
func guarded(t *testing.T) *mirror {
	return serve(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		if r.Header.Get("X-Token") != token {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Write(content)
	})
}

func withSecrets(k *secret.Keeper) fetch.Options {
	options := quick
	options.Secrets = k
	return options
}

func TestSecret(t *testing.T) {
	t.Parallel()
	m := guarded(t)
	disk := open(t)
	result, err := fetch.New(disk, withSecrets(keeper(m.URL, there))).Execute(t.Context(), spawn(m.URL+"/file"))
	want(t, disk, result, err)
}

// TestSecretStays: no header goes along with a redirect to another host, but a
// host that one comes back to gets its own.
func TestSecretStays(t *testing.T) {
	t.Parallel()
	var leaked atomic.Int32
	m := guarded(t)
	other := serve(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		for _, values := range r.Header {
			if strings.Contains(strings.Join(values, " "), token) {
				leaked.Add(1)
			}
		}
		http.Redirect(w, r, m.URL+"/file", http.StatusFound)
	})
	first := serve(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		if r.Header.Get("X-Token") != token {
			t.Error("the first server did not get its secret")
		}
		http.Redirect(w, r, other.URL, http.StatusFound)
	})
	disk := open(t)
	k := secret.NewKeeper([]secret.Declaration{{Name: "files", Header: "X-Token", Env: "TOKEN", Hosts: []string{
		strings.TrimPrefix(m.URL, "http://"), strings.TrimPrefix(first.URL, "http://"),
	}}}, secret.Places{Env: there})
	result, err := fetch.New(disk, withSecrets(k)).Execute(t.Context(), spawn(first.URL))
	want(t, disk, result, err)
	if leaked.Load() != 0 || other.calls.Load() != 1 {
		t.Errorf("%d leaks in %d requests", leaked.Load(), other.calls.Load())
	}
}

func TestSecretRefusals(t *testing.T) {
	t.Parallel()
	m := guarded(t)
	never := serve(t, status(http.StatusForbidden))
	absent := func(string) (string, bool) { return "", false }
	for name, c := range map[string]struct {
		url     string
		secrets fetch.Secrets
		say     string
	}{
		"none declared": {m.URL, keeper("http://example.org", there), "answers 401 Unauthorized; no secret of the workspace is for " + strings.TrimPrefix(m.URL, "http://")},
		"not enough":    {never.URL, keeper(never.URL, there), `answers 403 Forbidden, although the secret "files" was sent`},
		"not there":     {m.URL, keeper(m.URL, absent), `wants a secret: secret "files": the environment variable TOKEN is not set`},
		"in the clear":  {"http://example.org/x", keeper("http://example.org", there), "use https"},
	} {
		options := quick
		options.Secrets = c.secrets
		result, err := fetch.New(open(t), options).Execute(t.Context(), spawn(c.url))
		if err != nil || result.Status != executor.Failed || !strings.Contains(result.Message, c.say) {
			t.Errorf("%s: %+v, %v, want %q", name, result, err, c.say)
		}
	}
}

// TestSecretRedacted: a server that repeats what it got finds no echo here.
func TestSecretRedacted(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				if r, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
					io.WriteString(c, "HTTP/1.1 "+strings.Split(r.URL.Path, "/")[1]+" got "+r.Header.Get("X-Token")+" "+url.QueryEscape(token)+"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
				}
			}()
		}
	}()
	base := "http://" + l.Addr().String()
	disk := open(t)
	e := fetch.New(disk, withSecrets(keeper(base, there)))
	result, err := e.Execute(t.Context(), spawn(base+"/404/"))
	if err != nil || result.Status != executor.Failed || !strings.Contains(result.Message, "404 got <secret files> <secret files>") {
		t.Errorf("rejected: %+v, %v", result, err)
	}
	log, err := disk.Open(t.Context(), result.Log)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	if b, _ := io.ReadAll(log); strings.Contains(string(b), token) {
		t.Errorf("log: %s", b)
	}
	_, err = e.Execute(t.Context(), spawn(base+"/503/"))
	var unreachable *fetch.UnreachableError
	if !errors.As(err, &unreachable) || !strings.Contains(err.Error(), "503 got <secret files>") || strings.Contains(err.Error()+unreachable.Error(), token) {
		t.Errorf("unreachable: %v", err)
	}
}
