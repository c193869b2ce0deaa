package main

import (
	"fmt"
	"os"
	"strconv"
	"syscall"
)

// appetiteVerb is for commands that want more than they may have.
func appetiteVerb(w []string) (bool, error) {
	switch w[0] {
	case "eat": // megabytes of memory
		n, _ := strconv.Atoi(w[1])
		eat(n)
	case "child": // the rest of the line, whatever comes of it
		err := command(w[1:]).Run()
		fmt.Println("child:", err == nil)
	case "bomb": // as many processes as there may be, up to a number
		n, _ := strconv.Atoi(w[1])
		bomb(n)
	case "fill": // a file, up to so many megabytes
		n, _ := strconv.Atoi(w[2])
		return true, fill(w[1], n)
	default:
		return false, nil
	}
	return true, nil
}

func eat(megabytes int) {
	all := make([]byte, megabytes<<20)
	for i := 0; i < len(all); i += 4096 {
		all[i] = 1
	}
	fmt.Println("ate", megabytes, all[len(all)-4096])
}

// bomb forks children that do nothing until they are killed, and says what
// stopped it.
func bomb(most int) {
	for i := range most {
		pid, _, e := syscall.RawSyscall6(syscall.SYS_CLONE, uintptr(syscall.SIGCHLD), 0, 0, 0, 0, 0)
		if e != 0 {
			fmt.Println("stopped:", errnoName(e), i)
			return
		}
		for pid == 0 {
			syscall.RawSyscall6(syscall.SYS_PPOLL, 0, 0, 0, 0, 0, 0)
		}
	}
	fmt.Println("not stopped")
}

func fill(path string, megabytes int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	block := make([]byte, 1<<20)
	for range megabytes {
		if _, err := f.Write(block); err != nil {
			return err
		}
	}
	return nil
}
