"""The document of a record: every byte of it binds, and an entry is of a kind that there is."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ldn_compound as ldn
from ldn_compound.records.keeping import Keeping
from ldn_compound.records.record import read_record

AT = "2026-11-22T10:15:00+01:00"


@cache
def stored() -> str:
    plan = ldn.plan_capsules(strength="4.5 mg", count=30, size="3", filler="mcc-ph102", packing_stat="135 mg")
    text: list[str] = []
    keeping = Keeping(
        plan,
        read=lambda: text[-1] if text else None,
        write=lambda content: text.append(content.decode()),
        now=lambda: AT,
        by="Zo\u00eb \u5f35",
    )
    keeping.add("weighed", {"name": "api", "mass": {"value": "135", "unit": "mg"}})
    keeping.add("weighed", {"name": "api", "mass": {"value": "136", "unit": "mg"}}, corrects=1)
    keeping.add("note", {"text": "sieved"})
    return text[-1]


def with_digest(document: dict[str, Any]) -> str:
    """Return a record as a forger writes it: the digest worked out again, here without the package."""
    bound = {key: value for key, value in document.items() if key not in ("digest", "signature")}
    text = json.dumps(bound, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    whole = {**bound, "digest": f"sha256:{hashlib.sha256(text.encode()).hexdigest()}", "signature": None}
    return f"{json.dumps(whole, indent=2)}\n"


def changed(**parts: Any) -> str:
    """Return the record with parts of its last entry changed, and the digest worked out again."""
    document = json.loads(stored())
    document["entries"][-1] |= parts
    return with_digest(document)


def test_it_is_read_as_it_was_written() -> None:
    record = read_record(stored())
    assert [(item.number, item.kind, item.corrects) for item in record.entries] == [
        (1, "weighed", None),
        (2, "weighed", 1),
        (3, "note", None),
    ]
    assert (record.entries[0].by, record.signed) == ("Zo\u00eb \u5f35", False)
    assert changed() == stored()


@given(st.data())
def test_another_byte_anywhere_is_found(data: st.DataObject) -> None:
    content = bytearray(stored().encode())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[place]))
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return  # refused before it is read
    with pytest.raises(ldn.LdnError):
        read_record(text)


@pytest.mark.parametrize(
    "edited",
    [
        lambda text: text.replace('"entries": [', '"entries": [], "entries": ['),
        lambda text: text.replace("  ", "\t"),
        lambda text: text + "\n",
        lambda text: text.replace("\\u00eb", "\u00eb"),
        lambda text: text.replace('"signature": null', '"signature": null, "more": 1'),
        lambda text: text[: len(text) // 2],
        lambda text: "",
    ],
)
def test_another_form_of_the_same_is_refused(edited: Any) -> None:
    assert edited(stored()) != stored()
    with pytest.raises(ldn.LdnError):
        read_record(edited(stored()))


@pytest.mark.parametrize(
    "parts",
    [
        {"kind": "nonsense"},
        {"number": "x"},
        {"number": 4},
        {"number": True},
        {"corrects": 99},
        {"corrects": 3},
        {"corrects": 0},
        {"corrects": 1},  # the second entry stands in its place already
        {"at": "yesterday"},
        {"at": "2026-11-22T10:15:00"},
        {"by": 7},
        {"by": "."},
        {"by": "\u2800"},
        {"kind": "check", "data": {"checker": "\u200b"}},
        {"data": []},
        {"data": {}},
        {"data": {"text": 1}},
        {"kind": "weighed"},
        {"kind": "as-made", "data": {"document": "x"}},
        {"more": 1},
    ],
)
def test_an_entry_that_cannot_be_is_refused_though_its_digest_is_right(parts: dict[str, Any]) -> None:
    with pytest.raises(ldn.InputError) as caught:
        read_record(changed(**parts))
    assert (caught.value.code, caught.value.hint) == ("bad-entry", "entry 3")


@pytest.mark.parametrize("kind", [["note"], {"note": 1}, 1, None, "notes"])
def test_a_kind_that_is_none_is_refused_and_no_error_of_pythons(kind: object) -> None:
    with pytest.raises(ldn.InputError) as caught:
        read_record(changed(kind=kind))
    assert caught.value.code == "bad-entry"
