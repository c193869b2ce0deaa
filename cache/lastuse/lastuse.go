// Package lastuse notes on a directory itself when it was last used.
//
// It keeps that in the status change time, which nothing else sets back, and
// leaves the modification time alone. It does not know what the directories
// hold or when they are too old.
package lastuse

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Note says that the directory is used now.
func Note(path string) error {
	now := unix.NsecToTimespec(time.Now().UnixNano())
	omit := unix.Timespec{Nsec: unix.UTIME_OMIT}
	err := unix.UtimesNanoAt(unix.AT_FDCWD, path, []unix.Timespec{now, omit}, unix.AT_SYMLINK_NOFOLLOW)
	if err != nil {
		return &fs.PathError{Op: "note the use of", Path: path, Err: err}
	}
	return nil
}

// Of returns when the directory was made, or its use last noted.
func Of(path string) (time.Time, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return time.Time{}, err
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return time.Time{}, fmt.Errorf("%s: no file status", path)
	}
	return time.Unix(st.Ctim.Unix()), nil
}
