package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"dbx/executor/fetch"
)

// transfers are the downloads that are under way, by target and file.
type transfers map[[2]string]fetch.Transfer

const (
	mostTransfers = 3       // shown by name
	longTransfer  = 1 << 20 // bytes; what is shorter is over before it is read
)

// transferred takes a report of a download. Only a live view shows it.
func (p *progress) transferred(t fetch.Transfer) {
	if p.live == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	at := [2]string{t.Label, t.What}
	if t.Done {
		delete(p.live.transfers, at)
		return
	}
	if p.live.transfers == nil {
		p.live.transfers = transfers{}
	}
	p.live.transfers[at] = t
}

// lines names the longest downloads, the one with most still to come first.
func (t transfers) lines() []string {
	long := slices.DeleteFunc(slices.Collect(maps.Values(t)), func(t fetch.Transfer) bool {
		return max(t.Got, t.Total) < longTransfer
	})
	slices.SortFunc(long, func(a, b fetch.Transfer) int {
		return cmp.Or(cmp.Compare(b.Total-b.Got, a.Total-a.Got), cmp.Compare(a.Label, b.Label), cmp.Compare(a.What, b.What))
	})
	var lines []string
	for _, t := range long[:min(len(long), mostTransfers)] {
		line := fmt.Sprintf("    %s %s, %v", t.Label, t.What, byteSize(t.Got))
		if t.Total >= 0 {
			line += fmt.Sprintf(" of %v", byteSize(t.Total))
		}
		lines = append(lines, line)
	}
	return lines
}
