package cas

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// Fault wraps an error met while writing to or reading from the cache directory
// itself, and says what its user can do about it. A cancellation is returned as
// it is.
func (s *Disk) Fault(doing string, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var hint string
	switch {
	case errors.Is(err, unix.ENOSPC), errors.Is(err, unix.EDQUOT):
		hint = "; the disk is full: free some space, or set XDG_CACHE_HOME to a directory on another disk"
	case errors.Is(err, unix.EROFS), errors.Is(err, unix.EACCES), errors.Is(err, unix.EPERM):
		hint = "; it must be writable: set XDG_CACHE_HOME to a directory that is"
	case errors.Is(err, unix.ENOTDIR):
		hint = "; a file is in the way: remove it, or set XDG_CACHE_HOME to another directory"
	}
	return fmt.Errorf("cache directory %s: %s: %w%s", s.dir, doing, err, hint)
}
