package varied

import (
	"errors"
	"net"
	"os"
	"os/exec"

	"dbx/executor/agent"
)

// stream is a process's standard input and output, as its client has them.
type stream struct {
	net.Conn
	ends []*os.File // the process's own
}

// newStream gives a process that is to be started a standard input and output.
func newStream(cmd *exec.Cmd) (*stream, error) {
	in, toIn, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	fromOut, out, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, in.Close(), toIn.Close())
	}
	cmd.Stdin, cmd.Stdout = in, out
	closeBoth := func() error { return errors.Join(toIn.Close(), fromOut.Close()) }
	return &stream{agent.NewStream(fromOut, toIn, closeBoth), []*os.File{in, out}}, nil
}

// theirs closes this process's copies of the other's ends, once that is started.
func (s *stream) theirs() {
	for _, f := range s.ends {
		f.Close()
	}
}
