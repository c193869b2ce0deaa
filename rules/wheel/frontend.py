"""Makes one wheel of the source tree in the working directory.

The one argument is JSON: "requires" names requirements that need not be met,
"setup" is sections of a setup.cfg, "settings" goes to the build backend,
"cargo" says where crates come from. All else is in the environment. Nothing is
fetched, and nothing is installed.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys

from importlib import metadata
from pip._vendor.packaging.requirements import Requirement
from pip._vendor.packaging.utils import canonicalize_name

try:
    import tomllib
except ImportError:
    from pip._vendor import tomli as tomllib

SCRATCH = pathlib.Path("/work/.build")


def unmet(requirement):
    """What is wrong with a build requirement here; None if nothing is."""
    wanted = Requirement(requirement)
    if wanted.marker and not wanted.marker.evaluate():
        return None
    try:
        have = metadata.version(wanted.name)
    except metadata.PackageNotFoundError:
        return f"{requirement}: there is no {wanted.name}"
    if not wanted.specifier.contains(have, prereleases=True):
        return f"{requirement}: there is {wanted.name} {have}"
    return None


def check_requires(ignored):
    """Ends the build if pyproject.toml asks for what is not here."""
    try:
        project = tomllib.loads(pathlib.Path("pyproject.toml").read_text("utf-8"))
    except FileNotFoundError:
        return
    wanted = project.get("build-system", {}).get("requires", [])
    ignored = {canonicalize_name(name) for name in ignored}
    problems = [unmet(w) for w in wanted if canonicalize_name(Requirement(w).name) not in ignored]
    problems = [p for p in problems if p]
    if problems:
        sys.exit("The build requirements of pyproject.toml are not met:\n  " + "\n  ".join(problems) +
                 "\nAdd wheels of the workspace to build_requires, or packages to the toolchain's image;"
                 " what is wrongly asked for goes into ignore_requires.")


def write_setup(sections):
    """Gives setuptools its options, over those of the source tree."""
    lines = []
    for section, options in sorted(sections.items()):
        lines.append(f"[{section}]")
        lines += [f"{name} = {value}" for name, value in sorted(options.items())]
    path = SCRATCH / "setup.cfg"
    path.write_text("\n".join(lines) + "\n")
    os.environ["DIST_EXTRA_CONFIG"] = str(path)


def prepare_cargo(cargo):
    """Makes cargo take all crates from a folder, and pyo3 find the target's Python."""
    home = SCRATCH / "cargo"
    home.mkdir()
    (home / "config.toml").write_text(
        '[source.crates-io]\nreplace-with = "workspace"\n'
        f'[source.workspace]\ndirectory = "{cargo["crates"]}"\n')
    os.environ["CARGO_HOME"] = str(home)
    manifest = pathlib.Path(cargo["manifest"])
    lock = manifest.parent / "Cargo.lock"
    if cargo["lock"]:
        shutil.copyfile(cargo["lock"], lock)
    elif not lock.exists():
        subprocess.run(["cargo", "generate-lockfile", "--offline", "--manifest-path", manifest], check=True)
    # Some versions of pyo3 want a folder with nothing but that one file.
    sysconfig = SCRATCH / "sysconfig"
    sysconfig.mkdir()
    name = os.environ["_PYTHON_SYSCONFIGDATA_NAME"] + ".py"
    shutil.copyfile(pathlib.Path(cargo["stdlib"]) / name, sysconfig / name)
    os.environ["PYO3_CROSS_LIB_DIR"] = str(sysconfig)


def main():
    options = json.loads(sys.argv[1])
    SCRATCH.mkdir()
    check_requires(options.get("requires", []))
    if "setup" in options:
        write_setup(options["setup"])
    if "cargo" in options:
        prepare_cargo(options["cargo"])
    command = [sys.executable, "-m", "pip", "wheel", "--no-index", "--no-deps", "--no-build-isolation",
               "--disable-pip-version-check", "--no-cache-dir", "--wheel-dir", "/work/dist"]
    for setting in options.get("settings", []):
        command += ["--config-settings", setting]
    sys.stdout.flush()
    os.execv(sys.executable, command + ["."])


main()
