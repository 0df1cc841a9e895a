"""Every command, whatever commands there are: help in one form, examples that run, 80 columns, plain ASCII."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from ldn_compound.cli.examples_cmd import DAY, EXAMPLES, OTHERS
from ldn_compound.cli.main import ALIASES, COMMANDS, cli
from ldn_compound.core.errors import StopError
from tests.repo import shell
from tests.repo.places import REPOSITORY

EXIT_STOP = StopError.exit_code
# The files that the examples name lie in the folder where they run.
PLAN = (
    "ldn-compound capsules --strength 4.5mg --count 90 --size 3 --filler mcc-ph102 --packing-stat 135mg --measured "
    "--made-on 2026-11-22 --doses-per-day 1 --json > plan.json"
)


def walk(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command under a group with the words that call it."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from walk(below, (*path, name))


ALL = [pytest.param(path, command, id=" ".join(path) or "ldn-compound") for path, command in walk(cli)]
LEAVES = [item for item in ALL if not isinstance(item.values[1], click.Group)]


def help_of(path: tuple[str, ...], command: click.Command) -> str:
    context = click.Context(command, info_name=" ".join(("ldn-compound", *path)), max_content_width=80)
    return command.get_help(context)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A plan, as --json writes it."""
    made = tmp_path_factory.mktemp("plan")
    done = shell.run(PLAN, made)
    assert done.exit_code == 0, done.output
    return (made / "plan.json").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, plan: str) -> Path:
    """A folder with the files and folders that the examples read."""
    profile = (REPOSITORY / "docs" / "example-profile.toml").read_text(encoding="utf-8")
    (tmp_path / "pharmacy.toml").write_text(profile, encoding="utf-8")
    (tmp_path / "plan.json").write_text(plan, encoding="utf-8")
    prescription = (REPOSITORY / "docs" / "example-prescription.json").read_text(encoding="utf-8")
    (tmp_path / "request.json").write_text(prescription, encoding="utf-8")
    for name in ("jobs", "printed"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.mark.parametrize(("path", "command"), ALL)
def test_help_has_an_example_in_80_columns(path: tuple[str, ...], command: click.Command) -> None:
    text = help_of(path, command)
    assert text.isascii()
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "Example:" in text
    assert list(shell.example_lines(text)), "no example line"


@pytest.mark.parametrize(("path", "command"), LEAVES)
def test_every_command_has_json_and_profile(path: tuple[str, ...], command: click.Command) -> None:
    flags = {flag for parameter in command.params for flag in parameter.opts}
    assert {"--json", "--profile"} <= flags


@pytest.mark.parametrize(("path", "command"), LEAVES)
def test_every_option_says_what_it_is(path: tuple[str, ...], command: click.Command) -> None:
    silent = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert not silent


@pytest.mark.parametrize(("path", "command"), ALL)
def test_the_examples_of_the_help_run(path: tuple[str, ...], command: click.Command, folder: Path) -> None:
    for line in shell.example_lines(help_of(path, command)):
        done = shell.run(line, folder)
        # An example may show a stop (a filler that the patient avoids), never a refused line.
        stopped = done.exit_code == EXIT_STOP and "STOPPED by" in done.output
        assert done.exit_code == 0 or stopped, f"{line}\n{done.output}"
        assert "Traceback" not in done.output


def run_ready_line(line: str, folder: Path) -> None:
    done = shell.run(line, folder)
    assert done.exit_code == 0, done.output
    # A path and a ready line stand on one line, however long, so that they can be copied.
    text = done.output.replace(str(folder), "")
    wide = [row for row in text.splitlines() if len(row) > 80 and not row.startswith("ldn-compound ")]
    assert not wide
    assert done.output.isascii()


def run_ready_line_for_json(line: str, folder: Path) -> None:
    done = shell.run(f"{line} --json", folder)
    assert done.exit_code == 0, done.output
    document = json.loads(done.output)
    assert document["schema"].startswith("ldn_compound/")
    assert {"schema", "version", "inputs", "assumptions", "result", "findings", "steps"} <= document.keys()


@pytest.mark.parametrize("line", [pytest.param(line, id=job) for job, line in OTHERS])
def test_the_ready_lines_run(line: str, folder: Path) -> None:
    run_ready_line(line, folder)


@pytest.mark.parametrize("line", [pytest.param(line, id=job) for job, line in OTHERS if "profile init" not in line])
def test_the_ready_lines_give_json(line: str, folder: Path) -> None:
    run_ready_line_for_json(line, folder)


def test_the_days_work_runs_as_it_is_printed(tmp_path: Path) -> None:
    """Each line goes on with what the ones before it wrote, in a folder that begins empty."""
    printed = shell.run("ldn-compound examples", tmp_path).output
    day = printed.partition("## Other jobs")[0]
    lines = [row for row in day.splitlines() if row.startswith("ldn-compound ")]
    assert lines == [line for _, line in DAY]
    for line in lines:
        run_ready_line(line, tmp_path)
    made = {path.name for path in tmp_path.iterdir() if path.is_file()}
    assert made == {
        *("plan.json", "plan-60.json", "drops.json", "child.json"),
        *("record.pdf", "label.pdf", "drops.pdf", "child.pdf"),
    }


def test_the_days_work_gives_json(tmp_path: Path) -> None:
    for _, line in DAY:
        if "formula save" in line:  # what it answers is the formula's file
            assert shell.run(line, tmp_path).exit_code == 0
        else:
            run_ready_line_for_json(line, tmp_path)


@pytest.mark.parametrize("line", [pytest.param(line, id=job) for job, line in EXAMPLES])
def test_a_ready_line_is_the_same_in_every_shell(line: str) -> None:
    """PowerShell parts a list at its commas unless it is quoted; cmd knows no single quotes and no backslash."""
    bare = re.sub(r'"[^"]*"', "", line)
    assert not set("',;$`\\&|<>(){}@#^!*?~") & set(bare)
    assert "%" not in re.sub(r"[0-9]%", "", bare)


def test_every_command_is_in_the_list_and_loads() -> None:
    assert set(ALIASES.values()) <= set(COMMANDS)
    names = {path[0] for path, _ in walk(cli) if path}
    assert names == set(COMMANDS)


def test_the_commands_docs_are_current() -> None:
    """docs/cli.md says what the commands say; `make docs` writes it again."""
    import runpy

    made = runpy.run_path(str(REPOSITORY / "tools" / "cli_docs.py"))["document"]()
    there = (REPOSITORY / "docs" / "cli.md").read_text(encoding="utf-8")
    assert there == made, "docs/cli.md is out of date: run `make docs`"
