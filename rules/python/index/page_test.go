package index_test

import (
	"net/url"

	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dbx/cache/digest"
	"dbx/rules/python/index"
)

var sum = digest.SHA256Of([]byte("x"))

const htmlPage = `<html><head><meta name="pypi:repository-version" content="1.1"><title>Links</title></head><body>
<a href="../../files/thing-1.0-py3-none-any.whl#sha256=2D711642B726B04401627CA9FBAC32F5C8530FB1903CC4DB02258717921A4881" data-requires-python="&gt;=3.7">thing</a>
<A HREF='https://files.example.org/a%20b/thing-1.0.tar.gz#md5=00' data-yanked>x</A>
<a href="/root/thing-1.1.zip#sha256=short" data-yanked="broken &amp; bad">x</a>
<a href="">x</a><a>x</a><a href="../">up</a><a href="ftp://example.org/thing-1.2.zip">x</a><a href="mailto:a@example.org">x</a>
</body>`

const jsonPage = `{"meta":{"api-version":"1.1","_last-serial":1},"name":"thing","files":[
{"filename":"thing-1.0-py3-none-any.whl","url":"../../files/thing-1.0-py3-none-any.whl","hashes":{"sha256":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"},"requires-python":">=3.7","yanked":false,"size":12,"core-metadata":{"sha256":"00"}},
{"filename":"thing-1.0.tar.gz","url":"https://files.example.org/a%20b/thing-1.0.tar.gz","hashes":{"md5":"00"},"requires-python":null,"yanked":true},
{"filename":"thing-1.1.zip","url":"/root/thing-1.1.zip","hashes":{},"yanked":"broken & bad"},
{"filename":"other.zip","url":"/root/thing-1.1.zip","hashes":{}}]}`

func at(t testing.TB, raw string) *url.URL {
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// TestPages reads the same of both forms, but for sizes, which HTML lacks.
func TestPages(t *testing.T) {
	want := []index.File{
		{Name: "thing-1.0-py3-none-any.whl", URL: "https://example.org/pypi/files/thing-1.0-py3-none-any.whl", SHA256: sum, RequiresPython: ">=3.7"},
		{Name: "thing-1.0.tar.gz", URL: "https://files.example.org/a%20b/thing-1.0.tar.gz", Yanked: true},
		{Name: "thing-1.1.zip", URL: "https://example.org/root/thing-1.1.zip", Yanked: true, Reason: "broken & bad"},
	}
	from := at(t, "https://user:pass@example.org/pypi/simple/thing/")
	got, err := index.ParseHTML([]byte(htmlPage), from)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("HTML: -want +got:\n%s", d)
	}
	want[0].Size = 12
	if got, err = index.ParseJSON([]byte(jsonPage), from); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("JSON: -want +got:\n%s", d)
	}
}

func TestBaseElement(t *testing.T) {
	got, err := index.ParseHTML([]byte(`<base href="https://mirror.example.org/files/"><a href="a-1.zip">`), at(t, "https://example.org/simple/a/"))
	if err != nil || len(got) != 1 || got[0].URL != "https://mirror.example.org/files/a-1.zip" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestContentTypes(t *testing.T) {
	here := at(t, "https://example.org/")
	for kind, want := range map[string]string{
		"": "says nothing", "application/json": "no page of a Python index", "text/html": "", "application/vnd.pypi.simple.v1+html; charset=utf-8": "",
		"application/vnd.pypi.simple.v1+json": "PEP 691",
	} {
		if _, err := index.Parse([]byte("<html>"), kind, here); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", kind, err, want)
		}
	}
}

