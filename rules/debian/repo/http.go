package repo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// HTTP fetches from a list of mirrors, each tried in turn. It is safe for
// concurrent use and must not be changed once used.
type HTTP struct {
	// Mirrors are the root URLs, best first.
	Mirrors []string
	// Client is what asks; nil means a client without an overall time limit.
	Client *http.Client
	// Tries is how often the whole list is gone through when mirrors fail
	// without saying that the file is missing; 0 means 4.
	Tries int
	// Pause is the wait before the second round, doubled for each further
	// one; 0 means half a second.
	Pause time.Duration
}

// Get implements [Fetcher].
func (h *HTTP) Get(ctx context.Context, path string) (io.ReadCloser, error) {
	if len(h.Mirrors) == 0 {
		return nil, errors.New("no Debian mirror is known: name one in the workspace, in DBX_DEBIAN_MIRROR or in this host's apt configuration")
	}
	if err := checkPath(path); err != nil {
		return nil, err
	}
	tries, pause := max(h.Tries, 1), h.Pause
	if h.Tries == 0 {
		tries = 4
	}
	if pause == 0 {
		pause = 500 * time.Millisecond
	}
	for try := 1; ; try++ {
		body, err := h.round(ctx, path)
		if err == nil || errors.Is(err, ErrNotFound) || try == tries {
			return body, err
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(pause):
			pause *= 2
		}
	}
}

// round asks each mirror once. The file is missing only if all say so.
func (h *HTTP) round(ctx context.Context, path string) (io.ReadCloser, error) {
	var failed, missing []error
	for _, mirror := range h.Mirrors {
		body, err := h.ask(ctx, strings.TrimRight(mirror, "/")+"/"+path)
		switch {
		case err == nil:
			return body, nil
		case errors.Is(err, ErrNotFound):
			missing = append(missing, err)
		default:
			failed = append(failed, err)
		}
	}
	if len(failed) > 0 {
		return nil, errors.Join(failed...)
	}
	return nil, errors.Join(missing...)
}

func (h *HTTP) ask(ctx context.Context, url string) (io.ReadCloser, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	client := h.Client
	if client == nil {
		client = http.DefaultClient
	}
	answer, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	switch answer.StatusCode {
	case http.StatusOK:
		return answer.Body, nil
	case http.StatusNotFound, http.StatusGone:
		err = fmt.Errorf("%s: %s: %w", url, answer.Status, ErrNotFound)
	default:
		err = fmt.Errorf("%s: %s", url, answer.Status)
	}
	answer.Body.Close()
	return nil, err
}
