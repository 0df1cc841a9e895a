"""What each command answers under ``result``, where it answers with something else than a plan."""

from __future__ import annotations

from typing import Annotated, Any, NotRequired, TypedDict

from ldn_compound.core.errors import ErrorParts
from ldn_compound.core.patterns import Day, Digest
from ldn_compound.core.results import Severity
from ldn_compound.schemas.parts import FindingCode, WrittenQuantity
from ldn_compound.schemas.results import result_schema
from ldn_compound.schemas.shapes import Shape, shape, words

Verdict = Annotated[str, words("pass", "fail")]
Place = Annotated[tuple[float, float], Shape(lambda: shape(tuple[float, float]))]


class LoggedLabels(TypedDict):
    """What was entered in the log.

    Attributes:
        log: where it stands.
        entries: the sequence numbers.
    """

    log: str
    entries: list[int]


class Labels(TypedDict):
    """Labels that were printed.

    Attributes:
        output: the file, - for stdout, or null where they went to a printer alone.
        text: the file of what they say as plain text, or null.
        labels: how many, the copies counted.
        used: how many labels of the stock they take: more where a label stands on several.
        stock: what they are printed on.
        design: in which design.
        printed_on: the day.
        job: the queue's name of the job, or null without a printer.
        printer: the queue they were sent to, or null.
        medium: what the queue was told the stock is, or null without a printer.
        held: why the queue prints nothing for now, or null.
        log: what was entered in the log, or null where there is none.
    """

    output: str | None
    text: str | None
    labels: int
    used: int
    stock: str
    design: str
    printed_on: Day
    job: str | None
    printer: str | None
    medium: str | None
    held: str | None
    log: LoggedLabels | None


class CodeRead(TypedDict):
    """A code of a label against what was read from a scan.

    Attributes:
        field: of the design.
        kind: of code.
        meant: what it should say.
        read: what a code of that kind says, or null where none could be read.
    """

    field: str
    kind: str
    meant: str
    read: str | None


class LabelCheck(TypedDict):
    """Whether labels can be printed and say what their plans say.

    Attributes:
        verdict: pass, or fail with a stop, a problem or a code that reads wrong.
        labels: how many.
        stock: what they would be printed on.
        design: in which design.
        problems: what does not print.
        codes: of a scan, each code against what was read.
    """

    verdict: Verdict
    labels: int
    stock: str
    design: str
    problems: list[ErrorParts]
    codes: list[CodeRead]


class Named(TypedDict):
    """A stock or a design.

    Attributes:
        key: the name on the command line.
        name: in words.
    """

    key: str
    name: str


class PatientLabel(TypedDict):
    """What the patient's own label takes of a stock.

    Attributes:
        labels: how many of the stock it takes at the most; 0 where the stock cannot carry it.
        kinds: the plans whose label it carries.
    """

    labels: int
    kinds: list[str]


class ListedStock(Named):
    """A stock, and what a patient's label takes of it.

    Attributes:
        key: the name on the command line.
        name: in words.
        patient_label: laid out for capsules, tablets and a solution.
    """

    patient_label: PatientLabel


class ListedLanguage(TypedDict):
    """A language of labels.

    Attributes:
        key: such as ``de``.
        reviewed_by: the pharmacists of that language who have read its words; empty where nobody has.
    """

    key: str
    reviewed_by: list[str]


class LabelList(TypedDict):
    """The stocks, the designs and the languages that there are.

    Attributes:
        language: of the patient's label that was laid out on each stock.
        jurisdiction: whose rules it follows.
        stocks: sheets and rolls.
        designs: layouts.
        languages: of labels, and who has read their words.
    """

    language: str
    jurisdiction: str
    stocks: list[ListedStock]
    designs: list[Named]
    languages: list[ListedLanguage]


class FitObstacle(TypedDict):
    """What keeps a label from a stock.

    Attributes:
        what: width, height or size of the stock; room for a field; code, its bars or dots; or the code of an error.
        field: which field has no room, or is concerned.
        message: in words.
    """

    what: str
    field: str
    message: str


