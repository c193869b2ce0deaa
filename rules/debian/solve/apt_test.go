package solve

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dbx/cache/require"
	"dbx/rules/debian/repo"
)

const suite = "bookworm"

var arches = []string{"amd64", "armel", "arm64"}

// aptRoot is a private apt that knows one suite and nothing installed. It
// shares no code with the solver: it is what the solver is measured by.
type aptRoot struct {
	config string
}

func newApt(t *testing.T, mirror string) aptRoot {
	t.Helper()
	require.Tool(t, "apt-get")
	dir := t.TempDir()
	for _, d := range []string{"state/lists/partial", "cache/archives/partial", "etc/preferences.d", "etc/apt.conf.d", "etc/sources.list.d", "log"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	config := fmt.Sprintf(`Dir::State "%[1]s/state"; Dir::State::status "%[1]s/status"; Dir::Cache "%[1]s/cache"; Dir::Log "%[1]s/log";
Dir::Etc "%[1]s/etc"; Dir::Etc::sourcelist "%[1]s/sources.list"; Dir::Etc::sourceparts "/dev/null"; Dir::Etc::parts "/dev/null";
APT::Architecture "amd64"; APT::Architectures { %[2]s }; APT::Install-Recommends "false"; APT::Install-Suggests "false";
APT::Sandbox::User "root"; Acquire::Languages "none"; Acquire::Retries "5"; Debug::NoLocking "true"; APT::Get::Show-User-Simulation-Note "false";
`, dir, `"`+strings.Join(arches, `"; "`)+`";`)
	source := fmt.Sprintf("deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n", mirror, suite)
	for name, text := range map[string]string{"apt.conf": config, "sources.list": source, "status": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	apt := aptRoot{config: filepath.Join(dir, "apt.conf")}
	if out, err := apt.command("update").CombinedOutput(); err != nil {
		t.Fatalf("apt-get update: %v\n%s", err, out)
	}
	return apt
}

func (a aptRoot) command(args ...string) *exec.Cmd {
	cmd := exec.Command("apt-get", args...)
	cmd.Env = append(os.Environ(), "APT_CONFIG="+a.config, "LC_ALL=C")
	return cmd
}

var installed = regexp.MustCompile(`(?m)^Inst (\S+) \((\S+) .*\[(\S+)\]\)`)

// install returns name:arch=version of what apt would install, sorted.
func (a aptRoot) install(specs []string) ([]string, error) {
	out, err := a.command(append([]string{"-s", "-y", "install"}, specs...)...).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	var set []string
	for _, m := range installed.FindAllStringSubmatch(string(out), -1) {
		name, _, _ := strings.Cut(m[1], ":")
		set = append(set, name+":"+m[3]+"="+m[2])
	}
	slices.Sort(set)
	return set, nil
}

// world is the suite as this host's mirror has it.
func world(t *testing.T) (*Universe, string) {
	t.Helper()
	require.Network(t)
	mirrors, err := repo.HostMirrors("/", suite)
	if err != nil || len(mirrors) == 0 {
		require.Missing(t, "network", fmt.Sprintf("no Debian mirror in the host's apt configuration: %v", err))
	}
	keys, err := repo.HostKeyring("/")
	if err != nil {
		require.Missing(t, "network", err.Error())
	}
	fetch := &repo.HTTP{Mirrors: mirrors}
	s, err := repo.OpenSuite(t.Context(), fetch, suite, func(data []byte) (*repo.Release, error) {
		return repo.ParseRelease(data, keys, time.Time{})
	})
	if err != nil {
		t.Fatal(err)
	}
	var indexes []*repo.Index
	for _, arch := range arches {
		index, err := s.Packages(context.Background(), "main", arch)
		if err != nil {
			t.Fatal(err)
		}
		indexes = append(indexes, index)
	}
	u, err := NewUniverse(indexes...)
	if err != nil {
		t.Fatal(err)
	}
	return u, mirrors[0]
}

func solveNames(u *Universe, specs []string) ([]string, error) {
	var request Request
	for _, text := range specs {
		spec, err := ParseSpec(text)
		if err != nil {
			return nil, err
		}
		request.Specs = append(request.Specs, spec)
	}
	set, err := u.Solve(request)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(set))
	for i, p := range set {
		names[i] = p.Name + ":" + p.Arch + "=" + p.Version
	}
	slices.Sort(names)
	return names, nil
}

func TestSolveAsApt(t *testing.T) {
	u, mirror := world(t)
	apt := newApt(t, mirror)
	var essential []string
	for _, c := range u.all {
		if c.Essential && c.arch == u.native {
			essential = append(essential, c.Name)
		}
	}
	requests := [][]string{
		append(strings.Fields("python3-dev gcc make libc6-dev"), essential...),
		strings.Fields("gcc-arm-linux-gnueabi libpython3-dev:armel"),
		strings.Fields("gcc-aarch64-linux-gnu libpython3-dev:arm64"),
		strings.Fields("python3-dev gcc make libc6-dev gcc-arm-linux-gnueabi libpython3-dev:armel libssl-dev:armel libffi-dev:armel zlib1g-dev:armel"),
		{"openssh-client"},
		strings.Fields("python3-pip python3-setuptools python3-wheel python3-cffi cython3 flit"),
		{"g++:armel"}, {"python3:armel"}, {"python3:arm64", "libssl-dev:armel"}, {"default-mta"}, {"debhelper", "build-essential"},
	}
	requests = append(requests, random(u, 30)...)
	compare(t, u, apt, requests)
}

// random picks single packages by a fixed seed, in the order of the index.
func random(u *Universe, n int) [][]string {
	r := rand.New(rand.NewPCG(1, 2))
	var requests [][]string
	for len(requests) < n {
		c := u.all[r.IntN(len(u.all))]
		requests = append(requests, []string{c.Name + ":" + c.arch})
	}
	return requests
}

func compare(t *testing.T, u *Universe, apt aptRoot, requests [][]string) {
	t.Helper()
	for _, specs := range requests {
		t.Run(strings.Join(specs[:min(3, len(specs))], ","), func(t *testing.T) {
			want, aptErr := apt.install(specs)
			have, err := solveNames(u, specs)
			if aptErr != nil || err != nil {
				if (aptErr == nil) != (err == nil) {
					t.Fatalf("%v: apt says %v, we say %v", specs, aptErr, err)
				}
				return
			}
			if missing, extra := minus(want, have), minus(have, want); len(missing)+len(extra) > 0 {
				t.Errorf("%v: of %d packages we lack %v and have %v too many", specs, len(want), missing, extra)
			}
		})
	}
}

func minus(a, b []string) []string {
	var rest []string
	for _, s := range a {
		if !slices.Contains(b, s) {
			rest = append(rest, s)
		}
	}
	return rest
}
