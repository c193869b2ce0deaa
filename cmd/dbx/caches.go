package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"dbx/cache/actioncache"
	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/cache/merkle"
	"dbx/executor"
	"dbx/executor/stage"
	"dbx/executor/upkeep"
)

// openPeers opens the caches of --cache, in the order given.
func (a *app) openPeers(specs []string) ([]executor.Peer, error) {
	var peers []executor.Peer
	for _, spec := range specs {
		p, err := a.openPeer(spec)
		if err != nil {
			return nil, fmt.Errorf("--cache %s: %w", spec, err)
		}
		peers = append(peers, p)
	}
	return peers, nil
}

// openPeer opens one: dir:PATH is read and written, dir:PATH,ro only read.
func (a *app) openPeer(spec string) (executor.Peer, error) {
	dir, ok := strings.CutPrefix(spec, "dir:")
	dir, readOnly := strings.CutSuffix(dir, ",ro")
	if !ok || dir == "" {
		return executor.Peer{}, usage("want dir:PATH, or dir:PATH,ro for one that is only read")
	}
	if i := strings.LastIndexByte(dir, ','); i >= 0 && !strings.Contains(dir[i:], "/") {
		return executor.Peer{}, usage("there is no option %q: want dir:PATH, or dir:PATH,ro for one that is only read", dir[i+1:])
	}
	dir = a.path(dir)
	blobs, err := cas.OpenShared(dir, readOnly)
	var results *actioncache.Shared
	if err == nil {
		results, err = actioncache.OpenShared(dir, readOnly)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission), errors.Is(err, unix.ENOTDIR):
		return executor.Peer{}, usage("%w", err)
	case err != nil: // a full disk, or a server that does not answer
		return executor.Peer{}, machine(err)
	}
	return executor.Peer{Name: dir, Results: results, Blobs: blobs, ReadOnly: readOnly}, nil
}

// openCache opens the cache directory of this machine. What turns out damaged
// there is told, from any goroutine, as it is moved aside.
func openCache(dir string, damaged func(what, reason string)) (c upkeep.Cache, err error) {
	if c.Store, err = cas.OpenDisk(dir, cas.OnCorrupt(func(d digest.Digest, reason string) {
		damaged("blob "+d.Short(), reason)
	})); err != nil {
		return c, err
	}
	if c.Results, err = actioncache.OpenDisk(dir, actioncache.OnCorrupt(func(k actioncache.Key, reason string) {
		damaged("result "+k.Short(), reason)
	})); err != nil {
		return c, errors.Join(err, c.Store.Close())
	}
	if c.Trees, err = merkle.NewFarm(c.Store, filepath.Join(dir, "trees")); err == nil {
		c.Layers, err = stage.New(c.Store, c.Trees, filepath.Join(dir, "layers"))
	}
	if err != nil {
		return c, errors.Join(err, c.Close())
	}
	return c, nil
}
