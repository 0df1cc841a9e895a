"""What labels say as plain text: for a screen reader, a braille display or a sheet in very large print."""

from __future__ import annotations

from collections.abc import Iterable

from ldn_compound.labelling.checking import shown_texts
from ldn_compound.labelling.content import Label
from ldn_compound.labelling.design import Design
from ldn_compound.labelling.label_texts import texts_of, wording_of


def plain_text(labels: Iterable[tuple[Label, Design]]) -> str:
    """Return what labels say, a field a line in the order of reading, a blank line between labels.

    A table's cells stand in one line, each with the head of its column.

    Parameters:
        labels: of :func:`ldn_compound.label_for`, each with the variant of its design in which it is printed.

    >>> import ldn_compound as ldn
    >>> from ldn_compound.labelling.catalogue import get_design
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", fill_mass="135 mg",
    ...                          doses_per_day=1, made_on="2026-11-22")
    >>> label = ldn.label_for(plan, patient="Jane Doe", timing="bedtime")
    >>> print(plain_text([(label, get_design("prescription"))]).partition("Discard")[0].rstrip())
    Jane Doe
    naltrexone hydrochloride 4.5 mg capsules
    Take 1 capsule (4.5 mg) by mouth at bedtime
    """
    return "\n".join(_said(label, design) for label, design in labels)


def _said(label: Label, design: Design) -> str:
    words = wording_of(label)
    texts = shown_texts(texts_of(label, words), label, design, words)
    lines: list[str] = []
    for field in design.printed:
        text = texts.get(field, "")
        if "\t" in text:
            head, *rows = (row.split("\t") for row in text.split("\n"))
            lines += ["; ".join(f"{name}: {cell}" for name, cell in zip(head, row, strict=False)) for row in rows]
        elif text:
            lines += text.split("\n")
        if field == "patient" and text and label.patient_latin:
            lines.append(label.patient_latin)
    return "".join(f"{line}\n" for line in lines)
