package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "dbx",
		Short:         "Build images, wheels and packages from pinned inputs, in sealed containers",
		SilenceUsage:  true,
		SilenceErrors: true,
		Version:       version(),
	}
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(flagMistake)
	root.AddCommand(
		a.buildCommand(),
		a.testCommand(),
		a.queryCommand(),
		a.graphCommand(),
		a.initCommand(),
		a.printCommand(),
		a.varsCommand(),
		a.validateCommand(),
		a.fmtCommand(),
		a.logCommand(),
		a.whyCommand(),
		a.imageCommand(),
		a.wheelCommand(),
		a.lockCommand(),
		a.cleanCommand(),
		a.gcCommand(),
		a.cacheCommand(),
		a.doctorCommand(),
		a.versionCommand(),
		a.agentCommand(),
	)
	a.complete(root)
	root.InitDefaultCompletionCmd()
	strict(root)
	return root
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of dbx",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintln(a.stdout, "dbx", version())
			return nil
		},
	}
}

// version is that of the module, or of the checkout that it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	v := info.Main.Version
	if v == "" {
		v = "(devel)"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			v += " " + s.Value
		}
	}
	return v + " " + info.GoVersion
}
