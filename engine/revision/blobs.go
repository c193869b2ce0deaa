package revision

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
)

// blobs reads objects through one git cat-file --batch, started when the first
// is asked for.
type blobs struct {
	start func() *exec.Cmd

	mu  sync.Mutex
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	err error // what ended the conversation
}

// read returns an object's content.
func (b *blobs) read(id string) ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.cmd == nil && b.err == nil {
		b.err = b.open()
	}
	if b.err != nil {
		return nil, b.err
	}
	if _, err := io.WriteString(b.in, id+"\n"); err != nil {
		b.err = fmt.Errorf("git cat-file: %w", err)
		return nil, b.err
	}
	content, err := b.answer(id)
	if err != nil {
		b.err = fmt.Errorf("git cat-file: object %s: %w", id, err)
	}
	return content, b.err
}

func (b *blobs) open() error {
	cmd := b.start()
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	b.cmd, b.in, b.out = cmd, in, bufio.NewReader(out)
	return nil
}

// answer reads "id type size\n", the content and a newline.
func (b *blobs) answer(id string) ([]byte, error) {
	head, err := b.out.ReadString('\n')
	if err != nil {
		return nil, err
	}
	fields := strings.Fields(head)
	if len(fields) != 3 || fields[0] != id {
		return nil, fmt.Errorf("git answers %q", strings.TrimSpace(head))
	}
	size, err := strconv.ParseUint(fields[2], 10, 40)
	if err != nil {
		return nil, err
	}
	content := make([]byte, size+1)
	if _, err := io.ReadFull(b.out, content); err != nil {
		return nil, err
	}
	return content[:size], nil
}

func (b *blobs) close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.cmd == nil {
		return nil
	}
	err := errors.Join(b.in.Close(), b.cmd.Wait())
	b.cmd, b.err = nil, errors.New("the revision was closed")
	return err
}
