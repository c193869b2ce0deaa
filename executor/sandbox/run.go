package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"dbx/cache/digest"
	"dbx/executor"
	"dbx/executor/cgroup"
	"dbx/executor/inner"
)

// ending is how a command came to its end.
type ending struct {
	report      inner.Report
	timedOut    bool
	outOfMemory bool // one of its processes died of that
	log         digest.Digest
}

// result says what the ending means for the command, outputs aside.
func (e ending) result(sp executor.Spawn) executor.Result {
	r := executor.Result{ExitCode: e.report.Code, Log: e.log, Duration: time.Duration(e.report.Nanos)}
	switch {
	case e.timedOut:
		r.Status, r.Message = executor.TimedOut, sp.TooLong()
	case e.outOfMemory && r.ExitCode != 0:
		r.Status, r.Message = executor.OutOfMemory, sp.OverMemory()
	case e.report.Kind == inner.Killed:
		r.Status = executor.Signaled
		r.Message = fmt.Sprintf("the command died of signal %d (%s)", r.ExitCode-128, unix.SignalName(unix.Signal(r.ExitCode-128)))
	case e.report.Code != 0:
		r.Status = executor.Failed
	}
	return r
}

// run starts the command and sees to it that it ends: by itself, by its
// timeout, or because ctx was cancelled. The log is in the ending also with an
// error. No process is left.
func (s *Sandbox) run(ctx context.Context, sp executor.Spawn, root *inner.Root) (ending, error) {
	group, err := s.group(sp)
	if err != nil {
		return ending{}, err
	}
	defer group.Close()
	p, err := s.start(ctx, sp, s.newSpec(sp, root), group)
	if err != nil {
		return ending{}, err
	}
	defer unix.Close(p.pidfd)
	// The log must reach the store also if ctx is cancelled.
	logged := make(chan error, 1)
	var e ending
	go func() {
		var err error
		e.log, err = s.keepLog(context.WithoutCancel(ctx), p.log)
		logged <- err
	}()
	timedOut, err := p.await(ctx, sp.Timeout)
	if logErr := <-logged; err == nil && logErr != nil {
		err = fmt.Errorf("keep the log: %w", logErr)
	}
	e.report, e.timedOut = p.last(), timedOut
	e.outOfMemory = err == nil && !timedOut && group.OutOfMemory()
	switch {
	case err != nil:
		return e, err
	case e.report.Kind == inner.SetUpFailed:
		return e, fmt.Errorf("set up: %s%s", e.report.Text, hint())
	case e.timedOut:
		if e.report.Kind < inner.Exited { // it had to be killed
			e.report.Code, e.report.Nanos = 128+int(unix.SIGKILL), int64(sp.Timeout+grace)
		}
	case e.report.Kind < inner.Exited && e.outOfMemory: // nothing but the first process was left to kill
		e.report.Code = 128 + int(unix.SIGKILL)
	case e.report.Kind < inner.Exited:
		return e, errors.New("the sandbox was killed from outside")
	}
	return e, nil
}

// keepLog stores all of the log; an empty one is no blob.
func (s *Sandbox) keepLog(ctx context.Context, log *os.File) (digest.Digest, error) {
	defer log.Close()
	begin := make([]byte, 4<<10)
	n, err := io.ReadFull(log, begin)
	if errors.Is(err, io.EOF) {
		return digest.Digest{}, nil
	}
	d, err := s.stager.Store().Put(ctx, io.MultiReader(bytes.NewReader(begin[:n]), log))
	if err != nil {
		// Nobody else would read it, and the command would wait for that.
		_, _ = io.Copy(io.Discard, log)
		return digest.Digest{}, err
	}
	return d, nil
}

// process is a sandbox that was started.
type process struct {
	pidfd   int
	log     *os.File
	reports chan inner.Report // each report that came; closed when no more can
	final   inner.Report
}

func (s *Sandbox) start(ctx context.Context, sp executor.Spawn, spec *inner.Spec, group *cgroup.Group) (*process, error) {
	specFile, err := specFile(spec)
	if err != nil {
		return nil, err
	}
	defer specFile.Close()
	logR, logW, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer logW.Close()
	reportR, reportW, err := os.Pipe()
	if err != nil {
		logR.Close()
		return nil, err
	}
	defer reportW.Close()
	request := inner.Sealed
	if sp.Network {
		request = inner.Networked
	}
	pidfd, err := s.launch(ctx, domainOf(sp), request, append([]*os.File{specFile, logW, reportW}, group.Files()...))
	if err != nil {
		logR.Close()
		reportR.Close()
		return nil, err
	}
	p := &process{pidfd: pidfd, log: logR, reports: make(chan inner.Report, 2)}
	go p.listen(reportR)
	return p, nil
}

// specFile returns an anonymous file with the specification, ready to be read.
func specFile(spec *inner.Spec) (*os.File, error) {
	fd, err := unix.MemfdCreate("dbx-spec", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("write the specification: %w", err)
	}
	f := os.NewFile(uintptr(fd), "dbx-spec")
	_, err = f.Write(spec.Marshal())
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("write the specification: %w", err)
	}
	return f, nil
}

// listen passes reports on until the first process is gone.
func (p *process) listen(r *os.File) {
	defer r.Close()
	defer close(p.reports)
	var all []byte
	buf := make([]byte, 1024)
	started := false
	for {
		n, err := r.Read(buf)
		all = append(all, buf[:n]...)
		if !started && n > 0 {
			started = true
			p.reports <- inner.ParseReport(all)
		}
		if err != nil {
			p.reports <- inner.ParseReport(all)
			return
		}
	}
}

// await returns once all processes of the sandbox are dead. It brings that
// about when the timeout has passed or ctx is cancelled; the latter is an
// error.
func (p *process) await(ctx context.Context, timeout time.Duration) (timedOut bool, err error) {
	var expired <-chan time.Time
	cancelled := ctx.Done()
	var kill <-chan time.Time
	for {
		select {
		case r, open := <-p.reports:
			if !open {
				return timedOut, errors.Join(p.gone(), err)
			}
			p.final = r
			if r.Kind == inner.Started && timeout > 0 && expired == nil {
				expired = time.After(timeout)
			}
			continue
		case <-cancelled:
			err, cancelled = context.Cause(ctx), nil
		case <-expired:
			timedOut = err == nil
		case <-kill:
			p.signal(unix.SIGKILL)
			continue
		}
		expired = nil
		p.signal(inner.StopSignal)
		if kill == nil {
			kill = time.After(grace)
		}
	}
}

// last returns the last report; await must have returned.
func (p *process) last() inner.Report { return p.final }

func (p *process) signal(s unix.Signal) {
	// It fails only for a process that is gone, which is what is wanted.
	_ = unix.PidfdSendSignal(p.pidfd, s, nil, 0)
}

// gone waits until the kernel has ended every process of the sandbox: its
// first one becomes a zombie only after all others.
func (p *process) gone() error {
	for {
		_, err := unix.Poll([]unix.PollFd{{Fd: int32(p.pidfd), Events: unix.POLLIN}}, -1)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}
