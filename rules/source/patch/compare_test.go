package patch

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"dbx/cache/require"

	"github.com/google/go-cmp/cmp"
)

// TestAgainstGNU makes random trees and edits, lets diff and git describe the
// edits, and applies the diffs, also to trees that went on in the meantime,
// with GNU patch and with this package. Both must accept the same and give the
// same.
func TestAgainstGNU(t *testing.T) {
	t.Parallel()
	gnu := require.Tool(t, "patch")
	differ := require.Tool(t, "diff")
	git := require.Tool(t, "git")
	rounds := 30
	if testing.Short() {
		rounds = 5
	}
	agreed := map[bool]int{}
	for seed := range rounds {
		rng := rand.New(rand.NewPCG(uint64(seed), 1))
		before := randomTree(rng)
		after := edit(rng, before)
		dir := t.TempDir()
		writeTree(t, dir+"/a", before)
		writeTree(t, dir+"/b", after)
		context := fmt.Sprintf("-U%d", rng.IntN(4))
		strip := 1
		diff := output(t, dir, differ, "-ruN", context, "a", "b")
		if seed%2 == 1 {
			strip = 2 // git puts its own a/ and b/ before the folders' names
			diff = output(t, dir, git, "diff", "--no-index", "--no-color", "--no-ext-diff", context, "a", "b")
		}
		if d := cmp.Diff(after, patched(t, before, diff, strip)); d != "" {
			t.Fatalf("seed %d: own diff (-want +got):\n%s\n%s", seed, d, diff)
		}
		for range 4 {
			drifted := edit(rng, before)
			for _, one := range sections(diff, seed%2 == 1) {
				// GNU patch cannot strip more than git's own prefix from a
				// rename, and without context it puts a last line without
				// newline anywhere.
				if strings.Contains(one, "\nrename from ") || context == "-U0" {
					continue
				}
				agreed[compare(t, gnu, drifted, one, strip)]++
			}
		}
	}
	if agreed[true] == 0 || agreed[false] == 0 {
		t.Errorf("too easy or too hard: %d applied, %d did not", agreed[true], agreed[false])
	}
}

// compare applies diff to files both ways and tells whether it applied.
func compare(t *testing.T, gnu string, files map[string]string, diff string, strip int) bool {
	t.Helper()
	theirs, ours := t.TempDir(), t.TempDir()
	writeTree(t, theirs, files)
	writeTree(t, ours, files)
	cmd := exec.Command(gnu, fmt.Sprint("-p", strip), "-F0", "--batch", "--forward", "--no-backup-if-mismatch", "--reject-file=-")
	cmd.Dir, cmd.Stdin = theirs, strings.NewReader(diff)
	said, theirErr := cmd.CombinedOutput()
	ourErr := applyIn(t, ours, diff, strip)
	if (theirErr == nil) != (ourErr == nil) {
		t.Fatalf("patch: %v\n%s\nours: %v\n%s", theirErr, said, ourErr, diff)
	}
	if ourErr != nil {
		var failure *Error
		if !errors.As(ourErr, &failure) {
			t.Fatalf("not a *Error: %v", ourErr)
		}
		if d := cmp.Diff(files, readTree(t, ours)); d != "" {
			t.Fatalf("a diff that failed left a trace:\n%s", d)
		}
		return false
	}
	if d := cmp.Diff(readTree(t, theirs), readTree(t, ours)); d != "" {
		t.Fatalf("(-patch +ours):\n%s\n%s\n%s", d, said, diff)
	}
	return true
}

func patched(t *testing.T, files map[string]string, diff string, strip int) map[string]string {
	t.Helper()
	dir := t.TempDir()
	writeTree(t, dir, files)
	if err := applyIn(t, dir, diff, strip); err != nil {
		t.Fatalf("%v\n%s", err, diff)
	}
	return readTree(t, dir)
}

// sections cuts a diff into those of one file each.
func sections(diff string, git bool) []string {
	mark := "diff -ruN"
	if git {
		mark = "diff --git"
	}
	var all []string
	for part := range strings.SplitSeq("\n"+diff, "\n"+mark) {
		if strings.TrimSpace(part) != "" {
			all = append(all, mark+part+"\n")
		}
	}
	return all
}

// output runs a differ, whose status 1 means "they differ".
func output(t *testing.T, dir string, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
		t.Fatal(err)
	}
	return string(out)
}

func randomTree(rng *rand.Rand) map[string]string {
	files := map[string]string{}
	for i := range 3 + rng.IntN(4) {
		name := []string{"f", "dir/f", "dir/sub/f", "with blank "}[rng.IntN(4)] + fmt.Sprint(i)
		files[name] = join(rng, randomLines(rng, 1+rng.IntN(40)))
	}
	return files
}

// randomLines repeats few different lines, so that hunks have many places to
// go wrong.
func randomLines(rng *rand.Rand, n int) []string {
	lines := make([]string, n)
	for i := range lines {
		lines[i] = []string{"", "}", "{", "alpha", "beta", "\tgamma", "-minus", "+plus", "carriage\r"}[rng.IntN(9)]
		if rng.IntN(3) == 0 {
			lines[i] = fmt.Sprint("line ", rng.IntN(1000))
		}
	}
	return lines
}

func join(rng *rand.Rand, lines []string) string {
	text := strings.Join(lines, "\n")
	if rng.IntN(5) > 0 && len(lines) > 0 {
		text += "\n"
	}
	return text
}

func edit(rng *rand.Rand, files map[string]string) map[string]string {
	after := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		switch rng.IntN(6) {
		case 0:
			continue
		case 1:
			after[name] = files[name]
			continue
		case 2:
			after["moved/"+strings.ReplaceAll(name, "/", "-")] = files[name]
			continue
		}
		lines := strings.Split(strings.TrimSuffix(files[name], "\n"), "\n")
		for range 1 + rng.IntN(3) {
			at := rng.IntN(len(lines) + 1)
			end := min(at+rng.IntN(3), len(lines))
			lines = slices.Replace(lines, at, end, randomLines(rng, rng.IntN(3))...)
		}
		after[name] = join(rng, lines)
	}
	if rng.IntN(2) == 0 {
		after[fmt.Sprint("new/f", rng.IntN(3))] = join(rng, randomLines(rng, 1+rng.IntN(5)))
	}
	return after
}
