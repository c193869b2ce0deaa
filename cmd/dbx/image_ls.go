package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"dbx/engine/schedule"
	"dbx/executor"
	"dbx/executor/docker"
)

// imageLine is what ls says of an image.
type imageLine struct {
	Label    string   `json:"label"`
	Platform string   `json:"platform"`
	Built    bool     `json:"built"` // the cache has it as the workspace now wants it
	Digest   string   `json:"digest,omitempty"`
	Size     int64    `json:"size,omitempty"`   // of all layers
	Loaded   bool     `json:"loaded"`           // the daemon has it
	Names    []string `json:"names,omitempty"`  // there
	Daemon   string   `json:"daemon,omitempty"` // why it could not be asked
}

func (a *app) imageLsCommand() *cobra.Command {
	var flags buildFlags
	var output string
	cmd := &cobra.Command{
		Use:   "ls [PATTERN…]",
		Short: "List the workspace's images, and whether they are built and in the Docker daemon",
		Long:  "Ls lists images, of //... if no pattern is given. It builds nothing: an image\ncounts as built if the cache has it as it would be built now.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if output != "text" && output != "json" {
				return usage("--output %s: want text or json", output)
			}
			if len(args) == 0 {
				args = []string{"//..."}
			}
			return a.listImages(cmd.Context(), args, flags, output)
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVar(&output, "output", "text", "`form` of the answer: text or json (an object a line)")
	return cmd
}

func (a *app) listImages(ctx context.Context, patterns []string, flags buildFlags, output string) (err error) {
	if err := flags.check(); err != nil {
		return err
	}
	ws, analysed, targets, err := a.analyseImages(ctx, patterns, flags.loadFlags)
	if err != nil {
		return err
	}
	engine, err := a.open(ws, flags, looked)
	if err != nil {
		return err
	}
	defer func() { err = engine.end(ctx, err) }()
	options := engine.options(flags)
	options.KeepGoing, options.Sink = true, nobody
	options.Executor = executor.WithCache(executor.Func(notBuilt), engine.cache.Results, engine.cache.Store)
	report, err := schedule.Run(ctx, analysed.Graph, imageProducers(analysed.Graph, targets), options)
	if err != nil {
		return machine(err)
	}
	daemon, silent := docker.OpenDaemon(ctx)
	if silent == nil {
		defer daemon.Close()
	}
	var lines []imageLine
	for _, t := range targets {
		line, err := engine.imageLine(ctx, t, report, daemon, silent)
		if err != nil {
			return machine(err)
		}
		lines = append(lines, line)
	}
	if silent != nil {
		engine.progress.say("note: the daemon was not asked: %v", silent)
	}
	return machine(writeImageLines(a.stdout, lines, output))
}

func (e *assembly) imageLine(ctx context.Context, t imageTarget, report *schedule.Report, daemon *docker.Daemon, silent error) (imageLine, error) {
	line := imageLine{Label: t.label.String(), Platform: "linux/" + t.Arch}
	if t.Variant != "" {
		line.Platform += "/" + t.Variant
	}
	b, built, err := e.openImage(ctx, t, report)
	if err == nil && built {
		err = line.look(ctx, b, daemon, silent)
	}
	return line, err
}

// notBuilt is the executor of who builds nothing.
func notBuilt(context.Context, executor.Spawn) (executor.Result, error) {
	return executor.Result{Status: executor.Failed, ExitCode: 1, Message: "not built yet"}, nil
}

// look fills in what is known of an image that is built.
func (l *imageLine) look(ctx context.Context, b builtImage, daemon *docker.Daemon, silent error) error {
	manifest, err := b.image.Manifest()
	if err != nil {
		return err
	}
	l.Built, l.Digest = true, b.image.Descriptor.Digest.String()
	for _, layer := range manifest.Layers {
		l.Size += layer.Size
	}
	if silent != nil {
		l.Daemon = silent.Error()
		return nil
	}
	id, err := b.image.ConfigName()
	if err != nil {
		return err
	}
	l.Names, l.Loaded, err = daemon.Names(ctx, id)
	return err
}

func writeImageLines(w io.Writer, lines []imageLine, output string) error {
	if output == "json" {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		for _, l := range lines {
			if err := enc.Encode(l); err != nil {
				return err
			}
		}
		return nil
	}
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "IMAGE\tPLATFORM\tDIGEST\tSIZE\tIN THE DAEMON AS")
	for _, l := range lines {
		digest, size, loaded := "not built", "", ""
		if l.Built {
			digest, size = short(strings.TrimPrefix(l.Digest, "sha256:")), byteSize(l.Size).String()
		}
		switch {
		case l.Loaded && len(l.Names) == 0:
			loaded = "(no name)"
		case l.Loaded:
			loaded = strings.Join(l.Names, " ")
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", l.Label, l.Platform, digest, size, loaded)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for row := range strings.Lines(b.String()) {
		if _, err := fmt.Fprintln(w, strings.TrimRight(row, " \n")); err != nil {
			return err
		}
	}
	return nil
}
