"""What the commands answer of records, the log and signatures, as JSON has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypedDict

from ldn_compound.core.patterns import Digest
from ldn_compound.records.log.entries import EntryRow
from ldn_compound.schemas.parts import SignatureOrNull
from ldn_compound.schemas.shapes import DESCRIBED_BY, words


class SigningKeyMade(TypedDict):
    """A pair of keys that was made.

    Attributes:
        key: the fingerprint of the public key.
        private: the file of the private key.
        public: the file of the public key.
        encrypted: whether the private key is under a passphrase.
    """

    key: Digest
    private: str
    public: str
    encrypted: bool


class SignedFile(TypedDict):
    """A file that was signed.

    Attributes:
        file: its name.
        documents: how many documents are in it.
    """

    file: str
    documents: int


class Signed(TypedDict):
    """What was signed.

    Attributes:
        key: the fingerprint of the key.
        files: each file.
    """

    key: Digest
    files: list[SignedFile]


class VerifiedDocument(TypedDict):
    """A document whose signature was verified.

    Attributes:
        file: where it stands.
        line: in which line, or null in a file of one document.
        signature: that it carries.
    """

    file: str
    line: int | None
    signature: SignatureOrNull


class SignatureCheck(TypedDict):
    """Documents that a trusted key signed, and that recompute.

    Attributes:
        verdict: verified: any other verdict is an error.
        documents: each of them.
    """

    verdict: Annotated[str, words("verified")]
    documents: list[VerifiedDocument]


class RecordLot(TypedDict):
    """The lot of a component that was entered in a record.

    Attributes:
        record: its file.
        entry: the number of the entry.
        component: the key that it was given under.
        name: of the component.
        lot: as it stands on the container.
        expiry: its last day of use.
        corrects: the number of the entry in whose place it stands.
        by: who took it.
    """

    record: str
    entry: int
    component: str
    name: str
    lot: str
    expiry: str | None
    corrects: int | None
    by: str | None


class RecordNew(TypedDict):
    """A record that was begun.

    Attributes:
        output: its file.
        entries: how many it has.
        by: who began it.
        standing: whether the plan is signed, in words.
    """

    output: str
    entries: int
    by: str | None
    standing: str


class RecordEntry(TypedDict):
    """An entry of a record.

    Attributes:
        number: from 1.
        kind: of the entry, such as weighed.
        at: when it was made.
        by: who made it.
        data: what its kind holds.
        corrects: the number of the entry in whose place it stands.
        corrected_by: the number of the entry that stands in its place.
        words: the entry in a few words.
    """

    number: int
    kind: str
    at: str
    by: str | None
    data: Mapping[str, Any]
    corrects: int | None
    corrected_by: int | None
    words: str


class RecordEntries(TypedDict):
    """All entries of a record.

    Attributes:
        what: the batch in a few words.
        entries: in their order.
        digest: over the record.
        standing: whether it is signed, in words.
    """

    what: str
    entries: list[RecordEntry]
    digest: Digest
    standing: str


class RecordVerification(TypedDict):
    """A record that is as it was written, and whose plan recomputes.

    Attributes:
        verdict: verified: any other verdict is an error.
        entries: how many there are.
        standing: whether it is signed, in words.
        makers: who made the batch.
        checkers: who checked it.
        set_back: numbers of the entries before which the clock was set back.
        notes: what else is to be known.
    """

    verdict: Annotated[str, words("verified")]
    entries: int
    standing: str
    makers: list[str]
    checkers: list[str]
    set_back: list[int]
    notes: list[str]


class Difference(TypedDict):
    """An input that two persons have otherwise.

    Attributes:
        field: its name.
        entered: by the second person, or null.
        recorded: in the plan, or null.
    """

    field: str
    entered: str | None
    recorded: str | None


class RecordCheck(TypedDict):
    """A second person's check.

    Attributes:
        entry: the number of its entry.
        checker: who checked.
        differences: what the second person entered otherwise.
        up_to: how many entries were there when it was made.
    """

    entry: int
    checker: str
    differences: list[Difference]
    up_to: int


class LogEntryShown(TypedDict):
    """An entry of the log.

    Attributes:
        entry: all that it holds.
        notes: what else is to be known of it.
        log: where the log stands.
    """

    entry: EntryRow
    notes: list[str]
    log: str


class FoundEntry(EntryRow):
    """An entry that was found.

    Attributes:
        because: of a recall, why an entry is in it that does not name the lot itself.
    """

    because: str | None


DESCRIBED_BY[FoundEntry] = EntryRow


class LogEntries(TypedDict):
    """Entries of the log.

    Attributes:
        entries: those that were found, or the last ones.
        near: of a recall that found nothing, lots that are spelt alike.
        log: where the log stands.
    """

    entries: list[FoundEntry]
    near: list[str]
    log: str


class LogNumbers(TypedDict):
    """Lot numbers that were given out.

    Attributes:
        numbers: in their order.
        entries: the entries of the log that say so.
        log: where the log stands.
    """

    numbers: list[str]
    entries: list[EntryRow]
    log: str
