package stored_test

import (
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/validate"

	"dbx/cache/oci/registrytest"
)

// meter counts the bytes of bodies that are sent.
type meter struct {
	http.RoundTripper
	sent atomic.Int64
}

// RoundTrip implements [http.RoundTripper].
func (m *meter) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		r = r.Clone(r.Context())
		r.Body = &metered{r.Body, &m.sent}
	}
	return m.RoundTripper.RoundTrip(r)
}

type metered struct {
	body interface {
		Read([]byte) (int, error)
		Close() error
	}
	sent *atomic.Int64
}

func (m *metered) Read(p []byte) (int, error) {
	n, err := m.body.Read(p)
	m.sent.Add(int64(n))
	return n, err
}

func (m *metered) Close() error { return m.body.Close() }

// push writes images that differ in a layer to a registry, and checks that each
// push opens and sends the layers that the registry lacks, as they lie, and
// nothing else.
func push(t *testing.T, host string, transport http.RoundTripper, options ...remote.Option) {
	t.Helper()
	l, m := newLedger(t), &meter{RoundTripper: transport}
	options = append(options, remote.WithTransport(m))
	base := []form{{"a", true}, {"b", false}}
	for step, c := range []struct {
		layers []form
		lacks  []int
	}{
		{base, []int{0, 1}},
		{base, nil},
		{append(base, form{"c", true}), []int{2}},
		{append(base, form{"c", true}, form{"d", false}), []int{3}},
	} {
		img, blobs := l.image(c.layers...)
		want, size := map[v1.Hash]int{}, int64(0)
		for _, i := range c.lacks {
			want[blobs[i].Digest], size = 1, size+blobs[i].Size
		}
		ref, err := name.NewTag(host + "/team/image:latest")
		if err != nil {
			t.Fatal(err)
		}
		m.sent.Store(0)
		if err := remote.Write(ref, img, options...); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, l.since()); d != "" {
			t.Errorf("step %d opened other blobs (-want +got):\n%s", step, d)
		}
		if sent := m.sent.Load(); sent < size || sent > size+4<<10 {
			t.Errorf("step %d sent %d bytes for %d of layers", step, sent, size)
		}
		pulled(t, ref, img, options)
	}
}

// pulled checks that the registry has the very image.
func pulled(t *testing.T, ref name.Reference, want v1.Image, options []remote.Option) {
	t.Helper()
	got, err := remote.Image(ref, options...)
	if err != nil {
		t.Fatal(err)
	}
	wanted, err := want.Digest()
	if err != nil {
		t.Fatal(err)
	}
	if sum, err := got.Digest(); err != nil || sum != wanted {
		t.Errorf("the registry has %s, %v, want %s", sum, err, wanted)
	}
	if err := validate.Image(got, validate.Fast); err != nil {
		t.Error(err)
	}
}

func TestPush(t *testing.T) {
	s := registrytest.Start(registrytest.Options{})
	defer s.Close()
	push(t, s.Host(), s.Client().Transport)
}

// TestPushToDistribution does the same with the real thing.
func TestPushToDistribution(t *testing.T) {
	host, transport := registrytest.StartDistribution(t)
	push(t, host, transport, remote.WithAuth(&authn.Basic{Username: registrytest.User, Password: registrytest.Password}))
}
