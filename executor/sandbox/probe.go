package sandbox

import (
	"context"
	"fmt"
	"os"
	"strings"

	"dbx/executor"
)

// Probe sets up a sandbox without a command in it and says why that does not
// work here, if so, and what could be done about it.
func (s *Sandbox) Probe(ctx context.Context) error {
	_, err := s.Execute(ctx, executor.Spawn{})
	return err
}

// hint looks for settings of this machine that forbid sandboxes.
func hint() string {
	var hints []string
	for _, h := range []struct{ file, bad, advice string }{
		{"/proc/sys/kernel/unprivileged_userns_clone", "0", "allow user namespaces: sysctl kernel.unprivileged_userns_clone=1"},
		{"/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", "allow user namespaces: sysctl kernel.apparmor_restrict_unprivileged_userns=0, or give dbx an AppArmor profile with userns"},
		{"/proc/sys/user/max_user_namespaces", "0", "allow user namespaces: sysctl user.max_user_namespaces=10000"},
	} {
		b, err := os.ReadFile(h.file)
		if err == nil && strings.TrimSpace(string(b)) == h.bad {
			hints = append(hints, h.advice)
		}
	}
	if _, err := os.Stat("/.dockerenv"); err == nil {
		hints = append(hints, "in a Docker container, start it with --security-opt seccomp=unconfined --security-opt systempaths=unconfined")
	}
	if len(hints) == 0 {
		return ""
	}
	return fmt.Sprintf(" (%s)", strings.Join(hints, "; or "))
}
