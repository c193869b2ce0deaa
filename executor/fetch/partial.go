package fetch

import (
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"os"
	"path/filepath"
	"time"

	"dbx/cache/digest"
)

// partial is a file on its way, with the hash of what is there.
type partial struct {
	dir     string
	file    *os.File
	sum     hash.Hash
	size    int64
	total   int64  // as the mirror says; -1 if it does not
	etag    string // of the version that the bytes are from; "" if not known
	resumed bool
	report  *reporter
}

// newPartial returns an empty file, or what an earlier transfer of the same
// file, from whatever mirror, left on the shelf.
func (e *Executor) newPartial(want digest.SHA256, report *reporter) (*partial, error) {
	dir, err := e.store.Temp()
	if err != nil {
		return nil, err
	}
	name := filepath.Join(dir, "part")
	if !want.IsZero() {
		_ = os.Rename(e.shelf(want), name) // mostly there is nothing
	}
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	p := &partial{dir: dir, file: f, sum: sha256.New(), total: -1, report: report}
	if p.size, err = io.Copy(p.sum, f); err != nil {
		p.discard()
		return nil, err
	}
	p.resumed = p.size > 0
	return p, nil
}

const (
	shelfSize = 1 << 20            // bytes from which on a part is worth keeping
	shelfLife = 7 * 24 * time.Hour // how long it is
)

// shelf is where the part of a file waits for the next transfer of it.
func (e *Executor) shelf(want digest.SHA256) string {
	return filepath.Join(e.store.Dir(), "partial", want.String())
}

// shelve keeps the part of a transfer that broke or was interrupted, unless it
// is short, wrong, or there is no room for it. Parts that nobody came back for
// go.
func (e *Executor) shelve(p *partial, want digest.SHA256, why error) {
	var wrong *hashError
	var local *storeError
	if want.IsZero() || p.size < shelfSize || errors.As(why, &wrong) || errors.As(why, &local) {
		return
	}
	shelf := e.shelf(want)
	if os.MkdirAll(filepath.Dir(shelf), 0o755) != nil {
		return
	}
	// A part that cannot be kept is only lost time.
	_ = os.Rename(p.file.Name(), shelf)
	entries, _ := os.ReadDir(filepath.Dir(shelf))
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && time.Since(info.ModTime()) > shelfLife {
			_ = os.Remove(filepath.Join(filepath.Dir(shelf), entry.Name()))
		}
	}
}

// Write implements [io.Writer]. Its errors are this machine's.
func (p *partial) Write(b []byte) (int, error) {
	n, err := p.file.Write(b)
	p.sum.Write(b[:n])
	p.size += int64(n)
	p.report.at(p.size, p.total)
	if err != nil {
		err = &storeError{err}
	}
	return n, err
}

// restart forgets what is there.
func (p *partial) restart() error {
	p.sum.Reset()
	p.size, p.total, p.etag, p.resumed = 0, -1, "", false
	if err := p.file.Truncate(0); err != nil {
		return err
	}
	_, err := p.file.Seek(0, io.SeekStart)
	return err
}

func (p *partial) discard() {
	p.file.Close() // closed already if the file was kept
	os.RemoveAll(p.dir)
}
