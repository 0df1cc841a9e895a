"""What each command answers, continued: of the log, the profile and the formulas; and what stands in no envelope."""

from __future__ import annotations

from typing import Annotated, Any, NotRequired, TypedDict, final

from ldn_compound.core.errors import ErrorParts
from ldn_compound.core.patterns import Moment, Pattern
from ldn_compound.core.sources import Certainty, Risk
from ldn_compound.inputs.schema import settings_schema
from ldn_compound.records.log.entries import EntryRow
from ldn_compound.schemas.parts import FindingCode, WrittenQuantity
from ldn_compound.schemas.shapes import DESCRIBED_BY, Shape, words

Settings = Annotated[dict[str, Any], Shape(settings_schema)]
Head = Annotated[str, Pattern("^[0-9]+:[0-9a-f]+$")]


class LogVerification(TypedDict):
    """A log that is as it was written.

    Attributes:
        entries: how many there are.
        head: sequence number and digest of the last one, or null of an empty log.
        first_break: null: a break is an error.
        set_back: sequence numbers of the entries before which the clock was set back.
        forgotten: how many entries had a patient's name that was forgotten.
        log: where the log stands.
    """

    entries: int
    head: Head | None
    first_break: None
    set_back: list[int]
    forgotten: int
    log: str


class LogExport(TypedDict):
    """The entries of a log in a file.

    Attributes:
        entries: how many.
        output: the file.
        names: whether the patients' names are in it.
        log: where the log stands.
    """

    entries: int
    output: str
    names: bool
    log: str


class LogBackup(TypedDict):
    """A copy of the log.

    Attributes:
        entries: how many are in it.
        head: sequence number and digest of the last one, or null of an empty log.
        output: the file.
        log: where the log stands.
    """

    entries: int
    head: Head | None
    output: str
    log: str


class LogRestore(TypedDict):
    """A log that was made from a backup.

    Attributes:
        entries: how many are in it.
        head: sequence number and digest of the last one, or null of an empty log.
        moved_aside: the file in which the log is now that was there, or null.
        log: where the log stands.
    """

    entries: int
    head: Head | None
    moved_aside: str | None
    log: str


class LogForgotten(TypedDict):
    """A patient's name that was erased.

    Attributes:
        entry: the sequence number of the entry that says so.
        entries: those whose name was erased.
        log: where the log stands.
        still_named: those in whose own words the name stands.
        left: what of the name could not be erased, or null.
    """

    entry: int
    entries: list[int]
    log: str
    still_named: list[int]
    left: str | None


class PresetRange(TypedDict):
    """What a source states: one value (low is high), or a range.

    Attributes:
        low: the least.
        high: the greatest.
        source: the citation.
    """

    low: WrittenQuantity
    high: WrittenQuantity
    source: str


class PresetRow(TypedDict):
    """A published schedule, as far as its source states it.

    Attributes:
        key: the name on the command line.
        name: in words.
        start: the first dose.
        step: how much more from one step to the next.
        every: how long a step lasts.
        to: the last dose.
        note: what the source leaves open, and who settles it.
        source: the citation.
    """

    key: str
    name: str
    start: PresetRange | None
    step: PresetRange | None
    every: PresetRange | None
    to: PresetRange | None
    note: str
    source: str


class Presets(TypedDict):
    """The published schedules of a titration.

    Attributes:
        presets: each of them.
    """

    presets: list[PresetRow]


class ProfileWritten(TypedDict):
    """A profile with every setting in it, commented out.

    Attributes:
        path: the file, or null where it was not written.
        written: whether it was.
        text: the profile itself, where it was not.
    """

    path: str | None
    written: bool
    text: NotRequired[str]


class CaseRule(TypedDict):
    """A country's rule for a case.

    Attributes:
        key: the setting that it is of.
        value: as the rule states it.
        case: in which it holds, in words.
        source: the citation.
        dated: of when it is, or null.
    """

    key: str
    value: str
    case: str
    source: str
    dated: str | None


class ProfileShown(TypedDict):
    """The settings in force.

    Attributes:
        path: of the profile, or null without one.
        settings: every setting, with its origin.
        cases: the country's rules that hold in a case.
    """

    path: str | None
    settings: Settings
    cases: list[CaseRule]


class ProfileChecked(TypedDict):
    """A profile that is in order.

    Attributes:
        path: of the profile.
        settings_stated: how many settings it states.
        problems: none: problems are errors.
    """

    path: str
    settings_stated: int
    problems: Annotated[list[ErrorParts], Shape(lambda: {"type": "array", "maxItems": 0})]


