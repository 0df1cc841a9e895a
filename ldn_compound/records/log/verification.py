"""The chain walked from its first entry to its last: every stored byte is held against the digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from ldn_compound.core.errors import FileError, InputError
from ldn_compound.records.log.chain import digest_of, digest_of_name, name_word, number_word, words_of
from ldn_compound.records.log.connection import Connection, Store

_ENTRIES = """
SELECT entries.sequence, entries.digest, entries.opens, entries.series, entries.running, entries.plan, entries.body,
  patients.sequence, patients.name, patients.plain, patients.salt
FROM entries LEFT JOIN patients ON patients.sequence = entries.sequence ORDER BY entries.sequence
"""
_WORDS = "SELECT sequence, kind, word FROM search ORDER BY sequence"
_PLANS = "SELECT digest, document FROM plans"


class Break(NamedTuple):
    """Where the log is not as it was written.

    Attributes:
        sequence: of the first entry concerned, or None where none can be named.
        reason: what is not as it was.
    """

    sequence: int | None
    reason: str


class Verification(NamedTuple):
    """What the walk found.

    Attributes:
        entries: how many were walked, the first break not included.
        head: sequence number and digest of the last of them, ``12:ab3f...``, to be kept apart from the log.
        first_break: the first break, or None.
        set_back: sequence numbers of the entries before which the clock was set back: the first of them.
        forgotten: how many entries had a patient's name that was forgotten.
    """

    entries: int
    head: str | None
    first_break: Break | None
    set_back: tuple[int, ...]
    forgotten: int


class _Wrong(Exception):  # noqa: N818 - it ends the walk and is caught where that began
    """The entry that is looked at is not as it was written."""


def verify(store: Store, *, head: str | None = None) -> Verification:
    """Walk the chain.

    Parameters:
        head: the head that an earlier walk told, to find out whether entries at the end are gone.

    Raises:
        InputError: ``bad-head``.
        FileError: ``no-log``, ``log-busy``, ``log-unreachable``, ``cannot-write``. What cannot be read is a break, and
            no error.
    """
    wanted = None if head is None else _read_head(head)
    walk = _Walk(wanted)
    try:
        with store.reading() as connection:
            walk.run(connection)
        damage = store.damage() if walk.first_break is None else None
        if damage is not None:
            walk.first_break = Break(None, damage)
    except FileError as error:
        if error.code != "cannot-read":
            raise
        walk.first_break = walk.first_break or Break(walk.at, f"it cannot be read: {error.hint}")
    last = None if walk.previous is None else f"{walk.walked}:{walk.previous}"
    return Verification(walk.walked, last, walk.first_break, tuple(walk.set_back), walk.erased_count)


def _read_head(text: str) -> tuple[int, str]:
    number, colon, digest = text.strip().partition(":")
    whole = number.isascii() and number.isdigit() and len(number) < 16
    if not colon or not whole or len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        needed = "the head as record log verify tells it, NUMBER:DIGEST"
        raise InputError("bad-head", field="head", given=text, needed=needed)
    return int(number), digest


class _Walk:
    """One walk along the chain."""

    def __init__(self, head: tuple[int, str] | None) -> None:
        self.head = head
        self.walked = 0
        self.previous: str | None = None
        self.first_break: Break | None = None
        self.set_back: list[int] = []
        self.erased: dict[int, None] = {}  # names that are gone, until an entry says that they were forgotten
        self.erased_count = 0
        self.plans: set[str] = set()
        self.damaged: set[str] = set()

    @property
    def at(self) -> int:
        """The sequence number of the entry that is looked at."""
        return self.walked + 1

    def run(self, connection: Connection) -> None:
        """Walk to the end, or to the first break."""
        for digest, document in connection.stream(_PLANS):
            # Of a damaged file a value may be of any type, or none.
            whole = isinstance(document, bytes) and hashlib.sha256(document).hexdigest() == digest
            (self.plans if whole else self.damaged).add(digest)
        used: set[str] = set()
        words = groupby(connection.stream(_WORDS), key=itemgetter(0))
        ahead = next(words, None)
        for row in connection.stream(_ENTRIES):
            try:
                if ahead is not None and (not isinstance(ahead[0], int) or ahead[0] < row[0]):
                    raise _Wrong(f"what it is found by stands in the log without it (entry {ahead[0]})")
                found: set[tuple[Any, ...]] = set()
                if ahead is not None and ahead[0] == row[0]:
                    found = {tuple(word[1:]) for word in ahead[1]}
                    ahead = next(words, None)
                self._entry(row, found)
            except _Wrong as error:
                self.first_break = Break(self.at, str(error))
                return
            if row[5] is not None:
                used.add(row[5])
        self.first_break = self._ends(ahead, used)

    def _entry(self, row: Sequence[Any], words: set[tuple[Any, ...]]) -> None:
        """Look at one entry: its place, its digest, the one before, and all that is stored beside its body."""
        sequence, digest, opens, series, running, plan, text, *name = row
        if sequence != self.at:
            raise _Wrong(f"it is gone: the next entry in the log is {sequence}")
        if not isinstance(text, str) or digest_of(text) != digest:
            raise _Wrong("its content is not what its digest says: it was changed")
        try:
            body = json.loads(text)
            wanted = words_of(body)
            stated = body["sequence"], body["previous"], body["plan"]
            opened = number_word(body["number"]) if body["opens"] else None
            counted = body["running"] or {"series": None, "n": None}
            given_out = opened, counted["series"], counted["n"]
            forgotten = list(map(int, body["data"]["entries"])) if body["kind"] == "forgotten" else []
            patient, after = body["patient"], body["after"]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise _Wrong(f"its content is no entry: {error}") from error
        if stated[1] != self.previous:
            raise _Wrong("it does not follow the entry before it, which was changed or exchanged")
        if stated != (sequence, self.previous, plan):
            raise _Wrong("its sequence number or its plan is not the one in its content")
        if (opens, series, running) != given_out:
            raise _Wrong("the number that is kept as given out is not the one in its content")
        if words != wanted:
            other = sorted(f"{kind} {word}" for kind, word in words ^ wanted)[0]
            raise _Wrong(f"the words that it is found by are not those of its content: {other}")
        if plan is not None and plan not in self.plans:
            raise _Wrong("its plan was changed" if plan in self.damaged else "its plan is gone")
        self._forgotten(forgotten)
        self._name(patient, *name)
        if self.head is not None and self.head[0] == sequence and self.head[1] != digest:
            raise _Wrong("it is another entry than the one that the head was told of")
        if after is not None:
            self.set_back.append(sequence)
        self.walked, self.previous = sequence, digest

    def _forgotten(self, entries: list[int]) -> None:
        """Look at the entries whose name was forgotten, as one after them says."""
        for number in entries:
            if number not in self.erased:
                raise _Wrong(f"it says that the name of entry {number} was forgotten, which still has it")
            del self.erased[number]

    def _name(self, digest: object, there: object, name: Any, plain: Any, salt: Any) -> None:
        """Look at the patient's name beside an entry."""
        if (there is None) != (digest is None):
            raise _Wrong("a patient's name was added to it" if digest is None else "its patient's row is gone")
        if digest is None:
            return
        if name is None and plain is None and salt is None:
            self.erased[self.at] = None
            self.erased_count += 1
        elif not isinstance(name, str) or not isinstance(salt, bytes) or digest_of_name(name, salt) != digest:
            raise _Wrong("its patient's name was changed")
        elif plain != name_word(name):
            raise _Wrong("the patient's name that it is found by is not its own")

    def _ends(self, ahead: tuple[Any, Iterator[Any]] | None, used: set[str]) -> Break | None:
        """Return what is wrong when all entries were walked."""
        if ahead is not None:
            return Break(self.at, f"it is gone: what entry {ahead[0]} is found by still stands in the log")
        if self.erased:
            return Break(next(iter(self.erased)), "its patient's name is gone, and no entry says that it was forgotten")
        if self.head is not None and self.head[0] > self.walked:
            return Break(self.at, f"it is gone: the log once went on to entry {self.head[0]}")
        if self.damaged:
            return Break(None, "a plan that no entry names was changed")
        if self.plans - used:
            return Break(None, "a plan stands in the log that no entry names")
        return None
