package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"dbx/engine/load"
	"dbx/executor/fetch"
	lockfile "dbx/rules/lock"
	"dbx/rules/python/index"
	"dbx/rules/python/pick"
	"dbx/rules/python/pin"
	"dbx/rules/python/pipconf"
	"dbx/rules/source"
	"dbx/rules/wheel"
)

// pythonFile is a file that a target takes from a package index.
type pythonFile struct {
	target string
	want   pick.Want
	sdist  bool
}

// pythonFiles returns what targets take from package indexes.
func pythonFiles(ws *load.Workspace) []pythonFile {
	var all []pythonFile
	for _, t := range ws.Targets() {
		f := pythonFile{target: t.Label.String()}
		var ok bool
		if f.want.Project, f.want.Version, ok = source.PythonOf(t); ok {
			f.sdist = true
		} else {
			f.want, ok = wheel.PrebuiltOf(ws, t)
		}
		if ok {
			all = append(all, f)
		}
	}
	return all
}

// lockPython asks the indexes for the files that targets take from there.
func (a *app) lockPython(ctx context.Context, ws *load.Workspace, old []byte) ([]pin.File, error) {
	wanted := pythonFiles(ws)
	if len(wanted) == 0 {
		return nil, nil
	}
	bases, err := a.indexes(ws)
	if err != nil {
		return nil, err
	}
	if len(bases) == 0 {
		return nil, usage("lock %s: no Python index is known; name one in the workspace, python { indexes = […] }, in PIP_INDEX_URL or in pip's configuration", wanted[0].target)
	}
	secrets := a.secrets(ws)
	before, _ := lockfile.Parse(old, lockFile) // one that is broken is written anew
	l := &pythonLock{before: before.Python, projects: map[string]index.Project{}, measured: map[string]index.File{},
		client: index.Client{HTTP: &http.Client{Transport: fetch.WithSecrets(http.DefaultTransport, secrets)}}}
	for _, base := range bases {
		u, err := index.ParseBase(base)
		if err != nil {
			return nil, usage("%w", err)
		}
		l.client.Bases = append(l.client.Bases, u)
	}
	var files []pin.File
	var failed []error
	for _, w := range wanted {
		f, err := l.pin(ctx, w)
		var unanswered *exitError
		switch {
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case errors.As(err, &unanswered):
			return nil, machine(fmt.Errorf("lock %s: %s", w.target, secrets.Redact(err.Error())))
		case err != nil:
			failed = append(failed, fmt.Errorf("lock %s: %s", w.target, secrets.Redact(err.Error())))
		default:
			files = pin.Add(files, f)
		}
	}
	if len(failed) > 0 {
		return nil, usage("%w", errors.Join(failed...))
	}
	return files, nil
}

// pythonLock finds files, one after the other, and asks for each page once, so
// that one run sees one state.
type pythonLock struct {
	client   index.Client
	projects map[string]index.Project
	measured map[string]index.File // by URL
	before   []pin.File
}

func (l *pythonLock) pin(ctx context.Context, w pythonFile) (pin.File, error) {
	if w.want.Version == "" {
		return pin.File{}, fmt.Errorf("which version of %s? What comes from an index has one", w.want.Project)
	}
	project, err := l.project(ctx, w.want.Project)
	if err != nil {
		return pin.File{}, err
	}
	var f index.File
	if w.sdist {
		f, err = pick.Sdist(project.Files, w.want.Project, w.want.Version)
	} else {
		f, err = pick.Wheel(project.Files, w.want)
	}
	if err != nil {
		return pin.File{}, err
	}
	if f.SHA256.IsZero() {
		if f, err = l.measure(ctx, f); err != nil {
			return pin.File{}, err
		}
	}
	for _, known := range l.before {
		if f.Size == 0 && known.SHA256 == f.SHA256 {
			f.Size = known.Size // pages in HTML have no sizes
		}
	}
	return pin.File{
		Name: f.Name, Project: w.want.Project, Version: w.want.Version, URL: index.Relative(project.Base, f.URL),
		SHA256: f.SHA256, Size: f.Size, RequiresPython: f.RequiresPython, Targets: []string{w.target},
	}, nil
}

func (l *pythonLock) project(ctx context.Context, name string) (index.Project, error) {
	if p, ok := l.projects[name]; ok {
		return p, nil
	}
	p, err := l.client.Project(ctx, name)
	if err == nil {
		l.projects[name] = p
	}
	return p, asked(err)
}

func (l *pythonLock) measure(ctx context.Context, f index.File) (index.File, error) {
	if known, ok := l.measured[f.URL]; ok {
		return known, nil
	}
	known, err := l.client.Measure(ctx, f)
	if err == nil {
		l.measured[f.URL] = known
	}
	return known, asked(err)
}

// asked tells an index's answer, which is about what was asked for, from one
// that could not be had, which is the machine's fault.
func asked(err error) error {
	var refused *index.RefusedError
	if err == nil || errors.As(err, &refused) {
		return err
	}
	return machine(err)
}

// indexes returns where Python files may be had: from the workspace, else from
// pip's settings.
func (a *app) indexes(ws *load.Workspace) ([]string, error) {
	if len(ws.Python.Indexes) > 0 {
		return slices.Clone(ws.Python.Indexes), nil
	}
	found, err := pipconf.Indexes("/", a.env)
	return found, machine(err)
}
