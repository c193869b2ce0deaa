package registrytest

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dbx/cache/require"
)

// User and Password are let in by what [StartDistribution] starts.
const (
	User     = "me"
	Password = "secret"
)

// passwords has the user and the password, as htpasswd writes them.
const passwords = "me:$2a$04$Xwz0.2hz3OeNuB/fDfCoT.0gmJp623tvMDjVNnbJgui30y3DZHCGe\n"

// StartDistribution starts the registry that most registries are made of, in a
// process of its own until the test ends, and returns its address and what to
// ask it with.
func StartDistribution(t testing.TB) (host string, transport http.RoundTripper) {
	t.Helper()
	require.Network(t) // for the registry's modules, where the Go cache lacks them
	program := buildDistribution(t)
	// The certificate of the standard library's tests is for 127.0.0.1.
	web := httptest.NewTLSServer(http.NotFoundHandler())
	defer web.Close()
	server := exec.CommandContext(t.Context(), program, distributionFiles(t, web.TLS.Certificates[0])...)
	server.Stderr = os.Stderr
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the registry does not start: %v", err)
	}
	return strings.TrimSpace(line), web.Client().Transport
}

func buildDistribution(t testing.TB) (program string) {
	t.Helper()
	tool := require.Tool(t, "go")
	module, err := exec.Command(tool, "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		t.Fatal(err)
	}
	program = filepath.Join(t.TempDir(), "registry")
	source := filepath.Join(strings.TrimSpace(string(module)), "cache", "oci", "registrytest", "server")
	if out, err := exec.Command(tool, "build", "-C", source, "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// distributionFiles writes the arguments of the registry.
func distributionFiles(t testing.TB, cert tls.Certificate) []string {
	t.Helper()
	key, err := x509.MarshalPKCS8PrivateKey(cert.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	dir, args := t.TempDir(), make([]string, 3)
	for i, b := range [][]byte{
		[]byte(passwords),
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Certificate[0]}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}),
	} {
		args[i] = filepath.Join(dir, []string{"passwords", "cert", "key"}[i])
		if err := os.WriteFile(args[i], b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return args
}
