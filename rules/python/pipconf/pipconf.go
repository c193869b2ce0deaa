// Package pipconf reads where pip of this machine finds its index: in the
// environment, else in pip's configuration files.
//
// It knows of pip's settings those two that name indexes, and no index itself.
package pipconf

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Env looks a variable of the environment up.
type Env func(name string) (value string, ok bool)

// Indexes returns the URLs of the indexes that pip would ask, the main one
// first; none if nothing names any. Of files of the machine only those below
// root are read.
func Indexes(root string, env Env) ([]string, error) {
	found := settings{}
	for _, file := range files(env) {
		text, err := os.ReadFile(filepath.Join(root, file))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("pip's configuration: %w", err)
		}
		found.override(Parse(string(text)))
	}
	for name, key := range map[string]string{"PIP_INDEX_URL": indexURL, "PIP_EXTRA_INDEX_URL": extraIndexURL} {
		if value, ok := env(name); ok && value != "" {
			found[key] = strings.Fields(value)
		}
	}
	return slices.Concat(found[indexURL], found[extraIndexURL]), nil
}

// The settings, as pip names them.
const (
	indexURL      = "index-url"
	extraIndexURL = "extra-index-url"
)

// files returns pip's configuration files, each before those that override it.
func files(env Env) []string {
	only, chosen := env("PIP_CONFIG_FILE")
	if chosen && only == os.DevNull {
		return nil
	}
	all := []string{"/etc/xdg/pip/pip.conf", "/etc/pip.conf"}
	home, hasHome := env("HOME")
	if hasHome && home != "" {
		all = append(all, filepath.Join(home, ".pip", "pip.conf"))
	}
	if config, ok := env("XDG_CONFIG_HOME"); ok && config != "" {
		all = append(all, filepath.Join(config, "pip", "pip.conf"))
	} else if hasHome && home != "" {
		all = append(all, filepath.Join(home, ".config", "pip", "pip.conf"))
	}
	if venv, ok := env("VIRTUAL_ENV"); ok && venv != "" {
		all = append(all, filepath.Join(venv, "pip.conf"))
	}
	if chosen && only != "" {
		all = append(all, only)
	}
	return all
}

// settings are lists of URLs by the setting's name.
type settings map[string][]string

func (s settings) override(by settings) {
	for key, value := range by {
		s[key] = value
	}
}

// Parse reads a configuration file, in the form of Python's configparser, and
// returns the two settings. Those of [install] and [download] come before those
// of [global]; what cannot be read says nothing.
func Parse(text string) map[string][]string {
	bySection := map[string]settings{}
	section, key := "", ""
	for line := range strings.Lines(text) {
		trimmed := strings.TrimSpace(line)
		indented := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")
		switch {
		case trimmed == "", strings.HasPrefix(trimmed, "#"), strings.HasPrefix(trimmed, ";"):
		case indented && key != "":
			bySection[section][key] = append(bySection[section][key], strings.Fields(trimmed)...)
		case strings.HasPrefix(trimmed, "[") && strings.HasSuffix(trimmed, "]"):
			section, key = trimmed[1:len(trimmed)-1], ""
		default:
			at := strings.IndexAny(trimmed, "=:")
			if key = ""; at < 0 {
				continue
			}
			key = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(trimmed[:at])), "_", "-")
			if bySection[section] == nil {
				bySection[section] = settings{}
			}
			bySection[section][key] = strings.Fields(trimmed[at+1:])
		}
	}
	found := settings{}
	for _, name := range []string{"global", "install", "download"} {
		for _, key := range []string{indexURL, extraIndexURL} {
			if value := bySection[name][key]; len(value) > 0 {
				found[key] = value
			}
		}
	}
	return found
}
