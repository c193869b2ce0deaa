package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"dbx/rules/debian/repo"
)

const (
	askTimeout = 10 * time.Second
	clockSkew  = 5 * time.Minute // more makes signatures and certificates fail
)

// checkClock compares the clock with what must be in its past.
func checkClock(_ context.Context, p *patient) finding {
	f := finding{Name: "clock", Status: good, Says: p.now.UTC().Format(time.RFC3339)}
	for _, s := range p.locked.Debian.Snapshots {
		if ahead := s.Time.Sub(p.now); ahead > clockSkew {
			f.Status = bad
			f.Says = fmt.Sprintf("%s is %v before %s was locked", f.Says, ahead.Round(time.Minute), s.Suite)
			f.Fix = "set the clock: signatures, certificates and times in layers depend on it"
		}
	}
	return f
}

func checkKeyring(_ context.Context, p *patient) finding {
	f := finding{Name: "keyring", Status: good, Says: "Debian's signatures can be verified"}
	var err error
	if p.ws == nil {
		_, err = repo.HostKeyring("/")
	} else {
		_, err = keyring(p.ws)
	}
	if err != nil {
		f.Status, f.Says = poor, err.Error()
		f.Fix = "apt-get install debian-archive-keyring, or name one in the workspace: debian { keyring = \"…\" };\nonly dbx lock needs it"
	}
	return f
}

// checkMirrors asks each mirror for the suites that are locked.
func checkMirrors(ctx context.Context, p *patient) finding {
	f := finding{Name: "mirrors", Status: good}
	if p.ws == nil || len(p.locked.Debian.Snapshots) == 0 {
		return finding{Name: "mirrors", Status: unknown, Says: "no Debian suite is locked here"}
	}
	var broken []string
	asked := 0
	for _, s := range p.locked.Debian.Snapshots {
		mirrors, err := p.mirrors(p.ws, s.Suite)
		if err != nil {
			return finding{Name: "mirrors", Status: poor, Says: err.Error(), Fix: "set DBX_DEBIAN_MIRROR"}
		}
		for _, m := range mirrors {
			asked++
			if skew, err := ask(ctx, m, s.Suite, p.now); err != nil {
				broken = append(broken, err.Error())
			} else if skew > clockSkew {
				broken = append(broken, fmt.Sprintf("%s has a clock that differs by %v", m, skew.Round(time.Minute)))
			}
		}
	}
	f.Says = fmt.Sprintf("%d of %d answer", asked-len(broken), asked)
	if len(broken) > 0 || asked == 0 {
		f.Status = poor
		f.Says = strings.Join(append([]string{f.Says}, broken...), "; ")
		f.Fix = "set DBX_DEBIAN_MIRROR, or name mirrors in the workspace: debian { mirrors = [\"…\"] };\nwhat is in the cache needs none"
	}
	return f
}

// ask asks a mirror for a suite and returns how far its clock is from ours.
func ask(ctx context.Context, mirror, suite string, now time.Time) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	url := strings.TrimSuffix(mirror, "/") + "/dists/" + suite + "/InRelease"
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, url, nil)
	if err != nil {
		return 0, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s: %s", url, resp.Status)
	}
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return 0, nil // it does not say
	}
	return date.Sub(now).Abs(), nil
}
