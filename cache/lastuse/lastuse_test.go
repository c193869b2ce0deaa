package lastuse_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dbx/cache/lastuse"
)

func TestNote(t *testing.T) {
	dir := t.TempDir()
	past := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(dir, past, past); err != nil {
		t.Fatal(err)
	}
	before, err := lastuse.Of(dir)
	if err != nil {
		t.Fatal(err)
	}
	for time.Since(before) < 20*time.Millisecond { // the kernel's clock is coarse
		time.Sleep(5 * time.Millisecond)
	}
	if err := lastuse.Note(dir); err != nil {
		t.Fatal(err)
	}
	if after, err := lastuse.Of(dir); err != nil || !after.After(before) {
		t.Errorf("used %v, before %v; %v", after, before, err)
	}
	if info, err := os.Stat(dir); err != nil || !info.ModTime().Equal(past) {
		t.Errorf("modification time %v, %v", info.ModTime(), err)
	}
}

func TestNothingThere(t *testing.T) {
	none := filepath.Join(t.TempDir(), "none")
	if err := lastuse.Note(none); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("note: %v", err)
	}
	if _, err := lastuse.Of(none); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of: %v", err)
	}
}
