package git_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/cache/require"
	"dbx/executor/fetch/git"
	"dbx/executor/fetch/gitname"
)

// repo is a repository with a work tree, made by the git of the host.
type repo struct {
	t   *testing.T
	dir string
}

func newRepo(t *testing.T, dir string, options ...string) repo {
	t.Helper()
	require.Tool(t, "git")
	r := repo{t, dir}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	r.git(append([]string{"init", "-q", "-b", "main"}, options...)...)
	return r
}

func (r repo) git(args ...string) string {
	r.t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "protocol.file.allow=always", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", r.dir}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

func (r repo) write(name, content string, mode os.FileMode) {
	r.t.Helper()
	name = filepath.Join(r.dir, name)
	err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(content), mode))
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r repo) link(target, name string) {
	r.t.Helper()
	if err := os.Symlink(target, filepath.Join(r.dir, name)); err != nil {
		r.t.Fatal(err)
	}
}

func (r repo) commit() gitname.ID {
	r.t.Helper()
	r.git("add", "-A")
	r.git("commit", "-q", "-m", "a commit")
	return gitname.ID(r.git("rev-parse", "HEAD"))
}

func (r repo) url() string { return "file://" + r.dir }

// full is a repository that has all that a checkout might change.
func full(t *testing.T, dir string, options ...string) (repo, gitname.ID) {
	t.Helper()
	r := newRepo(t, dir, options...)
	r.write(".gitattributes", "*.txt text eol=crlf\n*.bin filter=lfs\nsecret export-ignore\nident ident\n", 0o644)
	r.write("a.txt", "one\ntwo\n", 0o644)
	r.write("pointer.bin", "version https://git-lfs.example.org/spec/v1\n", 0o644)
	r.write("secret", "not exported\n", 0o600)
	r.write("ident", "$Id$\n", 0o644)
	r.write("bin/run", "#!/bin/sh\n", 0o755)
	r.write("deep/er/file", "deep\n", 0o664)
	r.link("a.txt", "link")
	r.link("/etc/passwd", "absolute")
	return r, r.commit()
}

// fullTree is what its tree must be.
var fullTree = map[string]string{
	".gitattributes": "file *.txt text eol=crlf\n*.bin filter=lfs\nsecret export-ignore\nident ident\n",
	"a.txt":          "file one\ntwo\n",
	"pointer.bin":    "file version https://git-lfs.example.org/spec/v1\n",
	"secret":         "file not exported\n",
	"ident":          "file $Id$\n",
	"bin/run":        "executable file #!/bin/sh\n",
	"deep/er/file":   "file deep\n",
	"link":           "symbolic link a.txt",
	"absolute":       "symbolic link /etc/passwd",
}

func open(t *testing.T) *cas.Disk {
	t.Helper()
	disk, err := cas.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { disk.Close() })
	return disk
}

// contents reads a tree as "kind content" by path; empty folders too.
func contents(t *testing.T, disk *cas.Disk, root digest.Digest) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := merkle.Walk(t.Context(), disk, root, func(name string, n merkle.Node) error {
		switch n.Kind {
		case merkle.Symlink:
			all[name] = "symbolic link " + n.Target
		case merkle.Dir:
			if nodes, err := merkle.Load(t.Context(), disk, n.Digest); err != nil || len(nodes) == 0 {
				all[name] = "empty"
				return err
			}
		default:
			b := make([]byte, n.Digest.Size())
			r, err := disk.Open(t.Context(), n.Digest)
			if err != nil {
				return err
			}
			defer r.Close()
			if _, err := r.Read(b); err != nil && len(b) > 0 {
				return err
			}
			all[name] = n.Kind.String() + " " + string(b)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func wantTree(t *testing.T, disk *cas.Disk, root digest.Digest, err error, want map[string]string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	got := contents(t, disk, root)
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s: %q, want %q", name, got[name], text)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s should not be there", name)
		}
	}
	wantClean(t, disk)
}

// wantClean demands that no temporary repository is left.
func wantClean(t *testing.T, disk *cas.Disk) {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(disk.Dir(), "tmp", "*", "*", "repository"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// TestTree: the same tree by every protocol, in both object formats, and
// whatever the attributes ask of a checkout.
func TestTree(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r, id := full(t, filepath.Join(dir, "full"))
	r.git("update-server-info")
	modern, modernID := full(t, filepath.Join(dir, "sha256"), "--object-format=sha256")
	web, daemon := serveHTTP(t, dir, unguarded), serveDaemon(t, dir)
	cases := map[string]struct {
		url string
		id  gitname.ID
	}{
		"file":    {r.url(), id},
		"http":    {web + "/v2/full", id},
		"old":     {web + "/v0/full", id},
		"dumb":    {web + "/dumb/full/.git", id},
		"daemon":  {daemon + "/full", id},
		"sha256":  {modern.url(), modernID},
		"sha256b": {web + "/v2/sha256", modernID},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			disk := open(t)
			root, err := git.Fetch(t.Context(), disk, c.url, git.Tree{Commit: c.id}, git.Access{})
			wantTree(t, disk, root, err, fullTree)
		})
	}
}