class FitRow(TypedDict):
    """Whether a design fits a stock in one language, for one kind of plan.

    Attributes:
        design: as it is asked for.
        variant: what of it was taken for the stock.
        stock: on what.
        language: of the words.
        jurisdiction: whose rules.
        kind: what is made: capsules, tablets, solution, titration or liquid-titration.
        fits: whether such a label prints.
        labels: how many of the stock it takes; 0 where it does not fit.
        points: the largest type on it; 0 where it does not fit.
        obstacles: why it does not fit.
    """

    design: str
    variant: str
    stock: str
    language: str
    jurisdiction: str
    kind: str
    fits: bool
    labels: int
    points: float
    obstacles: list[FitObstacle]


class LabelFits(TypedDict):
    """Which design fits which stock, in which language.

    Attributes:
        fits: a row for each design, stock, language and country, and kind of plan.
    """

    fits: list[FitRow]


class LabelCalibration(TypedDict):
    """A printer's calibration.

    Attributes:
        stock: whose page is printed.
        cross_1: where the first cross belongs: mm from the left and the top edge.
        cross_2: where the second one belongs.
        output: the file of the page with the crosses, where one was written.
        calibration: the entry for the profile, where both crosses were measured.
    """

    stock: str
    cross_1: Place
    cross_2: Place
    output: NotRequired[str]
    calibration: NotRequired[str]


class Worksheet(TypedDict):
    """A compounding record that was written as a PDF.

    Attributes:
        output: the file, or - for stdout.
        code: that its bar code says: of the plan.
        entries: how many entries of the record are on it.
        standing: whether plan or record is signed, in words.
    """

    output: str
    code: str
    entries: int
    standing: str


class FhirExport(TypedDict):
    """A plan that was written as FHIR.

    Attributes:
        output: the file, or - for stdout.
        version: R4 or R5.
        resources: the types of the resources, in their order.
    """

    output: str
    version: Annotated[str, words("R4", "R5")]
    resources: list[str]


class FhirImport(TypedDict):
    """A prescription of another program, as the inputs of a plan.

    Attributes:
        kind: of the plan.
        command: the command line that plans it.
        inputs: its inputs, each as it is typed.
        needed: what else the plan needs.
        label: what it says for the label.
        assumed: what was concluded, and is not written there.
        not_understood: the path of each element that was not understood.
    """

    kind: Annotated[str, words("capsule-batch", "tablet-batch", "solution-batch")]
    command: str
    inputs: dict[str, Any]
    needed: list[str]
    label: dict[str, Any]
    assumed: list[str]
    not_understood: list[str]


class Ingredients(TypedDict):
    """A table of components that was written.

    Attributes:
        output: the file.
        components: how many rows.
    """

    output: str
    components: int


class BenchLine(TypedDict):
    """A line that the balance or a person gave.

    Attributes:
        line: as it came.
        said: what was answered.
        refused: whether nothing was entered for it.
    """

    line: str
    said: list[str]
    refused: bool


def _as_made() -> dict[str, Any]:
    return {"anyOf": [result_schema("as-made"), {"type": "null"}]}


class Bench(TypedDict):
    """How far a batch at the bench is.

    Attributes:
        record: the file of its record.
        steps: how many there are.
        step: the number of the one that is open, or null after the last one.
        finished: whether the batch is made.
        weighed: what was weighed, by component.
        lines: each line that was given, and what was answered.
        as_made: what was really made, or null before the end; as the result of as-made.
    """

    record: str
    steps: int
    step: int | None
    finished: bool
    weighed: dict[str, WrittenQuantity]
    lines: list[BenchLine]
    as_made: Annotated[dict[str, Any] | None, Shape(_as_made)]


class Found(TypedDict):
    """How often something was found.

    Attributes:
        severity: of the finding.
        code: of the finding.
        rows: in how many rows.
    """

    severity: Annotated[str, Shape(lambda: shape(Severity))]
    code: FindingCode
    rows: int


class Bulk(TypedDict):
    """What was planned of a table.

    Attributes:
        rows: of the table.
        planned: how many were planned.
        planned_before: how many of them by a run before.
        rejected: how many were refused.
        labels: how many labels there are, or null where none were asked for.
        out: the file of the plans.
        rejects: the file of the rows that were refused.
        labels_file: the file of the labels, or null without one.
        log: what was entered in the log, or null where there is none.
        signed_by: the fingerprint of the key that signed the plans, or null.
        found: what was found, the most frequent first.
    """

    rows: int
    planned: int
    planned_before: int
    rejected: int
    labels: int | None
    out: str
    rejects: str
    labels_file: str | None
    log: LoggedLabels | None
    signed_by: Digest | None
    found: list[Found]
