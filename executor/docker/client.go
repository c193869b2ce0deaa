package docker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"github.com/docker/docker/api/types"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/client"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
)

// The Engine API as what is common to both modes uses it, by role;
// *client.Client is the one implementation but for those of tests.
type (
	images interface {
		ImageInspect(ctx context.Context, name string, opts ...client.ImageInspectOption) (image.InspectResponse, error)
		ImageList(ctx context.Context, opts image.ListOptions) ([]image.Summary, error)
		ImageLoad(ctx context.Context, tar io.Reader, opts ...client.ImageLoadOption) (image.LoadResponse, error)
	}
	starter interface {
		ContainerCreate(ctx context.Context, config *container.Config, host *container.HostConfig,
			net *network.NetworkingConfig, platform *ocispec.Platform, name string) (container.CreateResponse, error)
		ContainerAttach(ctx context.Context, id string, opts container.AttachOptions) (types.HijackedResponse, error)
		ContainerStart(ctx context.Context, id string, opts container.StartOptions) error
		ContainerWait(ctx context.Context, id string, until container.WaitCondition) (<-chan container.WaitResponse, <-chan error)
	}
	ender interface {
		ContainerInspect(ctx context.Context, id string) (container.InspectResponse, error)
		ContainerStop(ctx context.Context, id string, opts container.StopOptions) error
		ContainerRemove(ctx context.Context, id string, opts container.RemoveOptions) error
	}
	observer interface {
		ContainerList(ctx context.Context, opts container.ListOptions) ([]container.Summary, error)
		ContainerStatPath(ctx context.Context, id, path string) (container.PathStat, error)
	}
	containers interface {
		starter
		ender
	}
	prober interface {
		containers
		observer
	}
	sweeper interface {
		ender
		observer
	}
)

// pingTimeout is how long a daemon may take to say that it is there. A local
// one answers in under a millisecond, unless the machine is very busy; a dead
// socket refuses at once.
const pingTimeout = 15 * time.Second

// sshTimeout is the same for a daemon behind ssh, which has keys to exchange.
const sshTimeout = 20 * time.Second

// dial connects to the daemon that the environment names (DOCKER_HOST and the
// TLS variables), agrees on an API version and checks that it answers.
func dial(ctx context.Context) (*client.Client, error) {
	c, err := newClient()
	if err != nil {
		return nil, err
	}
	patience := pingTimeout
	if strings.HasPrefix(daemonAddress(c), "ssh://") {
		patience = sshTimeout
	}
	ping, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	answer, err := c.Ping(ping)
	switch {
	case err != nil:
		c.Close()
		return nil, unreachable(ctx, daemonAddress(c), err)
	case answer.OSType != "linux":
		c.Close()
		return nil, fmt.Errorf("docker daemon at %s runs %s containers; dbx needs Linux containers", daemonAddress(c), answer.OSType)
	}
	c.NegotiateAPIVersionPing(answer)
	return c, nil
}

// newClient returns a client of the daemon that the environment names.
func newClient() (*client.Client, error) {
	options := []client.Opt{client.FromEnv, client.WithAPIVersionNegotiation()}
	if host := os.Getenv("DOCKER_HOST"); strings.HasPrefix(host, "ssh://") {
		dial, err := sshDialer(host)
		if err != nil {
			return nil, err
		}
		// The host in requests means nothing: there is but one at the other end.
		options = []client.Opt{
			client.WithHost("http://docker.example.org"),
			client.WithDialContext(func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) }),
			client.WithVersionFromEnv(), client.WithAPIVersionNegotiation(),
		}
	}
	c, err := client.NewClientWithOpts(options...)
	if err != nil {
		return nil, fmt.Errorf("docker: %w; check DOCKER_HOST, DOCKER_TLS_VERIFY and DOCKER_CERT_PATH", err)
	}
	return c, nil
}

// daemonAddress is what DOCKER_HOST calls the daemon, or what it would.
func daemonAddress(c *client.Client) string {
	if host := os.Getenv("DOCKER_HOST"); host != "" {
		return host
	}
	return c.DaemonHost()
}

// unreachable explains a daemon that does not answer.
func unreachable(ctx context.Context, host string, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if host := os.Getenv("DOCKER_HOST"); strings.HasPrefix(host, "ssh://") {
		return fmt.Errorf("no Docker daemon answers at %s: %w; try ssh there with \"docker system dial-stdio\", or use --executor=sandbox", host, err)
	}
	hint := "start it, set DOCKER_HOST (Docker contexts are not read), or use --executor=sandbox"
	if errors.Is(err, os.ErrPermission) || strings.Contains(err.Error(), "permission denied") {
		hint = "join the group that owns the socket, or use --executor=sandbox"
	}
	return fmt.Errorf("no Docker daemon answers at %s: %w; %s", host, err, hint)
}
