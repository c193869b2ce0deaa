// Command bench measures dbx beside other programs that do the same work, and
// prints the ratios.
//
// Contenders take turns, round after round, so that what else the machine does
// meets them all alike; a figure is the median of its rounds. Bench knows
// command lines and clocks only: how dbx does its work is none of its business.
// What the machine lacks is said and left out.
//
//	go run ./examples/bench [-quick] [-only TEXT] [-write docs/performance.md]
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

// run is the whole program: it measures and prints a report to stdout, and what
// it is doing to stderr.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	quick := flags.Bool("quick", false, "small sizes and one round: shows that all works, not how fast")
	only := flags.String("only", "", "only comparisons whose title contains this `text`")
	write := flags.String("write", "", "replace the report between the markers of this `file`")
	if err := flags.Parse(args); err != nil {
		return err
	}
	module, err := moduleRoot(ctx)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "dbx-bench-")
	if err != nil {
		return err
	}
	defer func() {
		if e := os.RemoveAll(work); err == nil {
			err = e
		}
	}()
	b := &bench{module: module, dir: work, size: full, log: stderr, loaded: map[string]bool{}}
	defer b.unload()
	if *quick {
		b.size = small
	}
	fmt.Fprintln(stderr, "building dbx")
	if err := b.buildDbx(ctx); err != nil {
		return err
	}
	report, err := b.measure(ctx, *only)
	if err != nil {
		return err
	}
	text := report.String()
	if _, err := io.WriteString(stdout, text); err != nil || *write == "" {
		return err
	}
	return replaceReport(*write, text)
}

// size is how much is measured.
type size struct {
	actions, files, rounds int
	megabytes              int // of the large layer of an image
}

var (
	full  = size{actions: 10_000, files: 10_000, rounds: 5, megabytes: 256}
	small = size{actions: 30, files: 50, rounds: 1, megabytes: 1}
)

// bench is one run: where things are, and how many.
type bench struct {
	module string // dbx's own folder
	dir    string // all that is made goes here
	size   size
	log    io.Writer
	loaded map[string]bool // images brought into Docker
}

// dbx is the path of the program under test.
func (b *bench) dbx() string { return filepath.Join(b.dir, "dbx") }

func (b *bench) buildDbx(ctx context.Context) error {
	build := exec.CommandContext(ctx, "go", "build", "-o", b.dbx(), "./cmd/dbx")
	build.Dir = b.module
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build dbx: %w\n%s", err, out)
	}
	return nil
}

// measure holds the comparisons whose title contains only.
func (b *bench) measure(ctx context.Context, only string) (*report, error) {
	r := &report{machine: describeMachine(b.size)}
	for _, c := range b.comparisons() {
		if !strings.Contains(c.title, only) {
			continue
		}
		fmt.Fprintln(b.log, "measuring:", c.title)
		contenders, err := c.prepare(ctx)
		if err != nil {
			r.add(c.title, nil, err)
			continue
		}
		results, err := race(ctx, contenders, b.size.rounds)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.title, err)
		}
		r.add(c.title, results, nil)
	}
	return r, nil
}

func moduleRoot(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	path := strings.TrimSpace(string(out))
	if err != nil || filepath.Base(path) != "go.mod" {
		return "", fmt.Errorf("run it inside dbx's source tree: no go.mod found (%v)", err)
	}
	return filepath.Dir(path), nil
}
