package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"dbx/cache/cas/session"
	"dbx/engine/load"
	"dbx/rules"
)

func (a *app) cleanCommand() *cobra.Command {
	var cache bool
	cmd := &cobra.Command{
		Use:   "clean",
		Short: "Remove this workspace's dbx-out; with --cache, all that dbx keeps",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			// What BUILD.hcl files say, right or wrong, does not matter here.
			ws, diags, err := load.Load(cmd.Context(), load.Options{Dir: a.dir, Schemas: rules.Schemas()})
			if err != nil {
				return machine(err)
			}
			if ws.Dir == "" {
				return a.complain(ws, diags)
			}
			doomed := []string{filepath.Join(ws.Dir, load.OutDir)}
			if cache {
				dir, err := a.stateDir()
				if err != nil {
					return err
				}
				if _, busy, err := session.Oldest(filepath.Join(dir, "tmp")); err != nil || busy {
					return machine(errors.Join(fmt.Errorf("the cache %s is in use by another dbx: try again when it has ended", dir), err))
				}
				doomed = append(doomed, dir)
			}
			for _, dir := range doomed {
				if _, err := os.Lstat(dir); err != nil {
					continue
				}
				if err := session.RemoveAll(dir); err != nil {
					return machine(fmt.Errorf("remove %s: %w", dir, err))
				}
				fmt.Fprintf(a.stderr, "removed %s\n", a.relative(dir))
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&cache, "cache", false, "also remove the cache that all workspaces share")
	return cmd
}
