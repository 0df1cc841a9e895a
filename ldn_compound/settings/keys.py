"""Every setting once: its dotted name, what it takes and what it is. Its default stands in the reference data.

Reading a profile, resolving a value, the commented template and a plan's recorded settings all go by this table, so
a setting cannot be known to one of them and not to the others. ``*`` in a name stands for a filler's key, a capsule
size or a dosage form. Quantities are strict text here as they are in a profile.
"""

from __future__ import annotations

from ldn_compound.settings.key import Key
from ldn_compound.settings.keys_of_practice import PRACTICE
from ldn_compound.settings.keys_of_stock import STOCK

TABLE: tuple[Key, ...] = (*STOCK, *PRACTICE)
KEYS: dict[str, Key] = {key.name: key for key in TABLE}
TABLES = tuple(dict.fromkeys(key.name.partition(".")[0] for key in TABLE))


def find_key(dotted: str) -> Key | None:
    """Return the row for a dotted name, ``fillers.mcc-ph102.lot`` by its pattern, or None.

    >>> find_key("capsules.volumes.3").name
    'capsules.volumes.*'
    """
    key = KEYS.get(dotted)
    if key is not None:
        return key if "*" not in dotted else None
    parts = dotted.split(".")
    if dotted.startswith("drug.lots.") and len(parts) == 4:
        return KEYS.get(f"drug.lots.*.{parts[3]}")
    if (parts[0], len(parts)) in (("fillers", 3), ("fillers", 4), ("beyond_use", 3)):
        return KEYS.get(".".join((parts[0], "*", parts[2], *("*" for _ in parts[3:]))))
    if len(parts) == 3:
        return KEYS.get(f"{parts[0]}.{parts[1]}.*")
    return None


def has_default(dotted: str) -> bool:
    """Tell whether a setting has a value even where nobody gave one.

    >>> has_default("balance.readability"), has_default("balance.sensitivity")
    (True, False)
    """
    key = find_key(dotted)
    return key is not None and (key.default is not None or key.from_reference is not None)
