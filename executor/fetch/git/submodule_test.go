package git_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"dbx/executor/fetch/git"
	"dbx/executor/fetch/gitname"
)

// family is a repository with submodules, one of which has one itself.
func family(t *testing.T) (dir string, parent repo, id gitname.ID) {
	t.Helper()
	dir = t.TempDir()
	leaf := newRepo(t, filepath.Join(dir, "leaf"))
	leaf.write("sub/leaf", "leaf\n", 0o644)
	leaf.commit()
	middle := newRepo(t, filepath.Join(dir, "group", "middle"))
	middle.write("middle", "middle\n", 0o644)
	middle.git("submodule", "--quiet", "add", "--name", "odd name", "../../leaf", "leaf")
	middle.commit()
	parent = newRepo(t, filepath.Join(dir, "parent"))
	parent.write("parent", "parent\n", 0o644)
	parent.git("submodule", "--quiet", "add", "../group/middle/", "third/middle")
	id = parent.commit()
	// What was committed is what counts, not what a submodule is now.
	leaf.write("sub/leaf", "newer\n", 0o644)
	leaf.commit()
	return dir, parent, id
}

func TestSubmodules(t *testing.T) {
	t.Parallel()
	dir, parent, id := family(t)
	web := serveHTTP(t, dir, unguarded)
	modules := "file " + parent.git("show", "HEAD:.gitmodules") + "\n"
	inner := "file " + repo{t, filepath.Join(dir, "group", "middle")}.git("show", "HEAD:.gitmodules") + "\n"
	for _, url := range []string{parent.url(), web + "/v2/parent/"} {
		disk := open(t)
		root, err := git.Fetch(t.Context(), disk, url, git.Tree{Commit: id, Submodules: true}, git.Access{})
		wantTree(t, disk, root, err, map[string]string{
			"parent": "file parent\n", ".gitmodules": modules,
			"third/middle/middle": "file middle\n", "third/middle/.gitmodules": inner,
			"third/middle/leaf/sub/leaf": "file leaf\n",
		})
	}
	disk := open(t)
	root, err := git.Fetch(t.Context(), disk, parent.url(), git.Tree{Commit: id}, git.Access{})
	wantTree(t, disk, root, err, map[string]string{"parent": "file parent\n", ".gitmodules": modules, "third/middle": "empty"})

	root, err = git.Fetch(t.Context(), disk, parent.url(), git.Tree{Commit: id, Path: "third/middle/leaf/sub", Submodules: true}, git.Access{})
	wantTree(t, disk, root, err, map[string]string{"leaf": "file leaf\n"})

	_, err = git.Fetch(t.Context(), disk, parent.url(), git.Tree{Commit: id, Path: "third/middle/leaf"}, git.Access{})
	wantRefusal(t, err, "third/middle is a submodule; set submodules = true")
}

func TestSubmoduleMistakes(t *testing.T) {
	t.Parallel()
	dir, parent, _ := family(t)
	change := func(text string) gitname.ID {
		parent.write(".gitmodules", text, 0o644)
		return parent.commit()
	}
	web := serveHTTP(t, dir, unguarded)
	for _, c := range []struct{ url, modules, say string }{
		{parent.url(), "# nothing\n", "submodule third/middle: .gitmodules does not say where it is from"},
		{parent.url(), "[submodule \"x\"\n", ".gitmodules: git config: bad config line 2"},
		{parent.url(), "[submodule \"x\"]\n path = third/middle\n url = ../gone\n", "submodule third/middle of file://" + dir + "/gone: git fetch"},
		{parent.url(), "[submodule \"x\"]\n path = third/middle\n url = --upload-pack=touch\n", "is not the URL of a repository"},
		{parent.url(), "[submodule \"x\"]\n path = third/middle\n url = ext::sh\n", "is not the URL of a repository"},
		{web + "/v2/parent", "[submodule \"x\"]\n path = third/middle\n url = file://" + dir + "/leaf\n", "may not lead to file://"},
	} {
		_, err := git.Fetch(t.Context(), open(t), c.url, git.Tree{Commit: change(c.modules), Submodules: true}, git.Access{})
		wantRefusal(t, err, c.say)
	}
	// A setting of git's that means: not to be checked out.
	id := change("[submodule \"x\"]\n path = third/middle\n url = ../gone\n update = none\n")
	disk := open(t)
	if root, err := git.Fetch(t.Context(), disk, parent.url(), git.Tree{Commit: id, Submodules: true}, git.Access{}); err != nil || contents(t, disk, root)["third/middle"] != "empty" {
		t.Errorf("update = none: %v", err)
	}
}

func TestRemote(t *testing.T) {
	t.Parallel()
	r, first := full(t, t.TempDir())
	r.git("tag", "-a", "-m", "a tag", "v1")
	r.write("more", "more\n", 0o644)
	second := r.commit()
	r.git("tag", "light")
	for ref, want := range map[string]gitname.ID{
		"v1": first, "refs/tags/v1": first, "light": second, "main": second, "refs/heads/main": second, "HEAD": second,
	} {
		if got, err := git.Remote(t.Context(), t.TempDir(), r.url(), ref, git.Access{}); err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", ref, got, err, want)
		}
	}
	_, err := git.Remote(t.Context(), t.TempDir(), r.url(), "mai", git.Access{})
	wantRefusal(t, err, "has no branch or tag mai")
}

// TestHeader: the server gets the header, nobody else does, and without it the
// answer is a definite no rather than a question at the terminal.
func TestHeader(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, id := full(t, filepath.Join(dir, "r"))
	web := serveHTTP(t, dir, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "Bearer t0ken" {
				w.Header().Set("WWW-Authenticate", `Basic realm="r"`)
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			next.ServeHTTP(w, r)
		})
	})
	disk := open(t)
	header := git.Access{Header: func(_ context.Context, url string) ([]string, error) {
		if !strings.HasPrefix(url, web) && !strings.Contains(url, "moved") {
			t.Errorf("asked for %s", url)
		}
		return []string{"Authorization: Bearer t0ken"}, nil
	}}
	root, err := git.Fetch(t.Context(), disk, web+"/v2/r", git.Tree{Commit: id}, header)
	wantTree(t, disk, root, err, fullTree)
	if got, err := git.Remote(t.Context(), t.TempDir(), web+"/v2/r", "main", header); err != nil || got != id {
		t.Errorf("%s, %v", got, err)
	}
	_, err = git.Fetch(t.Context(), disk, web+"/v2/r", git.Tree{Commit: id}, git.Access{})
	wantRefusal(t, err, "could not read Username")

	redirect := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, web+strings.TrimPrefix(r.URL.String(), "/moved"), http.StatusFound)
	}))
	defer redirect.Close()
	if _, err = git.Fetch(t.Context(), disk, redirect.URL+"/moved/v2/r", git.Tree{Commit: id}, header); err == nil {
		t.Error("a header went along with a redirect")
	}
}
