"""Parts of a titration's result."""

from __future__ import annotations

from datetime import date

from ldn_compound.core.late_texts import Prose
from ldn_compound.core.results import OptionalQuantityField, QuantityField, Record
from ldn_compound.plans.prescription.syringe import SyringeUsed


class CapsuleCount(Record):
    """So many capsules of one strength.

    Attributes:
        strength: drug in one.
        count: how many.
    """

    strength: QuantityField
    count: int


class TitrationStep(Record):
    """One step: a dose that is taken from one day to another.

    Attributes:
        number: from 1, through the whole schedule.
        dose: one dose, as prescribed.
        time_of_day: ``morning`` or ``bedtime`` where the doses of a day differ: the step then has a row for each; else
            None.
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
    dose: QuantityField
    time_of_day: str | None
    daily_dose: QuantityField
    from_day: int
    to_day: int
    days: QuantityField
    from_date: date | None
    to_date: date | None
    volume: OptionalQuantityField
    measured_volume: OptionalQuantityField
    delivered_dose: OptionalQuantityField
    rounding_error: OptionalQuantityField
    syringe: SyringeUsed | None
    capsules: tuple[CapsuleCount, ...]
    drug: QuantityField
    directions: Prose


class Pause(Record):
    """Days without a dose, before the restart.

    Attributes:
        from_day, to_day: the first and the last of them.
        days: how many.
        from_date, to_date: the same as dates, or None.
    """

    from_day: int
    to_day: int
    days: QuantityField
    from_date: date | None
    to_date: date | None


class Supply(Record):
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
    drug: QuantityField
    volume: OptionalQuantityField
    capsules: tuple[CapsuleCount, ...]
