package sandbox_test

import (
	"io"
	"net"
	"os"
	"strings"
	"testing"

	"dbx/cache/require"
	"dbx/executor"
	"dbx/executor/executortest"
)

// TestNetwork: who asks for the network gets the host's, with its resolvers;
// who does not cannot reach what listens there.
func TestNetwork(t *testing.T) {
	require.UserNS(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s, store := open(t, t.TempDir())
	rootfs := executortest.Rootfs(t, store)
	resolvers, _ := os.ReadFile("/etc/resolv.conf")
	for network, want := range map[bool]string{
		true:  "ok\n" + strings.TrimSuffix(string(resolvers), "\n") + "\n",
		false: "ECONNREFUSED\n\n",
	} {
		r, err := s.Execute(t.Context(), executor.Spawn{
			Command: executor.Command{
				Args:    []string{"tool", "try dial tcp " + l.Addr().String() + "\ncat /etc/resolv.conf"},
				Network: network,
			},
			Rootfs: rootfs,
		})
		if err != nil || r.Status != executor.Success {
			t.Fatalf("%+v, %v", r, err)
		}
		log, err := store.Open(t.Context(), r.Log)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(log)
		log.Close()
		if err != nil {
			t.Fatal(err)
		}
		if _, got, _ := strings.Cut(string(text), ": "); got != want {
			t.Errorf("network %v: %q, want %q", network, got, want)
		}
	}
}
