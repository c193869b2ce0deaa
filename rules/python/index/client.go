package index

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"

	"dbx/cache/digest"
	"dbx/rules/wheel/whl"
)

// accept prefers JSON, which has sizes.
const accept = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01"

// maxPage bounds a page in bytes.
const maxPage = 128 << 20

// Client asks indexes. It is safe for concurrent use.
type Client struct {
	Bases []*url.URL // in order of preference
	HTTP  *http.Client
}

// Project is what an index has of a project.
type Project struct {
	Base  *url.URL // of the index
	Files []File
}

// RefusedError is an index's definite answer that is not a page of files.
type RefusedError struct{ text string }

// Error implements error.
func (e *RefusedError) Error() string { return e.text }

// Project returns the files of a project, as the first index that has any
// lists them. Only that one is asked: a name that a private index has is not
// looked for among strangers.
func (c *Client) Project(ctx context.Context, name string) (Project, error) {
	for _, base := range c.Bases {
		files, err := c.page(ctx, base.JoinPath(whl.NormaliseProject(name), "/"))
		if err != nil || len(files) > 0 {
			return Project{base, files}, err
		}
	}
	text := fmt.Sprintf("no project %s in", whl.NormaliseProject(name))
	for _, base := range c.Bases {
		text += " " + base.String()
	}
	return Project{}, &RefusedError{text}
}

// page returns what one page lists, nothing if there is no such page.
func (c *Client) page(ctx context.Context, at *url.URL) ([]File, error) {
	resp, err := c.get(ctx, at.String(), accept)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusNotFound:
		return nil, nil
	case resp.StatusCode != http.StatusOK:
		return nil, refusal(resp)
	}
	text, err := io.ReadAll(io.LimitReader(resp.Body, maxPage+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", at, err)
	}
	if len(text) > maxPage {
		return nil, &RefusedError{fmt.Sprintf("%s: the page has more than %d bytes", at, maxPage)}
	}
	// Where redirects led is what relative URLs start from.
	files, err := Parse(text, resp.Header.Get("Content-Type"), resp.Request.URL)
	if err != nil {
		return nil, &RefusedError{fmt.Sprintf("%s: %v", at, err)}
	}
	return files, nil
}

// Parse reads a project's page in either form, as its Content-Type says, which
// was had from the URL at.
func Parse(page []byte, contentType string, at *url.URL) ([]File, error) {
	kind, _, err := mime.ParseMediaType(contentType)
	switch {
	case err != nil:
		return nil, fmt.Errorf("the answer's Content-Type %q says nothing", contentType)
	case kind == "application/vnd.pypi.simple.v1+json":
		return ParseJSON(page, at)
	case kind == "application/vnd.pypi.simple.v1+html", kind == "text/html":
		return ParseHTML(page, at)
	}
	return nil, fmt.Errorf("the answer is %s, which is no page of a Python index; is the URL that of the simple API?", kind)
}

// Measure downloads a file of which an index does not tell the hash, and
// returns it with hash and size: what the index has now is what is trusted.
func (c *Client) Measure(ctx context.Context, f File) (File, error) {
	resp, err := c.get(ctx, f.URL, "*/*")
	if err != nil {
		return f, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return f, refusal(resp)
	}
	sum := sha256.New()
	if f.Size, err = io.Copy(sum, resp.Body); err != nil {
		return f, fmt.Errorf("%s: %w", f.URL, err)
	}
	f.SHA256 = digest.SHA256(sum.Sum(nil))
	return f, nil
}

func (c *Client) get(ctx context.Context, at, accept string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "dbx")
	request.Header.Set("Accept", accept)
	return c.HTTP.Do(request)
}

// refusal is the error for an answer other than the wanted one.
func refusal(resp *http.Response) error {
	text := fmt.Sprintf("%s answers %s", resp.Request.URL.Redacted(), resp.Status)
	switch code := resp.StatusCode; {
	case code >= 500, code == http.StatusTooManyRequests:
		return errors.New(text + "; try again later")
	case code == http.StatusUnauthorized, code == http.StatusForbidden:
		text += fmt.Sprintf("; what %s wants to see is said in a secret block", resp.Request.URL.Host)
	}
	return &RefusedError{text}
}
