package main

import (
	"archive/zip"
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// leakVerb writes to a file what a result should not depend on.
func leakVerb(w []string) (bool, error) {
	switch w[0] {
	case "leak-time":
		return true, leak(w[1], "made\nat "+time.Now().UTC().Format(time.DateTime))
	case "leak-processors":
		return true, leak(w[1], fmt.Sprint(runtime.NumCPU()))
	case "leak-umask":
		mask := syscall.Umask(0)
		syscall.Umask(mask)
		return true, leak(w[1], fmt.Sprintf("%#o", mask))
	case "leak-names": // of a folder, as it lists them
		names, err := unsorted(w[2])
		if err != nil {
			return true, err
		}
		return true, leak(w[1], strings.Join(names, "\n"))
	case "leak-host":
		name, err := os.Hostname()
		if err != nil {
			return true, err
		}
		return true, leak(w[1], name)
	case "leak-folder":
		buf := make([]byte, 4096)
		n, err := syscall.Getcwd(buf)
		if err != nil {
			return true, err
		}
		return true, leak(w[1], string(buf[:n-1]))
	case "leak-user":
		return true, leak(w[1], fmt.Sprint(os.Getuid()))
	case "leak-wheel": // in one of its members
		return true, leakWheel(w[1])
	}
	return false, nil
}

func leak(file, text string) error { return os.WriteFile(file, []byte(text+"\n"), 0o644) }

func unsorted(dir string) ([]string, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.Readdirnames(-1)
}

func leakWheel(file string) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	w := zip.NewWriter(f)
	for _, m := range []struct{ name, text string }{
		{"pkg/__init__.py", "x = 1\n"},
		{"pkg/made.py", "# made by a tool\nat = '" + time.Now().UTC().Format(time.DateTime) + "'\n"},
	} {
		in, err := w.Create(m.name)
		if err != nil {
			return err
		}
		if _, err := in.Write([]byte(m.text)); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return f.Close()
}
