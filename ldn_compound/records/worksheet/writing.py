"""The compounding record of a plan or of a record, as a PDF; refused where a label would be."""

from __future__ import annotations

from collections.abc import Sequence

from ldn_compound.core.errors import InputError
from ldn_compound.core.results import Result
from ldn_compound.core.texts import parse_choice
from ldn_compound.exchange.signing.sealing import UNSIGNED, Standing
from ldn_compound.labelling.calendar_page import PAGES
from ldn_compound.plans import refusal_of_stops, verify
from ldn_compound.plans.batch.result import Batch
from ldn_compound.records.entries import Entry
from ldn_compound.records.worksheet.content import record_sheet
from ldn_compound.settings.profile import Profile


def worksheet(
    plan: Result,
    *,
    entries: Sequence[Entry] = (),
    digest: str | None = None,
    lot: str | None = None,
    prescription_number: str | None = None,
    paper: str | None = None,
    profile: Profile | None = None,
    standing: Standing = UNSIGNED,
) -> bytes:
    """Return the compounding record of a planned batch as a PDF: to write in, and with what a record holds by now.

    Parameters:
        plan: a capsule, tablet or solution batch.
        entries: of its record, in their order; digest: of the record.
        lot, prescription_number: the batch's own; a box stands in their place where they are not given.
        paper: ``a4`` or ``letter``; the paper of the plan's country where it is not given.
        profile: gives the pharmacy's name, its label's words and the language.
        standing: whether the document is signed, which the foot says.

    Raises:
        InputError: ``not-a-plan``, ``unknown-page``; a lot or number that cannot be printed.
        MismatchError: ``does-not-recompute``: the plan was changed after it was planned.
        StopError: ``stop-not-accepted``.
        LabelError: ``no-glyph`` and its like: a character that the type face cannot set.

    >>> import ldn_compound as ldn
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", packing_stat="135 mg")
    >>> worksheet(plan)[:5]
    b'%PDF-'
    """
    if not isinstance(plan, Batch):
        given = getattr(plan, "kind", type(plan).__name__)
        raise InputError("not-a-plan", field="plan", given=given, needed="a plan of capsules, tablets or a solution")
    page = None if paper is None else parse_choice(paper, PAGES, field="page", code="unknown-page")
    verify(plan)
    if (refusal := refusal_of_stops(plan)) is not None:
        raise refusal
    sheet = record_sheet(
        plan,
        entries=entries,
        digest=digest,
        lot=lot,
        prescription_number=prescription_number,
        paper=page,
        profile=profile,
        standing=standing,
    )

    from ldn_compound.records.worksheet.drawing import draw

    return draw(sheet)
