package load

import (
	"net"
	"net/url"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// secretKind is the block that declares a secret. It stands in the root alone,
// and no target sees it.
const secretKind = "secret"

// Secret says which servers get which HTTP header, and where its value is kept:
// in one of Env, File and Command. The value itself is nowhere in a Workspace.
type Secret struct {
	Name    string
	Hosts   []string // host or host:port
	Header  string
	Prefix  string
	User    string   // of Basic authentication, whose password the value is; "" for none
	Env     string   // an environment variable
	File    string   // relative to the root, absolute, or ~/…
	Command []string // prints the value
}

// SecretSchema says what a secret block may contain.
func SecretSchema() Schema {
	return Schema{
		Kind: secretKind,
		Doc:  "A value that servers want to see before they hand out files: read when a download first needs it, and sent to these hosts alone, over https. It is in no key, log, cache or action.",
		Attrs: []Attr{
			{Name: "hosts", Type: cty.List(cty.String), Required: true, Doc: "Who gets it: host names, with a port where it is not the usual one. A redirect to another host goes without."},
			{Name: "header", Type: cty.String, Default: cty.StringVal("Authorization"), Doc: "The HTTP header."},
			{Name: "prefix", Type: cty.String, Doc: "What stands before the value; \"Bearer \" for the header Authorization, nothing for others."},
			{Name: "user", Type: cty.String, Doc: "Makes the value this user's password (Basic), in place of a prefix."},
			{Name: "env", Type: cty.String, Doc: "The environment variable that has the value; or:"},
			{Name: "file", Type: cty.String, Doc: "The file that has it, relative to the root, or with ~/ in front to your home; or:"},
			{Name: "command", Type: cty.List(cty.String), Doc: "The program, with its arguments, that prints it; it runs in the root."},
		},
	}
}

// readSecrets reads the secret blocks of the root file.
func (l *loader) readSecrets(blocks []*hclsyntax.Block, files *packageFiles) {
	form := shapeOf(SecretSchema().Attrs, nil)
	names, hosts := map[string]bool{}, map[string]string{}
	for _, b := range blocks {
		if len(b.Labels) != 1 || b.Labels[0] == "" {
			l.diags = append(l.diags, problem(b.DefRange(), "Which secret?", "A secret block has one label, its name."))
			continue
		}
		l.diags = append(l.diags, checkForm(b.Body, form, b.DefRange(), false)...)
		c := &completer{decoder: decoder{files: files, scope: l.root}, whole: true}
		body := c.body(b.Body, form)
		c.complete(&body, form, b.DefRange())
		s := Secret{
			Name: b.Labels[0], Hosts: body.Attr("hosts").Texts(), Header: body.Attr("header").Text(),
			Prefix: body.Attr("prefix").Text(), User: body.Attr("user").Text(),
			Env: body.Attr("env").Text(), File: body.Attr("file").Text(), Command: body.Attr("command").Texts(),
		}
		if !body.Attr("prefix").IsSet() && strings.EqualFold(s.Header, "Authorization") {
			s.Prefix = "Bearer "
		}
		if l.diags = append(l.diags, c.diags...); c.whole {
			l.diags = append(l.diags, checkSecret(s, body, b.DefRange())...)
		}
		if names[s.Name] {
			l.diags = append(l.diags, problem(b.DefRange(), "Duplicate secret", "There is another secret %q.", s.Name))
		}
		names[s.Name] = true
		for _, host := range s.Hosts {
			if other, taken := hosts[strings.ToLower(host)]; taken {
				l.diags = append(l.diags, problem(body.Attr("hosts").Range, "Two secrets for a host", "%s gets the secret %q already.", host, other))
			}
			hosts[strings.ToLower(host)] = s.Name
		}
		l.ws.Secrets = append(l.ws.Secrets, s)
	}
}

func checkSecret(s Secret, body Body, at hcl.Range) hcl.Diagnostics {
	var diags hcl.Diagnostics
	given := 0
	for _, name := range []string{"env", "file", "command"} {
		if v := body.Attr(name); v.IsSet() {
			given++
			if len(v.Texts()) == 0 || v.Texts()[0] == "" {
				diags = append(diags, problem(v.Range, "No place", "%s names nothing.", name))
			}
		}
	}
	if given != 1 {
		diags = append(diags, problem(at, "Where is this secret?", "A secret has exactly one of env, file and command; this one has %d. Its value never stands in a file that dbx reads as configuration.", given))
	}
	if len(s.Hosts) == 0 {
		diags = append(diags, problem(body.Attr("hosts").Range, "For whom?", "A secret names at least one host."))
	}
	for _, host := range s.Hosts {
		if !isHost(host) {
			diags = append(diags, problem(body.Attr("hosts").Range, "Not a host", "%q is none; files.example.org or files.example.org:8443 would be one.", host))
		}
	}
	if !isToken(s.Header) {
		diags = append(diags, problem(body.Attr("header").Range, "Not a header", "%q is no name of an HTTP header.", s.Header))
	}
	if strings.ContainsFunc(s.Prefix+s.User, func(r rune) bool { return r < ' ' || r == 0x7f }) || strings.Contains(s.User, ":") {
		diags = append(diags, problem(at, "Bad prefix", "Neither prefix nor user has control characters, and a user has no colon."))
	}
	if s.User != "" && body.Attr("prefix").IsSet() {
		diags = append(diags, problem(body.Attr("prefix").Range, "User and prefix", "With a user the value is a password, and has no prefix of its own."))
	}
	return diags
}

// isHost reports whether s is a host's name or address, perhaps with a port.
func isHost(s string) bool {
	name, port, err := net.SplitHostPort(s)
	if err != nil {
		name, port = strings.Trim(s, "[]"), "1"
	}
	u, err := url.Parse("https://" + s + "/")
	return err == nil && u.Host == s && u.User == nil && name != "" && port != "" && !strings.ContainsAny(name, "*/@ ")
}

// isToken reports whether s is a token of RFC 9110, section 5.6.2.
func isToken(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("!#$%&'*+-.^_`|~", r))
	})
}
