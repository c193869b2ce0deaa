package executor

import "fmt"

// TooLong is the message of a command that its timeout ended.
func (c Command) TooLong() string {
	return fmt.Sprintf("the command took longer than its timeout of %v", c.Timeout)
}

// OverMemory is the message of a command that ran out of memory.
func (c Command) OverMemory() string {
	if c.Memory == 0 {
		return "the command, or a process that it started, was killed for want of memory; it has no memory limit of its own"
	}
	return fmt.Sprintf("the command, or a process that it started, went over its memory limit of %d MiB", c.Memory>>20)
}
