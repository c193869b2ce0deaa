package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"dbx/executor/upkeep"
)

func (a *app) cacheCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "cache",
		Short: "Look at the cache that all workspaces share",
		Args:  cobra.NoArgs,
	}
	cmd.AddCommand(a.cacheStatsCommand(), a.cacheVerifyCommand())
	return cmd
}

func (a *app) cacheStatsCommand() *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "stats",
		Short: "Print how much the cache holds, and how much it may",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			limit, err := a.cacheLimit()
			if err != nil {
				return err
			}
			return a.withCache(func(c upkeep.Cache) error {
				usage, err := upkeep.Measure(cmd.Context(), c)
				if err != nil {
					return machine(err)
				}
				return a.printStats(c.Store.Dir(), usage, limit, output)
			})
		},
	}
	cmd.Flags().StringVar(&output, "output", "text", "`form` of the answer: text or json")
	return cmd
}

// withCache opens the cache for as long as use takes.
func (a *app) withCache(use func(upkeep.Cache) error) error {
	dir, err := a.stateDir()
	if err != nil {
		return err
	}
	c, err := openCache(dir, func(what, reason string) {}) // what is wrong is in the answer
	if err != nil {
		return machine(err)
	}
	err = use(c)
	if e := c.Close(); err == nil {
		err = machine(e)
	}
	return err
}

// printStats writes the answer of cache stats. A limit of 0 is none.
func (a *app) printStats(dir string, held upkeep.Usage, limit byteSize, output string) error {
	switch output {
	case "json":
		return machine(json.NewEncoder(a.stdout).Encode(struct {
			Dir   string       `json:"dir"`
			Usage upkeep.Usage `json:"usage"`
			Bytes int64        `json:"bytes"`
			Limit int64        `json:"limit"`
		}{dir, held, held.Bytes(), int64(limit)}))
	case "text":
	default:
		return usage("--output %s: want text or json", output)
	}
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range []struct {
		name string
		part upkeep.Part
	}{
		{"blobs", held.Blobs}, {"results", held.Results}, {"layers, unpacked", held.Layers},
		{"trees, laid out", held.Trees}, {"damaged, aside", held.Damaged},
	} {
		fmt.Fprintf(w, "%s\t%d\t%v\t\n", row.name, row.part.Count, byteSize(row.part.Bytes))
	}
	fmt.Fprintf(w, "in all\t\t%v\t\n", byteSize(held.Bytes()))
	if err := w.Flush(); err != nil {
		return machine(err)
	}
	if limit == 0 {
		_, err := fmt.Fprintf(a.stdout, "%s has no limit\n", dir)
		return machine(err)
	}
	_, err := fmt.Fprintf(a.stdout, "%s may hold %v; DBX_CACHE_SIZE sets that\n", dir, limit)
	return machine(err)
}

func (a *app) cacheVerifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "Read all that the cache holds, and set aside what is damaged",
		Long: `Verify hashes every blob of the cache, whatever its size and time say, and
compares results, hashes, unpacked layers and trees with what they should be.
What is wrong is set aside, so that what needs it is made again. It ends with
exit code 1 if something was. Builds may run beside it.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withCache(func(c upkeep.Cache) error {
				problems := 0
				usage, err := upkeep.Verify(cmd.Context(), c, func(p upkeep.Problem) {
					problems++
					fmt.Fprintf(a.stdout, "%s: %s\n", p.What, p.Reason)
				})
				if err != nil {
					return machine(err)
				}
				fmt.Fprintf(a.stderr, "%d blobs, %d results, %d layers and %d trees looked at: %d wrong\n",
					usage.Blobs.Count, usage.Results.Count, usage.Layers.Count, usage.Trees.Count, problems)
				if problems > 0 {
					return &exitError{code: exitFailed}
				}
				return nil
			})
		},
	}
}
