"""What a label is printed from: a plan, a plan with the label's own fields beside it, or a line of each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ldn_compound.bulk.stored_row import label_fields
from ldn_compound.core.errors import LdnError, at_place
from ldn_compound.core.texts import parse_date
from ldn_compound.exchange.document import Reading, read_document
from ldn_compound.exchange.signing.sealing import NO_TRUST, Trust
from ldn_compound.exchange.strict_json import numbered_lines, parse_object
from ldn_compound.inputs.reading import refuse_unknown
from ldn_compound.labelling.content import LABEL_FIELDS, Label, Pharmacy, read_label
from ldn_compound.labelling.country_rules import demanded
from ldn_compound.labelling.design import Design
from ldn_compound.labelling.label_dates import filled_today


class LabelJobs:
    """Reads labels from texts, all for one design and with the same fields given for all.

    Parameters:
        design: what they are printed in.
        today: the day of printing, as ISO text: a label that must have a day of filling, and was given none, has it.
        given: label fields for every label; what stands beside a plan goes over them.
        profile: the pharmacy's, or None.
        trust: whose signatures count, and whether a plan needs one.
    """

    def __init__(
        self,
        design: Design,
        *,
        today: str,
        given: Mapping[str, Any],
        profile: Pharmacy | None,
        trust: Trust = NO_TRUST,
    ) -> None:
        self._design = design
        self._today = parse_date(today, field="today")
        self._given = dict(given)
        self._profile = profile
        self._trust = trust
        self._known: dict[str, Reading] = {}

    def read(self, text: str, *, name: str, lines: bool) -> list[Label]:
        """Return the labels of a text, in their order.

        Parameters:
            text: a plan as JSON, or ``{"plan": {...}, "patient": ...}``; with `lines` such an object on each line.
            name: the text's, for an error's place.

        Raises:
            InputError: ``bad-json``, ``unknown-key``, and as :func:`ldn_compound.labelling.content.read_label`.
            MismatchError: a plan that does not recompute; ``signature-wrong``, ``not-signed``, ``key-not-trusted``.
        """
        found: list[Label] = []
        for place, plan, own in _jobs(text, name=name, lines=lines):
            try:
                # The same plan on many lines is read and computed once.
                reading = self._known.get(plan)
                if reading is None:
                    reading = self._known[plan] = self._read(plan)
                found.append(attrs.evolve(self._label(reading, own), document=plan, place=place))
            except LdnError as error:
                raise at_place([error], place or "")[0] from None
        return found

    def _read(self, plan: str) -> Reading:
        reading = read_document(plan)
        if self._trust.required or reading.signature is not None:
            standing = self._trust.check(parse_object(plan, field="plan", needed="a plan"))
            return reading._replace(notes=(*reading.notes, *standing.notes))
        return reading

    def _label(self, reading: Reading, own: dict[str, Any]) -> Label:
        asked = {**self._given, **own}
        language = asked.pop("language", None)
        label = read_label(reading, asked, language=language, profile=self._profile)
        asks = "date_filled" in demanded(self._design, label.facts.jurisdiction)
        return filled_today(label, self._today) if asks else label


def _jobs(text: str, *, name: str, lines: bool) -> Iterator[tuple[str | None, str, dict[str, Any]]]:
    """Yield place, plan and own label fields: of one object, or of the object on each line."""
    if not lines:
        yield None, *_job(text, needed="a JSON document as --json writes it, or one under the key plan")
        return
    for line in numbered_lines(text):
        place = f"line {line.number} of {name}"
        try:
            plan, own = _job(line.text, needed='a JSON object a line: a plan, or {"plan": {...}, "patient": ...}')
        except LdnError as error:
            raise at_place([error], place)[0] from None
        yield place, plan, own


def _job(text: str, *, needed: str) -> tuple[str, dict[str, Any]]:
    """Return the plan of one object, as text, and the label fields that stand beside it."""
    row = parse_object(text, field="plan", needed=needed)
    if "plan" not in row:
        return text, label_fields(row)
    own = {key: value for key, value in row.items() if key != "plan"}
    needed = "the keys plan, " + ", ".join(LABEL_FIELDS)
    refuse_unknown(own, LABEL_FIELDS, field="plan", code="unknown-key", needed=needed)
    return json.dumps(row["plan"]), own
