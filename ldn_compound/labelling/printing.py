"""Check labels and print them: the verbs of this room. A plan is recomputed before its label is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ldn_compound.core.errors import InputError, LdnError, at_place
from ldn_compound.core.foreign import listed
from ldn_compound.core.numbers import parse_whole
from ldn_compound.core.results import Finding
from ldn_compound.core.texts import parse_date, parse_flag
from ldn_compound.labelling.calibration import EXACT, Calibration
from ldn_compound.labelling.catalogue import DEFAULT_DESIGN, design_for, get_stock
from ldn_compound.labelling.choosing import checked, examined_on
from ldn_compound.labelling.content import Label
from ldn_compound.labelling.design import Design
from ldn_compound.labelling.placed import PlacedLabel
from ldn_compound.labelling.problems import all_in_one

MOST_COPIES = 1000
MOST_LABELS = 100_000


def check_label(
    label: Label,
    *,
    stock: str,
    design: str = DEFAULT_DESIGN,
    today: date | str | None = None,
    folder: Path | str | None = None,
) -> tuple[Finding, ...]:
    """Return what the rules find in a label before it is printed.

    Parameters:
        label: of :func:`ldn_compound.labelling.content.label_for`.
        stock: name of the stock.
        design: name of the design.
        today: the day of printing; without it the rule "not past the beyond-use date" is not run, and says so.
        folder: the pharmacy's own label data, which goes over ours.

    Raises:
        InputError: ``unknown-stock``, ``unknown-design``, ``label-field-missing``, ``no-beyond-use-date``,
            ``bad-date``, ``not-in-code-128``, ``not-in-gs1``, ``not-in-matrix``, ``extra-missing``.
        LabelError: what does not fit, or cannot be set.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg",
    ...                          doses_per_day=1, made_on="2026-11-22")
    >>> label = ldn.label_for(plan, patient="Jane Doe", directions="Take 2 capsules (4.5 mg) at bedtime")
    >>> [item.code for item in ldn.check_label(label, stock="zebra-4x2", today="2026-11-22") if item.stops]
    ['directions-differ']
    """
    day = None if today is None else parse_date(today, field="today")
    found_stock = get_stock(stock, folder)
    _labels([label])
    return checked(label, design, found_stock, day, refuse=False, folder=folder).findings


def print_labels(
    labels: Iterable[Label],
    *,
    stock: str,
    design: str = DEFAULT_DESIGN,
    start_at: int | str = 1,
    copies: int | str = 1,
    collate: bool = False,
    calibration: Calibration = EXACT,
    today: date | str | None = None,
    folder: Path | str | None = None,
    progress: Callable[[int], object] | None = None,
) -> bytes:
    """Return the labels as one PDF, or refuse them all.

    Each plan is recomputed from its inputs first. Nothing is drawn before every label has passed; what is wrong with
    all of them is told in one error.

    Parameters:
        labels: of :func:`ldn_compound.labelling.content.label_for`, in the order of printing.
        stock: name of the stock.
        design: name of the design; the variant of it that the stock has room for is taken.
        start_at: position of the first label on a used sheet, from 1, row by row.
        copies: of each label; from 1 to 1000.
        collate: whether the copies come as whole sets (A B A B) and not one label after the other (A A B B).
        calibration: how far the printer is off.
        today: the day of printing; without it the rule "not past the beyond-use date" is not run.
        folder: the pharmacy's own label data, which goes over ours.
        progress: called with 1 for every label that has passed, and again for every copy that is drawn.

    Raises:
        InputError: ``no-labels``, ``not-a-label``; ``out-of-range`` for a start beyond the sheet or copies that are
            not sane; ``not-a-calibration``; and what :func:`check_label` raises.
        MismatchError: a plan that does not recompute.
        StopError: ``stop-not-accepted`` for a plan's stop; the finding's code for one of the label.
        LabelError: what does not fit, or cannot be set.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg",
    ...                          doses_per_day=1, made_on="2026-11-22")
    >>> label = ldn.label_for(plan, patient="Jane Doe", timing="bedtime")
    >>> ldn.print_labels([label], stock="zebra-4x2", today="2026-11-22")[:5]
    b'%PDF-'
    """
    return printed(
        labels,
        stock=stock,
        design=design,
        start_at=start_at,
        copies=copies,
        collate=collate,
        calibration=calibration,
        today=today,
        folder=folder,
        progress=progress,
    ).pdf


class Printed(NamedTuple):
    """What was printed.

    Attributes:
        pdf: all labels; findings: of the labels, once each, in order; used: how many of the stock they took.
        designs: the variant of the design that each label has.
    """

    pdf: bytes
    findings: tuple[Finding, ...]
    used: int
    designs: tuple[Design, ...]


def printed(
    labels: Iterable[Label],
    *,
    stock: str,
    design: str = DEFAULT_DESIGN,
    start_at: int | str = 1,
    copies: int | str = 1,
    collate: bool = False,
    calibration: Calibration = EXACT,
    today: date | str | None = None,
    folder: Path | str | None = None,
    progress: Callable[[int], object] | None = None,
    recomputed: bool = False,
) -> Printed:
    """Return what :func:`print_labels` returns, and what the rules found on the way; same parameters and errors.

    Parameters:
        recomputed: whether the plans come straight from reading their documents, which is what computed them.
    """
    found_stock = get_stock(stock, folder)
    found_design = design_for(design, found_stock, folder)
    cut = found_stock.cut_for(found_design.height_mm)
    first = parse_whole(start_at, field="start_at", least=1, most=cut.per_page)
    times = parse_whole(copies, field="copies", least=1, most=MOST_COPIES)
    sets = parse_flag(collate, field="collate")
    if not isinstance(calibration, Calibration):
        given = type(calibration).__name__
        raise InputError("not-a-calibration", field="calibration", given=given, needed="one of parse_calibration")
    day = None if today is None else parse_date(today, field="today")
    wanted = _labels(labels)
    if len(wanted) * times > MOST_LABELS:
        needed = f"at most {MOST_LABELS} labels in one file"
        raise InputError("out-of-range", field="copies", given=str(times), needed=needed)
    if progress is not None and not callable(progress):
        raise InputError("not-callable", field="progress", given=progress, needed="a function of one whole number")
    done = progress or _nothing
    refusals: list[LdnError] = _verify(wanted, recomputed=recomputed)
    placed: list[PlacedLabel] = []
    designs: list[Design] = []
    findings: dict[Finding, None] = {}
    for label in wanted:
        one = examined_on(label, design, found_stock, day, folder=folder)
        placed.append(one.placed)
        designs.append(one.design)
        findings.update(dict.fromkeys(one.findings))
        refusals += at_place(one.refusals(), label.place)
        done(1)
    if refusals:
        raise all_in_one(refusals)

    from ldn_compound.labelling.render import render

    order = placed * times if sets else [label for label in placed for _ in range(times)]
    title = f"Labels ({found_design.key}, {found_stock.key})"
    pdf = render(
        order,
        stock=cut,
        start_at=first,
        title=title,
        calibration=calibration,
        progress=done if progress else None,
    )
    return Printed(pdf, tuple(findings), sum(len(label.every) for label in order), tuple(designs))


def _nothing(number: int) -> None:
    """Take no notice."""


def _labels(labels: Iterable[Label]) -> tuple[Label, ...]:
    wanted = tuple(listed(labels, field="labels", needed="a list of labels", code="not-a-label"))
    for label in wanted:
        if not isinstance(label, Label):
            raise InputError("not-a-label", field="labels", given=type(label).__name__, needed="labels of label_for")
    if not wanted:
        raise InputError("no-labels", field="labels", needed="at least one label")
    return wanted


def _verify(labels: tuple[Label, ...], *, recomputed: bool) -> list[LdnError]:
    """Recompute each plan once, where that has not been done, and return an error for the stops of each."""
    from ldn_compound.plans import refusal_of_stops, verify

    found: list[LdnError] = []
    seen: set[int] = set()
    for label in labels:
        result = label.result
        if id(result) in seen:
            continue
        seen.add(id(result))
        try:
            if not recomputed:
                verify(result)
        except LdnError as changed:
            raise at_place([changed], label.place)[0] from None
        refusal = refusal_of_stops(result)
        if refusal is not None:
            found += at_place([refusal], label.place)
    return found
