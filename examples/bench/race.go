package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// comparison is a race between programs that do the same work. What prepare
// cannot provide is missing on the machine.
type comparison struct {
	title   string
	prepare func(context.Context) ([]contender, error)
}

// contender is one of those that are compared. The first of a race is what the
// others are measured against.
type contender struct {
	name    string
	missing string // why it cannot take part here; empty if it can
	reset   func(context.Context) error
	run     func(context.Context) (sample, error)
}

// sample is what one round cost.
type sample struct {
	wall time.Duration
	cpu  time.Duration // of the process and its children; 0 if it is not known
}

// result is a contender's median.
type result struct {
	name    string
	missing string
	sample
}

// race lets all contenders run in turn, round after round. Whoever fails in the
// first round is missing; later, that is an error.
func race(ctx context.Context, contenders []contender, rounds int) ([]result, error) {
	samples := make([][]sample, len(contenders))
	for round := range rounds {
		for i := range contenders {
			c := &contenders[i]
			if c.missing != "" {
				continue
			}
			s, err := c.once(ctx)
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if err != nil && round > 0 {
				return nil, fmt.Errorf("%s, round %d: %w", c.name, round+1, err)
			}
			if err != nil {
				c.missing = firstLine(err)
				continue
			}
			samples[i] = append(samples[i], s)
		}
	}
	results := make([]result, len(contenders))
	for i, c := range contenders {
		results[i] = result{c.name, c.missing, median(samples[i])}
	}
	return results, nil
}

func (c *contender) once(ctx context.Context) (sample, error) {
	if c.reset != nil {
		if err := c.reset(ctx); err != nil {
			return sample{}, err
		}
	}
	return c.run(ctx)
}

// median takes the medians of both clocks.
func median(samples []sample) sample {
	if len(samples) == 0 {
		return sample{}
	}
	var wall, cpu []time.Duration
	for _, s := range samples {
		wall, cpu = append(wall, s.wall), append(cpu, s.cpu)
	}
	slices.Sort(wall)
	slices.Sort(cpu)
	return sample{wall[len(wall)/2], cpu[len(cpu)/2]}
}

// command is a contender's run that is a process of its own.
func command(dir string, env []string, args ...string) func(context.Context) (sample, error) {
	return func(ctx context.Context) (sample, error) {
		s, _, err := output(ctx, dir, env, args...)
		return s, err
	}
}

// output runs a process and returns what it cost and printed.
func output(ctx context.Context, dir string, env []string, args ...string) (sample, []byte, error) {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	began := time.Now()
	err := cmd.Run()
	wall := time.Since(began)
	if err != nil {
		said := bytes.TrimSpace(errs.Bytes())
		if len(said) == 0 {
			said = bytes.TrimSpace(out.Bytes())
		}
		return sample{}, nil, fmt.Errorf("%s: %w: %s", filepath.Base(args[0]), err, said)
	}
	return sample{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}, out.Bytes(), nil
}

// lacking says what a machine lacks of the named programs.
func lacking(programs ...string) string {
	for _, p := range programs {
		if _, err := exec.LookPath(p); errors.Is(err, exec.ErrNotFound) {
			return "there is no " + p + " here"
		}
	}
	return ""
}
