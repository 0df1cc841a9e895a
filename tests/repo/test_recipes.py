"""The recipes of CONTRIBUTING.md, followed word by word in a copy of the package.

A recipe is a section below "Recipes". Its blocks are done in order: a console block is run; any other goes where the
sentence before it says: "A new file `path`:", "At the end of `path`:" or "In `path`, after the line `text`:".
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import program
from tests.repo import shell
from tests.repo.places import NAME, PACKAGE, REPOSITORY

BLOCK = re.compile(r"^(?P<before>.*?)^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
WHERE = re.compile(
    r"(?:A new file\s`(?P<new>[^`]+)`|At the end of\s`(?P<end>[^`]+)`"
    r"|In\s`(?P<inside>[^`]+)`, after the line\s`(?P<line>[^`]+)`):$"
)


def recipes() -> Iterator[tuple[str, str]]:
    """Yield name and text of each recipe."""
    text = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("\n## Recipes\n")[2]
    for section in text.split("\n### ")[1:]:
        name, _, body = section.partition("\n")
        yield name, body


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package with the label data beside it, as in the repository."""
    folder = tmp_path / "copy"
    shutil.copytree(PACKAGE, folder / NAME, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "pyproject.toml", folder)
    installed = folder / NAME / "_labels"
    if installed.exists():
        installed.rename(folder / "labels")
    else:
        shutil.copytree(REPOSITORY / "labels", folder / "labels")
    return folder


def write(before: str, body: str, folder: Path) -> None:
    """Put a block where the sentence before it says."""
    found = WHERE.search(before.rstrip())
    assert found is not None, f"it is not said where this goes: {before[-200:]}"
    if found["new"]:
        assert not (folder / found["new"]).exists()
        (folder / found["new"]).write_text(body, encoding="utf-8")
        return
    path = folder / (found["end"] or found["inside"])
    text = path.read_text(encoding="utf-8")
    if found["end"]:
        path.write_text(text + body, encoding="utf-8")
        return
    line = f"\n{found['line']}\n"
    assert text.count(line) == 1, f"{path.name} holds the line {found['line']} {text.count(line)} times"
    path.write_text(text.replace(line, line + body), encoding="utf-8")


def run(command: str, folder: Path) -> tuple[int, str]:
    """Run a command line on the copy; no byte code of the package itself is read."""
    bin_folder = folder.parent / "bin"
    bin_folder.mkdir(exist_ok=True)
    for name, words in (("ldn-compound", f"-m {NAME}"), ("python", "")):
        script = bin_folder / name
        script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {words} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
    path = ":".join([str(bin_folder), "/usr/local/bin", "/usr/bin", "/bin"])
    variables = {"PATH": path, "PYTHONPATH": str(folder), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=program.environment(folder, variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout


def test_the_copy_is_what_is_run(copy: Path) -> None:
    assert run("python -c 'import ldn_compound; print(ldn_compound.__file__)'", copy) == (
        0,
        f"{copy}/{NAME}/__init__.py\n",
    )


def test_there_is_a_recipe_for_each() -> None:
    wanted = {"A filler", "A stock of labels", "A jurisdiction", "A language", "An input", "A dosage form"}
    assert wanted <= {name for name, _ in recipes()}


@pytest.mark.parametrize(("name", "text"), [pytest.param(name, text, id=name) for name, text in recipes()])
def test_a_recipe_works_as_it_stands(name: str, text: str, copy: Path) -> None:
    blocks = list(BLOCK.finditer(text))
    assert blocks[-1]["kind"] == "console", "it ends with what then works"
    for block in blocks:
        if block["kind"] != "console":
            write(block["before"], block["body"], copy)
            continue
        for line in shell.console_lines(f"```console\n{block['body']}```\n"):
            code, output = run(line.command, copy)
            assert code == line.exit_code, f"{line.command}\n{output}"
            missing = shell.missing(line.output, output)
            assert missing is None, f"{line.command}\n{output}\n--- not there:\n{missing}"
