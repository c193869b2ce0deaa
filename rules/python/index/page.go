// Package index reads what Python package indexes say of the files of a
// project: the simple API, in HTML (PEP 503) and in JSON (PEP 691).
//
// It knows the pages and how to ask for them. It does not know what a file's
// name means, which file anyone wants, or where there is an index.
package index

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"dbx/cache/digest"
)

// File is a file of a project, as an index lists it.
type File struct {
	Name           string
	URL            string        // absolute, without a fragment
	SHA256         digest.SHA256 // zero if the index does not say
	Size           int64         // in bytes; 0 if the index does not say
	RequiresPython string        // specifiers (PEP 440); "" for any Python
	Yanked         bool          // taken back (PEP 592)
	Reason         string        // why, if anyone said
}

// ParseJSON reads a project's page in the form of PEP 691, which was had from
// the URL at. Files that have no usable name or place are left out.
func ParseJSON(page []byte, at *url.URL) ([]File, error) {
	var project struct {
		Meta struct {
			Version string `json:"api-version"`
		} `json:"meta"`
		Files []struct {
			Name     string            `json:"filename"`
			URL      string            `json:"url"`
			Hashes   map[string]string `json:"hashes"`
			Requires string            `json:"requires-python"`
			Yanked   json.RawMessage   `json:"yanked"`
			Size     int64             `json:"size"`
		} `json:"files"`
	}
	if err := json.Unmarshal(page, &project); err != nil {
		return nil, fmt.Errorf("the page is not what PEP 691 says: %w", err)
	}
	if err := checkVersion(project.Meta.Version); err != nil {
		return nil, err
	}
	var files []File
	for _, entry := range project.Files {
		f, ok := located(entry.URL, at)
		if !ok || f.Name != entry.Name {
			continue
		}
		if sum, err := digest.ParseSHA256(strings.ToLower(entry.Hashes["sha256"])); err == nil {
			f.SHA256 = sum
		}
		f.Size, f.RequiresPython = max(entry.Size, 0), entry.Requires
		f.Yanked, f.Reason = yanked(entry.Yanked)
		files = append(files, f)
	}
	return files, nil
}

// yanked reads what is a boolean, or the reason as a text. What is neither may
// mean that it was.
func yanked(text json.RawMessage) (is bool, reason string) {
	if len(text) == 0 || string(text) == "null" || json.Unmarshal(text, &is) == nil {
		return is, ""
	}
	_ = json.Unmarshal(text, &reason) // without one, none is told
	return true, reason
}

// ParseHTML reads a project's page in the form of PEP 503, which was had from
// the URL at. Links that lead to no file are left out.
func ParseHTML(page []byte, at *url.URL) ([]File, error) {
	var files []File
	tokens := html.NewTokenizer(bytes.NewReader(page))
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			return files, nil // the end: a tokenizer over bytes has no other error
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		switch tag := tokens.Token(); tag.Data {
		case "base":
			if to, err := at.Parse(attribute(tag, "href").value); err == nil {
				at = to
			}
		case "meta":
			if attribute(tag, "name").value != "pypi:repository-version" {
				continue
			}
			if err := checkVersion(attribute(tag, "content").value); err != nil {
				return nil, err
			}
		case "a":
			if f, ok := linked(tag, at); ok {
				files = append(files, f)
			}
		}
	}
}

// found is an attribute of an HTML element, which may be there without a value.
type found struct {
	is    bool
	value string
}

func attribute(tag html.Token, name string) found {
	for _, a := range tag.Attr {
		if a.Key == name {
			return found{true, a.Val}
		}
	}
	return found{}
}

func linked(tag html.Token, at *url.URL) (File, bool) {
	f, ok := located(attribute(tag, "href").value, at)
	if !ok {
		return f, false
	}
	f.RequiresPython = attribute(tag, "data-requires-python").value
	back := attribute(tag, "data-yanked")
	f.Yanked, f.Reason = back.is, back.value
	return f, true
}

// located returns the file that a reference leads to, with the hash that its
// fragment tells; false if that is no file over HTTP.
func located(reference string, at *url.URL) (File, bool) {
	u, err := at.Parse(strings.TrimSpace(reference))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || reference == "" {
		return File{}, false
	}
	fragment := u.Fragment
	u.Fragment, u.RawFragment, u.User = "", "", nil
	f := File{Name: path.Base(u.Path), URL: u.String()}
	if strings.HasSuffix(u.Path, "/") || !isName(f.Name) {
		return File{}, false
	}
	if hex, ok := strings.CutPrefix(fragment, "sha256="); ok {
		if sum, err := digest.ParseSHA256(strings.ToLower(hex)); err == nil {
			f.SHA256 = sum
		}
	}
	return f, true
}

func isName(s string) bool {
	return s != "." && s != "/" && s != ".." && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || r == '\\' || r == unicode.ReplacementChar
	})
}

// checkVersion refuses pages of a form that is still to come (PEP 629).
func checkVersion(version string) error {
	if major, _, _ := strings.Cut(version, "."); version != "" && major != "1" {
		return errors.New("the page has version " + version + " of the simple API, and dbx reads version 1")
	}
	return nil
}
