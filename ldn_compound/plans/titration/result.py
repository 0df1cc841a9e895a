"""Parts of a titration's result."""

from __future__ import annotations

from datetime import date

import attrs

from ldn_compound.core.results import MaybeShown, Prose, Shown
from ldn_compound.core.units import Amount
from ldn_compound.plans.prescription.syringe import SyringeUsed


@attrs.frozen(kw_only=True)
class CapsuleCount:
    """So many capsules of one strength.

    Attributes:
        strength: drug in one.
        count: how many.
    """

    _strength: Amount
    count: int

    strength = Shown()


@attrs.frozen(kw_only=True)
class TitrationStep:
    """One step: a dose that is taken from one day to another.

    Attributes:
        number: from 1, through the whole schedule.
        dose: one dose, as prescribed.
        daily_dose: the doses of a day together.
        from_day, to_day: its first and last day, from 1.
        days: how long it lasts.
        from_date, to_date: the same as dates, or None without a first day.
        volume: of a solution, the exact volume of one dose, else None.
        measured_volume: what is drawn: `volume` to the syringe's lines.
        delivered_dose: drug in `measured_volume`.
        rounding_error: how far `measured_volume` is from `volume`, as a fraction of it, without a sign.
        syringe: the one to draw it with.
        capsules: what one dose is made of, the strongest first; empty for a solution.
        drug: what the whole step takes.
        directions: how it is taken, in plain words.
    """

    number: int
    _dose: Amount
    _daily_dose: Amount
    from_day: int
    to_day: int
    _days: Amount
    from_date: date | None
    to_date: date | None
    _volume: Amount | None
    _measured_volume: Amount | None
    _delivered_dose: Amount | None
    _rounding_error: Amount | None
    syringe: SyringeUsed | None
    capsules: tuple[CapsuleCount, ...]
    _drug: Amount
    directions: Prose

    dose = Shown()
    daily_dose = Shown()
    days = Shown()
    volume = MaybeShown()
    measured_volume = MaybeShown()
    delivered_dose = MaybeShown()
    rounding_error = MaybeShown()
    drug = Shown()


@attrs.frozen(kw_only=True)
class Pause:
    """Days without a dose, before the restart.

    Attributes:
        from_day, to_day: the first and the last of them.
        days: how many.
        from_date, to_date: the same as dates, or None.
    """

    from_day: int
    to_day: int
    _days: Amount
    from_date: date | None
    to_date: date | None

    days = Shown()


@attrs.frozen(kw_only=True)
class Supply:
    """What one batch covers, made on the first day of its use.

    Attributes:
        number: from 1.
        from_day, to_day: the first and the last day of its use.
        from_date, to_date: the same as dates, or None.
        drug: in the doses of those days.
        volume: exact volume of those doses, or None.
        capsules: by strength, for those days; empty for a solution.
    """

    number: int
    from_day: int
    to_day: int
    from_date: date | None
    to_date: date | None
    _drug: Amount
    _volume: Amount | None
    capsules: tuple[CapsuleCount, ...]

    drug = Shown()
    volume = MaybeShown()
