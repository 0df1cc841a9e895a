"""The commands of a day's work: versions of the tools, the hooks before a commit, the interpreters, the help."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.repo.places import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")


def name_of(requirement: str) -> str:
    return re.split(r"[\[<>=~! ;]", requirement)[0].lower().replace("_", "-")


def test_every_tool_has_its_version() -> None:
    """What the package itself needs has none: the tests take the newest, as a new installation does."""
    lines = (REPOSITORY / "tests" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {name_of(line) for line in lines if not line.startswith("#")}
    assert all("==" in line for line in lines if not line.startswith("#"))
    extras = [item for items in PROJECT["project"]["optional-dependencies"].values() for item in items]
    own = {name_of(item) for item in (*PROJECT["project"]["dependencies"], *extras)}
    tools = {name_of(item) for item in PROJECT["dependency-groups"]["test"]}
    assert tools - own <= pinned
    assert not own & pinned


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=REPOSITORY,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_hooks_are_a_valid_configuration() -> None:
    done = run(sys.executable, "-m", "pre_commit", "validate-config", ".pre-commit-config.yaml")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("message", "right"),
    [
        ("Capsules: the label says the day of making", True),
        ("x" * 72, True),
        ("x" * 73, False),
        ("Tablette: \N{LATIN SMALL LETTER U WITH DIAERESIS}" + "x" * 61, True),
        ("short", False),
        ("# a comment\nCapsules: the label says the day of making\n\nWhy.\n", True),
        ("Capsules: the label says the day\nof making\n", False),
    ],
)
def test_a_subject_has_at_most_72_characters(message: str, right: bool, tmp_path: Path) -> None:
    file = tmp_path / "message"
    file.write_text(message, encoding="utf-8")
    done = run("sh", "tools/commit_subject.sh", str(file), LC_ALL="C.UTF-8")
    assert (done.returncode == 0) == right, done.stderr


def test_a_version_that_is_not_here_is_said_and_is_no_failure() -> None:
    done = run("sh", "tools/versions.sh", "0", "2.5")
    assert (done.returncode, done.stdout.strip()) == (0, "Python 2.5: skipped, it is not here")


def test_every_command_of_the_makefile_is_in_its_help() -> None:
    told = set(re.findall(r'@echo "make ([a-z-]+)', MAKEFILE))
    phony = re.search(r"^\.PHONY: ((?:.*\\\n)*.*)", MAKEFILE, re.MULTILINE)
    assert phony is not None
    inner = {"help", "check", "test-source", "test-wheel", "python", "system-packages"}
    assert told == set(phony[1].replace("\\\n", " ").split()) - inner
    assert all(re.search(rf"^{re.escape(name)}:", MAKEFILE, re.MULTILINE) for name in told)


def test_the_versions_are_those_of_the_package() -> None:
    classifiers = " ".join(PROJECT["project"]["classifiers"])
    tested = re.search(r"^VERSIONS \?= (.*)$", MAKEFILE, re.MULTILINE)
    assert tested is not None
    assert set(re.findall(r"Python :: (3\.[0-9]+)", classifiers)) <= set(tested[1].split())
