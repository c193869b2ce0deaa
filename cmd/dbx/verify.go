package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"dbx/cache/cas/session"
	"dbx/cache/merkle"
	"dbx/engine/load"
	"dbx/executor"
	"dbx/executor/agent"
	"dbx/executor/varied"
)

// The values of --verify.
const (
	verifyNot    = ""
	verifySealed = "sealed" // vary what sealing leaves open
	verifyStrict = "strict" // and what it fixes
)

// checkVerify refuses other values.
func (f *buildFlags) checkVerify() error {
	switch f.verify {
	case verifyNot, verifySealed, verifyStrict:
		return nil
	}
	return usage("--verify=%s: want --verify alone, or --verify=strict", f.verify)
}

// verified makes executor run all for a second time, if that was asked for.
func (s *assembly) verified(a *app, next executor.Executor, flags buildFlags) (executor.Executor, error) {
	if flags.verify == verifyNot {
		return next, nil
	}
	kept := filepath.Join(s.root, load.OutDir, keptDir)
	if err := session.RemoveAll(kept); err != nil { // of an earlier build
		return nil, err
	}
	repeaters := []executor.Repeater{{Executor: s.repeater(a, agent.Varied)}}
	if flags.verify == verifyStrict {
		repeaters = append(repeaters, executor.Repeater{Executor: s.repeater(a, agent.Disguised), Advisory: true, Skip: isBuiltin})
	}
	if flags.executor == "sandbox" {
		s.progress.say("not varied in second runs: the executor, which is the sandbox")
	}
	keep := func(ctx context.Context, sp executor.Spawn, first, second executor.Result) (string, error) {
		at, err := s.keep(ctx, sp, first, second)
		return a.relative(at), err
	}
	return executor.WithVerify(next, executor.Verification{Repeaters: repeaters, Blobs: s.cache.Store, Keep: keep}), nil
}

// isBuiltin tells of what the identities and paths of commands are not varied.
func isBuiltin(s executor.Spawn) bool { return s.Kind == executor.Builtin }

// repeater starts its process when the first action has to run again.
func (s *assembly) repeater(a *app, use agent.Use) executor.Executor {
	dir, _ := a.env("DBX_VERIFY_DIR")
	if dir != "" {
		dir = a.path(dir)
	}
	say := func(text string) { s.progress.say("%s", text) }
	if use == agent.Disguised {
		say = func(string) {} // it was said of the other
	}
	return executor.Lazily(func(ctx context.Context) (executor.Executor, error) {
		again, err := varied.Start(ctx, varied.Options{Store: s.cache.Store, Dir: dir, Use: use, Say: say})
		if err == nil {
			s.closeLater(again.Close)
		}
		return again, err
	})
}

// keptDir is the folder, in that of results, with both versions of what differs.
// No package has such a name.
const keptDir = ".verify"

// keep writes both versions of the outputs that differ, and returns where.
func (s *assembly) keep(ctx context.Context, sp executor.Spawn, first, second executor.Result) (string, error) {
	target := strings.ReplaceAll(strings.TrimPrefix(sp.Info.Label, "//"), ":", "/")
	at := filepath.Join(s.root, load.OutDir, keptDir, filepath.FromSlash(target), sp.Info.Mnemonic+"-"+sp.Key().Short())
	for i, was := range first.Outputs {
		is := second.Outputs[i]
		if was.Kind == is.Kind && was.Digest == is.Digest {
			continue
		}
		for name, out := range map[string]executor.Output{"first": was, "second": is} {
			if err := s.write(ctx, out, filepath.Join(at, name, filepath.FromSlash(out.Path))); err != nil {
				return "", err
			}
		}
	}
	return at, nil
}

// write lays out an output as the user's own files.
func (s *assembly) write(ctx context.Context, out executor.Output, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	if out.Kind == merkle.Dir {
		return s.cache.Trees.Export(ctx, out.Digest, to)
	}
	return s.cache.Trees.ExportFile(ctx, out.Digest, out.Kind == merkle.Executable, to)
}

// unlike returns err, or the exit code of a build in which an action gave other
// bytes the second time.
func (s *assembly) unlike(err error) error {
	if err == nil && s.progress.unlike > 0 {
		return &exitError{code: exitFailed}
	}
	return err
}
