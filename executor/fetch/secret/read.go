package secret

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Bounds of what a secret may be and take.
const (
	minValue = 4 // bytes; a shorter one could not be told from any other text
	maxValue = 64 << 10
	patience = time.Minute // with a program
)

// read returns the value, which it remembers. No error has anything of it.
func (s *kept) read(ctx context.Context, places Places) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.value != "" {
		return s.value, nil
	}
	text, err := s.fetch(ctx, places)
	if err != nil {
		return "", err
	}
	value := strings.TrimRight(text, "\r\n")
	switch {
	case len(value) < minValue || len(value) > maxValue:
		return "", fmt.Errorf("%s has %d bytes, which no secret has", s.where(), len(value))
	case strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "", fmt.Errorf("%s has more than one line, or control characters", s.where())
	}
	s.value = value
	return value, nil
}

func (s *kept) where() string {
	switch {
	case s.Env != "":
		return "the environment variable " + s.Env
	case s.File != "":
		return "the file " + s.File
	}
	return "what " + s.Command[0] + " prints"
}

func (s *kept) fetch(ctx context.Context, places Places) (string, error) {
	switch {
	case s.Env != "":
		value, ok := places.Env(s.Env)
		if !ok || value == "" {
			return "", fmt.Errorf("the environment variable %s is not set", s.Env)
		}
		return value, nil
	case s.File != "":
		return s.fromFile(places)
	}
	return s.fromCommand(ctx, places)
}

func (s *kept) fromFile(places Places) (string, error) {
	name := s.File
	if rest, ok := strings.CutPrefix(name, "~/"); ok {
		home, ok := places.Env("HOME")
		if !ok {
			return "", errors.New("HOME is not set, so " + name + " is nowhere")
		}
		name = filepath.Join(home, rest)
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(places.Dir, name)
	}
	info, err := os.Stat(name)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() || info.Size() > maxValue {
		return "", fmt.Errorf("%s is not a file of a secret's size", name)
	}
	b, err := os.ReadFile(name)
	return string(b), err
}

// fromCommand runs a program as the user would. What it says on its standard
// error is not repeated: it may be the secret.
func (s *kept) fromCommand(ctx context.Context, places Places) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.Command[0], s.Command[1:]...)
	cmd.Dir = places.Dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return "", fmt.Errorf("%s did not end: %w", s.Command[0], ctx.Err())
	case errors.As(err, &exit):
		return "", fmt.Errorf("%s ended with %v; run it yourself to see why", s.Command[0], exit.ProcessState)
	}
	return string(out), err
}
