// Command server is the registry of the distribution project, on loopback and
// behind a password, for tests.
//
// It knows how that registry is configured, and nothing of dbx. It is a module
// of its own, so that what it needs is no dependency of dbx.
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"

	"github.com/distribution/distribution/v3/configuration"
	_ "github.com/distribution/distribution/v3/registry/auth/htpasswd"
	"github.com/distribution/distribution/v3/registry/handlers"
	_ "github.com/distribution/distribution/v3/registry/storage/driver/inmemory"
)

// main serves until it is killed, over TLS, with the arguments HTPASSWD, CERT
// and KEY, all files. It prints its address first.
func main() {
	config := &configuration.Configuration{
		Storage: configuration.Storage{"inmemory": nil},
		Auth:    configuration.Auth{"htpasswd": {"realm": "test", "path": os.Args[1]}},
	}
	config.HTTP.Secret = "test"
	config.Log.Level = "error"
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err == nil {
		fmt.Println(listener.Addr())
		err = http.ServeTLS(listener, handlers.NewApp(context.Background(), config), os.Args[2], os.Args[3])
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
