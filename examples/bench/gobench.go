package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

// suite is the compiled tests of one package of dbx, whose benchmarks set up
// just what they measure.
type suite struct {
	folder, binary string
}

func (b *bench) suite(ctx context.Context, folder string) (suite, error) {
	s := suite{filepath.Join(b.module, filepath.FromSlash(folder)), filepath.Join(b.dir, filepath.Base(folder)+".test")}
	build := exec.CommandContext(ctx, "go", "test", "-c", "-o", s.binary, ".")
	build.Dir = s.folder
	if out, err := build.CombinedOutput(); err != nil {
		return s, fmt.Errorf("build the tests of %s: %w\n%s", folder, err, out)
	}
	return s, nil
}

var (
	perOperation = regexp.MustCompile(`(?m)^Benchmark\S+\s+\d+\s+([0-9.e+]+) ns/op`)
	skipped      = regexp.MustCompile(`(?m)^\s+\S+_?\S*\.go:\d+: (.*)$`)
)

// operation is a contender's run that is a benchmark of the suite, repeated
// times times; its sample is one operation's.
func (s suite) operation(name string, times int) func(context.Context) (sample, error) {
	return func(ctx context.Context) (sample, error) {
		_, out, err := output(ctx, s.folder, nil, s.binary, "-test.run=^$", "-test.v", "-test.bench=^"+name+"$", fmt.Sprintf("-test.benchtime=%dx", times))
		if err != nil {
			return sample{}, err
		}
		found := perOperation.FindSubmatch(out)
		if found == nil {
			if why := skipped.FindSubmatch(out); why != nil {
				return sample{}, errors.New(string(why[1]))
			}
			return sample{}, fmt.Errorf("%s printed no time: %s", name, out)
		}
		ns, err := strconv.ParseFloat(string(found[1]), 64)
		return sample{wall: time.Duration(ns)}, err
	}
}

// actions compare what it costs to run a command that does nothing.
func (b *bench) actions() []comparison {
	times := 4 * b.size.rounds
	return []comparison{
		{"one action in the sandbox", func(ctx context.Context) ([]contender, error) {
			s, err := b.suite(ctx, "executor/sandbox")
			return []contender{
				{name: "bwrap", run: s.operation("BenchmarkBubblewrap", times)},
				{name: "the command alone", run: s.operation("BenchmarkExec", times)},
				{name: "dbx, sandbox", run: s.operation("BenchmarkSandbox", times)},
			}, err
		}},
		{"one action in Docker", func(ctx context.Context) ([]contender, error) {
			s, err := b.suite(ctx, "executor/docker")
			return []contender{
				{name: "docker run", run: s.operation("BenchmarkDockerRun", times)},
				{name: "dbx, fresh", run: s.operation("BenchmarkFresh", times)},
				{name: "dbx, fast", run: s.operation("BenchmarkFast", times)},
			}, err
		}},
	}
}
