// Package indextest is a Python package index for tests: a server on loopback
// that speaks the simple API, in HTML and in JSON, for the files of a folder.
package indextest

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"dbx/rules/wheel/whl"
)

// Server serves the files of a folder in several ways, each an index of its own
// at /WAY/simple/:
//
//	html    PEP 503, with hashes in fragments
//	json    PEP 691
//	bare    PEP 503 without hashes, as a web server lists a folder
//	token   PEP 503 for those who have the bearer token "open-sesame", else 401
//
// and everything else is 404. What a file requires of Python is in a file
// beside it that ends in .requires, why it was yanked in one that ends in
// .yanked. It is safe for concurrent use.
type Server struct {
	*httptest.Server
	dir string

	mu    sync.Mutex
	asked map[string]int
}

// Start returns a running server; the caller closes it.
func Start(dir string) *Server {
	s := &Server{dir: dir, asked: map[string]int{}}
	s.Server = httptest.NewServer(s)
	return s
}

// Index returns the URL of the index that answers in one of the ways.
func (s *Server) Index(way string) string { return s.URL + "/" + way + "/simple/" }

// Asked returns how many requests there were for a path.
func (s *Server) Asked(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[path]
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked[r.URL.Path]++
	s.mu.Unlock()
	parts := strings.Split(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch {
	case len(parts) > 1 && parts[0] == "token" && r.Header.Get("Authorization") != "Bearer open-sesame":
		w.WriteHeader(http.StatusUnauthorized)
	case len(parts) == 3 && parts[1] == "files":
		http.ServeFile(w, r, filepath.Join(s.dir, parts[2]))
	case len(parts) == 4 && parts[1] == "simple" && parts[3] == "":
		s.page(w, parts[0], parts[2])
	default:
		http.NotFound(w, r)
	}
}

// entry is a file of a page.
type entry struct {
	Name     string            `json:"filename"`
	URL      string            `json:"url"`
	Hashes   map[string]string `json:"hashes"`
	Requires *string           `json:"requires-python"`
	Yanked   any               `json:"yanked"`
	Size     int               `json:"size"`
	Link     template.URL      `json:"-"`
}

func (s *Server) page(w http.ResponseWriter, way, project string) {
	entries, err := s.entries(way, project)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if len(entries) == 0 {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	if way == "json" {
		w.Header().Set("Content-Type", "application/vnd.pypi.simple.v1+json")
		_ = json.NewEncoder(w).Encode(map[string]any{"meta": map[string]string{"api-version": "1.1"}, "name": project, "files": entries})
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = template.Must(template.New("page").Parse(page)).Execute(w, entries)
}

const page = `<!DOCTYPE html>
<html><head><meta name="pypi:repository-version" content="1.0"></head><body>
{{range .}}<a href="{{.Link}}"{{with .Requires}} data-requires-python="{{.}}"{{end}}{{with .Yanked}} data-yanked="{{.}}"{{end}}>{{.Name}}</a><br>
{{end}}</body></html>
`

// entries returns the files of a project, by their names.
func (s *Server) entries(way, project string) ([]entry, error) {
	listed, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, err
	}
	var entries []entry
	for _, d := range listed {
		own, _, _ := strings.Cut(d.Name(), "-")
		if strings.HasSuffix(d.Name(), ".requires") || strings.HasSuffix(d.Name(), ".yanked") || whl.NormaliseProject(own) != project {
			continue
		}
		content, err := os.ReadFile(filepath.Join(s.dir, d.Name()))
		if err != nil {
			return nil, err
		}
		sum := fmt.Sprintf("%x", sha256.Sum256(content))
		e := entry{Name: d.Name(), URL: "../../files/" + d.Name(), Hashes: map[string]string{"sha256": sum}, Size: len(content), Yanked: false}
		if e.Link = template.URL(e.URL); way != "bare" {
			e.Link += template.URL("#sha256=" + sum)
		}
		if text, err := os.ReadFile(filepath.Join(s.dir, d.Name()+".requires")); err == nil {
			requires := strings.TrimSpace(string(text))
			e.Requires = &requires
		}
		if text, err := os.ReadFile(filepath.Join(s.dir, d.Name()+".yanked")); err == nil {
			e.Yanked = strings.TrimSpace(string(text))
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// Wheel returns a wheel of a name, with just what installers want to see. One
// for macOS or Windows has a file that begins as a library there does. Its
// archive is not in dbx's form.
func Wheel(file string) ([]byte, error) {
	name, err := whl.ParseName(file)
	if err != nil {
		return nil, err
	}
	info := name.Distribution + "-" + name.Version + ".dist-info/"
	members := [][2]string{{name.Distribution + ".py", "made = " + fmt.Sprintf("%q", file) + "\n"}}
	about := "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\n"
	switch system := name.Platform[0]; {
	case system == "any":
		about = strings.Replace(about, "false", "true", 1)
	case strings.HasPrefix(system, "win"):
		members = append(members, [2]string{"_" + name.Distribution + ".pyd", "MZ and what follows"})
	case strings.HasPrefix(system, "macosx"):
		members = append(members, [2]string{"_" + name.Distribution + ".so", "\xcf\xfa\xed\xfe and what follows"})
	}
	for _, tag := range name.Tags() {
		about += "Tag: " + tag.String() + "\n"
	}
	if name.Build != "" {
		about += "Build: " + name.Build + "\n"
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	members = append(members,
		[2]string{info + "WHEEL", about},
		[2]string{info + "METADATA", "Metadata-Version: 2.1\nName: " + name.Distribution + "\nVersion: " + name.Version + "\n"})
	for _, member := range append(members, [2]string{info + "RECORD", record(members) + info + "RECORD,,\n"}) {
		f, err := z.Create(member[0])
		if err == nil {
			_, err = f.Write([]byte(member[1]))
		}
		if err != nil {
			return nil, err
		}
	}
	err = z.Close()
	return b.Bytes(), err
}

// record returns the lines of RECORD for files.
func record(members [][2]string) string {
	var lines strings.Builder
	for _, m := range members {
		sum := sha256.Sum256([]byte(m[1]))
		fmt.Fprintf(&lines, "%s,sha256=%s,%d\n", m[0], base64.RawURLEncoding.EncodeToString(sum[:]), len(m[1]))
	}
	return lines.String()
}
