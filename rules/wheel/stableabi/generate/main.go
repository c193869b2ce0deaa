// Command generate makes the table of the package stableabi: it reads
// Misc/stable_abi.toml of a CPython source tree on standard input and writes a
// line NAME MINOR for each function and object of the stable ABI on Linux.
//
// It knows that file's form, as far as the table needs it, and nothing else.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
)

func main() {
	if err := generate(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

var (
	heading = regexp.MustCompile(`^\[(function|data)\.(\w+)\]`)
	added   = regexp.MustCompile(`^\s*added\s*=\s*'3\.(\d+)'`)
	ifdef   = regexp.MustCompile(`^\s*ifdef\s*=\s*'(\w+)'`)
)

// item is a function or an object of the stable ABI.
type item struct{ name, minor, ifdef string }

// generate writes the table of what it reads. Windows' own symbols, and those
// of debug builds of Python, are left out.
func generate(in io.Reader, out io.Writer) error {
	items, err := read(in)
	if err != nil {
		return err
	}
	var lines []string
	for _, i := range items {
		switch {
		case i.minor == "":
			return fmt.Errorf("%s has no line added = '3.N'", i.name)
		case i.ifdef == "MS_WINDOWS", i.ifdef == "Py_REF_DEBUG", i.ifdef == "USE_STACKCHECK":
		default:
			lines = append(lines, i.name+" "+i.minor)
		}
	}
	if len(lines) == 0 {
		return fmt.Errorf("no [function.…] or [data.…] in the input; want Misc/stable_abi.toml")
	}
	slices.Sort(lines)
	_, err = fmt.Fprintf(out, "%s\n%s\n", header, strings.Join(lines, "\n"))
	return err
}

const header = `# Functions and objects of CPython's stable ABI on Linux, and the minor version
# of Python 3 that each came with: facts out of Misc/stable_abi.toml of CPython
# 3.13, which is Copyright Python Software Foundation, under the PSF License
# Version 2. Made by the package generate beside this file.`

func read(in io.Reader) ([]item, error) {
	var items []item
	open := false
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		line := lines.Text()
		if m := heading.FindStringSubmatch(line); m != nil {
			items, open = append(items, item{name: m[2]}), true
			continue
		}
		if strings.HasPrefix(line, "[") {
			open = false
		}
		if !open {
			continue
		}
		last := &items[len(items)-1]
		if m := added.FindStringSubmatch(line); m != nil {
			last.minor = m[1]
		}
		if m := ifdef.FindStringSubmatch(line); m != nil {
			last.ifdef = m[1]
		}
	}
	return items, lines.Err()
}
