package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"dbx/rules/wheel/gate"
)

// cmdActions checks how many actions the last command says there were, came
// from the cache and ran: "actions 4+g 1 3+g". As many as the gate adds to each
// wheel are g: its checks, the report, and letting it pass.
func cmdActions(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: actions ALL CACHED RUN")
	}
	want := fmt.Sprintf("\n%d actions: %d from the cache, %d run, ", actions(ts, args[0]), actions(ts, args[1]), actions(ts, args[2]))
	if said := ts.ReadFile("stderr"); !strings.Contains("\n"+said, want) {
		ts.Fatalf("want %q", want[1:])
	}
}

// actions reads a number like 7, 4+g or 7+2g.
func actions(ts *testscript.TestScript, text string) int {
	plain, gates, ok := strings.Cut(text, "+")
	sum, err := strconv.Atoi(plain)
	ts.Check(err)
	if ok {
		wheels := strings.TrimSuffix(gates, "g")
		n := 1
		if wheels != "" {
			n, err = strconv.Atoi(wheels)
			ts.Check(err)
		}
		sum += n * (len(gate.Checks()) + 2)
	}
	return sum
}
