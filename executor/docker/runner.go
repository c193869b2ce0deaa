package docker

import (
	"bufio"
	"debug/elf"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/docker/docker/api/types/mount"

	"dbx/executor/inner"
)

// libraryMount is where containers see the libraries of the running program.
const libraryMount = "/.dbx/lib"

// runner is a private directory with the running program and, if it is
// dynamically linked, all that it needs to start in a root file system that
// has no library at all. A build of the program that replaces it meanwhile
// does not touch it.
type runner struct {
	program   string
	libraries string   // directory; "" for a program that needs none
	argv      []string // how it is started inside
}

// loaderName is the dynamic loader among the libraries; no library is called so.
const loaderName = "ld.so"

// newRunner makes the directory dir, which must not exist.
func newRunner(dir string) (runner, error) {
	r, err := fillRunner(dir)
	if err != nil {
		os.RemoveAll(dir)
		return runner{}, fmt.Errorf("docker: prepare the program for containers: %w", err)
	}
	return r, nil
}

func fillRunner(dir string) (runner, error) {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return runner{}, err
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		return runner{}, err
	}
	r := runner{program: filepath.Join(dir, "init"), argv: []string{inner.ContainerArg}}
	if err := place("/proc/self/exe", r.program); err != nil {
		return runner{}, err
	}
	loader, err := interpreter("/proc/self/exe")
	if err != nil || loader == "" {
		return r, err
	}
	r.libraries = filepath.Join(dir, "lib")
	if err := os.Mkdir(r.libraries, 0o755); err != nil {
		return runner{}, err
	}
	if err := place(loader, filepath.Join(r.libraries, loaderName)); err != nil {
		return runner{}, err
	}
	libraries, err := loadedLibraries("/proc/self/maps")
	if err != nil {
		return runner{}, err
	}
	for _, library := range libraries {
		err := place(library, filepath.Join(r.libraries, soname(library)))
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return runner{}, err
		}
	}
	r.argv = append([]string{path.Join(libraryMount, loaderName), "--library-path", libraryMount}, r.argv...)
	return r, nil
}

// mounts makes the program visible in a container.
func (r runner) mounts() []mount.Mount {
	mounts := []mount.Mount{bind(r.program, inner.ContainerArg, true)}
	if r.libraries != "" {
		mounts = append(mounts, bind(r.libraries, libraryMount, true))
	}
	return mounts
}

// interpreter returns the dynamic loader that a program asks for, or "" for a
// statically linked one.
func interpreter(program string) (string, error) {
	f, err := elf.Open(program)
	if err != nil {
		return "", err
	}
	defer f.Close()
	for _, segment := range f.Progs {
		if segment.Type != elf.PT_INTERP {
			continue
		}
		name, err := io.ReadAll(segment.Open())
		return strings.TrimRight(string(name), "\x00"), err
	}
	return "", nil
}

// loadedLibraries returns the shared objects that are mapped into a process,
// from its table of mappings (proc(5), /proc/pid/maps).
func loadedLibraries(maps string) ([]string, error) {
	f, err := os.Open(maps)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var libraries []string
	seen := map[string]bool{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		name := mappedFile(lines.Text())
		if strings.Contains(path.Base(name), ".so") && !seen[name] {
			seen[name] = true
			libraries = append(libraries, name)
		}
	}
	return libraries, lines.Err()
}

// mappedFile returns the absolute path at the end of a line of a table of
// mappings, or "".
func mappedFile(line string) string {
	start := strings.IndexByte(line, '/')
	if start < 0 || strings.HasSuffix(line, " (deleted)") {
		return ""
	}
	return line[start:]
}

// soname returns the name under which other objects ask for a library; its
// file may be called differently (libc-2.31.so is libc.so.6).
func soname(library string) string {
	f, err := elf.Open(library)
	if err != nil {
		return filepath.Base(library)
	}
	defer f.Close()
	names, err := f.DynString(elf.DT_SONAME)
	if err != nil || len(names) == 0 || strings.ContainsRune(names[0], '/') {
		return filepath.Base(library)
	}
	return names[0]
}

// place copies an executable file; to must not exist.
func place(from, to string) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	if e := dst.Close(); err == nil {
		err = e
	}
	return err
}
