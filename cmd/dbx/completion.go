package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"dbx/engine/load"
	"dbx/engine/query"
	"dbx/rules"
)

// completions is what cobra asks for: candidates, each perhaps with a tab and a
// description, and what the shell does with them.
type completions = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective)

// outline opens the workspace for completion, which says nothing of mistakes.
func (a *app) outline() *load.Outline {
	return load.OpenOutline(load.Options{Dir: a.dir, Schemas: rules.Schemas(), Env: a.env, ExecPlatform: execPlatform()})
}

// completePatterns completes labels and patterns: folders down to packages, then
// targets.
func (a *app) completePatterns(cmd *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
	return labelsFor(cmd.Context(), a.outline(), word), cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveNoFileComp
}

// labelsFor lists what a word may go on to. A folder ends in a slash or a colon,
// so that the next completion goes on in it.
func labelsFor(ctx context.Context, o *load.Outline, word string) []string {
	if rest, negative := strings.CutPrefix(word, "-"); negative {
		found := labelsFor(ctx, o, rest)
		for i := range found {
			found[i] = "-" + found[i]
		}
		return found
	}
	body, absolute := strings.CutPrefix(word, "//")
	lead, pkg := "", o.Here()
	if absolute {
		lead, pkg = "//", ""
	} else if rest, ok := o.Below(word); ok {
		lead, body = word[:len(word)-len(rest)], rest
	}
	if folder, name, ok := strings.Cut(body, ":"); ok {
		return namesFor(ctx, o, lead+folder+":", join(pkg, folder), name)
	}
	folder, last := "", body
	if i := strings.LastIndexByte(body, '/'); i >= 0 {
		folder, last = body[:i+1], body[i+1:]
	}
	var found []string
	for _, f := range o.Folders(join(pkg, strings.TrimSuffix(folder, "/"))) {
		if !strings.HasPrefix(f.Name, last) {
			continue
		}
		if f.Above {
			found = append(found, lead+folder+f.Name+"/")
		}
		if f.Package {
			found = append(found, lead+folder+f.Name+":")
		}
	}
	if strings.HasPrefix("...", last) && (folder != "" || absolute) {
		found = append(found, lead+folder+"...\teverything below")
	}
	if !absolute && body == "" {
		found = append(found, namesFor(ctx, o, ":", pkg, "")...)
	}
	return found
}

func join(pkg, sub string) string {
	if pkg == "" || sub == "" {
		return pkg + sub
	}
	return pkg + "/" + sub
}

func namesFor(ctx context.Context, o *load.Outline, before, pkg, prefix string) []string {
	var found []string
	for _, n := range append(o.Names(ctx, pkg), load.Name{Name: "all", Kind: "all targets of the package"}) {
		if strings.HasPrefix(n.Name, prefix) {
			found = append(found, before+n.Name+"\t"+n.Kind)
		}
	}
	return found
}

// completeQuery completes the last word of an expression: a function's name, or
// a pattern.
func (a *app) completeQuery(cmd *cobra.Command, _ []string, text string) ([]string, cobra.ShellCompDirective) {
	start := strings.LastIndexAny(text, "(, +^") + 1
	var found []string
	word := text[start:]
	for _, name := range query.Functions() {
		if word != "" && strings.HasPrefix(name, word) || word == "" {
			found = append(found, text[:start]+name+"(")
		}
	}
	for _, l := range labelsFor(cmd.Context(), a.outline(), word) {
		found = append(found, text[:start]+l)
	}
	return found, cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveNoFileComp
}

// wordsOf completes a flag that takes one of the words that its help ends in.
func wordsOf(flag string) completions {
	return func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		_, list, _ := strings.Cut(cmd.Flags().Lookup(flag).Usage, ": ")
		return strings.Split(strings.ReplaceAll(list, " or ", ", "), ", "), cobra.ShellCompDirectiveNoFileComp
	}
}

// listed completes the last element of a list with commas.
func listed(words func(context.Context) []string) completions {
	return func(cmd *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
		before := word[:strings.LastIndexByte(word, ',')+1]
		given := strings.Split(before, ",")
		var found []string
		for _, w := range words(cmd.Context()) {
			if !slices.Contains(given, w) {
				found = append(found, before+w)
			}
		}
		return found, cobra.ShellCompDirectiveNoFileComp
	}
}

// kindNames lists the kinds of targets.
func kindNames(context.Context) []string {
	var names []string
	for _, s := range rules.Schemas() {
		names = append(names, s.Kind)
	}
	return names
}

// completeVars completes the names of variables.
func (a *app) completeVars(cmd *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
	var found []string
	o := a.outline()
	for _, v := range o.Variables(cmd.Context(), o.Here()) {
		if strings.HasPrefix(v.Name+"=", word) {
			found = append(found, v.Name+"=\t"+v.Description)
		}
	}
	return found, cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveNoFileComp
}

// complete teaches a command, and those below it, what goes into its arguments
// and flags.
func (a *app) complete(cmd *cobra.Command) {
	for flag, f := range map[string]completions{
		"var":      a.completeVars,
		"set":      a.completePatterns,
		"kind":     listed(kindNames),
		"platform": listed(func(ctx context.Context) []string { return a.outline().Platforms(ctx) }),
		"output":   wordsOf("output"),
		"executor": wordsOf("executor"),
	} {
		if cmd.Flags().Lookup(flag) == nil {
			continue
		}
		if err := cmd.RegisterFlagCompletionFunc(flag, f); err != nil {
			panic("BUG: " + err.Error())
		}
	}
	switch {
	case cmd.ValidArgsFunction != nil:
	case strings.Contains(cmd.Use, "PATTERN"), strings.Contains(cmd.Use, "LABEL"):
		cmd.ValidArgsFunction = a.completePatterns
	case strings.Contains(cmd.Use, "EXPR"):
		cmd.ValidArgsFunction = a.completeQuery
	}
	for _, sub := range cmd.Commands() {
		a.complete(sub)
	}
}
