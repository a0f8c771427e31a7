#!/usr/bin/env python3
"""Run the static checks: ``lint.py [--fix] [NAME ...]``; all of them by default.

Every check runs, whatever the others found; its result and time are told, and what it found when it
failed. The exit code is 1 when one failed. ``--fix`` first mends what Ruff, ESLint and Prettier can
mend by themselves. The checkers are installed at pinned versions into the tool's cache folder.
"""

import argparse
import shutil
import subprocess
import sys
import time

from dev import common, venv

TOOLS = common.TOP / "tools"
SOURCES = ["digiflow_crm", "tools", "tests", "docker", "docs"]
# Rules of the community's checkers that are not ours, with the reason why.
PYLINT_OFF = [
    "consider-merging-classes-inherited",  # each step extends crm.lead in a small file of its own
    "missing-readme",  # the project's README.md is at its top
]
OCA_OFF = [
    "file-not-used",  # NAME.19.xml is listed as NAME.xml; check_structure.py looks for the others
    "xml-field-numeric-without-eval",  # Odoo reads a number's text as the number
    "xml-header-wrong",  # the name of an encoding has no case
]
PYLINT = [
    *("--load-plugins=pylint_odoo", "--disable=all", "--enable=odoolint", "--score=no"),
    f"--disable={','.join(PYLINT_OFF)}",
    "--valid-odoo-versions=16.0",
    "--manifest-required-authors=Digiflow SA",
    r"--manifest-version-format=\d+\.\d+\.\d+$",  # each series puts its own number before it
]


def python_environment():
    """Return the bin folder of the environment with the Python checkers, made when missing."""
    versions = ("3.11", "3.12", "3.13", "3.10")
    return venv.build("venv-lint", [TOOLS / "requirements-lint.txt"], versions) / "bin"


def script_environment():
    """Return the folder with the JavaScript checkers and their settings, made when missing."""
    if not common.which("npm"):
        common.apt_install("nodejs", "npm")
    files = [TOOLS / "js" / name for name in ("package.json", "package-lock.json")]
    home = common.cache_dir() / f"js-{common.digest(*files)}"
    with common.lock(home.with_name(f"{home.name}.lock")):
        if not (home / "ready").is_file():
            common.say(f"installing the JavaScript checkers in {home.name}")
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir(parents=True)
            for file in files:
                shutil.copy(file, home)
            common.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=home)
            (home / "ready").touch()
        # ESLint finds what its settings import beside them
        shutil.copy(TOOLS / "js" / "eslint.config.mjs", home)
    return home


def existing(*names):
    """Return those of the project's folders and files that are there."""
    return [name for name in names if (common.TOP / name).exists()]


def files(pattern):
    """Return the addon's files that match ``pattern``, as texts."""
    found = (common.TOP / "digiflow_crm").rglob(pattern)
    return sorted(str(path.relative_to(common.TOP)) for path in found)


def python_checks(fix):
    """Return ``{name: commands}`` of the checks that are written in Python."""
    home = python_environment()
    python, ruff, sources = home / "python", home / "ruff", existing(*SOURCES)
    mend = [[ruff, "check", "--fix", "--quiet", *sources], [ruff, "format", "--quiet", *sources]]
    po_files = files("*.po")
    oca = [home / "oca-checks-odoo-module", f"--disable={','.join(OCA_OFF)}", "digiflow_crm"]
    return {
        "ruff format": [*(mend if fix else []), [ruff, "format", "--diff", *sources]],
        "ruff": [[ruff, "check", "--output-format=concise", *sources]],
        "pylint-odoo": [[home / "pylint", *PYLINT, "digiflow_crm"]],
        "OCA XML": [oca],
        "OCA PO": [[home / "oca-checks-po", *po_files]] if po_files else [],
        "structure": [[python, TOOLS / "check_structure.py"]],
        "neutral": [[python, TOOLS / "check_neutral.py"]],
    }


def script_checks(fix):
    """Return ``{name: commands}`` of the checks of our JavaScript and SCSS."""
    scripts, styles = files("static/src/**/*.js"), files("static/src/**/*.scss")
    if not scripts + styles:
        return {}
    home = script_environment()
    tool = home / "node_modules" / ".bin"
    eslint = [tool / "eslint", "--config", home / "eslint.config.mjs", "--max-warnings=0"]
    prettier = [tool / "prettier", "--config", TOOLS / "js" / "prettier.json"]
    return {
        "eslint": [[*eslint, *(["--fix"] if fix else []), *scripts]] if scripts else [],
        "prettier": [[*prettier, "--write" if fix else "--check", *scripts, *styles]],
    }


def run_check(name, commands):
    """Run one check, tell its result, and return whether it passed."""
    start, output, passed = time.monotonic(), [], True
    for command in commands:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=common.TOP,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
        )
        output.append(done.stdout.strip())
        passed = passed and not done.returncode
    result = ("passed" if commands else "nothing to check") if passed else "FAILED"
    common.say(f"lint {name:<12} {time.monotonic() - start:5.1f} s  {result}")
    if not passed:
        common.say("\n".join(output))
    return passed


def gather(fix):
    """Return ``{name: commands}`` of all checks, and the reasons why some cannot be made."""
    checks, missing = {}, []
    for make in (python_checks, script_checks):
        try:
            checks.update(make(fix))
        except common.Failure as failure:
            missing.append(str(failure))
    return checks, missing


def main(argv=None):
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fix", action="store_true", help="mend what can be mended mechanically")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these checks")
    options = parser.parse_args(argv)
    checks, missing = gather(options.fix)
    unknown = [f"there is no check {name!r}" for name in options.names if name not in checks]
    for reason in missing + unknown:
        common.say(f"lint: {reason}")
    names = options.names or list(checks)
    failed = [name for name in names if name in checks and not run_check(name, checks[name])]
    common.say(f"lint: {len(names) - len(failed)} checks passed, {len(failed)} failed")
    return 1 if failed or missing or unknown else 0


if __name__ == "__main__":
    sys.exit(main())
