"""Exit codes, streams, encodings, pipes: what a script and a counter PC rely on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.shell import BARE, LINE, changed, narrow, run, start
from tests.program import ROOT

FAILURES: list[tuple[str, int, tuple[str, ...]]] = [
    ("no such command", 2, ("capsule",)),
    ("no such option", 2, (*LINE, "--strenght", "4mg")),
    ("option without its value", 2, (*LINE, "--avoid")),
    ("required left out", 2, changed(LINE, strength=None)),
    ("no filling figure", 2, changed(LINE, packing_stat=None)),
    ("comma", 10, changed(LINE, strength="4,5mg")),
    ("unit in the wrong case", 10, changed(LINE, strength="4.5MG")),
    ("no unit", 10, changed(LINE, strength="4.5")),
    ("wrong dimension", 10, changed(LINE, strength="4.5mL")),
    ("half a capsule", 10, changed(LINE, count="9.5")),
    ("unknown filler", 10, changed(LINE, filler="mcc")),
    ("unknown size", 10, changed(LINE, size="6")),
    ("half an assay", 10, changed(LINE, api_water=None)),
    ("unknown code", 10, (*LINE, "--accept", "filler-avoyd", "--accepted-by", "A")),
    ("does not fit", 11, changed(BARE, packing_stat=None, fill_mass="4.4mg")),
    ("no size fits", 11, changed(BARE, packing_stat=None, size="smallest", fill_mass="2000mg")),
    ("no profile", 16, (*LINE, "--profile", "/no/such/profile.toml")),
    ("profile is a folder", 16, (*LINE, "--profile", "/")),
]


@pytest.mark.parametrize(("name", "code", "words"), FAILURES, ids=[name for name, _, _ in FAILURES])
def test_a_failure(name: str, code: int, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert (done.code, done.out) == (code, ""), name
    assert done.err.strip()
    assert "Traceback" not in done.err
    assert not narrow(done.err)


@pytest.mark.parametrize(("name", "code", "words"), FAILURES, ids=[name for name, _, _ in FAILURES])
def test_a_failure_in_json(name: str, code: int, words: tuple[str, ...]) -> None:
    # --json stands first among the options: after "--avoid" it would be that option's value.
    done = run(words[0], "--json", *words[1:])
    assert (done.code, done.out) == (code, ""), name
    error = json.loads(done.err)
    assert list(error) == ["error"]
    assert set(error["error"]) == {"code", "field", "given", "needed", "hint"}
    assert error["error"]["code"]
    assert error["error"]["needed"]


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("capsule", "capsules"),
        ("capsuls", "capsules"),
        ("fillers", "filler"),
        ("lables", "labels"),
        ("Capsules", "capsules"),
    ],
)
def test_near_commands(typed: str, near: str) -> None:
    done = run(typed)
    assert done.code == 2
    assert near in done.err


def test_near_options() -> None:
    assert "--strength" in run(*LINE, "--strenght", "4mg").err
    assert "--made-on" in run(*LINE, "--made", "2026-11-22").err


@pytest.mark.parametrize("option", ["--str", "--filler-d"])
def test_no_option_by_half_its_name(option: str) -> None:
    assert run(*changed(LINE, packing_stat=None), option, "0.45g/mL").code == 2


@pytest.mark.parametrize("words", [(), ("filler",)])
def test_no_command_at_all_shows_the_help_as_help(words: tuple[str, ...]) -> None:
    done = run(*words)
    text = done.out + done.err
    assert done.code in (0, 2)
    assert "Usage:" in text
    lines = [line.strip() for line in text.splitlines()]
    wanted = "check" if words else "capsules"
    assert any(line.startswith(wanted) for line in lines), "the list of commands is wrapped into one paragraph"


@pytest.mark.parametrize(
    "toml", ["[balanse]\n", "[balance]\nreadability = 1\n", "[balance\n", '[policies]\nwastage = "5"\n']
)
def test_a_bad_profile(tmp_path: Path, toml: str) -> None:
    path = tmp_path / "p.toml"
    path.write_text(toml, encoding="utf-8")
    done = run(*LINE, "--profile", str(path), "--json")
    assert (done.code, done.out) == (14, "")
    assert json.loads(done.err)["error"]["field"] or "[balance" in toml


def test_an_edited_plan_is_not_printed(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    words = (
        "labels",
        "print",
        str(path),
        "--stock",
        "zebra-4x2",
        "--design",
        "batch",
        "--lot",
        "A1",
        "-o",
        str(tmp_path / "o.pdf"),
    )
    text = run(*LINE, "--json").out
    path.write_text(text.replace('"467"', '"476"'), encoding="utf-8")
    done = run(*words)
    assert done.code == 15, done.err
    assert not (tmp_path / "o.pdf").exists()
    path.write_text(run(*changed(LINE, strength="45mg"), "--json").out, encoding="utf-8")
    assert start(*words).code == 12
    assert not (tmp_path / "o.pdf").exists()


def test_version_help_examples() -> None:
    import ldn_compound as ldn

    assert ldn.__version__ in run("--version").out
    done = run("--help")
    assert done.code == 0
    assert not narrow(done.out)
    for name in ("capsules", "filler", "beyond-use", "labels", "profile", "examples"):
        assert name in done.out
    assert run("examples").code == 0
    for item in json.loads(run("examples", "--json").out):
        assert item["line"].startswith("ldn-compound ")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8", "cp437"])
def test_any_terminal(encoding: str, tmp_path: Path) -> None:
    profile = tmp_path / "p.toml"
    profile.write_text(
        '[fillers.own]\nname = "\u0420\u0438\u0441 \u2013 \u7c73"\ncontains = []\npacking.3 = "100 mg"\n',
        encoding="utf-8",
    )
    words = changed(LINE, filler="own", packing_stat=None, accepted_by=None)
    done = start(*words, "--profile", str(profile), encoding=encoding)
    assert done.code == 0, done.err
    assert start(*words, "--profile", str(profile), "--json", encoding=encoding).out.isascii()
    refused = start(*changed(LINE, strength="4.5 \u7c73g"), encoding=encoding)
    assert refused.code == 10
    assert "strength" in refused.err


def test_no_colour_where_it_is_not_wanted() -> None:
    for environ in ({}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1", "NO_COLOR": "1"}):
        done = start(*changed(LINE, strength="45mg"), **environ)
        assert "\x1b" not in done.out + done.err


@pytest.mark.skipif(os.name == "nt", reason="closes a pipe as a Unix shell does")
@pytest.mark.parametrize("words", [LINE, (*LINE, "--json"), ("filler", "list"), ("--help",)])
def test_a_closed_pipe_ends_quietly(words: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), *sys.path)))}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ldn_compound", *words],
            stdout=write,
            stderr=subprocess.PIPE,
            env=environ,
            check=False,
            timeout=60,
        )
    finally:
        os.close(write)
    assert done.returncode == 0
    assert done.stderr == b""


def test_nothing_is_read_from_stdin_unless_told() -> None:
    assert start(*LINE, stdin="junk\n") == start(*LINE) == run(*LINE)
