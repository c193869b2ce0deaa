package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	gcr "github.com/google/go-containerregistry/pkg/v1"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
	"github.com/spf13/cobra"
)

// imageReport is what inspect says of an image.
type imageReport struct {
	Image       string            `json:"image"`            // the label or path asked for
	Digest      string            `json:"digest,omitempty"` // of the manifest; an archive of Docker has none
	ID          string            `json:"id"`               // digest of the configuration
	Platform    string            `json:"platform"`
	Size        int64             `json:"size"` // of all layers as they are stored
	Annotations map[string]string `json:"annotations,omitempty"`
	Layers      []layerReport     `json:"layers"`
	Config      json.RawMessage   `json:"config"`
}

type layerReport struct {
	DiffID    string `json:"diff_id"`
	Digest    string `json:"digest"`
	Size      int64  `json:"size"`
	MediaType string `json:"media_type"`
	MadeBy    string `json:"made_by,omitempty"` // label and mnemonic of the action, or what another tool says
}

func (a *app) imageInspectCommand() *cobra.Command {
	var flags buildFlags
	var output string
	cmd := &cobra.Command{
		Use:     "inspect LABEL|PATH…",
		Short:   "Show an image's configuration and layers, and what made them",
		Long:    "Inspect shows images of the workspace, which it builds, or image layouts and\narchives of files.",
		Example: "  dbx image inspect //images:bookworm\n  dbx image inspect ./image.tar --output json",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if output != "text" && output != "json" {
				return usage("--output %s: want text or json", output)
			}
			return a.withSources(cmd.Context(), args, flags, func(sources []imageSource) error {
				var reports []imageReport
				for _, s := range sources {
					report, err := describeImage(s)
					if err != nil {
						return blame(err)
					}
					reports = append(reports, report)
				}
				return machine(writeReports(a.stdout, reports, output))
			})
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVar(&output, "output", "text", "`form` of the answer: text or json (a list)")
	return cmd
}

func describeImage(s imageSource) (imageReport, error) {
	manifest, err1 := s.image.Manifest()
	config, err2 := s.image.ConfigFile()
	text, err3 := s.image.RawConfigFile()
	if err := errors.Join(err1, err2, err3); err != nil {
		return imageReport{}, err
	}
	r := imageReport{
		Image: s.name, Digest: s.image.Descriptor.Digest.String(), ID: manifest.Config.Digest.String(),
		Platform: platformOf(config), Annotations: manifest.Annotations, Config: text,
	}
	made := madeBy(config)
	for i, l := range manifest.Layers {
		r.Size += l.Size
		r.Layers = append(r.Layers, layerReport{
			DiffID: config.RootFS.DiffIDs[i].String(), Digest: l.Digest.String(), Size: l.Size, MediaType: string(l.MediaType), MadeBy: made[i],
		})
	}
	return r, nil
}

func platformOf(config *gcr.ConfigFile) string {
	p := config.OS + "/" + config.Architecture
	if config.Variant != "" {
		p += "/" + config.Variant
	}
	return p
}

// madeBy returns for each layer what the image's history says of it.
func madeBy(config *gcr.ConfigFile) []string {
	made := make([]string, len(config.RootFS.DiffIDs))
	at := 0
	for _, h := range config.History {
		if !h.EmptyLayer && at < len(made) {
			made[at] = h.CreatedBy
			at++
		}
	}
	return made
}

func writeReports(w io.Writer, reports []imageReport, output string) error {
	if output == "json" {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(reports)
	}
	for i, r := range reports {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if err := r.writeText(w); err != nil {
			return err
		}
	}
	return nil
}

func (r imageReport) writeText(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(t, "%s\t%s\n", name, value)
		}
	}
	line("image", r.Image)
	line("digest", r.Digest)
	line("id", r.ID)
	line("platform", r.Platform)
	line("size", byteSize(r.Size).String())
	if err := r.writeConfig(line); err != nil {
		return err
	}
	for _, k := range sortedKeys(r.Annotations) {
		line("annotation", k+"="+r.Annotations[k])
	}
	for i, l := range r.Layers {
		line(fmt.Sprintf("layer %d", i), fmt.Sprintf("%s %9s  %s", l.DiffID, byteSize(l.Size), l.MadeBy))
	}
	return t.Flush()
}

// writeConfig writes those settings that are there, a line each.
func (r imageReport) writeConfig(line func(name, value string)) error {
	var c v1.Image
	if err := json.Unmarshal(r.Config, &c); err != nil {
		return err
	}
	if c.Created != nil {
		line("created", c.Created.Format(time.RFC3339))
	}
	line("author", c.Author)
	line("user", c.Config.User)
	line("workdir", c.Config.WorkingDir)
	line("entrypoint", shellWords(c.Config.Entrypoint))
	line("cmd", shellWords(c.Config.Cmd))
	line("stop signal", c.Config.StopSignal)
	line("ports", strings.Join(sortedKeys(c.Config.ExposedPorts), " "))
	line("volumes", strings.Join(sortedKeys(c.Config.Volumes), " "))
	for _, v := range c.Config.Env {
		line("env", v)
	}
	for _, k := range sortedKeys(c.Config.Labels) {
		line("label", k+"="+c.Config.Labels[k])
	}
	return nil
}

// shellWords writes arguments so that they can be told apart.
func shellWords(args []string) string { return strings.Join(quoted(args), " ") }

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
