// Command eat uses up memory: "eat BYTES" itself, "eat BYTES CODE" in a child,
// after whose death it exits with CODE.
package main

import (
	"os"
	"os/exec"
	"strconv"
)

func main() {
	if len(os.Args) > 2 {
		exec.Command(os.Args[0], os.Args[1]).Run()
		code, _ := strconv.Atoi(os.Args[2])
		os.Exit(code)
	}
	n, _ := strconv.Atoi(os.Args[1])
	food := make([]byte, n)
	for i := 0; i < n; i += 1 << 10 {
		food[i] = 1
	}
}
