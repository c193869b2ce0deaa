package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dbx/cache/require"
)

// bashFunctions is where Debian's bash-completion has the functions that the
// script of dbx completion bash calls.
const bashFunctions = "/usr/share/bash-completion/bash_completion"

// TestBashCompletion runs the script of dbx completion bash in bash, with
// words split as readline splits them: at colons and equals signs too.
func TestBashCompletion(t *testing.T) {
	bash := require.Tool(t, "bash")
	if _, err := os.Stat(bashFunctions); err != nil {
		require.Missing(t, "bash-completion", "there is no "+bashFunctions)
		return
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"BUILD.hcl":             "workspace {\n  name = \"w\"\n}\nvariable \"level\" {\n  default = 1\n}\n",
		"tools/gen/BUILD.hcl":   "group \"gen\" {\n  members = []\n}\ngroup \"generic\" {\n  members = []\n}\n",
		"tools/other/BUILD.hcl": "group \"other\" {\n  members = []\n}\n",
	} {
		writeExample(t, dir, name, text)
	}
	script := filepath.Join(dir, "complete.sh")
	writeExample(t, dir, "complete.sh", `
. `+bashFunctions+`
eval "$(dbx completion bash)"
compopt() { :; } # which works only in readline's hands
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_TYPE=9
COMP_LINE= last=
for word in "$@"; do
	case $word$last in
	*[:=]*) COMP_LINE=$COMP_LINE$word ;;
	*) COMP_LINE="$COMP_LINE${COMP_LINE:+ }$word" ;;
	esac
	last=$word
done
COMP_POINT=${#COMP_LINE}
__start_dbx
printf '%s\n' "${COMPREPLY[@]}"
`)
	for _, test := range []struct{ words, want []string }{
		{[]string{"dbx", "bui"}, []string{"build"}},
		{[]string{"dbx", "build", "//"}, []string{"//...", "//tools/"}},
		{[]string{"dbx", "build", "//to"}, []string{"//tools/"}},
		{[]string{"dbx", "build", "//tools/ge"}, []string{"//tools/gen:"}},
		{[]string{"dbx", "build", "//tools/gen", ":", "gener"}, []string{"generic"}}, // the rest is there already
		{[]string{"dbx", "build", "--var", "le"}, []string{"level="}},
	} {
		cmd := exec.Command(bash, append([]string{script}, test.words...)...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", test.words, err, out)
		}
		var got []string
		for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
			word, _, _ := strings.Cut(line, "  ")
			got = append(got, strings.TrimSpace(word))
		}
		slices.Sort(got)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", test.words, diff)
		}
	}
}
