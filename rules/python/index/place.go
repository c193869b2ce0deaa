package index

import (
	"fmt"
	"net/url"
	"strings"
)

// ParseBase reads the URL of an index, as pip takes it: below it are folders
// named as projects. A password in it is refused; secrets have a place of
// their own.
func ParseBase(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, fmt.Errorf("the Python index %q: %w", raw, err)
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return nil, fmt.Errorf("the Python index %q is no http or https URL", raw)
	case u.User != nil:
		return nil, fmt.Errorf("the Python index %s has a user or a password in its URL: take them out, and declare a secret block for its host", u.Redacted())
	}
	u.Fragment, u.RawFragment, u.RawQuery = "", "", ""
	if !strings.HasSuffix(u.Path, "/") {
		u = u.JoinPath("/")
	}
	return u, nil
}

// Relative returns how a file is named from an index's own URL. What another
// server has keeps its whole URL, as does what could not be found again.
func Relative(base *url.URL, file string) string {
	u, err := url.Parse(file)
	if err != nil || u.Scheme != base.Scheme || u.Host != base.Host {
		return file
	}
	from := strings.Split(strings.TrimSuffix(base.EscapedPath(), "/"), "/")
	to := strings.Split(u.EscapedPath(), "/")
	same := 0
	for same < len(from) && same < len(to)-1 && from[same] == to[same] {
		same++
	}
	relative := strings.Repeat("../", len(from)-same) + strings.Join(to[same:], "/")
	if first, _, _ := strings.Cut(relative, "/"); strings.Contains(first, ":") || first == "" {
		relative = "./" + relative
	}
	if u.RawQuery != "" {
		relative += "?" + u.RawQuery
	}
	if back, err := base.Parse(relative); err != nil || back.String() != file {
		return file // its path is not clean, and joining it would clean it
	}
	return relative
}

// Places returns the URLs of a file that [Relative] named, at each index. Those
// that are no URLs are left out.
func Places(bases []string, relative string) []string {
	var urls []string
	if u, err := url.Parse(relative); err == nil && u.IsAbs() {
		return []string{relative}
	}
	for _, raw := range bases {
		base, err := ParseBase(raw)
		if err != nil {
			continue
		}
		if u, err := base.Parse(relative); err == nil {
			urls = append(urls, u.String())
		}
	}
	return urls
}
