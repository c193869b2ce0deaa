package fetch_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/executor"
	"dbx/executor/fetch"
)

// long is a file that is worth going on with.
var long = bytes.Repeat([]byte("all the bytes of a long file\n"), 200_000)

func longSpawn(urls ...string) executor.Spawn {
	s := spawn(urls...)
	s.Args = []string{"sha256:" + digest.SHA256Of(long).String()}
	return s
}

// half sends half of b and then nothing until the client goes, or breaks off.
func half(t *testing.T, b []byte, sent chan<- struct{}) *mirror {
	return serve(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		if sent == nil {
			cut(w, b)
		}
		w.Header().Set("Content-Length", "100000000")
		w.Write(b[:len(b)/2])
		w.(http.Flusher).Flush()
		close(sent)
		<-r.Context().Done()
	})
}

func serveLong(t *testing.T) *mirror {
	return serve(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		http.ServeContent(w, r, "file", time.Time{}, bytes.NewReader(long))
	})
}

func wantLong(t *testing.T, disk *cas.Disk, result executor.Result, err error) {
	t.Helper()
	if err != nil || result.Status != executor.Success || result.Outputs[0].Digest != digest.Of(long) {
		t.Fatalf("result %+v, error %v", result, err)
	}
	if left := shelved(t, disk); left > 0 {
		t.Errorf("%d parts are left", left)
	}
	wantClean(t, disk)
}

// arrived is how much is there of the file that is on its way.
func arrived(disk *cas.Disk) (size int64) {
	names, _ := filepath.Glob(filepath.Join(disk.Dir(), "tmp", "*", "*", "part"))
	for _, name := range names {
		if info, err := os.Stat(name); err == nil {
			size += info.Size()
		}
	}
	return size
}

func shelved(t *testing.T, disk *cas.Disk) int {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(disk.Dir(), "partial", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return len(names)
}

// TestInterruptedIsTakenUp: the next run goes on where an interrupted one was.
func TestInterruptedIsTakenUp(t *testing.T) {
	t.Parallel()
	disk := open(t)
	sent := make(chan struct{})
	slow := half(t, long, sent)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-sent
		for arrived(disk) < int64(len(long)/2) {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	if _, err := fetch.New(disk, fetch.Options{}).Execute(ctx, longSpawn(slow.URL)); err == nil {
		t.Fatal("not interrupted")
	}
	if shelved(t, disk) != 1 {
		t.Fatal("nothing was kept")
	}
	good := serveLong(t)
	result, err := fetch.New(disk, quick).Execute(t.Context(), longSpawn(good.URL))
	wantLong(t, disk, result, err)
	if good.lastRange() == "" || good.calls.Load() != 1 {
		t.Errorf("began anew: Range %q in %d requests", good.lastRange(), good.calls.Load())
	}
}

// TestNextMirrorGoesOn: what one mirror began another ends.
func TestNextMirrorGoesOn(t *testing.T) {
	t.Parallel()
	disk := open(t)
	options := quick
	options.Attempts = 1
	bad, good := half(t, long, nil), serveLong(t)
	result, err := fetch.New(disk, options).Execute(t.Context(), longSpawn(bad.URL, good.URL))
	wantLong(t, disk, result, err)
	if good.lastRange() == "" {
		t.Error("began anew")
	}
}

// TestWrongPart: a part that is not of the wanted file costs a request, no more.
func TestWrongPart(t *testing.T) {
	t.Parallel()
	disk := open(t)
	options := quick
	options.Attempts = 2
	bad, good := half(t, bytes.Repeat([]byte("another file\n"), 500_000), nil), serveLong(t)
	result, err := fetch.New(disk, options).Execute(t.Context(), longSpawn(bad.URL, good.URL))
	wantLong(t, disk, result, err)
	if n := good.calls.Load(); n != 2 || good.lastRange() != "" {
		t.Errorf("%d requests, the last with Range %q", n, good.lastRange())
	}
}

// TestOldParts go when another is put beside them.
func TestOldParts(t *testing.T) {
	t.Parallel()
	disk := open(t)
	old := filepath.Join(disk.Dir(), "partial", "old")
	week := time.Now().Add(-8 * 24 * time.Hour)
	if err := os.Mkdir(filepath.Dir(old), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(old, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(old, week, week); err != nil {
		t.Fatal(err)
	}
	options := quick
	options.Attempts = 1
	if _, err := fetch.New(disk, options).Execute(t.Context(), longSpawn(half(t, long, nil).URL)); err == nil {
		t.Fatal("half a file is enough")
	}
	if _, err := os.Stat(old); !os.IsNotExist(err) || shelved(t, disk) != 1 {
		t.Errorf("the old part is still there: %v", err)
	}
}
