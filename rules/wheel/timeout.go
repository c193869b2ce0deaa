package wheel

import (
	"time"

	"dbx/engine/load"
)

func seconds(v load.Value) time.Duration {
	return time.Duration(v.Float() * float64(time.Second))
}
