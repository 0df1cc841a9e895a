"""What the patient must avoid: a person's words, read as the sensitivities that the program knows.

The keys stand in a plan's inputs, and with them what was read as what, so that the plan computed again says it too.
"""

from __future__ import annotations

from ldn_compound.core.errors import InputError
from ldn_compound.core.texts import plain_name
from ldn_compound.inputs.shared import Avoidance
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.sensitivities import read_sensitivity


def settle_avoid(given: Avoidance) -> None:
    """Replace the words for what the patient avoids by the keys that they mean; lists with commas are taken apart.

    A word that the program does not know stays as it is: nothing can be cleared for it.

    Parameters:
        given: the inputs, which are changed: ``avoid``, and ``avoid_words`` with each synonym and its keys.

    Raises:
        InputError: ``empty``; ``not-avoided`` for a record whose words do not belong to its keys.

    >>> given = Avoidance(avoid=["Lactose, coeliac", "dairy"])
    >>> settle_avoid(given)
    >>> given.avoid, given.avoid_words
    (('lactose', 'gluten', 'milk'), {'coeliac': 'gluten', 'dairy': 'lactose, milk'})
    """
    if given.avoid:
        words = [word for text in given.avoid for part in text.split(",") if (word := part.strip())]
        if not words:
            raise InputError("empty", field="avoid", given=", ".join(given.avoid), needed="a name such as lactose")
        read_as: dict[str, str] = dict(given.avoid_words)
        keys: list[str] = []
        for word in words:
            found = read_sensitivity(word)
            if found and plain_name(word) not in found:
                read_as[word] = ", ".join(found)
            keys += found or (word,)
        given.avoid = tuple(dict.fromkeys(keys))
        if read_as:
            given.avoid_words = read_as
    for word, meant in given.avoid_words.items():
        if not set(meant.split(", ")) <= set(given.avoid):
            needed = "keys that stand in avoid"
            raise InputError("not-avoided", field="avoid_words", given=f"{word}: {meant}", needed=needed)


def avoided(sheet: Worksheet[Avoidance]) -> tuple[str, ...]:
    """Return what the patient avoids, and say what a synonym was read as."""
    for word, meant in sheet.given.avoid_words.items():
        sheet.assume(
            "avoid-read-as",
            field="avoid",
            value=meant,
            message=f'what the patient avoids, given as "{word}", is read as {meant}',
            source="the program's list of synonyms (reference value, confirm with the patient)",
        )
    return sheet.given.avoid