ProfileAnswer = ProfileWritten | ProfileShown | ProfileChecked


class Failure(TypedDict):
    """What stands on stderr where a command fails.

    Attributes:
        error: what was refused.
        problems: of a profile, all that is wrong, the error first.
    """

    error: ErrorParts
    problems: NotRequired[list[ErrorParts]]


@final  # so that a reader tells the two by their keys
class Formula(TypedDict):
    """A formula: what the pharmacy makes again and again.

    Attributes:
        name: by which it is made.
        version: from 1.
        digest: over command and inputs.
        command: that plans it.
        inputs: what it gives, as it is typed.
        path: its file, where it was written.
        output: the file of its master formulation record, where one was written.
    """

    name: str
    version: int
    digest: str
    command: str
    inputs: dict[str, Any]
    path: NotRequired[str]
    output: NotRequired[str]


@final
class UnreadableFormula(TypedDict):
    """A formula that cannot be read.

    Attributes:
        name: of its file.
        error: what is wrong with it.
    """

    name: str
    error: ErrorParts


class Formulas(TypedDict):
    """The formulas of a pharmacy.

    Attributes:
        folder: where they lie.
        formulas: each of them.
    """

    folder: str
    formulas: list[Formula | UnreadableFormula]


class FormulaRemoved(TypedDict):
    """A formula that was removed.

    Attributes:
        name: of the formula.
        removed: true.
    """

    name: str
    removed: Annotated[bool, Shape(lambda: {"const": True})]


class Example(TypedDict):
    """A ready command line.

    Attributes:
        job: what it does.
        line: the line, to copy and change.
    """

    job: str
    line: str


class KindListed(TypedDict):
    """A kind of document.

    Attributes:
        kind: its name.
        of: what writes it.
    """

    kind: str
    of: str


class BulkTemplate(TypedDict):
    """A table to begin with.

    Attributes:
        command: that plans its rows.
        columns: of its heading.
        text: the table, as CSV.
    """

    command: str
    columns: list[str]
    text: str


class WatchEvent(TypedDict):
    """What happened to a file in a watched folder; one line each.

    Attributes:
        event: printed, failed, waits, or left where it was.
        file: its name.
        at: when.
        moved_to: where the file lies now, or null.
        labels: how many were printed, or null.
        found: the codes of what was found on them.
        output: the PDF, or null.
        job: the printer's job, or null.
        error: why it failed or waits, or null.
    """

    event: Annotated[str, words("printed", "failed", "waits", "left")]
    file: str
    at: Moment
    moved_to: str | None
    labels: int | None
    found: list[FindingCode]
    output: str | None
    job: str | None
    error: ErrorParts | None


class JobFailure(TypedDict):
    """What a watched folder writes beside a file that could not be printed.

    Attributes:
        error: what was refused.
        at: when.
        said: the error as a sentence.
    """

    error: ErrorParts
    at: Moment
    said: str


class ExportedEntry(EntryRow):
    """A line of an exported log: an entry with its plan's document and the body that is digested.

    Attributes:
        plan_document: the plan, or null.
        body: what the digest is over.
    """

    plan_document: dict[str, Any] | None
    body: dict[str, Any]


DESCRIBED_BY[ExportedEntry] = EntryRow


class FactTold(TypedDict):
    """A row of the reference data.

    Attributes:
        subject: the file of the data, label-rules or label-stock; name: the row in it, dotted.
        value: what it states, in words.
        certainty: how it was come by.
        source: the citation.
        day: from when it holds, or null.
        doubtful: whether it was not read in its source, and is no arithmetic.
        looked_at: when its source, or a copy or witness of it, was last opened and the row held against it, or null:
            never again since it was written down.
        tried: what was tried to trace it, or null.
        risk: how it could hurt a patient if it were wrong, the worst first; use: what it is used for.
    """

    subject: str
    name: str
    value: str
    certainty: Certainty
    source: str
    day: str | None
    doubtful: bool
    looked_at: str | None
    tried: str | None
    risk: Risk
    use: str


class Facts(TypedDict):
    """Facts of the reference data.

    Attributes:
        facts: in the order of the data; the doubtful ones alone in the order of their risk.
        count: how many there are of each certainty.
    """

    facts: list[FactTold]
    count: dict[str, int]
