"""Installs a wheel with the target's own pip, and imports it.

The one argument is JSON: "imports" names modules, and "script" is a file to run
afterwards, empty for none. Without imports, all that stands at the top of the
wheel is imported. What was printed is left in smoke.log, how it ended in
smoke.status: done, "exit N" or "signal N".
"""

import glob
import importlib
import json
import os
import runpy
import sys
import traceback
import zipfile

SITE = "/work/site"


def top_levels(wheel):
    """The modules that can be imported from the top of a wheel."""
    found = set()
    for name in zipfile.ZipFile(wheel).namelist():
        parts = name.split("/")
        if parts[0].endswith(".data") and len(parts) > 2 and parts[1] in ("purelib", "platlib"):
            parts = parts[2:]
        if len(parts) == 1 and parts[0].endswith((".py", ".so")):
            found.add(parts[0].split(".")[0])
        elif len(parts) == 2 and parts[1] == "__init__.py":
            found.add(parts[0])
    return sorted(found)


def install(wheels):
    from pip._internal.cli.main import main
    code = main(["install", "--no-index", "--no-deps", "--no-compile", "--no-cache-dir",
                 "--disable-pip-version-check", "--root-user-action", "ignore", "--target", SITE] + wheels)
    if code:
        sys.exit(f"pip does not install {', '.join(os.path.basename(w) for w in wheels)}")


def use(modules, script):
    sys.path.insert(0, SITE)
    for name in modules:
        importlib.import_module(name)
        print("imported", name)
    if script:
        runpy.run_path(script, run_name="__main__")
        print("ran", os.path.basename(script))


def child(work, *arguments):
    """Does the work in a process of its own, which may crash, and tells how it ended."""
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        log = os.open("/work/smoke.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(log, 1)
        os.dup2(log, 2)
        code = 0
        try:
            work(*arguments)
        except SystemExit as e:
            code = e.code if isinstance(e.code, int) else int(e.code is not None)
            if isinstance(e.code, str):
                print(e.code, file=sys.stderr)
        except BaseException:
            traceback.print_exc()
            code = 1
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    status = os.waitpid(pid, 0)[1]
    if os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)}"
    code = os.WEXITSTATUS(status)
    return f"exit {code}" if code else "done"


def main():
    options = json.loads(sys.argv[1])
    wheel, = glob.glob("/work/finished/*.whl")
    others = sorted(glob.glob("/work/requires/*/*.whl"))
    modules = options.get("imports")
    if modules is None:
        modules = top_levels(wheel)
    ended = child(install, [wheel] + others)
    if ended == "done":
        ended = child(use, modules, options.get("script", ""))
    with open("/work/smoke.status", "w") as f:
        f.write(ended)
    with open("/work/smoke.log") as f:
        sys.stdout.write(f.read())


main()
