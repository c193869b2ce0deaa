package recall

import (
	"time"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
)

// OpenAt is Open at another time.
func OpenAt(path string, store *cas.Disk, results *actioncache.Disk, now time.Time) (*Memory, error) {
	return open(path, store, results, now)
}
