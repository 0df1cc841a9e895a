"""Junk into every command: a typed error or a usage error, a documented exit code, never a traceback.

It finds the commands by walking the click group, so a new command is tested the day it is added: first that the good
words of ``GOOD_WORDS`` make it answer, then that junk in the place of each option and argument is refused.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import click
import pytest

import ldn_compound as ldn
from ldn_compound.core.files import write_file
from ldn_compound.records.keeping import Keeping
from ldn_compound.records.log.backup import back_up
from ldn_compound.records.log.entries import Draft
from ldn_compound.records.log.labels import label_drafts
from ldn_compound.records.log.log import Log
from ldn_compound.records.log.sqlite import SqliteStore
from tests import program
from tests.cli.junk import BAD_DATES, BAD_TEXTS, BAD_WHOLE_NUMBERS, EXIT_CODES, a_plan, kind
from tests.unit.fhir.plans import as_json, request

NOW = datetime(2026, 11, 22, 10, 15, tzinfo=UTC)


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


def outcome_of(done: program.Done) -> Outcome:
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


def run_command(*words: str, stdin: str = "") -> Outcome:
    """Run the command in the folder of the test."""
    return outcome_of(program.call(words, folder=Path.cwd(), stdin=stdin.encode()))


@functools.cache
def commands() -> dict[tuple[str, ...], click.Command]:
    """Return every command by its path, found by walking the group."""
    from ldn_compound.cli.main import cli

    found: dict[tuple[str, ...], click.Command] = {}

    def walk(command: click.Command, path: tuple[str, ...]) -> None:
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                below = command.get_command(context, name)
                assert below is not None
                walk(below, (*path, name))
        else:
            found[path] = command

    walk(cli, ())
    return found


# Words that make the command give an answer; {plan} is a plan's JSON file, {profile} a profile, {rows} a table,
# {jobs} a folder, {out} a new file, {key} and {public} a pair of keys, {signed} a plan that it signed.
GOOD_WORDS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("labels", "calibrate"): ("--stock", "avery-5163", "-o", "{out}"),
    ("schema",): ("capsule-batch",),
    ("titrate",): (
        *("--form", "solution", "--start", "0.5mg", "--step", "0.5mg"),
        *("--every", "14d", "--to", "4.5mg"),
    ),
    ("capsules",): (
        "--strength", "4.5mg", "--count", "30", "--size", "3", "--filler", "mcc-ph102", "--packing-stat", "135mg",
        "--made-on", "2026-11-22",
    ),
    ("tablets",): (
        "--method", "moulded", "--strength", "4.5mg", "--count", "30", "--blank-mass", "60mg",
        "--base", "mannitol-silica", "--made-on", "2026-11-22",
    ),
    ("beyond-use",): ("--made-on", "2026-11-22", "--form", "capsule"),
    ("bud",): ("--made-on", "2026-11-22", "--form", "capsule"),
    ("dose",): ("--weight", "18.5kg"),
    ("trituration",): ("--drug", "12mg", "--minimum-weighable", "120mg"),
    ("solution",): ("--volume", "120mL", "--made-on", "2026-11-22"),
    ("bulk", "run"): ("{rows}", "--out", "{out}", "--jobs", "1"),
    ("bulk", "template"): ("capsules",),
    ("profile", "check"): ("{profile}",),
    ("labels", "show"): ("avery-5163",),
    ("labels", "print"): (
        "{plan}", "--stock", "avery-5163", "--patient", "Ann Example", "--prescriber", "B. Example",
        "--prescription-number", "RX1", "--date-filled", "2026-11-22", "--refills", "0",
        "--directions", "Take 1 capsule by mouth at bedtime", "-o", "{out}",
    ),
    ("labels", "check"): (
        "{plan}", "--stock", "avery-5163", "--patient", "Ann Example", "--prescriber", "B. Example",
        "--prescription-number", "RX1", "--date-filled", "2026-11-22", "--refills", "0",
        "--directions", "Take 1 capsule by mouth at bedtime",
    ),
    ("labels", "reprint"): ("RX1", "-o", "{out}"),
    ("labels", "watch"): ("{jobs}", "--stock", "avery-5163", "--out", ".", "--once", "--settle", "0.1"),
    ("sign", "key", "new"): ("-o", "new.pem"),
    ("sign", "document"): ("{plan}", "--key", "{key}", "-o", "{out}"),
    ("sign", "verify"): ("{signed}", "--trusted", "{public}"),
    ("formula", "save"): ("new", "{plan}"),
    ("formula", "show"): ("ldn",),
    ("formula", "edit"): ("ldn",),
    ("formula", "remove"): ("ldn",),
    ("formula", "new"): ("new", "--from", "capsules"),
    ("bench",): ("{plan}", "-", "--record", "{out}"),
    ("record", "new"): ("{plan}", "-o", "new.json"),
    ("record", "lot"): ("{record}", "filler", "F2207", "--expiry", "2031-12-31"),
    ("record", "show"): ("{record}",),
    ("record", "verify"): ("{record}",),
    ("record", "check"): ("{record}", "typed.txt", "--by", "B. Second"),
    ("record", "worksheet"): ("{plan}", "-o", "{out}"),
    ("export", "fhir"): ("{plan}", "--patient", "Ann Example", "-o", "{out}"),
    ("export", "ingredients"): ("{plan}", "-o", "{out}"),
    ("import", "fhir"): ("{request}",),
    ("formula", "sheet"): ("ldn", "-o", "{out}", "--made-on", "2026-11-22"),
    ("make",): ("ldn", "--made-on", "2026-11-22"),
    ("record", "log", "add"): ("{plan}",),
    ("record", "log", "note"): ("two capsules were broken",),
    ("record", "log", "correct"): ("1", "--note", "was not dispensed"),
    ("record", "log", "find"): ("--component-lot", "A1234"),
    ("record", "log", "show"): ("1",),
    ("record", "log", "export"): ("-o", "log.csv"),
    ("record", "log", "backup"): ("{out}",),
    ("record", "log", "restore"): ("{backup}", "--log", "{out}"),
    ("record", "forget"): ("Ann Example",),
    ("filler", "show"): ("mcc-ph102",),
    ("filler", "check"): ("mcc-ph102", "--form", "capsule"),
    ("as-made",): ("{plan}", "--weighed", "api=135mg"),
    ("weigh-check",): ("--theoretical", "135mg", "--net", "--masses", "134mg,135mg,136mg"),
    ("content-check",): ("--contents", "99%,101%,99%,101%,99%,101%,99%,101%,99%,101%"),
    ("balance",): ("--masses", ",".join(["100mg"] * 10)),
    ("packing",): ("--filler", "mcc-ph102", "--size", "3", "--masses", "134mg,135mg,136mg,135mg,134mg"),
}  # fmt: skip


FORMULA = """version = 1
command = "capsules"
[inputs]
strength = "4.5 mg"
count = 90
size = "3"
filler = "mcc-ph102"
packing_stat = "135 mg"
"""


@pytest.fixture
def counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own: no profile of the person who runs the tests is read, nothing of theirs is written."""
    monkeypatch.chdir(tmp_path)
    for name in set(os.environ) - set(variables := program.environment(tmp_path)):
        monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "plan.json").write_text(ldn.to_json(a_plan()), encoding="utf-8")
    formulas = tmp_path / "ldn-compound" / "formulas"
    formulas.mkdir(parents=True)
    (formulas / "ldn.toml").write_text(FORMULA, encoding="utf-8")
    (tmp_path / "jobs").mkdir()
    typed = "strength=4.5mg\ncount=30\nsize=3\nfiller=mcc-ph102\npacking-stat=135mg\nmade-on=2026-11-22\n"
    (tmp_path / "typed.txt").write_text(typed, encoding="utf-8")
    write = functools.partial(write_file, tmp_path / "plan.record.json", field="record")
    keeping = Keeping(a_plan(), read=lambda: None, write=write, now=NOW.isoformat, by="A. Chemist")
    keeping.add("note", {"text": "to begin with"})
    log = Log(SqliteStore(tmp_path / "ldn-compound" / "log.sqlite"))
    log.add(Draft(kind="note", data={"text": "to begin with"}, patient="Ann Example"), now=NOW)
    label = ldn.label_for(
        a_plan(),
        patient="Ann Example",
        prescriber="B. Example",
        prescription_number="RX1",
        date_filled="2026-11-22",
        refills=0,
        directions="Take 1 capsule by mouth at bedtime",
    )
    log.add_all(label_drafts([label], log, design="prescription", stock="avery-5163", copies=1, by=None), now=NOW)
    back_up(log.store, tmp_path / "backup.sqlite")
    log.close()
    key = ldn.new_signing_key()
    (tmp_path / "key.pem").write_text(key.to_pem(), encoding="ascii")
    (tmp_path / "key.pem").chmod(0o600)
    (tmp_path / "key.pub.pem").write_text(key.public.to_pem(), encoding="ascii")
    signed = ldn.sign_document(ldn.to_json(a_plan()), key, at=NOW)
    (tmp_path / "signed.json").write_text(signed, encoding="ascii")
    (tmp_path / "rows.csv").write_text("command,weight\ndose,18.5 kg\n", encoding="utf-8")
    (tmp_path / "request.json").write_text(as_json(request()), encoding="utf-8")
    (tmp_path / "profile.toml").write_text('[policies]\njurisdiction = "us"\n', encoding="utf-8")
    return tmp_path


