"""A number that the chosen stock has no room for: the refusal names stocks that really carry it."""

from __future__ import annotations

import re
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import LabelError, LdnError
from ldn_compound.labelling.catalogue import design_for, get_stock, stock_names
from tests.labels.conftest import TODAY


def refused(label: Any, stock: str, **more: Any) -> LabelError:
    with pytest.raises(LabelError) as caught:
        ldn.check_label(label, stock=stock, today=TODAY, **more)
    assert (caught.value.code, caught.value.exit_code) == ("does-not-fit", 13)
    return caught.value


def named(error: LdnError) -> list[str]:
    found = re.search(r"one of these stocks: ([^;]+)", str(error.hint))
    return found[1].split(", ") if found else []


def carries(label: Any, stock: str, design: str, field: str) -> bool:
    """Print on a stock and see: neither the design nor the code of the field is refused."""
    found = design_for(design, get_stock(stock))
    if field not in found.code_kinds:
        return False
    try:
        ldn.check_label(label, stock=stock, design=design, today=TODAY)
    except LabelError as error:
        faults = (error, *error.others)
        return not any(item.field == "design" or re.search("a (bar )?code of", str(item.needed)) for item in faults)
    return True


# Both numbers are as pharmacies write them, of 16 characters and more that are not all digits.
@pytest.mark.parametrize("number", ["C-2026-1122-01/77", "AH8888-100-42/A7"])
def test_a_prescription_number_names_the_stocks_that_carry_it(plan: Any, label_of: Any, number: str) -> None:
    label = label_of(plan, prescription_number=number)
    error = refused(label, "zebra-4x2")
    names = named(error)
    assert error.field == "prescription_number"
    assert "zebra-4x6" in names
    assert "zebra-4x2" not in names
    able = {name for name in stock_names() if carries(label, name, "prescription", "prescription_number")}
    assert set(names) <= able
    assert len(names) == min(5, len(able))
    assert ldn.check_label(label, stock="zebra-4x6", today=TODAY) is not None


def test_a_lot_names_the_stocks_of_the_batch_label(plan: Any, label_of: Any) -> None:
    lot = "A" * 24
    while True:
        label = label_of(plan, lot=lot)
        able = [name for name in stock_names() if carries(label, name, "batch", "lot")]
        unable = [name for name in stock_names() if get_stock(name).holds(*_size(name)) and name not in able]
        if able and unable:
            break
        lot = lot[:-1]
    for stock in unable:
        faults = refused(label, stock, design="batch")
        for error in (faults, *faults.others):
            if re.search("a (bar )?code of", str(error.needed)):
                assert set(named(error)) <= set(able)
                assert named(error)


def _size(name: str) -> tuple[float, float]:
    design = design_for("batch", get_stock(name))
    return design.width_mm, design.height_mm


def test_a_number_that_no_stock_carries_is_told(plan: Any, label_of: Any) -> None:
    error = refused(label_of(plan, prescription_number="A" * 190), "zebra-4x6")
    faults = [item for item in (error, *error.others) if "a bar code of" in str(item.needed)]
    (code,) = faults
    assert "no stock of the catalogue has room for it" in str(code.hint)
    assert named(code) == []


def test_beside_another_fault_the_stocks_are_named_too(plan: Any, label_of: Any) -> None:
    label = label_of(plan, prescription_number="C-2026-1122-01", patient="W" * 60)
    error = refused(label, "zebra-4x2")
    assert error.field == "patient"
    assert "zebra-4x6" in str(error)
