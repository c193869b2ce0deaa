package agent

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"sync/atomic"
	"testing"
	"time"

	"dbx/cache/digest"
	"dbx/executor"
)

// TestEveryFieldTravels sends a spawn and a result in which no field is zero.
func TestEveryFieldTravels(t *testing.T) {
	var spawn, got executor.Spawn
	var result executor.Result
	fillIn(reflect.ValueOf(&spawn).Elem())
	fillIn(reflect.ValueOf(&result).Elem())
	result.Log, result.Outputs = digest.Digest{}, nil // no blobs behind them
	server := openServer(t, t.TempDir())
	server.Executor = executor.Func(func(_ context.Context, s executor.Spawn) (executor.Result, error) {
		got = s
		return result, nil
	})
	r, err := connect(t, server, server.Store).Execute(t.Context(), spawn)
	if err != nil || !reflect.DeepEqual(r, result) || !reflect.DeepEqual(got, spawn) {
		t.Errorf("sent %+v\ngot %+v\nsent %+v\ngot %+v\n%v", spawn, got, result, r, err)
	}
}

// fillIn gives every field a value that is not its zero one; no text is UTF-8.
func fillIn(v reflect.Value) {
	if _, ok := v.Interface().(digest.Digest); ok {
		v.Set(reflect.ValueOf(digest.Of([]byte("x"))))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() { // a seal is no part of what a spawn says
				fillIn(v.Field(i))
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fillIn(v.Index(0))
		fillIn(v.Index(1))
	case reflect.Array:
		for i := range v.Len() {
			fillIn(v.Index(i))
		}
	case reflect.String:
		v.SetString("\xff\x00text")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(-7)
	case reflect.Uint8:
		v.SetUint(3)
	default:
		panic("BUG: no value for " + v.Type().String())
	}
}

// TestServerVanishes: a stream that ends before the answer says nothing about
// the spawn, and the server's side cancels it.
func TestServerVanishes(t *testing.T) {
	server := openServer(t, t.TempDir())
	begun, cancelled := make(chan bool, 1), make(chan bool, 1)
	server.Executor = executor.Func(func(ctx context.Context, _ executor.Spawn) (executor.Result, error) {
		begun <- true
		<-ctx.Done()
		cancelled <- true
		return executor.Result{}, context.Cause(ctx)
	})
	near, far := net.Pipe()
	served := make(chan error, 1)
	go func() { served <- server.Serve(t.Context(), far) }()
	c := NewClient(near, server.Store, true)
	go func() {
		<-begun
		far.Close()
	}()
	if _, err := c.Execute(t.Context(), executor.Spawn{}); !errors.Is(err, ErrBroken) {
		t.Errorf("got %v, want %v", err, ErrBroken)
	}
	if err := <-served; err != nil || len(cancelled) != 1 {
		t.Errorf("the server ended with %v before its spawn did", err)
	}
	if _, err := c.Execute(t.Context(), executor.Spawn{}); !errors.Is(err, ErrBroken) {
		t.Errorf("afterwards: %v, want %v", err, ErrBroken)
	}
}

// TestLateRequest: what is worked on is waited for, and what comes after that is
// not begun.
func TestLateRequest(t *testing.T) {
	begun, end := make(chan bool), make(chan bool)
	var calls atomic.Int32
	tracker := newTracker(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		calls.Add(1)
		begun <- true
		<-end
	}))
	request := func() {
		tracker.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, executePath, nil))
	}
	go request()
	<-begun
	waited := make(chan bool)
	go func() {
		tracker.wait()
		close(waited)
	}()
	for tracker.begin() {
		tracker.busy.Done() // the wait has not begun yet
	}
	select {
	case <-waited:
		t.Error("a request that is worked on is not waited for")
	default:
	}
	request()
	close(end)
	<-waited
	if n := calls.Load(); n != 1 {
		t.Errorf("%d requests were worked on, want 1", n)
	}
}

// TestGarbage: what answers need not be a server.
func TestGarbage(t *testing.T) {
	for _, text := range []string{"", "dbx: no such file\n", "HTTP/1.1 200 OK\r\n\r\n"} {
		near, far := net.Pipe()
		go func() {
			go func() {
				buf := make([]byte, 1<<10)
				for {
					if _, err := far.Read(buf); err != nil {
						return
					}
				}
			}()
			far.Write([]byte(text))
			far.Close()
		}()
		c := NewClient(near, testStore(t), true)
		ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
		defer stop()
		if _, err := c.Probe(ctx); !errors.Is(err, ErrBroken) {
			t.Errorf("%q: %v, want %v", text, err, ErrBroken)
		}
	}
}

func TestProbeFails(t *testing.T) {
	server := openServer(t, t.TempDir())
	server.Probe = func(context.Context) error { return errors.New("no namespaces") }
	if _, err := connect(t, server, server.Store).Probe(t.Context()); err == nil || err.Error() != "no namespaces" {
		t.Errorf("got %v", err)
	}
}

func TestRemoved(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if removed(dir) {
		t.Error("a directory counts as removed")
	}
	// As a mount does, the descriptor keeps a way to it.
	f, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	if !removed(dir) || !removed(fmt.Sprintf("/proc/self/fd/%d", f.Fd())) {
		t.Error("a removed directory counts as there")
	}
}

func TestArgs(t *testing.T) {
	for _, args := range [][]string{nil, {"serve"}, {"hold", "soon", "/"}, {"other", "/"}} {
		if err := Run(t.Context(), args, nil); err == nil {
			t.Errorf("%q is accepted", args)
		}
	}
}
