package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/zeebo/blake3"

	"dbx/cache/digest"
)

// files compare hashing, laying out trees, and images.
func (b *bench) files() []comparison {
	return []comparison{
		{fmt.Sprintf("hash %d MB in memory", b.size.megabytes), b.hashing},
		{"lay out a tree of 10000 files", b.staging},
		{fmt.Sprintf("bring an image into Docker after a small change on top of %d MB", b.size.megabytes), b.image},
	}
}

func (b *bench) hashing(context.Context) ([]contender, error) {
	data := noise(b.size.megabytes)
	timed := func(hash func()) func(context.Context) (sample, error) {
		return func(context.Context) (sample, error) {
			began := time.Now()
			hash()
			return sample{wall: time.Since(began)}, nil
		}
	}
	return []contender{
		{name: "BLAKE3 on one core", run: timed(func() { blake3.Sum256(data) })},
		{name: "dbx's digest", run: timed(func() { digest.Of(data) })},
	}, nil
}

func (b *bench) staging(ctx context.Context) ([]contender, error) {
	from, to := filepath.Join(b.dir, "tree"), filepath.Join(b.dir, "links")
	for i := range b.size.files {
		dir := filepath.Join(from, fmt.Sprint(i/100))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
		text := fmt.Sprintf("%d %s", i, strings.Repeat("x", 4096))
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i)), []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	s, err := b.suite(ctx, "cache/merkle")
	clear := func(context.Context) error { return os.RemoveAll(to) }
	return []contender{
		{name: "cp -al", missing: lacking("cp"), reset: clear, run: command(b.dir, nil, "cp", "-al", from, to)},
		{name: "dbx, first time", run: s.operation("BenchmarkFarm/first", 1)},
		{name: "dbx, again", run: s.operation("BenchmarkFarm/again", 1)},
	}, err
}

// noise is megabytes that do not compress, the same in every run.
func noise(megabytes int) []byte {
	data := make([]byte, megabytes<<20)
	source := rand.NewChaCha8([32]byte{})
	_, _ = source.Read(data) // never fails
	return data
}
