package main

import (
	"errors"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"dbx/engine/load"
)

// flagMistake words what is wrong with a flag, in place of the library that
// noticed it.
func flagMistake(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return usage("%w%s", err, meantFlag(cmd, unknown.GetSpecifiedName()))
	case errors.As(err, &invalid):
		return usage("--%s %s: %s", invalid.GetFlag().Name, invalid.GetValue(), wantedValue(invalid))
	}
	return usage("%w", err)
}

// meantFlag says what does here what a flag of Docker Bake does there, or which
// flag was meant.
func meantFlag(cmd *cobra.Command, name string) string {
	switch name {
	case "print":
		return "; dbx print PATTERN… prints targets"
	case "list":
		return "; dbx query //... lists targets, dbx vars variables"
	}
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	if near := load.Nearest(name, known); near != "" {
		return "; did you mean --" + near + "?"
	}
	return ""
}

// wantedValue says which values a flag takes. Flags of dbx's own types say so
// themselves.
func wantedValue(e *pflag.InvalidValueError) string {
	if errors.Is(e, strconv.ErrRange) {
		return "the number is too big"
	}
	switch e.GetFlag().Value.Type() {
	case "int":
		return "want a whole number"
	case "bool":
		return "want true or false"
	case "duration":
		return "want a time with its unit, like 90s or 720h"
	case "stringSlice":
		return "want names, with commas between them"
	}
	return errors.Unwrap(e).Error()
}
