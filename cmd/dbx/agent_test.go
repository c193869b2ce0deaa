package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dbx/executor/agent"
)

// TestAgentCollects: the cache of a daemon that sees none of our files has
// nobody but its agents to keep it small.
func TestAgentCollects(t *testing.T) {
	var said strings.Builder
	a := &app{stderr: &said, env: func(name string) (string, bool) { return "1KiB", name == "DBX_CACHE_SIZE" }}
	for name, own := range map[agent.Use]bool{agent.Own: true, agent.Shared: false} {
		dir := t.TempDir()
		server, closeAll, err := a.openAgent(t.Context(), dir, name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := server.Store.PutBytes(t.Context(), make([]byte, 4<<10)); err != nil {
			t.Fatal(err)
		}
		if err := closeAll(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(filepath.Join(dir, "collected")); (err == nil) != own {
			t.Errorf("%s: collected: %v", name, err == nil)
		}
	}
	if !strings.Contains(said.String(), "the cache was bigger than 1") {
		t.Errorf("said %q", said.String())
	}
	a.env = func(string) (string, bool) { return "much", true }
	if _, _, err := a.openAgent(t.Context(), t.TempDir(), agent.Own); err == nil {
		t.Error("any size is accepted")
	}
}
