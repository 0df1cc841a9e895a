"""docs/release.md and SECURITY.md: what they tell to run, to read and to write exists."""

from __future__ import annotations

import re
import tomllib

import pytest

from ldn_compound.cli.main import COMMANDS
from ldn_compound.labelling.catalogue import design_names
from tests.repo.places import REPOSITORY

LIST = (REPOSITORY / "docs" / "release.md").read_text(encoding="utf-8")
SECURITY = (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8")
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
BOXES = re.findall(r"^- \[ \] (.*(?:\n {6}.*|\n(?=\n {6}))*)", LIST, re.MULTILINE)
# Those of the Makefile that try something on a version that is about to go out.
TRYING = ["test", "versions", "test-long", "fuzz", "mutate", "reliability", "coverage", "benchmark", "contact"]
TRYING += ["zipapp", "frozen", "docs", "label", "site", "bounds", "sbom"]


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`make ([a-z-]+)`", LIST))))
def test_each_command_of_the_list_is_one_of_the_makefile(name: str) -> None:
    assert re.search(rf"^{re.escape(name)}:", MAKEFILE, re.MULTILINE), f"make {name} does not exist"


def test_the_list_leaves_no_command_out_that_tries_something() -> None:
    assert set(TRYING) == set(re.findall(r"`make ([a-z-]+)`", LIST))


def test_each_file_of_the_list_exists() -> None:
    files = re.findall(r"\b(?:tools|tests|ldn_compound)/[\w./]+[\w]", LIST)
    assert {f"tools/{name}.py" for name in ("release_codes", "release_names", "stored_plans")} <= set(files)
    for name in files:
        assert (REPOSITORY / name).exists() or name.startswith("ldn_compound/"), f"{name} does not exist"


def test_everything_in_the_list_is_a_box_to_tick() -> None:
    assert len(BOXES) > 20
    steps = LIST.partition("\n## ")[2]
    left = re.sub(r"^- \[ \] .*$|^ {6}.*$|^## .*$|^\d\. .*$", "", steps, flags=re.MULTILINE)
    assert not left.strip(), "a line that nobody ticks"


@pytest.mark.parametrize("name", re.findall(r"`((?:labels|record|ldn-compound) [^`]+)`", SECURITY))
def test_each_command_of_the_report_exists(name: str) -> None:
    words = name.removeprefix("ldn-compound ").split()
    assert words[0] in {*COMMANDS, "--version"}
    page = (REPOSITORY / "docs" / "cli.md").read_text(encoding="utf-8")
    assert words[0] == "--version" or re.search(rf"^## `ldn-compound {' '.join(words)}[ `]", page, re.MULTILINE)


def test_a_batch_is_marked_as_the_report_says() -> None:
    assert "design `quarantine`" in SECURITY
    assert "quarantine" in design_names()


def test_the_place_to_report_is_the_one_that_the_package_names() -> None:
    """No address is invented: what the page says of the package's addresses is so."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert ("names no address of its own yet" in SECURITY) == ("urls" not in project)
    assert not re.search(r"https?://|\w@\w", SECURITY)
