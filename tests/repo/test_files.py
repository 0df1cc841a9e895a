"""The files themselves: what is shipped, and what must not stand in any of them."""

from __future__ import annotations

import ast
import os
import re
from importlib.metadata import files
from pathlib import Path

import pytest

from ldn_compound.labelling.catalogue import data_folder
from tests.repo.places import NAME, PACKAGE, REPOSITORY, modules, tree_of

FOLDERS = ("tests", "docs", "tools", "benchmarks", "labels")
SUFFIXES = {".py", ".md", ".toml", ".txt", ".cfg", ".in", ".json", ".csv", ""}
# Written in two parts, so that this file does not hold them itself.
MACHINE = re.compile("|".join((r"/wo" r"rk/", r"/ro" r"ot/", r"/tmp/ba" r"sh", r"\.\./sha" r"red", r"/opt/d" r"ev")))
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")


def texts() -> list[Path]:
    """Return every text file of the package and of the repository around it."""
    found = [path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".toml", ".md", ".typed"}]
    for folder in FOLDERS:
        found += [path for path in (REPOSITORY / folder).rglob("*") if path.suffix in SUFFIXES]
    found += [path for path in REPOSITORY.iterdir() if path.suffix in SUFFIXES and path.name != ".git"]
    return sorted(path for path in set(found) if path.is_file() and "__pycache__" not in path.parts)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in texts()])
def test_a_file_speaks_of_no_machine_and_of_nothing_unfinished(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not MACHINE.search(text), MACHINE.findall(text)
    assert not UNFINISHED.search(text)
    assert "\r" not in text
    assert not text or text.endswith("\n")


@pytest.mark.parametrize("module", sorted(modules()))
def test_no_error_is_swallowed_whole(module: str) -> None:
    """`except Exception` and a bare `except` hide wrong numbers; the clean-up of a half-written file re-raises.

    One place is free of it: what was given is shown in an error, and the code of a foreign object may raise anything.
    """
    for node in ast.walk(tree_of(modules()[module])):
        if not isinstance(node, ast.ExceptHandler) or module == "ldn_compound.core.errors":
            continue
        names = {item.id for item in ast.walk(node.type) if isinstance(item, ast.Name)} if node.type else {"bare"}
        again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
        assert again or not names & {"bare", "Exception", "BaseException"}, f"{module}:{node.lineno}"


def shipped(tmp_path: Path) -> list[str]:
    """Return the names in the wheel: of the installed one, or in the source tree of one built here."""
    if PACKAGE.parent != REPOSITORY:
        return [str(path).replace(os.sep, "/") for path in files("ldn-compound") or ()]
    import zipfile

    from hatchling.build import build_wheel

    here = Path.cwd()
    os.chdir(REPOSITORY)
    try:
        name = build_wheel(str(tmp_path))
    finally:
        os.chdir(here)
    with zipfile.ZipFile(tmp_path / name) as wheel:
        return wheel.namelist()


def test_the_wheel_holds_the_package_and_the_label_data_and_no_package_called_labels(tmp_path: Path) -> None:
    names = shipped(tmp_path)
    tops = {name.split("/")[0] for name in names if "/" in name and not name.startswith("..")}
    assert {top for top in tops if not top.endswith(".dist-info")} == {NAME}
    for wanted in (
        f"{NAME}/py.typed",
        f"{NAME}/_labels/stock/zebra-4x2.toml",
        f"{NAME}/_labels/designs/prescription.toml",
        f"{NAME}/_labels/fonts/OFL.txt",
        f"{NAME}/reference/data/fillers.toml",
    ):
        assert wanted in names
    assert [name for name in names if name.startswith(f"{NAME}/_labels/") and name.endswith(".ttf")]
    assert not [name for name in names if name.startswith("tests/")]
    assert [name for name in names if name.endswith("entry_points.txt")]
    assert [name for name in names if name.endswith("LICENSE")]


# Each kind of file that a wheel of this package holds. What pip adds where it installs one is no part of it.
KINDS = [
    rf"{NAME}/(\w+/)*\w+\.py",
    rf"{NAME}/py\.typed",
    rf"{NAME}/reference/data/\w+\.toml",
    rf"{NAME}/checks/released\.toml",
    rf"{NAME}/_labels/(rules|samples|scales)\.toml",
    rf"{NAME}/_labels/(designs|lint|stock|texts)/[\w.-]+\.toml",
    rf"{NAME}/_labels/fonts/[\w-]+\.ttf",
    rf"{NAME}/_labels/fonts/(OFL\.txt|scripts\.toml)",
    rf"{NAME}/_labels/(fonts/)?README\.md",
    r"ldn_compound-[0-9.]+\.dist-info/(METADATA|WHEEL|RECORD|entry_points\.txt|licenses/(LICENSE|labels/fonts/OFL\.txt))",
]
BY_PIP = re.compile(r"\.\./.*|.*/__pycache__/.*|.*\.dist-info/(INSTALLER|REQUESTED|direct_url\.json)")


def unknown(names: list[str]) -> list[str]:
    """Return the names that are no kind of file that a wheel of this package holds."""
    return [name for name in names if not any(re.fullmatch(kind, name) for kind in KINDS)]


def test_the_wheel_holds_these_kinds_of_files_and_no_other(tmp_path: Path) -> None:
    names = [name for name in shipped(tmp_path) if not BY_PIP.fullmatch(name)]
    assert not unknown(names)
    assert len(names) == len(set(names))
    for kind in KINDS:
        assert any(re.fullmatch(kind, name) for name in names), f"nothing is {kind}"
    inside = {name for name in names if name.startswith(f"{NAME}/")}
    labels = Path(str(data_folder()))
    here = {
        f"{NAME}/{path.relative_to(PACKAGE).as_posix()}" for path in files_of(PACKAGE) if labels not in path.parents
    }
    assert inside == here | {f"{NAME}/_labels/{path.relative_to(labels).as_posix()}" for path in files_of(labels)}


def files_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


@pytest.mark.parametrize(
    "name",
    [
        "tests/conftest.py",
        f"{NAME}/plan.json",
        f"{NAME}/cli/main.py~",
        f"{NAME}/_labels/stock/mine.csv",
        "labels/rules.toml",
    ],
)
def test_a_file_that_has_no_business_in_a_wheel_is_found(name: str) -> None:
    assert unknown([name]) == [name]


def test_the_data_files_of_the_package_are_all_shipped(tmp_path: Path) -> None:
    names = set(shipped(tmp_path))
    data = [path for path in PACKAGE.rglob("*.toml") if "_labels" not in path.parts]
    assert data
    assert {path.relative_to(PACKAGE.parent).as_posix() for path in data} <= names
