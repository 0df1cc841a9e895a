"""``ldn-compound tablets``, as a pharmacist types it, and mistypes it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_junk import JUNK_WORDS, Outcome, check_outcome, counter, run_command

__all__ = ["counter"]  # the fixture: a folder of its own, no profile of anybody's

MOULDED = (
    "tablets", "--method", "moulded", "--strength", "4.5mg", "--count", "100", "--blank-mass", "60mg",
    "--base", "triturate-lactose-sucrose", "--made-on", "2026-11-22",
)  # fmt: skip
COMPRESSED = (
    "tablets", "--method", "compressed", "--strength", "4.5mg", "--count", "100", "--tablet-mass", "100mg",
    "--made-on", "2026-11-22", "--recipe",
)  # fmt: skip
RECIPE = '[excipients]\nmcc-ph102 = "45 %"\nlactose-monohydrate = "rest"\nmagnesium-stearate = "0.5 %"\n'


def test_the_table_fits_a_screen(counter: Path) -> None:
    for words in ((*MOULDED, "--scored", "--verdraengungsfaktor", "0.7"), (*COMPRESSED, "mcc-lactose")):
        done = run_command(*words)
        assert done.code == 0, done.err
        assert done.out.isascii()
        assert max(len(line) for line in done.out.splitlines()) <= 80


def test_the_definition_stands_with_the_number(counter: Path) -> None:
    out = run_command(*MOULDED, "--displacement-factor", "0.9").out
    assert "0.9: g of drug that displace 1 g of base" in out
    assert "inverse" in out


def test_a_recipe_from_a_file_and_from_stdin(counter: Path) -> None:
    (counter / "recipe.toml").write_text(RECIPE, encoding="utf-8")
    from_file = run_command(*COMPRESSED, "recipe.toml", "--json")
    from_stdin = run_command(*COMPRESSED, "-", "--json", stdin=RECIPE)
    assert from_file.code == from_stdin.code == 0, from_file.err
    assert from_file.out == from_stdin.out
    rows = json.loads(from_file.out)["result"]["excipients"]
    # 100 - 45 - 0.5 - 4.5 = 50 mg
    assert [(row["key"], row["per_unit"]["value"]) for row in rows] == [
        ("mcc-ph102", "45"),
        ("lactose-monohydrate", "50"),
        ("magnesium-stearate", "0.5"),
    ]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (MOULDED[:7], 2, "--blank-mass"),
        (COMPRESSED[:-1], 2, "--recipe"),
        (("tablets", "--method", "molded", "--strength", "4.5mg", "--count", "100"), 10, "moulded"),
        ((*COMPRESSED, "mcc-manitol"), 10, "mcc-mannitol"),
        ((*COMPRESSED, "no-such-file.toml"), 16, "no-such-file.toml"),
        ((*COMPRESSED, "broken.toml"), 10, "--recipe"),
        ((*MOULDED, "--displacement-factor", "0,7"), 10, "0.7"),
        ((*MOULDED, "--tablet-mass", "60mg"), 10, "--tablet-mass"),
        ((*MOULDED, "--avoid", "lactose"), 12, "filler-contains-avoided"),
    ],
)
def test_slips(words: tuple[str, ...], code: int, says: str, counter: Path) -> None:
    (counter / "broken.toml").write_text("[excipients]\nmcc-ph102 = 45\n", encoding="utf-8")
    done = run_command(*words)
    assert done.code == code, done.err
    assert says in done.err
    check_outcome(done, list(words))


def test_junk_as_a_recipe(counter: Path) -> None:
    for junk in JUNK_WORDS:
        for extra in ((), ("--json",)):
            words = [*COMPRESSED, junk, *extra]
            done: Outcome = run_command(*words)
            check_outcome(done, words)
            assert done.code in (2, 10, 16), words


def test_a_file_of_junk_as_a_recipe(counter: Path) -> None:
    path = counter / "junk.toml"
    for content in (
        b"",
        b"\xff\xfe\x00",
        b"\x00" * 100,
        b'[excipients]\nx="' + b"9" * 10_000 + b' %"\n',
        b"[" * 50_000,
    ):
        path.write_bytes(content)
        done = run_command(*COMPRESSED, "junk.toml")
        assert done.code in (10, 16), done.err
        check_outcome(done, [*COMPRESSED, "junk.toml"])
