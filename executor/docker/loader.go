package docker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/image"

	"dbx/cache/cas"
	"dbx/cache/digest"
)

// loader brings root file systems into the daemon, each once at a time and
// only the layers that the daemon lacks.
type loader struct {
	api  images
	open func(ctx context.Context, diffID digest.SHA256) (r io.ReadCloser, size int64, err error)

	mu      sync.Mutex
	turns   map[digest.SHA256]*turn
	layerOf map[string][]string // image ID → its layers, as the daemon told
}

// turn is held by the one caller that looks after a root file system.
type turn struct {
	held  chan struct{} // capacity 1
	image string        // the daemon's ID, once it is known to be there
}

func newLoader(api images, open func(context.Context, digest.SHA256) (io.ReadCloser, int64, error)) *loader {
	return &loader{api: api, open: open, turns: map[digest.SHA256]*turn{}, layerOf: map[string][]string{}}
}

// ensure returns the daemon's ID of the image of r, which it loads if it is
// not there. Callers of the same root file system wait for each other; each
// may give up on its own.
func (l *loader) ensure(ctx context.Context, r rootfs) (string, error) {
	t := l.turn(r)
	select {
	case t.held <- struct{}{}:
		defer func() { <-t.held }()
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
	if t.image != "" {
		return t.image, nil
	}
	id, err := l.find(ctx, r)
	if err == nil && id == "" {
		id, err = l.loadMissing(ctx, r)
	}
	if err != nil {
		return "", fmt.Errorf("docker: root file system %s: %w", r.reference(), err)
	}
	t.image = id
	return id, nil
}

// use calls do with the daemon's ID of the image of r, which it brings there.
// If do finds no such image, someone has removed it just now: do is called
// again, with what is loaded anew.
func (l *loader) use(ctx context.Context, r rootfs, do func(image string) error) error {
	const attempts = 3
	var err error
	for range attempts {
		var image string
		if image, err = l.ensure(ctx, r); err != nil {
			return err
		}
		if err = do(image); !cerrdefs.IsNotFound(err) {
			return err
		}
		l.forget(r)
	}
	return err
}

// forget makes the next ensure of r look again: the image was removed behind
// dbx's back.
func (l *loader) forget(r rootfs) {
	t := l.turn(r)
	t.held <- struct{}{}
	t.image = ""
	<-t.held
}

func (l *loader) turn(r rootfs) *turn {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.turns[r.id()]
	if t == nil {
		t = &turn{held: make(chan struct{}, 1)}
		l.turns[r.id()] = t
	}
	return t
}

// find returns the ID under which the daemon has r, or "".
func (l *loader) find(ctx context.Context, r rootfs) (string, error) {
	found, err := l.api.ImageInspect(ctx, r.reference())
	if cerrdefs.IsNotFound(err) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("look it up: %w", err)
	}
	if found.Architecture != r.arch || commonLayers(found.RootFS.Layers, r) != len(r.layers) || len(found.RootFS.Layers) != len(r.layers) {
		return "", nil // someone moved the tag
	}
	return found.ID, nil
}

// loadMissing sends what the daemon lacks. That layers which it has may be
// left out is nowhere promised, so a refusal is answered with all of them.
func (l *loader) loadMissing(ctx context.Context, r rootfs) (string, error) {
	skip, err := l.present(ctx, r)
	if err != nil {
		return "", err
	}
	id, err := l.load(ctx, r, skip)
	var refused refusal
	if skip > 0 && errors.As(err, &refused) {
		id, err = l.load(ctx, r, 0)
	}
	return id, err
}

// present returns how many of the lowest layers of r the daemon has: those
// that some image of it shares. It knows a layer only by all those below it.
func (l *loader) present(ctx context.Context, r rootfs) (int, error) {
	list, err := l.api.ImageList(ctx, image.ListOptions{All: true})
	if err != nil {
		return 0, fmt.Errorf("list the daemon's images: %w", err)
	}
	most := 0
	for _, summary := range list {
		layers, err := l.layers(ctx, summary.ID)
		if err != nil {
			return 0, err
		}
		most = max(most, commonLayers(layers, r))
	}
	return most, nil
}

func (l *loader) layers(ctx context.Context, id string) ([]string, error) {
	l.mu.Lock()
	known, ok := l.layerOf[id]
	l.mu.Unlock()
	if ok {
		return known, nil
	}
	found, err := l.api.ImageInspect(ctx, id)
	if cerrdefs.IsNotFound(err) {
		return nil, nil // removed since it was listed
	}
	if err != nil {
		return nil, fmt.Errorf("inspect image %s: %w", id, err)
	}
	l.mu.Lock()
	l.layerOf[id] = found.RootFS.Layers
	l.mu.Unlock()
	return found.RootFS.Layers, nil
}

func commonLayers(have []string, r rootfs) int {
	n := 0
	for n < min(len(have), len(r.layers)) && have[n] == "sha256:"+r.layers[n].String() {
		n++
	}
	return n
}

// refusal is the daemon's answer to an archive that it does not accept.
type refusal struct{ message string }

func (r refusal) Error() string {
	return "the daemon does not accept the image: " + r.message
}

// load streams r to the daemon without its lowest skip layers and returns the
// ID that the daemon gave it.
func (l *loader) load(ctx context.Context, r rootfs, skip int) (string, error) {
	reader, writer := io.Pipe()
	written := make(chan error, 1)
	go func() {
		err := r.writeArchive(writer, skip, func(diffID digest.SHA256) (io.ReadCloser, int64, error) {
			return l.open(ctx, diffID)
		})
		writer.CloseWithError(err)
		written <- err
	}()
	answer, err := l.api.ImageLoad(ctx, reader)
	switch {
	case err == nil:
		err = loadAnswer(answer.Body)
	case cerrdefs.IsInternal(err) || cerrdefs.IsInvalidArgument(err) || cerrdefs.IsNotFound(err):
		err = refusal{err.Error()}
	}
	reader.CloseWithError(errAnswered)
	ours := <-written
	switch {
	case ctx.Err() != nil:
		return "", context.Cause(ctx)
	case ours != nil && !errors.Is(ours, errAnswered) && !errors.Is(ours, io.ErrClosedPipe):
		return "", fmt.Errorf("read its layers: %w", ours)
	}
	if err != nil {
		return "", err
	}
	id, err := l.find(ctx, r)
	if err == nil && id == "" {
		return "", refusal{"it was loaded as something else"}
	}
	return id, err
}

// errAnswered ends an archive whose reader has already made up its mind.
var errAnswered = errors.New("the daemon has answered")

// loadAnswer reads the daemon's account of a load, a stream of JSON objects.
func loadAnswer(body io.ReadCloser) error {
	defer body.Close()
	lines := json.NewDecoder(body)
	for {
		var line struct {
			Error string `json:"error"`
		}
		err := lines.Decode(&line)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("read the daemon's answer: %w", err)
		case line.Error != "":
			return refusal{strings.TrimSpace(line.Error)}
		}
	}
}

// openLayer returns how the layers of a store are read.
func openLayer(store *cas.Disk) func(context.Context, digest.SHA256) (io.ReadCloser, int64, error) {
	return func(ctx context.Context, diffID digest.SHA256) (io.ReadCloser, int64, error) {
		d, err := store.BySHA256(diffID)
		if err != nil {
			return nil, 0, fmt.Errorf("layer sha256:%s: %w", diffID, err)
		}
		content, err := store.Open(ctx, d)
		return content, d.Size(), err
	}
}
