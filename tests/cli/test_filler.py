"""``ldn-compound filler list|show|check``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ldn_compound.reference.fillers import filler_keys
from tests.cli.shell import narrow, run


def test_list() -> None:
    done = run("filler", "list")
    assert done.code == 0
    assert not narrow(done.out)
    for key in filler_keys():
        assert key in done.out
    assert json.loads(run("filler", "list", "--json").out)["schema"] == "ldn_compound/filler-list/1"


@pytest.mark.parametrize("key", filler_keys())
def test_show(key: str) -> None:
    done = run("filler", "show", key)
    assert done.code == 0
    assert not narrow(done.out)
    assert key in done.out


@pytest.mark.parametrize(
    ("words", "code", "verdict"),
    [
        (("mcc-ph102",), 0, "suitable"),
        (("mcc-ph102", "--form", "capsule", "--avoid", "lactose"), 0, "suitable"),
        (("lactose-monohydrate",), 0, "suitable"),
        (("lactose-monohydrate", "--avoid", "lactose"), 12, "avoid"),
        (("lactose-monohydrate", "--avoid", "gluten", "--avoid", "milk"), 12, "cannot-clear"),
        (("sodium-bicarbonate",), 0, "caution"),
        (("calcium-carbonate",), 12, "avoid"),
        (("loxoral",), 0, "cannot-clear"),
        (("loxoral", "--avoid", "gluten"), 12, "cannot-clear"),
        (("mcc-ph102", "--avoid", "gold"), 12, "cannot-clear"),
    ],
)
def test_check(words: tuple[str, ...], code: int, verdict: str) -> None:
    done = run("filler", "check", *words)
    assert done.code == code
    assert verdict.upper() in done.out
    assert not narrow(done.out)
    found = json.loads(run("filler", "check", *words, "--json").out)
    assert found["result"]["verdict"] == verdict


@pytest.mark.parametrize(
    ("key", "near"), [("mcc-ph103", "mcc-ph102"), ("lactose", "lactose-monohydrate"), ("mannitol", "mannitol-silica")]
)
@pytest.mark.parametrize("verb", ["show", "check"])
def test_a_mistyped_key(verb: str, key: str, near: str) -> None:
    done = run("filler", verb, key)
    assert (done.code, done.out) == (10, "")
    assert near in done.err


@pytest.mark.parametrize("verb", ["check", "list"])
def test_an_empty_form_is_not_a_form_left_out(verb: str) -> None:
    words = ("mcc-ph102",) if verb == "check" else ()
    assert run("filler", verb, *words, "--form", "").code == 10


def test_own_fillers(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text('[fillers.rice-hulls]\nname = "R\u00e9cife rice hulls"\ncontains = ["gluten"]\n', encoding="utf-8")
    shown = run("filler", "list", "--profile", str(path))
    assert "rice-hulls" in shown.out
    assert run("filler", "check", "rice-hulls", "--profile", str(path)).code == 0
    assert run("filler", "check", "rice-hulls", "--avoid", "gluten", "--profile", str(path)).code == 12
    assert run("filler", "check", "rice-hulls").code == 10
    mistyped = run("filler", "check", "rice-hull", "--profile", str(path))
    assert mistyped.code == 10
    assert "rice-hulls" in mistyped.err, "the pharmacy's own fillers are near ones too"
