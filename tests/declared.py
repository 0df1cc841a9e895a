"""Every input that is declared, and a good value for each, made of its declaration."""

from __future__ import annotations

from typing import Any

from ldn_compound.inputs import batches, doses, quality, shared, single
from ldn_compound.inputs.fields import Field
from ldn_compound.inputs.record import Inputs

CLASSES: tuple[type[Inputs], ...] = tuple(
    cls
    for module in (shared, batches, doses, quality, single)
    for cls in vars(module).values()
    if isinstance(cls, type) and issubclass(cls, Inputs) and cls.__module__ == module.__name__
)
FIELDS: dict[str, Field[Any, Any]] = {name: field for cls in CLASSES for name, field in cls.fields.items()}
READ = [field for field in FIELDS.values() if field.kind not in ("plan", "profile", "other name")]
"""Those that are read from what a person or a document says."""


def example(field: Field[Any, Any]) -> Any:
    """Return the declaration's own example as a public function takes it."""
    if field.kind == "flag":
        return True
    if field.kind == "names":
        return [field.example]
    if field.kind in ("dates", "texts", "named amounts"):
        name, _, value = field.example.partition("=")
        return {name: value}
    return field.example