// TestOldCommits: a commit that no branch leads to any more is still had by
// name, and from servers that do not hand out commits by name, an old one is
// found behind the branches.
func TestOldCommits(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := newRepo(t, filepath.Join(dir, "r"))
	r.write("f", "first\n", 0o644)
	first := r.commit()
	r.write("f", "second\n", 0o644)
	second := r.commit()
	r.git("reset", "-q", "--hard", string(first))
	r.write("f", "other\n", 0o644)
	r.commit()
	r.git("update-server-info")
	web := serveHTTP(t, dir, unguarded)
	for _, c := range []struct {
		url  string
		id   gitname.ID
		want string
	}{
		{r.url(), second, "file second\n"},
		{r.url(), first, "file first\n"},
		{web + "/v2/r", second, "file second\n"},
		{web + "/v0/r", first, "file first\n"},
		{web + "/dumb/r/.git", first, "file first\n"},
	} {
		disk := open(t)
		root, err := git.Fetch(t.Context(), disk, c.url, git.Tree{Commit: c.id}, git.Access{})
		wantTree(t, disk, root, err, map[string]string{"f": c.want})
	}
}

func TestFolder(t *testing.T) {
	t.Parallel()
	r, id := full(t, t.TempDir())
	disk := open(t)
	root, err := git.Fetch(t.Context(), disk, r.url(), git.Tree{Commit: id, Path: "deep/er"}, git.Access{})
	wantTree(t, disk, root, err, map[string]string{"file": "file deep\n"})
	for path, say := range map[string]string{
		"nowhere/x": "there is no folder nowhere at this commit",
		"deep/nope": "there is no folder deep/nope",
		"a.txt":     "a.txt is a file, not a folder",
	} {
		_, err := git.Fetch(t.Context(), disk, r.url(), git.Tree{Commit: id, Path: path}, git.Access{})
		wantRefusal(t, err, say)
	}
}

func wantRefusal(t *testing.T, err error, say string) {
	t.Helper()
	var refusal *git.RefusedError
	if !errors.As(err, &refusal) || !strings.Contains(err.Error(), say) {
		t.Errorf("got %v, want a refusal with %q", err, say)
	}
}

// TestRefused: definite answers are told from failures that may pass.
func TestRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r, id := full(t, filepath.Join(dir, "r"))
	_, modern := full(t, filepath.Join(dir, "modern"), "--object-format=sha256")
	tree := gitname.ID(r.git("rev-parse", "HEAD^{tree}"))
	r.git("update-server-info")
	web := serveHTTP(t, dir, unguarded)
	nobody := gitname.ID(strings.Repeat("1", 40))
	disk := open(t)
	for name, c := range map[string]struct {
		url string
		id  gitname.ID
		say string
	}{
		"commit":      {r.url(), nobody, "has no commit 1111"},
		"commit old":  {web + "/v0/r", nobody, "has no commit 1111"},
		"commit dumb": {web + "/dumb/r/.git", nobody, "has no commit 1111"},
		"a tree":      {r.url(), tree, "not a commit"},
		"repository":  {"file://" + dir + "/nowhere", id, "does not appear to be a git repository"},
		"on the web":  {web + "/v2/nowhere", id, "not found"},
		"the format":  {r.url(), modern, "algorithm"},
		"the scheme":  {"ext::sh -c 'touch /tmp/owned'", id, "is not the URL of a repository"},
		"an option":   {"--upload-pack=touch", id, "is not the URL of a repository"},
	} {
		_, err := git.Fetch(t.Context(), disk, c.url, git.Tree{Commit: c.id}, git.Access{})
		t.Run(name, func(t *testing.T) { wantRefusal(t, err, c.say) })
	}
	busy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }))
	defer busy.Close()
	for _, url := range []string{busy.URL + "/r", "http://127.0.0.1:1/r", "git://127.0.0.1:1/r", "http://nothing.invalid/r"} {
		_, err := git.Fetch(t.Context(), disk, url, git.Tree{Commit: id}, git.Access{})
		var refusal *git.RefusedError
		if err == nil || errors.As(err, &refusal) {
			t.Errorf("%s: %v counts as a definite answer", url, err)
		}
	}
	wantClean(t, disk)
}

