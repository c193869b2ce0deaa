// Package actioncachetest is the conformance suite of actioncache.Cache: what
// every cache, and every decorator of one, must do. It knows no implementation.
package actioncachetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"dbx/cache/actioncache"
	"dbx/cache/digest"
)

// Run runs the suite. Each call of open gives a cache of its own, empty.
func Run(t *testing.T, open func(t *testing.T) actioncache.Cache) {
	tests := []struct {
		name string
		run  func(t *testing.T, c actioncache.Cache)
	}{
		{"round trip", roundTrip},
		{"not found", notFound},
		{"replace", replace},
		{"private bytes", privateBytes},
		{"cancelled", cancelled},
		{"concurrent", concurrent},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.run(t, open(t)) })
	}
}

// KeyOf returns a key made from a name.
func KeyOf(name string) actioncache.Key { return actioncache.Key(digest.Of([]byte(name))) }

func roundTrip(t *testing.T, c actioncache.Cache) {
	for _, entry := range []string{"", "\n", "{}", "two\nlines\n", "\x00\xff", string(make([]byte, 1<<20))} {
		k := KeyOf(entry)
		if err := c.Record(t.Context(), k, []byte(entry)); err != nil {
			t.Fatal(err)
		}
		got, err := c.Lookup(t.Context(), k)
		if err != nil || string(got) != entry {
			t.Errorf("lookup: %d bytes, %v; want the %d recorded", len(got), err, len(entry))
		}
	}
}

func notFound(t *testing.T, c actioncache.Cache) {
	if _, err := c.Lookup(t.Context(), KeyOf("never recorded")); !errors.Is(err, actioncache.ErrNotFound) {
		t.Errorf("lookup: %v, want ErrNotFound", err)
	}
}

func replace(t *testing.T, c actioncache.Cache) {
	for _, entry := range []string{"first", "second, longer", "3"} {
		if err := c.Record(t.Context(), KeyOf("k"), []byte(entry)); err != nil {
			t.Fatal(err)
		}
		if got, err := c.Lookup(t.Context(), KeyOf("k")); err != nil || string(got) != entry {
			t.Errorf("lookup: %q, %v; want %q", got, err, entry)
		}
	}
}

// privateBytes: what a caller does to its slice does not reach the cache.
func privateBytes(t *testing.T, c actioncache.Cache) {
	entry := []byte("entry")
	if err := c.Record(t.Context(), KeyOf("k"), entry); err != nil {
		t.Fatal(err)
	}
	entry[0] = 'X'
	got, err := c.Lookup(t.Context(), KeyOf("k"))
	if err != nil || string(got) != "entry" {
		t.Fatalf("lookup: %q, %v", got, err)
	}
	got[0] = 'Y'
	if got, err := c.Lookup(t.Context(), KeyOf("k")); err != nil || string(got) != "entry" {
		t.Errorf("second lookup: %q, %v", got, err)
	}
}

func cancelled(t *testing.T, c actioncache.Cache) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Record(ctx, KeyOf("k"), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("record after cancel: %v", err)
	}
	if _, err := c.Lookup(ctx, KeyOf("k")); !errors.Is(err, context.Canceled) {
		t.Errorf("lookup after cancel: %v", err)
	}
}

// concurrent: a reader sees one of the entries written, whole.
func concurrent(t *testing.T, c actioncache.Cache) {
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 50 {
				k := KeyOf(fmt.Sprint(i % 5))
				entry := bytes.Repeat([]byte{byte('a' + g)}, 1000*(g+1))
				if err := c.Record(t.Context(), k, entry); err != nil {
					t.Errorf("record: %v", err)
					return
				}
				got, err := c.Lookup(t.Context(), k)
				if err != nil || len(got) == 0 {
					t.Errorf("lookup: %d bytes, %v", len(got), err)
					return
				}
				if n := len(got); n != 1000*int(got[0]-'a'+1) || bytes.Count(got, got[:1]) != n {
					t.Errorf("lookup gave a mixture of entries")
				}
			}
		})
	}
	wg.Wait()
}
