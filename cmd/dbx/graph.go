package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"dbx/engine/analysis"
	"dbx/engine/graph"
	"dbx/engine/graph/draw"
	"dbx/engine/query"
)

// pictureForms are the ways to write a picture, by the ending of a file.
func pictureForms() map[string]func(*draw.Picture, io.Writer) error {
	return map[string]func(*draw.Picture, io.Writer) error{
		"svg":     (*draw.Picture).WriteSVG,
		"html":    (*draw.Picture).WriteHTML,
		"dot":     (*draw.Picture).WriteDOT,
		"mermaid": (*draw.Picture).WriteMermaid,
	}
}

func (a *app) graphCommand() *cobra.Command {
	var flags loadFlags
	var file, form string
	var actions bool
	forms := strings.Join(slices.Sorted(maps.Keys(pictureForms())), ", ")
	cmd := &cobra.Command{
		Use:   "graph PATTERN…",
		Short: "Draw targets, or actions, and what they depend on",
		Long: `Graph draws the targets that the patterns select and all that they depend on,
or, with --actions, the actions that are declared for them. The HTML page needs
nothing but itself: move, zoom, search, and click to see what depends on what.`,
		Example: "  dbx graph //wheels/... -o graph.html\n  dbx graph //wheels/markupsafe --actions -o markupsafe.svg",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if form == "" {
				if form = strings.TrimPrefix(filepath.Ext(file), "."); form == "" {
					form = "dot"
				}
			}
			write := pictureForms()[form]
			if write == nil {
				return usage("a picture as %s: want one of %s, as --output or as the ending of -o", form, forms)
			}
			picture, err := a.picture(cmd.Context(), args, flags, actions)
			if err != nil {
				return err
			}
			return a.writePicture(file, picture, write)
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVarP(&file, "out", "o", "", "write to this `file`; its ending chooses the form")
	cmd.Flags().StringVar(&form, "output", "", "`form` of the picture: "+forms)
	cmd.Flags().BoolVar(&actions, "actions", false, "draw actions in place of targets")
	return cmd
}

// writePicture writes to a file, relative to where the user stands, or to
// standard output.
func (a *app) writePicture(file string, p *draw.Picture, write func(*draw.Picture, io.Writer) error) error {
	var b bytes.Buffer
	if err := write(p, &b); err != nil {
		return machine(err)
	}
	if file == "" || file == "-" {
		_, err := a.stdout.Write(b.Bytes())
		return machine(err)
	}
	file = a.path(file)
	err := writeFile(file, b.Bytes(), 0o644)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return usage("-o %s: %w", a.relative(file), cause(err))
	}
	if err != nil {
		return machine(err)
	}
	fmt.Fprintf(a.stderr, "wrote %s: %d nodes, %d edges\n", a.relative(file), len(p.Nodes), len(p.Edges))
	return nil
}

func (a *app) picture(ctx context.Context, patterns []string, flags loadFlags, actions bool) (*draw.Picture, error) {
	kinds := flags.kinds
	flags.kinds = nil
	ws, err := a.load(ctx, patterns, flags)
	if err != nil {
		return nil, err
	}
	title := ws.Name + ": " + strings.Join(patterns, " ")
	if actions {
		analysed, err := a.analyse(ws)
		if err != nil {
			return nil, err
		}
		return actionPicture(title, analysed), nil
	}
	result := &query.Result{}
	for _, t := range ws.Targets() {
		if len(kinds) == 0 || slices.Contains(kinds, t.Kind) {
			result.Targets = append(result.Targets, t)
		}
	}
	return result.Picture(title), nil
}

// actionPicture draws every declared action, coloured by what it does.
func actionPicture(title string, analysed *analysis.Analysis) *draw.Picture {
	g := analysed.Graph
	p := &draw.Picture{Title: title}
	for id := range graph.ActionID(g.Len()) {
		action := g.Action(id)
		text := action.Mnemonic
		if name := action.Name(); name != text {
			text += " " + name
		}
		node := draw.Node{
			Name:  fmt.Sprintf("%s %s", action.Owner, text),
			Text:  text,
			Sub:   action.Owner.String(),
			Kind:  action.Mnemonic,
			Group: "//" + action.Owner.Package(),
			Notes: []string{strings.Join(quoted(action.Args), " ")},
		}
		for _, in := range action.Inputs {
			if artifact := g.Artifact(in.Artifact); artifact.IsSource() {
				node.Notes = append(node.Notes, "reads "+artifact.Path)
			}
		}
		const most = 12
		if n := len(node.Notes); n > most {
			node.Notes = append(node.Notes[:most:most], fmt.Sprintf("and %d more files", n-most))
		}
		p.Nodes = append(p.Nodes, node)
		for _, producer := range g.Edges().In(int32(id)) {
			p.Edges = append(p.Edges, graph.Edge{From: int32(id), To: producer})
		}
	}
	return p
}
