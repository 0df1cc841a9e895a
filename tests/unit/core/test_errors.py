"""The errors: one root, an exit code a family, shown in one line, and whole after pickling."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core import errors

# interface: 10 input or units, 11 impossible, 12 a stop, 13 label, 14 profile or data, 15 does not recompute, 16 file
FAMILIES = {
    "InputError": 10,
    "UnitError": 10,
    "CalculationError": 11,
    "StopError": 12,
    "LabelError": 13,
    "DataError": 14,
    "MismatchError": 15,
    "FileError": 16,
}


@pytest.mark.parametrize(("name", "code"), FAMILIES.items())
def test_families(name: str, code: int) -> None:
    cls = getattr(ldn, name)
    error = cls("bad-number", field="strength", given="4,5 mg", needed="a mass such as 4.5 mg", hint="write 4.5")
    assert isinstance(error, ldn.LdnError)
    assert isinstance(error, ValueError)
    assert error.exit_code == code
    wanted = {
        "code": "bad-number",
        "field": "strength",
        "given": "4,5 mg",
        "needed": "a mass such as 4.5 mg",
        "hint": "write 4.5",
    }
    assert error.to_dict() == wanted
    for part in ("strength", "4,5 mg", "a mass such as 4.5 mg", "write 4.5", "bad-number"):
        assert part in str(error)
    back = pickle.loads(pickle.dumps(error))
    assert (type(back), back.to_dict(), str(back)) == (cls, wanted, str(error))


def test_every_error_of_the_module_is_public() -> None:
    found = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, ValueError)}
    assert found == {*FAMILIES, "LdnError"}


def test_a_given_is_one_short_printable_line() -> None:
    error = errors.InputError("bad-number", given="a\nb\x1b" + "c" * 5000)
    assert error.given is not None
    assert error.given.isprintable()
    assert len(error.given) <= 120
    assert "\n" not in str(error)


class Unshowable:
    def __repr__(self) -> str:
        raise RuntimeError("of another program")

    __str__ = __repr__


@pytest.mark.parametrize(
    "value", [Unshowable(), 10**5000, [Unshowable()], {"a": 10**5000}], ids=["object", "number", "list", "mapping"]
)
def test_what_cannot_be_shown_is_refused_all_the_same(value: Any) -> None:
    """Python writes no whole number of more than 4300 digits, and an object's own repr may raise anything."""
    good: dict[str, Any] = {"strength": "4.5 mg", "count": 90, "size": "3", "filler": "mcc-ph102"}
    for name in (*good, "packing_stat", "avoid", "age", "made_on", "measured", "accept", "answers"):
        with pytest.raises(ldn.LdnError) as caught:
            ldn.plan_capsules(**{**good, "packing_stat": "135 mg", name: value})
        assert "a value that cannot be shown" in str(caught.value)
    for verb in (ldn.quantity, ldn.from_json, ldn.json_schema):
        with pytest.raises(ldn.LdnError):
            verb(value)


def test_a_bare_error_still_says_its_code() -> None:
    assert str(errors.InputError("empty")) == "empty [empty]"


def test_a_stop_error_pickles_with_its_findings() -> None:
    with pytest.raises(ldn.StopError) as caught:
        ldn.plan_capsules(strength="600 mg", count=10, size="5", filler="mcc-ph102", packing_stat="58 mg")
    back = pickle.loads(pickle.dumps(caught.value))
    assert back.findings == caught.value.findings
    assert any(item.code == "strength-high" for item in back.findings)
