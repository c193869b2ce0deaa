package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// strict makes wrong arguments of a command, and of those below it, errors that
// say how the command is used. Without it a command that only holds others
// takes a slip in their names for a cry for help.
func strict(cmd *cobra.Command) {
	for _, sub := range cmd.Commands() {
		strict(sub)
	}
	if !cmd.HasParent() {
		return // cobra itself refuses and suggests there
	}
	if cmd.HasSubCommands() && !cmd.Runnable() {
		cmd.Args = cobra.ArbitraryArgs
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return usage("unknown command %q for %q; there are %s", args[0], cmd.CommandPath(), subcommands(cmd))
		}
		return
	}
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return usage("%s\nUsage: %s", wrongCount(cmd, check, args, err), cmd.UseLine())
			}
			return nil
		}
	}
}

// wrongCount says that there are too many arguments, or too few.
func wrongCount(cmd *cobra.Command, check cobra.PositionalArgs, args []string, err error) string {
	switch {
	case len(args) == 0:
		return cmd.CommandPath() + " needs an argument"
	case check(cmd, nil) == nil && check(cmd, args[:1]) != nil:
		return fmt.Sprintf("%s takes no argument %q", cmd.CommandPath(), args[0])
	}
	return err.Error()
}

// subcommands names the commands right below one.
func subcommands(cmd *cobra.Command) string {
	var names []string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	return strings.Join(names, ", ")
}
