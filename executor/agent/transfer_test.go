package agent

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/cache/require"
	"dbx/executor"
	"dbx/executor/executortest"
)

// metered counts what goes each way.
type metered struct {
	net.Conn
	sent, received atomic.Int64
}

func (m *metered) Write(p []byte) (int, error) {
	n, err := m.Conn.Write(p)
	m.sent.Add(int64(n))
	return n, err
}

func (m *metered) Read(p []byte) (int, error) {
	n, err := m.Conn.Read(p)
	m.received.Add(int64(n))
	return n, err
}

// moved returns what went each way since it was asked last.
func (m *metered) moved() (sent, received int64) { return m.sent.Swap(0), m.received.Swap(0) }

func random(t testing.TB, store *cas.Disk, size int) digest.Digest {
	t.Helper()
	content := make([]byte, size)
	rand.Read(content)
	d, err := store.PutBytes(t.Context(), content)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func tree(t testing.TB, store *cas.Disk, files map[string]digest.Digest) digest.Digest {
	t.Helper()
	b := merkle.NewBuilder()
	for name, d := range files {
		if err := b.File(name, d, false); err != nil {
			t.Fatal(err)
		}
	}
	root, err := b.Root(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// layer stores a layer with one file of the given size.
func layer(t testing.TB, store *cas.Disk, size int) digest.SHA256 {
	t.Helper()
	content := make([]byte, size)
	rand.Read(content)
	var archive bytes.Buffer
	w := tar.NewWriter(&archive)
	if err := w.WriteHeader(&tar.Header{Name: "more", Size: int64(size), Mode: 0o644}); err != nil {
		t.Fatal(err)
	}
	w.Write(content)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	d, err := store.PutBytes(t.Context(), archive.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	sum := digest.SHA256Of(archive.Bytes())
	if err := store.Alias(sum, d); err != nil {
		t.Fatal(err)
	}
	return sum
}

// TestOnlyLackingBlobsMove counts bytes while an input changes a little, the
// session is a new one, and the other side loses all it had.
func TestOnlyLackingBlobsMove(t *testing.T) {
	require.UserNS(t)
	const big, small, log = 4 << 20, 32 << 10, 2000 * 64
	dir := t.TempDir()
	server, store := openServer(t, dir), testStore(t)
	rootfs := executortest.Rootfs(t, store)
	session := func() (*Client, *metered) {
		near, far := net.Pipe()
		ended := make(chan error, 1)
		go func() { ended <- server.Serve(t.Context(), far) }()
		conn := &metered{Conn: near}
		c := NewClient(conn, store, false)
		t.Cleanup(func() { c.Close(); <-ended })
		return c, conn
	}
	first := random(t, store, big)
	run := func(c *Client, second digest.Digest) {
		t.Helper()
		r, err := c.Execute(t.Context(), executor.Spawn{
			Command: executor.Command{
				Args:    []string{"tool", "stat in/d/first\nmkdir out/a\nwrite out/a/b made\nbig 2000"},
				Outputs: []executor.OutputSpec{{Path: "out", Kind: executor.OutputTree}},
			},
			Inputs: []executor.Input{{Path: "in", Kind: merkle.Dir, Digest: tree(t, store, map[string]digest.Digest{"d/first": first, "d/second": second})}},
			Rootfs: rootfs,
		})
		if err != nil || r.Status != executor.Success {
			t.Fatal(r, err)
		}
		for _, d := range []digest.Digest{r.Log, digest.Of([]byte("made"))} {
			if missing, err := store.Missing(t.Context(), []digest.Digest{d}); len(missing) > 0 || err != nil {
				t.Errorf("%s did not come back, %v", d, err)
			}
		}
	}
	c, conn := session()
	second := random(t, store, small)
	run(c, second)
	if sent, received := conn.moved(); sent < big || received < log {
		t.Errorf("at first: sent %d, received %d; want all that is new", sent, received)
	}
	run(c, second)
	if sent, received := conn.moved(); sent > small/2 || received > small/2 {
		t.Errorf("again: sent %d, received %d; want no blob", sent, received)
	}
	run(c, random(t, store, small))
	if sent, received := conn.moved(); sent < small || sent > 2*small || received > small {
		t.Errorf("after a change: sent %d, received %d; want the new blob only", sent, received)
	}
	rootfs.Layers = append(rootfs.Layers, layer(t, store, small))
	run(c, second)
	if sent, _ := conn.moved(); sent < small || sent > 2*small {
		t.Errorf("with one more layer: sent %d; want that layer only", sent)
	}
	other, conn := session()
	run(other, second)
	if sent, _ := conn.moved(); sent > small/2 {
		t.Errorf("another session: sent %d; want no blob", sent)
	}
	for _, name := range []string{"cas", "sha256"} {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	run(other, random(t, store, small))
	if sent, _ := conn.moved(); sent < big {
		t.Errorf("after all was lost: sent %d; want all again", sent)
	}
}

// TestVanishedInput: where one store serves both sides, a blob that is gone is
// for the caller to bring back.
func TestVanishedInput(t *testing.T) {
	require.UserNS(t)
	server := openServer(t, t.TempDir())
	for name, store := range map[string]*cas.Disk{"shared": server.Store, "apart": testStore(t)} {
		c := connect(t, server, store)
		_, err := c.Execute(t.Context(), executor.Spawn{
			Command: executor.Command{Args: []string{"tool", ""}},
			Rootfs:  executor.Rootfs{Layers: []digest.SHA256{digest.SHA256Of([]byte(name))}},
		})
		if !errors.Is(err, cas.ErrNotFound) {
			t.Errorf("%s: a missing layer gives %v", name, err)
		}
		_, err = c.Execute(t.Context(), executor.Spawn{
			Command: executor.Command{Args: []string{"tool", ""}},
			Inputs:  []executor.Input{{Path: "in", Kind: merkle.Dir, Digest: digest.Of([]byte(name))}},
		})
		if !errors.Is(err, cas.ErrNotFound) {
			t.Errorf("%s: a missing input gives %v", name, err)
		}
	}
}

// forged is an executor whose results name what is not there, or is something
// else.
type forged struct{ result executor.Result }

func (f forged) Execute(context.Context, executor.Spawn) (executor.Result, error) {
	return f.result, nil
}

func TestForgedResults(t *testing.T) {
	server, store := openServer(t, t.TempDir()), testStore(t)
	d := random(t, server.Store, 100)
	for name, out := range map[string]executor.Output{
		"no blob": {Digest: digest.Of([]byte("nothing"))},
		"no tree": {Kind: merkle.Dir, Digest: digest.Of([]byte("nothing"))},
		"no dir":  {Kind: merkle.Dir, Digest: d},
		"layer":   {Digest: d, DiffID: digest.SHA256Of([]byte("something else"))},
	} {
		server.Executor = forged{executor.Result{Outputs: []executor.Output{out}}}
		if r, err := connect(t, server, store).Execute(t.Context(), executor.Spawn{}); err == nil || errors.Is(err, cas.ErrNotFound) {
			t.Errorf("%s: %+v, %v; want an error of the machine", name, r, err)
		}
	}
}

func TestReadBlobs(t *testing.T) {
	from := testStore(t)
	d, e := random(t, from, 10), random(t, from, 300_000)
	var stream bytes.Buffer
	if err := writeBlobs(t.Context(), &stream, from, []blob{{d, false}, {e, true}}); err != nil {
		t.Fatal(err)
	}
	to := testStore(t)
	if err := readBlobs(t.Context(), bytes.NewReader(stream.Bytes()), to); err != nil {
		t.Fatal(err)
	}
	if missing, err := to.Missing(t.Context(), []digest.Digest{d, e}); len(missing) > 0 || err != nil {
		t.Errorf("missing %v, %v", missing, err)
	}
	wrong := bytes.Clone(stream.Bytes())
	wrong[headerSize] ^= 1
	for name, bad := range map[string][]byte{
		"changed":        wrong,
		"cut in content": stream.Bytes()[:headerSize+5],
		"cut in header":  stream.Bytes()[:headerSize-5],
		"cut later":      stream.Bytes()[:stream.Len()-1],
		"mark":           append([]byte{7}, stream.Bytes()[1:]...),
	} {
		to := testStore(t)
		if err := readBlobs(t.Context(), bytes.NewReader(bad), to); err == nil || errors.Is(err, io.EOF) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzReadBlobs(f *testing.F) {
	store := testStore(f)
	var stream bytes.Buffer
	for _, content := range []string{"", "content"} {
		d, err := store.PutBytes(f.Context(), []byte(content))
		if err != nil {
			f.Fatal(err)
		}
		if err := writeBlobs(f.Context(), &stream, store, []blob{{d, content != ""}}); err != nil {
			f.Fatal(err)
		}
	}
	f.Add(stream.Bytes())
	f.Add(stream.Bytes()[:stream.Len()-1])
	f.Add(bytes.Repeat([]byte{0xff}, headerSize))
	f.Add(append([]byte{1}, bytes.Repeat([]byte{0x7f}, headerSize)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		// Whatever it takes in is what its sender called it.
		if readBlobs(t.Context(), bytes.NewReader(b), store) != nil {
			return
		}
		r := bytes.NewReader(b)
		for r.Len() > 0 {
			head, err := readHeader(r)
			if err != nil {
				t.Fatal(err)
			}
			content := make([]byte, head.digest.Size())
			if _, err := io.ReadFull(r, content); err != nil || digest.Of(content) != head.digest {
				t.Fatalf("%s was taken, %v", head.digest, err)
			}
		}
	})
}

// FuzzReadHeaders: a list of blobs is written as it was read.
func FuzzReadHeaders(f *testing.F) {
	f.Add(appendHeaders(nil, []blob{{digest.Of(nil), true}, {digest.Of([]byte("x")), false}}))
	f.Add([]byte{2})
	f.Fuzz(func(t *testing.T, b []byte) {
		if blobs, err := readHeaders(bytes.NewReader(b)); err == nil && !bytes.Equal(appendHeaders(nil, blobs), b) {
			t.Errorf("%x is read as %v", b, blobs)
		}
	})
}

func FuzzDecode(f *testing.F) {
	for _, v := range []any{
		executor.Spawn{Command: executor.Command{Args: []string{"a\xff", ""}, Env: []executor.EnvVar{{Name: "a", Value: "b"}}}},
		newAnswer(executor.Result{Log: digest.Of([]byte("x")), Outputs: []executor.Output{{Path: "p", DiffID: digest.SHA256Of(nil)}}}, cas.ErrNotFound),
	} {
		f.Add(encode(v))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var s executor.Spawn
		_ = decode(bytes.NewReader(b), &s)
		var a answer
		if decode(bytes.NewReader(b), &a) == nil {
			var again answer
			if err := decode(bytes.NewReader(encode(a)), &again); err != nil {
				t.Errorf("%+v: %v", a, err)
			}
		}
	})
}
