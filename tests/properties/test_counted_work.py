"""How work grows: what is counted is each call of a Python or C function, so that no clock has a say."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import pytest

import ldn_compound as ldn


def work(call: Callable[[], object]) -> int:
    """Return how many functions are called, once all that is read once has been read."""
    call()
    counted = 0

    def count(_: FrameType, event: str, __: Any) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        call()
    finally:
        sys.setprofile(before)
    return counted


def capsules(count: int) -> ldn.CapsuleBatch:
    return ldn.plan_capsules(
        strength="4.5 mg",
        count=count,
        size="3",
        filler="mcc-ph102",
        packing_stat="135 mg",
        doses_per_day=1,
        made_on="2026-11-22",
    )


def tablets(count: int) -> object:
    return ldn.plan_tablets(
        method="moulded",
        strength="1.5 mg",
        count=count,
        blank_mass="60 mg",
        base="mannitol-silica",
        displacement_factor="0.9",
    )


def document(count: int) -> object:
    """The document names each load of the machine, a hundred capsules."""
    return ldn.to_json(capsules(count))


def weights(count: int) -> object:
    return ldn.check_unit_weights(
        masses=[f"{130 + number % 11} mg" for number in range(count)],
        theoretical="135 mg",
        form="capsule",
        standard="ph-eur-2.9.5",
    )


def titration(doses: int) -> object:
    return ldn.plan_titration(
        doses=[f"{number // 10}.{number % 10} mg" for number in range(1, doses + 1)],
        every="7 d",
        form="solution",
        concentration="1 mg/mL",
    )


def test_the_count_sees_work() -> None:
    """The tests below would pass for a count that sees nothing."""
    assert work(lambda: [abs(number) for number in range(1000)]) > 900
    assert work(lambda: capsules(30)) > 500


@pytest.mark.parametrize("plan", [capsules, tablets])
def test_a_plan_of_many_units_takes_no_more_work(plan: Callable[[int], object]) -> None:
    assert work(lambda: plan(90_000)) < 1.2 * work(lambda: plan(90))


@pytest.mark.parametrize(("plan", "least"), [(document, 10_000), (weights, 100), (titration, 8)])
def test_work_grows_with_loads_masses_and_steps_and_not_with_their_square(
    plan: Callable[[int], object], least: int
) -> None:
    first, second, third = (work(partial(plan, number)) for number in (least, 2 * least, 4 * least))
    assert second - first > 0
    # Twice as many more cost twice as much more: with the square it would be four times.
    assert third - second < 2.4 * (second - first)


def test_the_second_plan_reads_nothing_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from ldn_compound.reference import loader

    capsules(90)
    monkeypatch.setattr(loader, "_read", lambda *_: pytest.fail("a data file was read again"))
    capsules(91)


def test_what_is_kept_of_texts_is_bounded() -> None:
    """A server that is asked ten thousand different strengths keeps the last few of them."""
    from ldn_compound.core import numbers, units
    from ldn_compound.inputs import reading
    from ldn_compound.settings import resolve, values

    kept = [
        units._parsed,
        numbers._decimal_places,
        reading._read_text,
        reading._written_amount,
        values._recorded,
        resolve._assumption,
    ]
    for number in range(5000):
        ldn.quantity(f"0.{number:04}1 mg")
    for cache in kept:
        most = cache.cache_info().maxsize
        assert most is not None
        assert most <= 4096
        assert cache.cache_info().currsize <= most
