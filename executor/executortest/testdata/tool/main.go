// Command tool is all that there is in the root file system of the executors'
// conformance suite: a shell of a kind, without a library, which runs the
// lines of its only argument and knows no quoting.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	if len(os.Args) != 2 {
		fatal("usage: tool SCRIPT")
	}
	for line := range strings.SplitSeq(os.Args[1], "\n") {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if err := run(words); err != nil {
			fatal(strings.Join(words, " ") + ": " + err.Error())
		}
	}
}

func fatal(message string) {
	fmt.Fprintln(os.Stderr, "tool: "+message)
	os.Exit(1)
}

// run runs one line; "try LINE" tells its outcome instead of failing.
func run(w []string) error {
	if w[0] == "try" {
		err := run(w[1:])
		outcome := "ok"
		if err != nil {
			outcome = "error"
			if errno, is := errnoOf(err); is {
				outcome = errnoName(errno)
			}
		}
		fmt.Println(strings.Join(w[1:], " ")+":", outcome)
		return nil
	}
	for _, verbs := range []func([]string) (bool, error){fileVerb, processVerb, privilegeVerb, appetiteVerb, escapeVerb, leakVerb} {
		if known, err := verbs(w); known {
			return err
		}
	}
	return fmt.Errorf("unknown verb")
}

func fileVerb(w []string) (bool, error) {
	switch w[0] {
	case "write":
		return true, os.WriteFile(w[1], []byte(strings.Join(w[2:], " ")), 0o666)
	case "append":
		f, err := os.OpenFile(w[1], os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			return true, err
		}
		defer f.Close()
		_, err = f.WriteString(strings.Join(w[2:], " "))
		return true, err
	case "cat":
		b, err := os.ReadFile(w[1])
		os.Stdout.Write(append(bytes.TrimSuffix(b, []byte("\n")), '\n'))
		return true, err
	case "mkdir":
		return true, os.MkdirAll(w[1], 0o777)
	case "chmod":
		mode, err := strconv.ParseUint(w[1], 8, 32)
		if err != nil {
			return true, err
		}
		return true, syscall.Chmod(w[2], uint32(mode))
	case "rm":
		return true, os.RemoveAll(w[1])
	case "unlink":
		return true, os.Remove(w[1])
	case "symlink":
		return true, os.Symlink(w[1], w[2])
	case "link":
		return true, os.Link(w[1], w[2])
	case "rename":
		return true, os.Rename(w[1], w[2])
	case "fifo":
		return true, syscall.Mkfifo(w[1], 0o644)
	case "socket":
		return true, makeSocket(w[1])
	case "touch":
		seconds, err := strconv.ParseInt(w[2], 10, 64)
		if err != nil {
			return true, err
		}
		t := time.Unix(seconds, 0)
		return true, os.Chtimes(w[1], t, t)
	case "stat":
		info, err := os.Lstat(w[1])
		if err == nil {
			size := info.Size()
			if info.IsDir() {
				size = 0 // a matter of the file system
			}
			fmt.Println(w[1], info.Mode(), size, info.ModTime().Unix())
		}
		return true, err
	case "truncate":
		size, err := strconv.ParseInt(w[2], 10, 64)
		if err != nil {
			return true, err
		}
		return true, os.Truncate(w[1], size)
	}
	return false, nil
}

func processVerb(w []string) (bool, error) {
	switch w[0] {
	case "echo":
		fmt.Println(strings.Join(w[1:], " "))
	case "err":
		fmt.Fprintln(os.Stderr, strings.Join(w[1:], " "))
	case "exit":
		code, _ := strconv.Atoi(w[1])
		os.Exit(code)
	case "kill":
		n, _ := strconv.Atoi(w[1])
		return true, die(syscall.Signal(n))
	case "signal":
		pid, _ := strconv.Atoi(w[1])
		n, _ := strconv.Atoi(w[2])
		return true, syscall.Kill(pid, syscall.Signal(n))
	case "sleep":
		d, err := time.ParseDuration(w[1])
		time.Sleep(d)
		return true, err
	case "deaf":
		ignore(syscall.SIGTERM)
	case "await": // until a file is there
		await(w[1])
	case "await-term": // which it is ready for once it has said the rest of the line
		awaitTerm(strings.Join(w[1:], " "))
	case "big":
		n, _ := strconv.Atoi(w[1])
		return true, big(n)
	case "start": // the rest of the line, lines parted by ";", in the background
		return true, command(w[1:]).Start()
	case "run": // the same, to its end
		return true, command(w[1:]).Run()
	case "machine":
		fmt.Println(runtime.GOARCH)
	case "orphans":
		return true, orphans(w[1])
	case "show":
		show()
	default:
		return false, nil
	}
	return true, nil
}

func command(w []string) *exec.Cmd {
	script := strings.ReplaceAll(strings.Join(w, " "), ";", "\n")
	cmd := exec.Command("/bin/tool", script)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd
}

// big writes n lines of 64 bytes, half of them to the other stream.
func big(n int) error {
	for i := range n {
		out := os.Stdout
		if i%2 == 1 {
			out = os.Stderr
		}
		if _, err := fmt.Fprintf(out, "%063d\n", i); err != nil {
			return err
		}
	}
	return nil
}

// orphans starts processes whose parent dies before them, and waits until
// their new one has reaped them.
func orphans(count string) error {
	n, _ := strconv.Atoi(count)
	for range n {
		if err := command([]string{"start", "sleep", "50ms"}).Run(); err != nil {
			return err
		}
	}
	deadline := time.Now().Add(10 * time.Second)
	for {
		others := processes()
		if others <= 2 || time.Now().After(deadline) {
			fmt.Println("processes:", others)
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
}
