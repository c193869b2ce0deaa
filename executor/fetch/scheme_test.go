package fetch_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/executor"
	"dbx/executor/fetch"
)

type refusedError struct{}

func (refusedError) Error() string { return "log in first" }
func (refusedError) Refused()      {}

// TestSchemes fetches a URL of a scheme that the executor is only told of.
func TestSchemes(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("blob")) }))
	defer server.Close()
	right, wrong := digest.SHA256Of([]byte("blob")), digest.SHA256Of([]byte("other"))
	asked := 0
	endpoint := func(err error) fetch.Endpoint {
		return func(_ context.Context, u *url.URL) (*url.URL, http.RoundTripper, error) {
			asked++
			at, _ := url.Parse(server.URL)
			return at.JoinPath(u.Path), http.DefaultTransport, err
		}
	}
	for name, tt := range map[string]struct {
		want   digest.SHA256
		err    error
		status executor.Status
		say    string
		asked  int
		broken bool
	}{
		"there":   {want: right, asked: 1},
		"wrong":   {want: wrong, status: executor.Failed, say: "has another file", asked: 1},
		"refused": {want: right, err: refusedError{}, status: executor.Failed, say: "log in first", asked: 1},
		"down":    {want: right, err: errors.New("no route"), broken: true, say: "no route", asked: 2},
	} {
		t.Run(name, func(t *testing.T) {
			store, err := cas.OpenDisk(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			defer store.Close()
			asked = 0
			x := fetch.New(store, fetch.Options{Attempts: 2, Backoff: time.Millisecond, Schemes: map[string]fetch.Endpoint{"oci": endpoint(tt.err)}})
			result, err := x.Execute(t.Context(), executor.Spawn{
				Command: executor.Command{Kind: executor.Fetch, Args: []string{"sha256:" + tt.want.String()}, Outputs: []executor.OutputSpec{{Path: "blob"}}},
				Info:    executor.Info{Label: "//a:b", URLs: []string{"oci://registry.example.org/a@sha256:" + tt.want.String()}},
			})
			said := result.Message
			if err != nil {
				said = err.Error()
			}
			if (err != nil) != tt.broken || result.Status != tt.status || !strings.Contains(said, tt.say) || asked != tt.asked {
				t.Errorf("%+v, %v; asked %d times", result, err, asked)
			}
			if strings.Contains(said, "declare sha256") {
				t.Errorf("%q: nothing is declared but the blob's name", said)
			}
		})
	}
}
