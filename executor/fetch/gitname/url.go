package gitname

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Schemes returns the ways to reach a repository. Others, such as ext, run programs.
func Schemes() []string { return []string{"https", "http", "ssh", "git", "file"} }

// remotePath is the short form of an ssh URL: user@host:path.
func remotePath(u string) (host, path string, ok bool) {
	host, path, ok = strings.Cut(u, ":")
	ok = ok && scpHost.MatchString(host) && path != "" && !strings.HasPrefix(path, "//") && !strings.ContainsAny(path[:1], "-:")
	return host, path, ok
}

var scpHost = regexp.MustCompile(`^([A-Za-z0-9_][A-Za-z0-9._-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*$`)

// CheckURL reports whether u can be the URL of a repository: with one of the
// schemes https, http, ssh, git and file, or user@host:path.
func CheckURL(u string) error {
	if strings.ContainsFunc(u, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return fmt.Errorf("%q is not a URL: it has a control character", u)
	}
	if strings.Contains(u, "://") {
		parsed, err := url.Parse(u)
		switch {
		case err != nil:
			return errors.New("it is not a URL")
		case !slices.Contains(Schemes(), parsed.Scheme):
			return fmt.Errorf("the scheme %q is not one for a repository; want %s, or user@host:path", parsed.Scheme, strings.Join(Schemes(), ", "))
		case parsed.Scheme == "file" && parsed.Host != "":
			return fmt.Errorf("it is on the host %q; a file URL has three slashes", parsed.Host)
		case parsed.Scheme != "file" && (parsed.Hostname() == "" || strings.HasPrefix(parsed.Hostname(), "-")):
			return errors.New("it names no host")
		case strings.Trim(parsed.Path, "/") == "":
			return errors.New("it names no repository on the host")
		}
		return nil
	}
	if _, _, ok := remotePath(u); !ok {
		return fmt.Errorf("%q is not the URL of a repository; https://example.org/name.git, file:///srv/name.git or git@example.org:name.git would be one", u)
	}
	return nil
}

// IsLocal reports whether a repository's URL is that of this machine's files.
func IsLocal(u string) bool { return strings.HasPrefix(u, "file:") }

// Redact hides a password in a repository's URL.
func Redact(u string) string {
	parsed, err := url.Parse(u)
	if err != nil || !strings.Contains(u, "://") {
		return u
	}
	return parsed.Redacted()
}

// SubmoduleURL returns where a submodule is whose .gitmodules has u, in a
// repository at parent. One that begins with ./ or ../ is relative to the
// parent's, as a path, whatever its scheme. A repository on the network does not lead
// to files of this machine.
func SubmoduleURL(parent, u string) (string, error) {
	if u != "." && u != ".." && !strings.HasPrefix(u, "./") && !strings.HasPrefix(u, "../") {
		if IsLocal(u) && !IsLocal(parent) {
			return "", fmt.Errorf("a repository on the network may not lead to %s on this machine", u)
		}
		return u, CheckURL(u)
	}
	base, at := splitURL(parent)
	at = strings.TrimRight(at, "/")
	for part := range strings.SplitSeq(u, "/") {
		switch part {
		case "", ".":
		case "..":
			i := strings.LastIndexByte(at, '/')
			if i < 0 && at == "" {
				return "", fmt.Errorf("the URL %s leads above the server's root", u)
			}
			at = at[:max(i, 0)]
		default:
			if at != "" || !strings.HasSuffix(base, ":") {
				at += "/"
			}
			at += part
		}
	}
	return base + at, CheckURL(base + at)
}

// splitURL cuts a URL before its path; what is in front ends in ":" if it is
// of the short ssh form.
func splitURL(u string) (base, path string) {
	if scheme, rest, ok := strings.Cut(u, "://"); ok {
		i := strings.IndexByte(rest, '/')
		if i < 0 {
			i = len(rest)
		}
		return scheme + "://" + rest[:i], rest[i:]
	}
	host, path, _ := strings.Cut(u, ":")
	return host + ":", path
}
