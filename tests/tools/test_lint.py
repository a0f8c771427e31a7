"""The lint command runs all its checks, tells what each found, and fails when one failed."""

import sys

import pytest

import lint
from dev import common


def python(code):
    """Return the command that runs ``code``."""
    return [sys.executable, "-c", code]


CHECKS = {
    "first": [python("print('all is well')")],
    "second": [python("print('found this'); raise SystemExit(1)"), python("print('and that')")],
    "third": [python("print('reached')")],
    "fourth": [],
}


@pytest.fixture
def checks(monkeypatch):
    """Put checks of our own, run for real, in the place of those that need an installation."""
    monkeypatch.setattr(lint, "python_checks", lambda fix: CHECKS)
    monkeypatch.setattr(lint, "script_checks", lambda fix: {})


@pytest.mark.usefixtures("checks")
def test_all_checks_run_and_one_failure_fails(capsys):
    assert lint.main([]) == 1
    printed = capsys.readouterr().out
    assert printed.splitlines()[-1] == "lint: 3 checks passed, 1 failed"
    assert "found this\nand that" in printed
    assert "all is well" not in printed
    results = [line.split() for line in printed.splitlines() if line.startswith("lint ")]
    assert [row[1] for row in results] == ["first", "second", "third", "fourth"]
    assert [" ".join(row[4:]) for row in results] == [
        "passed",
        "FAILED",
        "passed",
        "nothing to check",
    ]


@pytest.mark.usefixtures("checks")
def test_only_the_named_checks_run(capsys):
    assert lint.main(["third"]) == 0
    assert "second" not in capsys.readouterr().out
    assert lint.main(["thirdd"]) == 1
    assert "there is no check 'thirdd'" in capsys.readouterr().out


@pytest.mark.usefixtures("checks")
def test_checks_that_cannot_be_made_fail_with_a_reason(monkeypatch, capsys):
    def fail(fix):
        raise common.Failure("npm is missing: install it")

    monkeypatch.setattr(lint, "script_checks", fail)
    assert lint.main(["first"]) == 1
    assert "lint: npm is missing: install it" in capsys.readouterr().out


def test_locked_packages_name_no_registry():
    text = (common.TOP / "tools" / "js" / "package-lock.json").read_text()
    assert '"integrity"' in text
    assert '"resolved"' not in text
