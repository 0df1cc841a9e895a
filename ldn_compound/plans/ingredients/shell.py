"""The capsule shell as an ingredient: material, colour, mass."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ldn_compound.checks.composition import Component, composition_findings
from ldn_compound.core.results import Finding
from ldn_compound.core.units import Amount
from ldn_compound.plans.worksheet import Worksheet
from ldn_compound.reference.capsules import get_colour, get_shell, get_size


@attrs.frozen(kw_only=True)
class ShellOf:
    """The shell of a plan.

    Attributes:
        material: ``gelatin`` or ``hypromellose``.
        name: in words, with its colour.
        component: its composition.
    """

    material: str
    name: str
    component: Component


def resolve_shell(sheet: Worksheet) -> ShellOf:
    """Resolve material and colour; a colour that was not stated leaves dyes possible."""
    material: str = sheet.setting("capsules.shell", "shell")
    colour: str | None = sheet.setting("capsules.shell_colour", "shell_colour")
    row = get_shell(material)
    contains, may_contain = row.contains, row.may_contain
    name = row.name
    if colour is None:
        may_contain = {**may_contain, "dyes": "its colour was not stated: give --shell-colour"}
    else:
        shade = get_colour(colour)
        contains = (*contains, *shade.contains)
        name = f"{row.name}, {colour}"
    component = Component("shell", name, contains, may_contain, known=True, source=str(row.source))
    return ShellOf(material=material, name=name, component=component)


def shell_mass(sheet: Worksheet, shell: ShellOf, size: str) -> Amount | None:
    """Return the mean mass of one empty shell: given, the profile's, the reference's, or None."""
    fact = get_size(size).shell_masses.get(shell.material)
    otherwise = (fact.value, fact.source) if fact else None
    mass: Amount | None = sheet.setting(f"capsules.shell_masses.{size}", "shell_mass", otherwise=otherwise)
    return mass


def shell_findings(shell: ShellOf, avoid: Sequence[str]) -> list[Finding]:
    """Return the findings on the shell against what the patient avoids: gelatin is animal, colours are dyes."""
    return composition_findings(shell.component, avoid)
