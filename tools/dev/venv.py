"""Virtual environments: one for each set of requirement files, shared by all clones."""

import shutil
import sys

from . import common
from .common import TOP, Failure

# The interpreters that have wheels for each series' pins, the first is preferred.
PYTHONS = {
    "16.0": ("3.11", "3.10"),
    "19.0": ("3.11", "3.12", "3.13", "3.10"),
}


def requirement_files(series):
    """Return the files that say what a series' environment holds."""
    tools = TOP / "tools"
    return [
        tools / f"requirements-{series}.txt",
        TOP / "requirements.txt",
        tools / "requirements-test.txt",
    ]


def interpreter(versions):
    """Return (path, version) of a Python of one of these versions that can make
    environments; Failure when there is none."""
    for version in versions:
        for name in (sys.executable, f"python{version}", f"/usr/bin/python{version}"):
            path = common.which(name)
            if path and _answers(path, version):
                return path, version
    wanted = " or ".join(versions)
    raise Failure(f"Python {wanted} with venv is missing (Debian: python3-venv).")


def _answers(path, version):
    """Tell whether this interpreter is of that version and has venv and pip."""
    code = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])"
    try:
        done = common.run([path, "-c", code], check=False)
    except OSError:
        return False
    return done.returncode == 0 and done.stdout.split()[-1:] == [version]


def make(series):
    """Return the folder of the series' environment, made when it is not there yet."""
    return build(f"venv-{series}", requirement_files(series), PYTHONS[series])


def build(name, files, versions):
    """Make or find the environment that holds what these requirement files say."""
    python, version = interpreter(versions)
    home = common.cache_dir() / f"{name}-py{version}-{common.digest(version, *files)}"
    ready = home / "ready"
    with common.lock(home.with_name(f"{home.name}.lock")):
        if not (ready.is_file() and (home / "bin" / "python").exists()):
            common.say(f"making the Python environment {home.name}")
            shutil.rmtree(home, ignore_errors=True)
            _fill(home, python, files)
            ready.touch()
    return home


def _fill(home, python, files):
    """Make a virtual environment and install the requirement files into it."""
    common.run([python, "-m", "venv", home])
    wanted = [part for file in files for part in ("-r", file)]
    pip = [home / "bin" / "python", "-m", "pip", "install", "--quiet", "--prefer-binary"]
    common.run([*pip, *wanted])
