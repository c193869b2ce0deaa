package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"dbx/engine/load"
)

func (a *app) validateCommand() *cobra.Command {
	var flags loadFlags
	var output string
	cmd := &cobra.Command{
		Use:   "validate [PATTERN…]",
		Short: "Load and analyse everything, and report all mistakes; nothing is built",
		RunE: func(cmd *cobra.Command, args []string) error {
			if output != "text" && output != "json" {
				return usage("--output %s: want text or json", output)
			}
			if len(args) == 0 {
				args = []string{"//..."}
			}
			if output == "json" {
				return a.validateJSON(cmd.Context(), args, flags)
			}
			ws, diags, actions, err := a.validate(cmd.Context(), args, flags)
			if err != nil {
				return err
			}
			if err := a.complain(ws, diags); err != nil {
				return err
			}
			_, err = fmt.Fprintf(a.stdout, "targets: %d, actions: %d, mistakes: none\n", len(ws.Targets()), actions)
			return machine(err)
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVar(&output, "output", "text", "`form` of the answer: text or json")
	return cmd
}

// validate loads, and analyses what loads. It counts the actions.
func (a *app) validate(ctx context.Context, patterns []string, flags loadFlags) (*load.Workspace, hcl.Diagnostics, int, error) {
	ws, diags, err := a.read(ctx, patterns, flags)
	if err != nil || diags.HasErrors() {
		return ws, diags, 0, err
	}
	analysed, more, err := a.declare(ws)
	if err != nil || analysed == nil || analysed.Graph == nil {
		return ws, append(diags, more...), 0, err
	}
	return ws, append(diags, more...), analysed.Graph.Len(), nil
}

// validateJSON answers other programs: bad input that is no mistake in a file
// is a diagnostic too.
func (a *app) validateJSON(ctx context.Context, patterns []string, flags loadFlags) error {
	ws, diags, _, err := a.validate(ctx, patterns, flags)
	var exit *exitError
	if errors.As(err, &exit) && exit.code == exitUsage && exit.err != nil {
		diags = append(diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Bad input", Detail: exit.err.Error()})
	} else if err != nil {
		return err
	}
	var files map[string]*hcl.File
	if ws != nil {
		files = ws.Files
	}
	if err := a.writeJSON(newVerdict(diags, files)); err != nil {
		return err
	}
	if diags.HasErrors() {
		return &exitError{code: exitUsage}
	}
	return nil
}

// verdict is what dbx validate --output json prints, in the form of Terraform's.
type verdict struct {
	FormatVersion string          `json:"format_version"`
	Valid         bool            `json:"valid"`
	Errors        int             `json:"error_count"`
	Warnings      int             `json:"warning_count"`
	Diagnostics   []jsonDiagnosis `json:"diagnostics"`
}

type jsonDiagnosis struct {
	Severity string       `json:"severity"` // error or warning
	Summary  string       `json:"summary"`
	Detail   string       `json:"detail"`
	Range    *jsonRange   `json:"range,omitempty"` // none of a mistake in the request itself
	Snippet  *jsonSnippet `json:"snippet,omitempty"`
}

type jsonRange struct {
	Filename string  `json:"filename"`
	Start    jsonPos `json:"start"`
	End      jsonPos `json:"end"`
}

type jsonPos struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Byte   int `json:"byte"`
}

// jsonSnippet is the lines of a range; the highlight is in bytes of the code.
type jsonSnippet struct {
	Code      string `json:"code"`
	StartLine int    `json:"start_line"`
	Start     int    `json:"highlight_start_offset"`
	End       int    `json:"highlight_end_offset"`
}

func newVerdict(diags hcl.Diagnostics, files map[string]*hcl.File) verdict {
	v := verdict{FormatVersion: "1.0", Diagnostics: []jsonDiagnosis{}}
	for _, d := range diags {
		j := jsonDiagnosis{Severity: "error", Summary: d.Summary, Detail: d.Detail}
		if d.Severity == hcl.DiagError {
			v.Errors++
		} else {
			v.Warnings++
			j.Severity = "warning"
		}
		if at := d.Subject; at != nil {
			j.Range = &jsonRange{at.Filename, jsonPos(at.Start), jsonPos(at.End)}
			j.Snippet = snippet(*at, files)
		}
		v.Diagnostics = append(v.Diagnostics, j)
	}
	v.Valid = v.Errors == 0
	return v
}

// snippet returns the lines of a range.
func snippet(at hcl.Range, files map[string]*hcl.File) *jsonSnippet {
	f := files[at.Filename]
	if f == nil || at.Start.Line < 1 {
		return nil
	}
	lines := bytes.Split(f.Bytes, []byte("\n"))
	if at.Start.Line > len(lines) {
		return nil
	}
	end := min(max(at.End.Line, at.Start.Line), len(lines))
	code := bytes.Join(lines[at.Start.Line-1:end], []byte("\n"))
	first := len(bytes.Join(lines[:at.Start.Line-1], []byte("\n")))
	if at.Start.Line > 1 {
		first++
	}
	within := func(offset int) int { return min(max(offset-first, 0), len(code)) }
	return &jsonSnippet{strings.ToValidUTF8(string(code), "\uFFFD"), at.Start.Line, within(at.Start.Byte), within(at.End.Byte)}
}
