package repo

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dbx/cache/digest"
	"dbx/rules/debian/repo/repotest"
)

func openTest(t *testing.T, a *repotest.Archive, f Fetcher) *Suite {
	t.Helper()
	keys := keyring(t, a)
	s, err := OpenSuite(t.Context(), f, a.Suite, func(data []byte) (*Release, error) {
		return ParseRelease(data, keys, time.Time{})
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSuite(t *testing.T) {
	for name, byHash := range map[string]bool{"by hash": true, "by path": false} {
		t.Run(name, func(t *testing.T) {
			a := repotest.New(t, "bookworm")
			a.ByHash = byHash
			a.Packages["armel"] = entry
			a.Sources = sourcesText()
			a.Build(t)
			s := openTest(t, a, &HTTP{Mirrors: []string{a.Serve(t)}})
			index, err := s.Packages(t.Context(), "main", "armel")
			if err != nil || len(index.Packages) != 1 {
				t.Fatalf("%v, %v", index, err)
			}
			sources, err := s.Sources(t.Context(), "main", func(name, _ string) bool { return name == "native" })
			if err != nil || len(sources) != 1 {
				t.Fatalf("%v, %v", sources, err)
			}
			if _, err := s.Packages(t.Context(), "main", "mips"); err == nil || !strings.Contains(err.Error(), "armel") {
				t.Errorf("an architecture that is not there: %v", err)
			}
		})
	}
}

func TestSuiteRefusesChangedIndex(t *testing.T) {
	a := repotest.New(t, "bookworm")
	a.Packages["armel"] = entry
	a.Build(t)
	for path, data := range a.Files {
		if strings.Contains(path, "armel") {
			changed := bytes.Clone(data)
			changed[len(changed)-1] ^= 1
			a.Files[path] = changed
		}
	}
	s := openTest(t, a, &HTTP{Mirrors: []string{a.Serve(t)}})
	if _, err := s.Packages(t.Context(), "main", "armel"); err == nil || !strings.Contains(err.Error(), "sha256") {
		t.Errorf("a changed index: %v", err)
	}
}

func TestOpenSuiteMissing(t *testing.T) {
	a := repotest.New(t, "bookworm")
	a.Build(t)
	f := &HTTP{Mirrors: []string{a.Serve(t)}}
	never := func([]byte) (*Release, error) { t.Error("something was read"); return nil, nil }
	if _, err := OpenSuite(t.Context(), f, "sarge", never); !errors.Is(err, ErrNotFound) {
		t.Errorf("a suite that is not there: %v", err)
	}
	for _, name := range []string{"", "..", "../..", "/x"} {
		if _, err := OpenSuite(t.Context(), f, name, never); err == nil {
			t.Errorf("suite %q was accepted", name)
		}
	}
}

// TestSuiteBrokenOff: an answer that breaks off half-way is asked for again.
func TestSuiteBrokenOff(t *testing.T) {
	a := repotest.New(t, "bookworm")
	a.Packages["armel"] = entry
	a.Build(t)
	whole := a.Serve(t)
	asked := map[string]int{}
	var mu sync.Mutex
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked[r.URL.Path]++
		first := asked[r.URL.Path] == 1
		mu.Unlock()
		if !first {
			http.Redirect(w, r, whole+r.URL.Path, http.StatusFound)
			return
		}
		w.Header().Set("Content-Length", "1000")
		io.WriteString(w, "half")
	}))
	t.Cleanup(server.Close)
	s := openTest(t, a, &HTTP{Mirrors: []string{server.URL}})
	if index, err := s.Packages(t.Context(), "main", "armel"); err != nil || len(index.Packages) != 1 {
		t.Errorf("%v, %v", index, err)
	}
}

// flaky answers with the codes in turn, then with the text.
func flaky(t *testing.T, text string, codes ...int) (url string, count *atomic.Int32) {
	count = new(atomic.Int32)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n := int(count.Add(1)); n <= len(codes) {
			w.WriteHeader(codes[n-1])
			return
		}
		io.WriteString(w, text)
	}))
	t.Cleanup(server.Close)
	return server.URL, count
}

func get(t *testing.T, f Fetcher) (string, error) {
	t.Helper()
	body, err := f.Get(t.Context(), "pool/x")
	if err != nil {
		return "", err
	}
	defer body.Close()
	data, err := io.ReadAll(body)
	return string(data), err
}

func TestHTTPMirrors(t *testing.T) {
	missing, missingCount := flaky(t, "", slices.Repeat([]int{404}, 20)...)
	broken, _ := flaky(t, "", slices.Repeat([]int{500}, 20)...)
	recovers, recoverCount := flaky(t, "second", 503, 429)
	good, _ := flaky(t, "first")
	quick := func(mirrors ...string) *HTTP { return &HTTP{Mirrors: mirrors, Tries: 3, Pause: time.Millisecond} }
	if s, err := get(t, quick(missing, broken, good+"/")); s != "first" || err != nil {
		t.Errorf("third mirror: %q, %v", s, err)
	}
	if s, err := get(t, quick(recovers)); s != "second" || err != nil || recoverCount.Load() != 3 {
		t.Errorf("third attempt: %q, %v, %d requests", s, err, recoverCount.Load())
	}
	before := missingCount.Load()
	if _, err := get(t, quick(missing)); !errors.Is(err, ErrNotFound) || missingCount.Load() != before+1 {
		t.Errorf("a missing file: %v, after %d requests", err, missingCount.Load()-before)
	}
	if _, err := get(t, quick(missing, broken)); err == nil || errors.Is(err, ErrNotFound) {
		t.Errorf("a mirror that fails may have the file: %v", err)
	}
	if _, err := get(t, quick()); err == nil || !strings.Contains(err.Error(), "DBX_DEBIAN_MIRROR") {
		t.Errorf("no mirror: %v", err)
	}
	if _, err := quick(good).Get(t.Context(), "../secret"); err == nil {
		t.Error("a path upwards was fetched")
	}
}

func TestHTTPCancelled(t *testing.T) {
	broken, _ := flaky(t, "", 500, 500, 500)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	_, err := (&HTTP{Mirrors: []string{broken}, Pause: time.Hour}).Get(ctx, "x")
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestLoad(t *testing.T) {
	good, count := flaky(t, "text", 500)
	f := &HTTP{Mirrors: []string{good}, Tries: 2, Pause: time.Millisecond}
	want := File{Path: "pool/x", Size: 4, SHA256: digest.SHA256Of([]byte("text"))}
	if data, err := Load(t.Context(), f, want); string(data) != "text" || err != nil {
		t.Errorf("%q, %v", data, err)
	}
	count.Store(1)
	want.Size = 2 // of an answer that is too long no more than a byte is kept
	if _, err := Load(t.Context(), f, want); err == nil || !strings.Contains(err.Error(), "serves 3 bytes") {
		t.Errorf("an answer that is too long: %v", err)
	}
}
