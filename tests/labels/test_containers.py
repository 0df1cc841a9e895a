"""A supply in several containers, and a prescription that is filled several times: which of how many stands on each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import LdnError
from ldn_compound.labelling import checking
from ldn_compound.labelling.containers import in_containers
from tests import program

TODAY = date(2026, 11, 22)
Make = Callable[..., Any]


def lines(label: Any, lines_of: Any, **options: Any) -> list[str]:
    wanted: dict[str, Any] = {"stock": "zebra-4x2", "today": TODAY}
    found: list[str] = lines_of(ldn.print_labels([label], **{**wanted, **options}))[0]
    return found


def test_each_container_has_its_part_and_its_number(plan: Any, label_of: Make, lines_of: Any) -> None:
    # 90 capsules in three bottles are 30 each.
    labels = in_containers([label_of(plan)], "3")
    said = [" ".join(lines(label, lines_of)) for label in labels]
    for number, text in enumerate(said, start=1):
        assert f"Quantity 30 capsules, container {number} of 3" in text


def test_a_liquid_is_parted_by_volume(liquid: Any, label_of: Make, lines_of: Any) -> None:
    label = label_of(liquid, directions="Take 0.5 mL (0.5 mg) by mouth at bedtime")
    said = [" ".join(lines(item, lines_of)) for item in in_containers([label], 2)]
    assert "Quantity 30 mL, container 1 of 2" in said[0]
    assert "Quantity 30 mL, container 2 of 2" in said[1]


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Behälter 2 von 2"), ("es", "envase 2 de 2"), ("en", "container 2 of 2")]
)
def test_it_is_said_in_the_language(plan: Any, label_of: Make, lines_of: Any, language: str, words: str) -> None:
    label = label_of(plan, directions=None, timing="bedtime", language=language, container="2 of 2", quantity=45)
    assert words in " ".join(lines(label, lines_of))


def test_the_parts_of_a_batch_are_no_missing_figure(plan: Any, label_of: Make) -> None:
    # 9 of 90 capsules: alone a figure may be missing, as one of ten containers it is not.
    alone = ldn.check_label(label_of(plan, quantity=9), stock="zebra-4x2", today=TODAY)
    part = ldn.check_label(label_of(plan, quantity=9, container="4 of 10"), stock="zebra-4x2", today=TODAY)
    assert "quantity-below-batch" in [item.code for item in alone]
    assert "quantity-below-batch" not in [item.code for item in part]


def test_a_number_that_is_not_printed_stops(plan: Any, label_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    label = label_of(plan, quantity=45, container="1 of 2")
    monkeypatch.setattr(checking, "container_text", lambda label, words: ", container 2 of 2")
    with pytest.raises(LdnError) as caught:
        ldn.print_labels([label], stock="zebra-4x2", today=TODAY)
    assert caught.value.code == "label-differs-from-plan"


def test_a_repeat_stands_in_place_of_the_refills(plan: Any, label_of: Make, lines_of: Any) -> None:
    label = label_of(plan, refills=None, repeat="2 of 5")
    assert label.refills == 3
    said = " ".join(lines(label, lines_of))
    assert "Repeat 2 of 5" in said
    assert "Refills" not in said


@pytest.mark.parametrize("field", ["container", "repeat"])
@pytest.mark.parametrize("given", ["1/2", "3 of 2", "0 of 2", "1 of 1", "1 of 100", "one of two", "01 of 2", "1 of  2"])
def test_what_is_no_part_is_refused(plan: Any, label_of: Make, field: str, given: str) -> None:
    with pytest.raises(LdnError) as caught:
        label_of(plan, refills=None, **{field: given})
    assert (caught.value.field, caught.value.code, caught.value.exit_code) == (field, "bad-part", 10)


def test_refills_that_do_not_follow_are_refused(plan: Any, label_of: Make) -> None:
    with pytest.raises(LdnError) as caught:
        label_of(plan, refills=2, repeat="2 of 5")
    assert (caught.value.field, caught.value.code) == ("refills", "repeat-differs")
    assert label_of(plan, refills=3, repeat="2 of 5").refills == 3


@pytest.mark.parametrize(("number", "code"), [("4", "not-in-equal-parts"), ("1", "out-of-range"), ("x", None)])
def test_what_does_not_part_is_refused(plan: Any, label_of: Make, number: str, code: str | None) -> None:
    with pytest.raises(LdnError) as caught:
        in_containers([label_of(plan)], number)
    assert caught.value.field == "containers"
    assert code is None or caught.value.code == code


def test_a_label_of_one_container_is_not_parted_again(plan: Any, label_of: Make) -> None:
    with pytest.raises(LdnError) as caught:
        in_containers([label_of(plan, quantity=45, container="1 of 2")], "3")
    assert caught.value.code == "no-quantity"


def test_a_design_without_the_quantity_is_refused(plan: Any, label_of: Make) -> None:
    label = attrs.evolve(label_of(plan, container="1 of 2", quantity=45))
    with pytest.raises(LdnError) as caught:
        ldn.print_labels([label], stock="zebra-4x2", design="large-print", today=TODAY)
    assert caught.value.code == "container-not-printed"


def test_the_command_prints_one_for_each_container(tmp_path: Path) -> None:
    made = (
        *("capsules", "--strength", "4.5mg", "--count", "90", "--size", "3", "--filler", "mcc-ph102"),
        *("--packing-stat", "135mg", "--measured", "--units-per-dose", "1", "--doses-per-day", "1"),
        *("--made-on", "2026-11-22", "--save", "plan.json"),
    )
    assert program.call(made, folder=tmp_path, today=str(TODAY)).returncode == 0
    words = ("labels", "print", "plan.json", "--stock", "zebra-4x2", "--timing", "bedtime", "--patient", "Jane Doe")
    done = program.call(
        (*words, "--containers", "3", "--repeat", "1 of 4", "-o", "l.pdf", "--text", "l.txt"),
        folder=tmp_path,
        today=str(TODAY),
    )
    assert b"3 labels" in done.stdout
    text = (tmp_path / "l.txt").read_text(encoding="utf-8")
    assert [f"container {number} of 3" in text for number in (1, 2, 3)] == [True] * 3
    assert text.count("Repeat 1 of 4") == 3