// TestNoGit: without the command the machine is to blame.
func TestNoGit(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := git.Fetch(t.Context(), open(t), "file:///srv/x", git.Tree{Commit: gitname.ID(strings.Repeat("1", 40))}, git.Access{})
	var local *git.StoreError
	if !errors.As(err, &local) || !strings.Contains(err.Error(), "not installed") {
		t.Errorf("got %v", err)
	}
}

// TestClosed: nothing of the host's configuration has a say.
func TestClosed(t *testing.T) {
	r, id := full(t, filepath.Join(t.TempDir(), "r"))
	home := t.TempDir()
	r.git("config", "core.autocrlf", "true") // of the repository, which is the server's
	config := "[core]\n autocrlf = true\n hooksPath = " + home + "\n[url \"file:///nowhere\"]\n insteadOf = file://\n[protocol]\n allow = never\n"
	if err := os.WriteFile(filepath.Join(home, ".gitconfig"), []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"HOME": home, "GIT_CONFIG_GLOBAL": filepath.Join(home, ".gitconfig"), "GIT_DIR": "/nowhere", "GIT_OBJECT_DIRECTORY": "/nowhere",
		"GIT_TEMPLATE_DIR": "/nowhere", "GIT_CONFIG_PARAMETERS": "'core.autocrlf=true'", "GIT_TRACE": "1", "GIT_ASKPASS": "/bin/false",
	} {
		t.Setenv(name, value)
	}
	disk := open(t)
	root, err := git.Fetch(t.Context(), disk, r.url(), git.Tree{Commit: id}, git.Access{})
	wantTree(t, disk, root, err, fullTree)
}

// TestForeignOwner: what git suggests then, a setting of the host, would be of
// no use.
func TestForeignOwner(t *testing.T) {
	require.Root(t)
	r, id := full(t, filepath.Join(t.TempDir(), "r"))
	if out, err := exec.Command("chown", "-R", "1000", r.dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	_, err := git.Fetch(t.Context(), open(t), r.url(), git.Tree{Commit: id}, git.Access{})
	wantRefusal(t, err, "belongs to another user")
}

// TestSSH: both forms of an ssh URL reach the host's ssh, which must not ask. A
// stand-in runs the command here, as the server's would there.
func TestSSH(t *testing.T) {
	r, id := full(t, filepath.Join(t.TempDir(), "r"))
	bin, asked := t.TempDir(), filepath.Join(t.TempDir(), "asked")
	script := "#!/bin/sh\necho \"$@\" >>" + asked + "\nfor last; do :; done\neval \"$last\"\n"
	if err := os.WriteFile(filepath.Join(bin, "ssh"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	for _, url := range []string{"ssh://me@example.org:2222" + r.dir, "me@example.org:" + r.dir} {
		disk := open(t)
		root, err := git.Fetch(t.Context(), disk, url, git.Tree{Commit: id}, git.Access{})
		wantTree(t, disk, root, err, fullTree)
	}
	log, err := os.ReadFile(asked)
	if err != nil || strings.Count(string(log), "BatchMode=yes") != 2 || !strings.Contains(string(log), "-p 2222 me@example.org git-upload-pack") {
		t.Errorf("ssh was asked: %s, %v", log, err)
	}
}

// TestSilence: a server that says nothing is given up, and may be asked again.
func TestSilence(t *testing.T) {
	t.Parallel()
	require.Tool(t, "git")
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer server.Close()
	disk := open(t)
	_, err := git.Fetch(t.Context(), disk, server.URL+"/r", git.Tree{Commit: gitname.ID(strings.Repeat("1", 40))}, git.Access{Silence: 300 * time.Millisecond})
	var refusal *git.RefusedError
	if err == nil || errors.As(err, &refusal) || !strings.Contains(err.Error(), "says nothing any more") {
		t.Errorf("got %v", err)
	}
	wantClean(t, disk)
}

func TestCancel(t *testing.T) {
	t.Parallel()
	require.Tool(t, "git")
	asked := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
	}))
	defer server.Close()
	why := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	go func() { <-asked; cancel(why) }()
	disk := open(t)
	_, err := git.Fetch(ctx, disk, server.URL+"/r", git.Tree{Commit: gitname.ID(strings.Repeat("1", 40))}, git.Access{})
	if !errors.Is(err, why) {
		t.Errorf("got %v", err)
	}
	wantClean(t, disk)
}
