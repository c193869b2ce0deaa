package require

import (
	"os"
	"testing"
	"time"
)

// Dir makes a directory for processes that a test starts and cannot wait for,
// such as those in a container or of a browser. It is removed at the test's
// end, when none of them writes there any more.
func Dir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "dbx-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := os.RemoveAll(dir)
		for end := time.Now().Add(5 * time.Minute); err != nil && time.Now().Before(end); err = os.RemoveAll(dir) {
			time.Sleep(50 * time.Millisecond)
		}
		if err != nil {
			t.Error(err)
		}
	})
	return dir
}
