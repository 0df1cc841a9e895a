"""What the docs say is so: their command lines are run, their output compared, their Python and TOML read."""

from __future__ import annotations

import doctest
import json
import re
import shutil
import tomllib
from pathlib import Path

import pytest

import ldn_compound as ldn
from tests.repo import shell
from tests.repo.places import REPOSITORY

DOCS = [
    *(REPOSITORY / name for name in ("README.md", "CHANGELOG.md", "SECURITY.md")),
    *sorted((REPOSITORY / "docs").glob("*.md")),
]
GENERATED = REPOSITORY / "docs" / "cli.md"
PAGES = [pytest.param(path, id=path.name) for path in DOCS if path != GENERATED]
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
# The commands of README's first screen make their own environment; `make test` calls these tests.
BIG_LINES = re.compile(r"^(make|git|cd|py|python3?|pip|pipx|\.venv)\b")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the files that the docs' lines read."""
    (tmp_path / "docs").mkdir()
    profile = REPOSITORY / "docs" / "example-profile.toml"
    shutil.copy(profile, tmp_path / "docs" / profile.name)
    shutil.copy(REPOSITORY / "docs" / "example-prescription.json", tmp_path / "docs")
    shutil.copy(profile, tmp_path / "pharmacy.toml")
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_console_lines_print_what_the_page_says(page: Path, folder: Path) -> None:
    """One page's lines run in one folder in their order, so a later line reads what an earlier one wrote."""
    for line in shell.console_lines(page.read_text(encoding="utf-8")):
        if BIG_LINES.match(line.command):
            continue
        done = shell.run(line.command, folder)
        where = f"{page.name}:{line.line}: {line.command}"
        assert done.exit_code == line.exit_code, f"{where}\n{done.output}"
        gone = shell.missing(line.output, done.output)
        assert gone is None, f"{where}\ndoes not print\n{gone}\nbut\n{done.output}"


@pytest.mark.parametrize("page", PAGES)
def test_shell_lines_run(page: Path, folder: Path) -> None:
    """Lines without their output: none may be refused as misspelled, or end in a bug."""
    for body, first in shell.blocks(page.read_text(encoding="utf-8"), "sh"):
        for line in shell.example_lines(body):
            done = shell.run(line, folder)
            assert done.exit_code not in (1, 2), f"{page.name}:{first}: {line}\n{done.output}"


@pytest.mark.parametrize("page", PAGES)
def test_python_sessions_give_what_the_page_says(page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    names: dict[str, object] = {}
    for body, first in shell.blocks(page.read_text(encoding="utf-8"), "python"):
        session = parser.get_doctest(body, names, page.name, str(page), first)
        report: list[str] = []
        runner.run(session, out=report.append, clear_globs=False)
        names = session.globs
        assert not runner.failures, "".join(report)


@pytest.mark.parametrize("page", PAGES)
def test_toml_and_json_blocks_are_well_formed(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for body, _ in shell.blocks(text, "toml"):
        tomllib.loads(body)
    for body, _ in shell.blocks(text, "json"):
        json.loads(body)


@pytest.mark.parametrize("page", [pytest.param(path, id=path.name) for path in DOCS])
def test_links_lead_somewhere(page: Path) -> None:
    # What is not shipped in the source distribution stands in the repository alone.
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if not target.startswith(("labels/", "../labels/", "ldn_compound/", "../ldn_compound/")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_example_profile_is_a_profile_of_a_us_pharmacy() -> None:
    profile = ldn.load_profile(str(REPOSITORY / "docs" / "example-profile.toml"))
    assert profile.get("policies.jurisdiction") == "us"
    assert profile.get("pharmacy.name") == "Example Pharmacy"


def test_the_readme_plans_the_prescription_of_its_first_screen() -> None:
    """467 mg: 4.5 mg x 90 x 1.05 x 1 / (0.995 x 0.915) = 467.09 mg, on a balance that shows 1 mg."""
    by_hand = 4.5 * 90 * 1.05 / (0.995 * (1 - 0.085))
    assert round(by_hand) == 467
    lines = list(shell.console_lines((REPOSITORY / "README.md").read_text(encoding="utf-8")))
    planned = [line for line in lines if line.command.startswith("ldn-compound capsules") and line.output]
    assert planned, "the README shows no plan"
    assert any("467 mg" in text for text in planned[0].output)


def test_the_comparison_of_output_is_strict() -> None:
    """The tests above would pass for a comparison that finds everything."""
    assert shell.missing(("a", "b"), "a\nb\n") is None
    assert shell.missing(("a", "...", "c"), "a\nb\nc\n") is None
    assert shell.missing(("a",), "a\nb\n") == "a"
    assert shell.missing(("b",), "a\nb\n") == "b"
    assert shell.missing(("...", "c", "...", "a", "..."), "a\nb\nc\n") == "a"
    assert shell.missing(("a c",), "a b\n") == "a c"
    assert shell.missing(("a ...", "c"), "a b\nc\n") is None
    assert shell.missing(("b ...",), "a b\n") == "b ..."