def good_words(path: tuple[str, ...], folder: Path) -> list[str]:
    files = {"plan": "plan.json", "profile": "profile.toml", "rows": "rows.csv", "jobs": "jobs", "out": "out.bin"}
    files |= {
        "record": "plan.record.json",
        "backup": "backup.sqlite",
        "key": "key.pem",
        "public": "key.pub.pem",
        "signed": "signed.json",
    }
    files |= {"request": "request.json"}
    places = {name: folder / file for name, file in files.items()}
    return [word.format(**places) for word in GOOD_WORDS.get(path, ())]


def check_outcome(outcome: Outcome, words: list[str]) -> None:
    said = f"{words[:20]!r:.300}: {outcome.err:.500}"
    assert outcome.code in EXIT_CODES, said
    assert "Traceback" not in outcome.err + outcome.out, said
    assert "\x1b" not in outcome.err, "an escape sequence of the input came through"
    if outcome.code not in (0, 12):
        assert outcome.out == "", said
        assert outcome.err, said
    if "--json" in words and outcome.code not in (0, 12):
        error = json.loads(outcome.err)["error"]
        assert set(error) >= {"code", "field", "given", "needed", "hint"}
    if "--json" in words and outcome.code in (0, 12) and outcome.out:
        json.loads(outcome.out)


