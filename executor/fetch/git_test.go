package fetch_test

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/cache/require"
	"dbx/executor"
	"dbx/executor/fetch"
)

// commit makes a repository of one file and returns its URL and its commit.
func commit(t *testing.T) (url, id string) {
	t.Helper()
	require.Tool(t, "git")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file"), content, 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-ec", "git init -q; git add .; git -c user.name=A -c user.email=a@example.org commit -qm x; git rev-parse HEAD")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return "file://" + dir, strings.TrimSpace(string(out))
}

func gitSpawn(args []string, urls ...string) executor.Spawn {
	return executor.Spawn{
		Command: executor.Command{Kind: executor.Fetch, Args: args, Outputs: []executor.OutputSpec{{Path: "repository", Kind: executor.OutputTree}}},
		Info:    executor.Info{Label: "//pkg:git", URLs: urls},
	}
}

func TestGit(t *testing.T) {
	t.Parallel()
	url, id := commit(t)
	disk := open(t)
	e := fetch.New(disk, quick)
	result, err := e.Execute(t.Context(), gitSpawn([]string{"git:" + id}, "http://127.0.0.1:1/dead", "file:///no/such/repository", url))
	if err != nil || result.Status != executor.Success || result.Outputs[0].Kind != merkle.Dir {
		t.Fatalf("result %+v, error %v", result, err)
	}
	tree := result.Outputs[0].Digest
	if b, err := fs.ReadFile(merkle.FS(disk, tree), "file"); err != nil || !bytes.Equal(b, content) {
		t.Errorf("file: %q, %v", b, err)
	}
	if got, err := e.Resolve(t.Context(), []string{"http://127.0.0.1:1/dead", url}, "HEAD"); err != nil || string(got) != id {
		t.Errorf("resolve: %s, %v", got, err)
	}
	result, err = e.Execute(t.Context(), gitSpawn([]string{"git:" + id, "tree=" + tree.String()}, url))
	if err != nil || result.Status != executor.Success {
		t.Errorf("the right tree: %+v, %v", result, err)
	}
	other := digest.Of([]byte("other"))
	result, err = e.Execute(t.Context(), gitSpawn([]string{"git:" + id, "tree=" + other.String()}, url))
	if err != nil || result.Status != executor.Failed || !strings.Contains(result.Message, "another tree at this commit") {
		t.Errorf("another tree: %+v, %v", result, err)
	}
}

func TestGitVerdicts(t *testing.T) {
	t.Parallel()
	url, id := commit(t)
	nobody := "git:" + strings.Repeat("1", 40)
	e := fetch.New(open(t), quick)
	result, err := e.Execute(t.Context(), gitSpawn([]string{nobody}, url, "file:///no/such/repository"))
	if err != nil || result.Status != executor.Failed || !strings.Contains(result.Message, url+": has no commit 1111") || !strings.Contains(result.Message, "does not appear") {
		t.Errorf("nowhere: %+v, %v", result, err)
	}
	var unreachable *fetch.UnreachableError
	if _, err = e.Execute(t.Context(), gitSpawn([]string{nobody}, url, "http://127.0.0.1:1/dead")); !errors.As(err, &unreachable) || !strings.Contains(err.Error(), "(tried 4 times)") {
		t.Errorf("one is down: %v", err)
	}
	var rejected *fetch.RejectedError
	if _, err := e.Resolve(t.Context(), []string{url}, "gone"); !errors.As(err, &rejected) || !strings.Contains(err.Error(), "no branch or tag gone") {
		t.Errorf("resolve: %v", err)
	}
	var offline *fetch.OfflineError
	if _, err := fetch.New(open(t), fetch.Options{Offline: true}).Execute(t.Context(), gitSpawn([]string{"git:" + id}, "https://example.org/x.git", "git@example.org:x")); !errors.As(err, &offline) {
		t.Errorf("offline: %v", err)
	}
	for name, args := range map[string][]string{
		"commit": {"git:main"}, "path": {"git:" + id, "path=../x"}, "submodules": {"git:" + id, "submodules=false"},
		"tree": {"git:" + id, "tree=1"}, "unknown": {"git:" + id, "depth=1"},
	} {
		if result, err := e.Execute(t.Context(), gitSpawn(args, url)); err == nil {
			t.Errorf("%s: %+v", name, result)
		}
	}
	s := gitSpawn([]string{"git:" + id}, url)
	s.Outputs[0].Kind = executor.OutputFile
	if result, err := e.Execute(t.Context(), s); err == nil {
		t.Errorf("output: %+v", result)
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	m := serve(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		http.ServeContent(w, r, "file", time.Time{}, bytes.NewReader(content))
	})
	var mu sync.Mutex
	var reports []fetch.Transfer
	options := quick
	options.Progress = func(now fetch.Transfer) {
		mu.Lock()
		defer mu.Unlock()
		reports = append(reports, now)
	}
	disk := open(t)
	result, err := fetch.New(disk, options).Execute(t.Context(), spawn(m.URL))
	want(t, disk, result, err)
	size := int64(len(content))
	last := fetch.Transfer{Label: "//pkg:source", What: "file", Got: size, Total: size, Done: true}
	if len(reports) < 2 || reports[0].Done || reports[0].Total != size || reports[len(reports)-1] != last {
		t.Errorf("reports: %v", reports)
	}
}
