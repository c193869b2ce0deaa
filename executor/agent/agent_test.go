package agent

import (
	"net"
	"path/filepath"
	"testing"

	"dbx/cache/cas"
	"dbx/cache/merkle"
	"dbx/cache/require"
	"dbx/executor"
	"dbx/executor/executortest"
	"dbx/executor/sandbox"
	"dbx/executor/stage"
)

// openServer returns a server of a sandbox over the cache in dir.
func openServer(t testing.TB, dir string) *Server {
	t.Helper()
	store, err := cas.OpenDisk(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	farm, err := merkle.NewFarm(store, filepath.Join(dir, "trees"))
	if err != nil {
		t.Fatal(err)
	}
	stager, err := stage.New(store, farm, filepath.Join(dir, "layers"))
	if err != nil {
		t.Fatal(err)
	}
	box := sandbox.New(stager)
	t.Cleanup(func() { box.Close() })
	return &Server{Store: store, Executor: box, Probe: box.Probe, Unenforced: box.Unenforced}
}

// connect serves a client until the test ends.
func connect(t testing.TB, server *Server, store *cas.Disk) *Client {
	t.Helper()
	near, far := net.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(t.Context(), far) }()
	c := NewClient(near, store, store == server.Store)
	t.Cleanup(func() {
		c.Close()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return c
}

func testStore(t testing.TB) *cas.Disk {
	t.Helper()
	store, err := cas.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

// TestConformance runs the whole suite over a stream, with one store and with
// two.
func TestConformance(t *testing.T) {
	require.UserNS(t)
	if testing.Short() {
		t.Skip("the sandbox's own run of the suite suffices")
	}
	for name, store := range map[string]func(*Server) *cas.Disk{
		"shared": func(s *Server) *cas.Disk { return s.Store },
		"apart":  func(*Server) *cas.Disk { return testStore(t) },
	} {
		t.Run(name, func(t *testing.T) {
			server := openServer(t, t.TempDir())
			local := store(server)
			c := connect(t, server, local)
			unenforced, err := c.Probe(t.Context())
			if err != nil || unenforced != server.Unenforced() {
				t.Fatalf("%q, %v; want %q", unenforced, err, server.Unenforced())
			}
			executortest.Run(t, executortest.Subject{Executor: c, Store: local, Unenforced: unenforced})
		})
	}
}

func BenchmarkClient(b *testing.B) {
	require.UserNS(b)
	server := openServer(b, b.TempDir())
	spawn := executor.Spawn{
		Command: executor.Command{Args: []string{"tool", ""}},
		Rootfs:  executortest.Rootfs(b, server.Store),
	}
	for name, e := range map[string]executor.Executor{"direct": server.Executor, "stream": connect(b, server, server.Store)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if r, err := e.Execute(b.Context(), spawn); err != nil || r.Status != executor.Success {
					b.Fatal(r, err)
				}
			}
		})
	}
}
