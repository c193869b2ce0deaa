package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// image sends an image of one large layer and one small, of which the small
// one changes from round to round.
func (b *bench) image(context.Context) ([]contender, error) {
	dir := filepath.Join(b.dir, "image")
	if err := os.MkdirAll(filepath.Join(dir, "app"), 0o755); err != nil {
		return nil, err
	}
	for name, content := range map[string][]byte{
		"BUILD.hcl": []byte("workspace {\n  name = \"bench\"\n}\n"), "app/BUILD.hcl": []byte(imagePackage), "app/large": noise(b.size.megabytes),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return nil, err
		}
	}
	edits := 0
	edit := func(context.Context) error {
		edits++
		return os.WriteFile(filepath.Join(dir, "app", "small"), fmt.Appendf(nil, "%d %d\n", os.Getpid(), edits), 0o644)
	}
	tar := filepath.Join(dir, "dbx-out", "app", "top", "image.tar")
	return []contender{
		{name: "docker load, after the build", missing: lacking("docker"), reset: edit, run: func(ctx context.Context) (sample, error) {
			if _, err := command(dir, b.cache(), b.dbx(), "build", "//app:top")(ctx); err != nil {
				return sample{}, err
			}
			return b.loading(ctx, dir, "docker", "load", "-i", tar)
		}},
		{name: "dbx image load, with the build", missing: lacking("docker"), reset: edit, run: func(ctx context.Context) (sample, error) {
			return b.loading(ctx, dir, b.dbx(), "image", "load", "//app:top")
		}},
	}, nil
}

// loading runs a program that brings an image into Docker and prints its name
// last, and notes that name for the end.
func (b *bench) loading(ctx context.Context, dir string, args ...string) (sample, error) {
	s, out, err := output(ctx, dir, b.cache(), args...)
	if words := strings.Fields(string(out)); len(words) > 0 {
		b.loaded[words[len(words)-1]] = true
	}
	return s, err
}

// unload takes out of Docker what was brought there.
func (b *bench) unload() {
	for name := range b.loaded {
		if out, err := exec.Command("docker", "image", "rm", "-f", name).CombinedOutput(); err != nil {
			fmt.Fprintf(b.log, "the image %s stays in Docker: %v: %s\n", name, err, out)
		}
	}
}

const imagePackage = `image "top" {
  arch    = "amd64"
  formats = ["tar"]
  copy {
    from = "large"
    to   = "/large"
  }
  copy {
    from = "small"
    to   = "/small"
  }
}
`
