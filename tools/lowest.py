"""Prints the lowest versions that pyproject.toml admits of what the package depends on, as constraints of pip.

Those of its extras are among them: ``make bounds`` runs the tests on exactly these. With ``--extras`` it prints the
names of the extras instead, as pip takes them: whoever installs the package with all of it asks here.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

_PROJECT = Path(__file__).parents[1] / "pyproject.toml"
_BOUND = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?>=(?P<version>[0-9.]+)(?:,<[0-9.]+)?")


def lowest(requirements: list[str]) -> dict[str, str]:
    """Return the lowest version of each requirement by its name.

    >>> lowest(["attrs>=24.1", "psycopg[binary]>=3.2", "icalendar>=6,<8"])
    {'attrs': '24.1', 'psycopg': '3.2', 'icalendar': '6'}
    """
    found: dict[str, str] = {}
    for requirement in requirements:
        bound = _BOUND.fullmatch(requirement)
        if bound is None:
            raise SystemExit(f"{requirement} of pyproject.toml states no lowest version")
        if found.setdefault(bound["name"], bound["version"]) != bound["version"]:
            raise SystemExit(f"pyproject.toml states two lowest versions of {bound['name']}")
    return found


def project() -> dict[str, Any]:
    """Return what pyproject.toml states of the package."""
    stated: dict[str, Any] = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]
    return stated


def requirements() -> list[str]:
    """Return what the package depends on, its extras included."""
    stated = project()
    return [*stated["dependencies"], *(item for extra in stated["optional-dependencies"].values() for item in extra)]


if __name__ == "__main__":
    if "--extras" in sys.argv:
        print(",".join(project()["optional-dependencies"]))
    else:
        for name, version in lowest(requirements()).items():
            print(f"{name}=={version}")
