package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestImagesDocument runs the commands of docs/images.md in the workspace that
// its examples make. They end with 0, or as a comment behind them says.
func TestImagesDocument(t *testing.T) {
	document, err := os.ReadFile(filepath.Join("..", "..", "docs", "images.md"))
	if err != nil {
		t.Fatal(err)
	}
	workspaces := examples(t, string(document))
	if len(workspaces) != 1 {
		t.Fatalf("%d workspaces", len(workspaces))
	}
	w := &imageWorld{t: t, dir: t.TempDir(), cacheDir: t.TempDir()}
	for name, text := range workspaces[0] {
		w.write(name, text)
	}
	commands := 0
	for _, block := range regexp.MustCompile("(?ms)^```sh\n(.*?)^```$").FindAllStringSubmatch(string(document), -1) {
		for line := range strings.Lines(block[1]) {
			command, says, _ := strings.Cut(strings.TrimSpace(line), "    # ")
			code := 0
			if says == "exit 1" {
				code = 1
			}
			args := strings.Fields(command)
			if args[0] != "dbx" {
				t.Errorf("%s: not a command of dbx", command)
				continue
			}
			w.dbx(code, args[1:]...)
			commands++
		}
	}
	if commands < 8 {
		t.Errorf("only %d commands", commands)
	}
}
