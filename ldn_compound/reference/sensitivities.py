"""What a patient may have to avoid. Data: ``data/sensitivities.toml``.

>>> get_sensitivity("lactose").name
'lactose'
"""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, NamedTuple

from ldn_compound.core.sources import Source
from ldn_compound.core.texts import near_hint, plain_name
from ldn_compound.reference.rows import Key
from ldn_compound.reference.tables import Table


class Sensitivity(NamedTuple):
    """Something that a patient may have to avoid.

    Attributes:
        key: such as ``lactose``.
        name: in plain words.
        synonyms: how it is also said; several sensitivities may share one.
        covers: what it covers, and what it does not.
        source: the citation.
    """

    key: Key
    name: str
    synonyms: tuple[str, ...]
    covers: str
    source: Source


SENSITIVITIES = Table(Sensitivity, "sensitivities", unknown=("unknown-sensitivity", "avoid", "a sensitivity"))
sensitivity_keys, get_sensitivity = SENSITIVITIES.keys, SENSITIVITIES.get

Sensitivities = tuple[Annotated[str, sensitivity_keys], ...]
"""What a substance certainly touches."""
Traces = Annotated[Mapping[str, str], sensitivity_keys]
"""What a substance possibly touches: why, by sensitivity."""


def read_sensitivity(text: str) -> tuple[str, ...]:
    """Return the keys that a person's word for what to avoid means, in any case; none for a word that is not known.

    >>> read_sensitivity("Lactose"), read_sensitivity("dairy"), read_sensitivity("moonlight")
    (('lactose',), ('lactose', 'milk'), ())
    """
    return _meanings().get(plain_name(text), ())


@cache
def _meanings() -> Mapping[str, tuple[str, ...]]:
    """Return what each word means. A key means itself alone, whatever else has it as a synonym."""
    found: dict[str, tuple[str, ...]] = {}
    for key in sensitivity_keys():
        for word in get_sensitivity(key).synonyms:
            name = plain_name(word)
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), key)))
    return found | {plain_name(key): (key,) for key in sensitivity_keys()}


def near_sensitivity(text: str) -> str | None:
    """Return "did you mean ...?" for a word that is not known, or None where nothing is spelt like it.

    >>> near_sensitivity("lactos"), near_sensitivity("moonlight")
    ('did you mean lactose?', None)
    """
    keys = sensitivity_keys()
    return near_hint(text, keys, synonyms={key: get_sensitivity(key).synonyms for key in keys}, cutoff=0.75)