func TestOtherVersions(t *testing.T) {
	here := at(t, "https://example.org/")
	if _, err := index.ParseHTML([]byte(`<meta name="pypi:repository-version" content="2.0">`), here); err == nil || !strings.Contains(err.Error(), "version 2.0") {
		t.Error(err)
	}
	if _, err := index.ParseJSON([]byte(`{"meta":{"api-version":"2.0"}}`), here); err == nil || !strings.Contains(err.Error(), "version 2.0") {
		t.Error(err)
	}
	if _, err := index.ParseJSON([]byte(`<html>`), here); err == nil {
		t.Error("HTML is read as JSON")
	}
}

func TestRelative(t *testing.T) {
	for _, tt := range []struct{ base, file, want string }{
		{"https://example.org/simple/", "https://example.org/packages/ab/a-1.zip", "../packages/ab/a-1.zip"},
		{"https://example.org/simple/", "https://example.org/simple/a/a-1.zip", "a/a-1.zip"},
		{"https://example.org/a/b/", "https://example.org/x.zip", "../../x.zip"},
		{"https://example.org/", "https://example.org/x.zip?y=1", "x.zip?y=1"},
		{"https://example.org/", "https://example.org/a:b/x%2Fy.zip", "./a:b/x%2Fy.zip"},
		{"https://example.org/simple/", "https://files.example.org/a-1.zip", "https://files.example.org/a-1.zip"},
		{"https://example.org/simple/", "http://example.org/a-1.zip", "http://example.org/a-1.zip"},
		{"https://example.org/simple/", "https://example.org//a-1.zip", "https://example.org//a-1.zip"},
	} {
		base, err := index.ParseBase(tt.base)
		if err != nil {
			t.Fatal(err)
		}
		got := index.Relative(base, tt.file)
		if got != tt.want {
			t.Errorf("Relative(%s, %s) = %s, want %s", tt.base, tt.file, got, tt.want)
		}
		if places := index.Places([]string{tt.base}, got); len(places) != 1 || places[0] != tt.file {
			t.Errorf("%s from %s is %q, want %s", got, tt.base, places, tt.file)
		}
	}
	got := index.Places([]string{"https://example.org/simple", "no url", "http://other.example.org/x/simple/"}, "../packages/a-1.zip")
	if want := []string{"https://example.org/packages/a-1.zip", "http://other.example.org/x/packages/a-1.zip"}; !cmp.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestParseBaseRefuses(t *testing.T) {
	for raw, want := range map[string]string{
		"ftp://example.org/":             "no http or https URL",
		"example.org/simple":             "no http or https URL",
		"https://me:hush@example.org/a/": "declare a secret block",
		"https://exa mple.org/":          "invalid",
	} {
		_, err := index.ParseBase(raw)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", raw, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: the password is shown: %v", raw, err)
		}
	}
}

// fuzzPage holds of both forms: what is listed has a plain name, lies on a
// server, and can be named from an index and found again.
func fuzzPage(f *testing.F, contentType string, seeds ...string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		const base = "https://example.org/pypi/simple/"
		root, err := index.ParseBase(base)
		if err != nil {
			t.Fatal(err)
		}
		files, err := index.Parse(page, contentType, root.JoinPath("thing/"))
		if err != nil {
			return
		}
		for _, file := range files {
			if file.Name == "" || strings.ContainsAny(file.Name, "/\\\x00\n") || file.Size < 0 || file.Reason != "" && !file.Yanked {
				t.Errorf("%+v", file)
			}
			u, err := url.Parse(file.URL)
			if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" {
				t.Errorf("%q: %v", file.URL, err)
				continue
			}
			if places := index.Places([]string{base}, index.Relative(root, file.URL)); len(places) != 1 || places[0] != file.URL {
				t.Errorf("%q is found at %q", file.URL, places)
			}
		}
	})
}

func FuzzParseHTML(f *testing.F) {
	fuzzPage(f, "text/html; charset=utf-8", htmlPage, `<base href="//x/"><a href=a-1.zip#sha256=0>`)
}

func FuzzParseJSON(f *testing.F) { fuzzPage(f, "application/vnd.pypi.simple.v1+json", jsonPage) }