NAMED = [
    pytest.param(path, option.opts[-1], id=" ".join((*path, option.opts[-1])))
    for path, command in commands().items()
    for option in command.params
    if option.opts[-1] in ("--by", "--accepted-by", "--checker")
]


@pytest.mark.parametrize(("path", "option"), NAMED)
def test_a_person_has_a_name(path: tuple[str, ...], option: str, counter: Path) -> None:
    """Nobody answers to a full stop, a zero-width space, a blank cell of Braille, a filler of Korean syllables."""
    for nobody in (".", "\u200b", "\u2800", "\u3164"):
        needs = ("--dispense", "--days-supply", "30", "--label", "b.pdf") if path == ("dose",) else ()
        outcome = run_command(*path, *good_words(path, counter), *needs, option, nobody, "--json")
        assert outcome.code == 10, outcome
        assert json.loads(outcome.err)["error"]["code"] == "no-name"


def test_the_options_that_name_a_person_are_found() -> None:
    assert {item.values[1] for item in NAMED} >= {"--by", "--accepted-by"}
    assert len(NAMED) > 10


LONG = os.environ.get("LONG") == "1"
JUNK_WORDS = (
    tuple(text for text in BAD_TEXTS if "\x00" not in text) + BAD_WHOLE_NUMBERS + BAD_DATES + ("-", "--", "@", "=")
)


def junked(path: tuple[str, ...], good: list[str], junk: str) -> Iterator[tuple[list[str], str]]:
    """Yield the good words with the junk as each option's value and as each argument, one at a time, and its kind."""
    for parameter in commands()[path].params:
        takes = kind(parameter.name or "")
        if isinstance(parameter, click.Option):
            if parameter.is_flag or parameter.count:
                yield [*path, *good, f"{parameter.opts[-1]}={junk}"], "flag"
            else:
                yield [*path, *good, parameter.opts[-1], *([junk] * max(1, parameter.nargs))], takes
        else:
            yield [*path, *good, junk], "other"
            yield [*path, junk], "other"


NEVER_TAKEN = {"quantity": BAD_TEXTS, "whole": BAD_WHOLE_NUMBERS, "date": BAD_DATES, "flag": BAD_TEXTS}


def test_the_commands_are_found() -> None:
    assert ("capsules",) in commands()


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_a_command_answers(path: tuple[str, ...], counter: Path) -> None:
    """The good words are good, so that junk put into them is what is refused."""
    outcome = run_command(*path, *good_words(path, counter))
    assert outcome.code == 0, outcome.err


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_a_command_refuses_junk(path: tuple[str, ...], counter: Path) -> None:
    """Each option takes every other piece of junk, the next option those between; `make test-long` gives all to all."""
    good = good_words(path, counter)
    for number, junk in enumerate(JUNK_WORDS):
        for place, (words, takes) in enumerate(junked(path, good, junk)):
            if (place + number // 2) % 2 and not LONG:
                continue
            if number % 2:
                words.insert(len(path), "--json")
            outcome = run_command(*words)
            check_outcome(outcome, words)
            if junk in NEVER_TAKEN.get(takes, ()):
                assert outcome.code not in (0, 12), f"{words!r:.300} was taken"


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_a_command_alone_and_with_an_unknown_option(path: tuple[str, ...], counter: Path) -> None:
    for extra in ([], ["--json"], ["--no-such-option"], ["--json", "--no-such-option", "x"], ["one-word-too-many"] * 9):
        words = [*path, *extra]
        check_outcome(run_command(*words), words)


@pytest.mark.parametrize(
    "words", [[], ["no-such-command"], ["capsuls"], ["--json"], ["--json", "capsules"], ["\x1b[31m"]]
)
def test_the_group_itself(words: list[str], counter: Path) -> None:
    check_outcome(run_command(*words), [])


FILL = ("--size", "3", "--filler", "mcc-ph102", "--packing-stat", "135mg")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["capsules", "--strength", "4,5 mg", "--count", "90", *FILL], 10),
        (["capsules", "--json", "--strength", "4.5mg", "--count", "x", *FILL], 10),
        (["capsules", "--strength", "4.5mg"], 2),
        (["no-such-command"], 2),
    ],
)
def test_the_program_as_it_is_started(words: list[str], code: int, counter: Path) -> None:
    """The same through a real process: the exit code, nothing on stdout, no traceback."""
    outcome = outcome_of(program.start(words, folder=counter))
    assert outcome.code == code, outcome.err
    check_outcome(outcome, words)
