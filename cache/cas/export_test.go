package cas

import "time"

// SetGrain sets how old the last known use of a blob must be for [Disk.Reuse]
// to note another.
func (s *Disk) SetGrain(d time.Duration) { s.grain = d }
