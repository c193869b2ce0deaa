package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/spf13/cobra"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"dbx/engine/load"
)

func (a *app) varsCommand() *cobra.Command {
	var flags loadFlags
	var output string
	cmd := &cobra.Command{
		Use:   "vars [PATTERN…]",
		Short: "Print the variables, their types and values, and where the values come from",
		Long: `Vars lists the variables of the root, and those of the packages that the
patterns reach; of all packages, if there are none. It does so too if something
else is wrong in the files, and says what.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if output != "table" && output != "json" {
				return usage("--output %s: want table or json", output)
			}
			if len(args) == 0 {
				args = []string{"//..."}
			}
			ws, diags, err := a.read(cmd.Context(), args, flags)
			if err != nil {
				return err
			}
			if output == "json" {
				err = a.writeJSON(printedVariables(ws.Variables))
			} else {
				err = a.writeVariables(ws.Variables)
			}
			if err != nil {
				return err
			}
			return a.complain(ws, diags)
		},
	}
	flags.registerVars(cmd)
	cmd.Flags().StringVar(&output, "output", "table", "`form` of the answer: table or json")
	return cmd
}

func (a *app) writeVariables(list []load.Variable) error {
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "VARIABLE\tTYPE\tVALUE\tFROM\tDESCRIPTION")
	for _, v := range list {
		name := v.Name
		if v.Package != "" {
			name = "//" + v.Package + " " + name
		}
		value := "(none)"
		if v.Value != cty.NilVal {
			value = strings.Join(strings.Fields(string(hclwrite.TokensForValue(v.Value).Bytes())), " ")
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", name, v.Type, plain(value), v.Source, plain(v.Description))
	}
	w.Flush()
	for line := range strings.Lines(table.String()) {
		if _, err := fmt.Fprintln(a.stdout, strings.TrimRight(line, " \n")); err != nil {
			return machine(err)
		}
	}
	return nil
}

// printedVariable is a variable as dbx vars --output json has it.
type printedVariable struct {
	Name        string                   `json:"name"`
	Package     string                   `json:"package,omitempty"` // none for the root's
	Type        string                   `json:"type"`
	Description string                   `json:"description,omitempty"`
	Value       *ctyjson.SimpleJSONValue `json:"value,omitempty"`
	Default     *ctyjson.SimpleJSONValue `json:"default,omitempty"`
	Source      string                   `json:"source,omitempty"`
	File        string                   `json:"file"`
	Line        int                      `json:"line"`
}

func printedVariables(list []load.Variable) []printedVariable {
	simple := func(v cty.Value) *ctyjson.SimpleJSONValue {
		if v == cty.NilVal {
			return nil
		}
		return &ctyjson.SimpleJSONValue{Value: v}
	}
	printed := []printedVariable{}
	for _, v := range list {
		printed = append(printed, printedVariable{
			Name: v.Name, Package: v.Package, Type: v.Type, Description: v.Description,
			Value: simple(v.Value), Default: simple(v.Default), Source: v.Source,
			File: v.Range.Filename, Line: v.Range.Start.Line,
		})
	}
	return printed
}
