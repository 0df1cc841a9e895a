"""An entry of a batch's record: the one declaration of what each kind of entry holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

import attrs

from ldn_compound.core.errors import InputError
from ldn_compound.core.texts import require_name

BEGUN = "begun"
COMPONENT, AS_MADE, WEIGH_CHECK = "component", "as-made", "weigh-check"
CONTENT_CHECK, LABEL, CHECK = "content-check", "label", "check"
KINDS: Mapping[str, Mapping[str, type]] = MappingProxyType(
    {
        BEGUN: {},
        COMPONENT: {"name": str},
        "weighed": {"name": str, "mass": dict},
        "measured": {"name": str, "value": dict},
        "step": {"number": int, "text": str},
        AS_MADE: {"document": dict},
        WEIGH_CHECK: {"document": dict},
        CONTENT_CHECK: {"document": dict},
        LABEL: {"what": str, "design": str, "stock": str, "copies": int, "fields": dict},
        "note": {"text": str},
        CHECK: {"checker": str, "inputs": dict, "differences": list},
    }
)
"""By kind what its data must hold, and of which JSON type."""
_KEYS = {"number", "kind", "at", "by", "data", "corrects"}


@attrs.frozen(kw_only=True)
class Entry:
    """An entry of a record.

    Attributes:
        number: from 1; kind: such as ``weighed``; at: ISO text with its offset; by: who, or None.
        data: what it holds; corrects: the number of the entry in whose place it stands, or None.
    """

    number: int
    kind: str
    at: str
    by: str | None
    data: Mapping[str, Any]
    corrects: int | None


def read_entries(stored: Sequence[object]) -> list[Entry]:
    """Return the entries that a record's document lists.

    Raises:
        InputError: ``bad-entry``: an entry without one of its parts or with another, of a kind that there is not, out
            of its order, or in the place of one that is none before it.

    >>> stored = {"number": 1, "kind": "note", "at": "2026-11-22T10:00:00+00:00", "by": None, "data": {"text": "x"}}
    >>> read_entries([{**stored, "corrects": None}])[0].data["text"]
    'x'
    >>> read_entries([{**stored, "corrects": 7}])
    Traceback (most recent call last):
    ldn_compound.core.errors.InputError: record: given '7'; needed an earlier entry ... entry 1 [bad-entry]
    """
    entries: list[Entry] = []
    for number, item in enumerate(stored, start=1):
        entries.append(_entry(item, number, entries))
    return entries


def _entry(item: object, number: int, before: Sequence[Entry]) -> Entry:
    def refuse(given: object, needed: str) -> InputError:
        return InputError("bad-entry", field="record", given=given, needed=needed, hint=f"entry {number}")

    if not isinstance(item, dict) or set(item) != _KEYS:
        raise refuse(item, f"an object with {', '.join(sorted(_KEYS))}")
    entry = Entry(**item)
    if type(entry.number) is not int or entry.number != number:
        raise refuse(entry.number, f"the number {number}")
    if not isinstance(entry.kind, str) or entry.kind not in KINDS:
        raise refuse(entry.kind, f"one of {', '.join(KINDS)}")
    if not isinstance(entry.data, dict):
        raise refuse(entry.data, "an object of what it holds")
    for name, kind in KINDS[entry.kind].items():
        if type(entry.data.get(name)) is not kind:
            raise refuse(entry.data.get(name), f"{name} of a {entry.kind} entry")
    if not _is_name(entry.by):
        raise refuse(entry.by, "the name of who made the entry, or null")
    if entry.kind == CHECK and not _is_name(entry.data.get("checker")):
        raise refuse(entry.data["checker"], "the name of who checked, or none")
    if not _is_moment(entry.at):
        raise refuse(entry.at, "a time such as 2026-11-22T10:15:00+01:00")
    if entry.corrects is not None and not _can_correct(entry, before):
        raise refuse(entry.corrects, "an earlier entry that nothing else corrects")
    return entry


def _is_name(name: object) -> bool:
    """Tell whether this is a person's name, or null."""
    if not isinstance(name, str):
        return name is None
    try:
        require_name(name, field="by")
    except InputError:
        return False
    return True


def _is_moment(text: object) -> bool:
    try:
        return isinstance(text, str) and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _can_correct(entry: Entry, before: Sequence[Entry]) -> bool:
    number = entry.corrects
    if type(number) is not int or not 1 <= number <= len(before):
        return False
    return all(item.corrects != number for item in before)
