// Package secret keeps the values that servers want to see before they hand
// anything out.
//
// It knows where a value is kept, which hosts it is for, and how to take it out
// of a text again. A value is read when it is first needed and stays in memory;
// it is in no declaration, no key and no log. The package makes no requests.
package secret

import (
	"context"
	"encoding/base64"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// Declaration says which hosts get which header, and where its value is kept:
// in exactly one of Env, File and Command.
type Declaration struct {
	Name    string
	Hosts   []string // host or host:port; without a port, the scheme's own
	Header  string   // name of the header
	Prefix  string   // of its value, such as "Bearer "
	User    string   // if not "", the value is the password of this user: Basic (RFC 7617)
	Env     string   // an environment variable
	File    string   // a file, relative to the keeper's folder
	Command []string // a program that prints it
}

// Header is a header line of a request.
type Header struct {
	Secret      string // name of the secret
	Name, Value string
}

// Keeper hands out secrets. It is safe for concurrent use.
type Keeper struct {
	places  Places
	secrets []*kept
}

// Places are where values come from.
type Places struct {
	Dir string // of relative files, and where programs run
	Env func(name string) (string, bool)
}

type kept struct {
	Declaration
	mu    sync.Mutex
	value string // "" if not read yet
}

// NewKeeper returns a Keeper of what is declared. Nothing is read yet.
func NewKeeper(declared []Declaration, places Places) *Keeper {
	k := &Keeper{places: places}
	for _, d := range declared {
		k.secrets = append(k.secrets, &kept{Declaration: d})
	}
	return k
}

// Header returns what a request to u must have, and the zero value if there is
// no secret for that host. It fails if the value cannot be had, or if it would
// travel unencrypted to another machine.
func (k *Keeper) Header(ctx context.Context, u *url.URL) (Header, error) {
	for _, s := range k.secrets {
		if !slices.ContainsFunc(s.Hosts, func(host string) bool { return isFor(host, u) }) {
			continue
		}
		if u.Scheme != "https" && !isLoopback(u.Hostname()) {
			return Header{}, fmt.Errorf("secret %q is not sent over %s, where all can read it; use https", s.Name, u.Scheme)
		}
		value, err := s.read(ctx, k.places)
		if err != nil {
			return Header{}, fmt.Errorf("secret %q: %w", s.Name, err)
		}
		return Header{s.Name, s.Header, s.full(value)}, nil
	}
	return Header{}, nil
}

// full returns the header's value.
func (d Declaration) full(value string) string {
	if d.User != "" {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(d.User+":"+value))
	}
	return d.Prefix + value
}

// isFor reports whether a declared host is that of a URL for HTTP.
func isFor(host string, u *url.URL) bool {
	want := u.Port()
	if want == "" {
		want = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	name, port, err := net.SplitHostPort(host)
	if err != nil { // no port
		name, port = strings.Trim(host, "[]"), map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return port != "" && port == want && strings.EqualFold(name, u.Hostname())
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
