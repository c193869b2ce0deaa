package git

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os/exec"
	"strconv"
	"strings"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/executor/fetch/gitname"
)

// objects reads a repository's objects, each checked against its name. It is
// not safe for concurrent use.
type objects struct {
	cmd    *exec.Cmd
	stderr *teller
	asks   io.WriteCloser
	tells  *bufio.Reader
}

// openObjects starts the git command that hands out objects.
func openObjects(ctx context.Context, r *repository) (*objects, error) {
	cmd, err := r.command(ctx, "cat-file", "--batch")
	if err != nil {
		return nil, err
	}
	o := &objects{cmd: cmd, stderr: &teller{heard: func() {}}}
	cmd.Stderr = o.stderr
	if o.asks, err = cmd.StdinPipe(); err != nil {
		return nil, &StoreError{err}
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, &StoreError{err}
	}
	o.tells = bufio.NewReaderSize(out, 64<<10)
	if err := cmd.Start(); err != nil {
		return nil, &StoreError{err}
	}
	return o, nil
}

// Close ends the command.
func (o *objects) Close() error {
	err := o.asks.Close()
	_, copyErr := io.Copy(io.Discard, o.tells)
	// How it ends says nothing that a reader would not have been told.
	_ = o.cmd.Wait()
	return errors.Join(err, copyErr)
}

// read returns the body of an object of at most limit bytes.
func (o *objects) read(id gitname.ID, typ string, limit int64) ([]byte, error) {
	body, err := o.open(id, typ)
	if err != nil {
		return nil, err
	}
	if body.size > limit {
		return nil, errors.Join(refused("%s %s has %d bytes, more than the %d that one may have", typ, id, body.size, limit), body.verify())
	}
	b := make([]byte, body.size)
	if _, err := io.ReadFull(body, b); err != nil {
		return nil, o.broken(err)
	}
	return b, body.verify()
}

// store puts a blob into the store. One that turns out wrong stays there under
// the name of what it is, and nothing refers to it.
func (o *objects) store(ctx context.Context, store cas.Store, id gitname.ID) (digest.Digest, error) {
	body, err := o.open(id, "blob")
	if err != nil {
		return digest.Digest{}, err
	}
	d, err := store.Put(ctx, body)
	if err != nil {
		return digest.Digest{}, &StoreError{err}
	}
	return d, body.verify()
}

// open asks for an object. Its body must be read, and verified, before the next
// is asked for.
func (o *objects) open(id gitname.ID, typ string) (*body, error) {
	if _, err := io.WriteString(o.asks, string(id)+"\n"); err != nil {
		return nil, o.broken(err)
	}
	head, err := o.tells.ReadString('\n')
	if err != nil {
		return nil, o.broken(err)
	}
	fields := strings.Fields(head)
	if len(fields) == 2 && fields[1] == "missing" {
		return nil, refused("has no %s %s", typ, id)
	}
	if len(fields) != 3 || fields[0] != string(id) {
		return nil, o.broken(fmt.Errorf("it answers %q", head))
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil || size < 0 {
		return nil, o.broken(fmt.Errorf("it answers %q", head))
	}
	b := &body{objects: o, id: id, size: size, left: size, sum: newHash(id)}
	fmt.Fprintf(b.sum, "%s %d\x00", typ, size)
	if fields[1] != typ {
		return nil, errors.Join(refused("%s is a %s, not a %s", id, fields[1], typ), b.skip())
	}
	return b, nil
}

func (o *objects) broken(err error) error {
	if lines := o.stderr.lines(); len(lines) > 0 {
		err = errors.New(strings.Join(lines, "; "))
	}
	return fmt.Errorf("git cat-file: %w", err)
}

// body is an object's content on its way.
type body struct {
	*objects
	id   gitname.ID
	size int64
	left int64
	sum  hash.Hash
}

// Read implements [io.Reader].
func (b *body) Read(p []byte) (int, error) {
	if b.left == 0 {
		return 0, io.EOF
	}
	n, err := b.tells.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	b.sum.Write(p[:n])
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// skip reads over what is left, so that another object may be asked for.
func (b *body) skip() error {
	if _, err := io.Copy(io.Discard, b); err != nil {
		return b.broken(err)
	}
	if _, err := b.tells.Discard(1); err != nil { // the line's end behind every object
		return b.broken(err)
	}
	return nil
}

// verify ends the object and checks that its bytes have its name.
func (b *body) verify() error {
	if err := b.skip(); err != nil {
		return err
	}
	if got := hex.EncodeToString(b.sum.Sum(nil)); got != string(b.id) {
		return refused("gives wrong bytes for the object %s: theirs would be %s", b.id, got)
	}
	return nil
}
