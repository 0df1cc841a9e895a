"""The names on a label in whatever script: which faces they need, and the line in Latin letters."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ldn_compound.core.errors import LabelError, LdnError
from ldn_compound.labelling.faces import first_unset
from ldn_compound.labelling.shaping import set_in
from ldn_compound.labelling.typesetting import NO_MARKS, Marks

NAMES = ("patient", "prescriber", "pharmacy_name", "pharmacy_address", "identity")
"""The fields that hold names, which are set in every script there is a face for; all others are read by the rules."""


class Named(NamedTuple):
    """A label's texts with its names as they can be set.

    Attributes:
        texts: of each field; a name that cannot be set is left out, but for its line in Latin letters.
        marks: of each field, with the faces that a name needs.
        problems: the names that cannot be set, and have no line in Latin letters.
        latin_only: the patient's name where the label has it in Latin letters alone, or None; and why.
    """

    texts: dict[str, str]
    marks: dict[str, Marks]
    problems: tuple[LdnError, ...]
    latin_only: tuple[str, str] | None


def set_names(
    texts: Mapping[str, str], marks: Mapping[str, Marks], latin: str | None, folder: Path | str | None
) -> Named:
    """Return a label's texts with its names as they can be set.

    Parameters:
        texts: of each field.
        marks: what of each field is emphasised.
        latin: the patient's name in Latin letters, which stands below the name, or None.
        folder: the pharmacy's own label data.

    Raises:
        FileError, DataError: a face of the folder that cannot be used.
    """
    found, marked = dict(texts), dict(marks)
    problems: list[LdnError] = []
    latin_only = None
    if latin is not None and "identity" in found:
        found["identity"] = found["identity"].replace(found["patient"], latin, 1)
    for field in NAMES:
        text = found.get(field)
        if text is None or first_unset(text, "regular") is None:
            continue
        if field == "identity" and "patient" not in found:  # the name in it is refused already
            del found[field]
            continue
        faces, unset = set_in(text, folder)
        if unset is None:
            marked[field] = marked.get(field, NO_MARKS)._replace(faces=faces)
            continue
        why = f"it holds {unset.named}: {unset.reason}"
        if field == "patient" and latin is not None:
            found[field] = ""
            latin_only = text, why
            continue
        needed = "letters that the label's face has, or a face of their script"
        problems.append(LabelError(unset.code, field=field, given=text, needed=needed, hint=why))
        del found[field]
    if latin is not None and "patient" in found:
        found["patient"] = f"{found['patient']}\n{latin}".strip("\n")
    return Named(found, marked, tuple(problems), latin_only)
