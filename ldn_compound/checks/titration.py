"""Rules over a titration: each step's dose and day, the size and length of the steps, the pause, the supply."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction

from ldn_compound.checks import dose as dose_checks
from ldn_compound.checks.codes import finding
from ldn_compound.checks.steps import of_steps, steps_text
from ldn_compound.core.late_texts import Said
from ldn_compound.core.numbers import Figure, brief_text
from ldn_compound.core.results import Finding
from ldn_compound.core.sources import Source
from ldn_compound.core.units import Amount, days, mass, volume
from ldn_compound.messages import say
from ldn_compound.reference.limits import Limit, dose_limits
from ldn_compound.reference.presets import Preset, capsules_at_a_time, usual
from ldn_compound.reference.rows import Range
from ldn_compound.reference.syringes import least_share

_USP = "USP <795>, in force 1 November 2023: not to be used after the beyond-use date"


_ONE_DOSE = "one dose"


def dose_findings(
    doses: Sequence[tuple[int, Sequence[Fraction]]], *, per_day: int, field: str | None = None
) -> list[Finding]:
    """Return what the dose limits say of the day's dose and of one dose; one finding a limit, naming its steps.

    Parameters:
        doses: number of the step and mg of its dose, of each where those of a day differ, in the order of the schedule.
        per_day: how often a day each of them is taken.
        field: the keyword that a finding names; else the one that the dose comes from.

    >>> steps = [(1, [Fraction("0.25")]), (2, [Fraction("0.3")]), (3, [Fraction(45)])]
    >>> [(item.code, item.message[:12]) for item in dose_findings(steps, per_day=1)]
    [('daily-dose-low', 'steps 1 to 2'), ('daily-dose-high', 'step 3: a da')]
    """
    lowest = dose_limits()["very-low"]
    alike: dict[str, tuple[Limit, list[tuple[Fraction, int]]]] = {}
    words: dict[int, str] = {}
    for number, of_day in doses:
        daily, least = sum(of_day, Fraction(0)) * per_day, min(of_day)
        words[number] = _factors(of_day, per_day)
        beyond = dose_checks.reached(daily)
        if beyond is not None:
            alike.setdefault(beyond[0], (beyond[1], []))[1].append((daily, number))
        if least < lowest.amount.value <= daily:
            alike.setdefault(_ONE_DOSE, (lowest, []))[1].append((least, number))
    found = []
    for name, (limit, rows) in alike.items():
        # The furthest out of them is shown, the first of equal ones.
        dose, number = min(rows) if limit.side == "below" else max(rows, key=lambda row: (row[0], -row[1]))
        steps = [row[1] for row in rows]
        if name == _ONE_DOSE:
            said = of_steps(steps, say("dose-very-low.schedule", dose=_brief(mass(dose)), lowest=lowest.amount))
            found.append(finding("dose-very-low", said, source=lowest.source))
        else:
            found += dose_checks.daily_dose_findings(
                dose,
                field=field or field_of(number, len(doses)),
                factors=words[number],
                steps=steps,
            )
    return found


def _factors(doses: Sequence[Fraction], per_day: int) -> str:
    """Return in words what a day's dose is made of."""
    if len(doses) == 1:
        return dose_checks.factor_words(_brief(mass(doses[0])), doses=per_day)
    return " + ".join(_brief(mass(dose)) for dose in doses)


def field_of(number: int, steps: int) -> str:
    """Return the input that the dose of a step comes from.

    >>> field_of(1, 9), field_of(5, 9), field_of(9, 9)
    ('start', 'step', 'to')
    """
    return "to" if number == steps else "start" if number == 1 else "step"


def step_findings(
    *,
    step: Fraction,
    every: int,
    last_increment: Fraction,
    to: Fraction,
    field: str = "step",
    every_field: str = "every",
) -> list[Finding]:
    """Return what is to be said of the size of the steps and of their length.

    Parameters:
        step: mg from one step to the next.
        every: days of a step.
        last_increment: mg from the last step but one to the last; `step` where it lands by itself.
        to: mg of the last step.
        field: the input that the step comes from; every_field: the one that its length comes from.

    >>> [item.code for item in step_findings(step=Fraction(2), every=3, last_increment=Fraction(1), to=Fraction(4))]
    ['step-above-usual', 'steps-shorter-than-usual', 'last-increment-differs']
    """
    found = []
    size, length = usual().step, usual().every
    if step > size.high.value:
        found.append(
            finding(
                "step-above-usual", step=_brief(mass(step)), size=_range(size), source=str(size.source), field=field
            )
        )
    if every < length.low.value:
        found.append(
            finding(
                "steps-shorter-than-usual",
                every=days(every),
                length=_range(length),
                source=str(length.source),
                field=every_field,
            )
        )
    if last_increment != step:
        found.append(
            finding(
                "last-increment-differs",
                step=_brief(mass(step)),
                to=_brief(mass(to)),
                last_increment=_brief(mass(last_increment)),
                source="arithmetic: to - start",
            )
        )
    return found


def listed_findings(lanes: Sequence[Sequence[Fraction]], *, every: int, field: str = "every") -> list[Finding]:
    """Return what is to be said of doses that were listed one by one, in mg, the first step's first.

    Parameters:
        lanes: the doses of one time of the day, or of each where those of a day differ.
        every: days of a step, of the shortest where they differ; field: the input that says so.

    >>> listed = [[Fraction(1), Fraction(3), Fraction(2)]]
    >>> [(item.code, item.field) for item in listed_findings(listed, every=3)]
    [('step-above-usual', 'doses'), ('steps-shorter-than-usual', 'every'), ('dose-goes-down', 'doses')]
    """
    changes = [[after - before for before, after in itertools.pairwise(doses)] for doses in lanes]
    largest = max((max(lane, default=Fraction(0)) for lane in changes), default=Fraction(0))
    found = step_findings(
        step=largest, every=every, last_increment=largest, to=lanes[0][-1], field="doses", every_field=field
    )
    down = sorted({number for lane in changes for number, change in enumerate(lane, start=2) if change < 0})
    if down:
        source = "arithmetic: a dose less the one before it"
        found.append(finding("dose-goes-down", down=steps_text(down), source=source))
    return found


def pause_findings(*, pause: int, restart_at: Fraction, to: Fraction) -> list[Finding]:
    """Return what is to be said of a pause and of the dose after it.

    >>> [item.code for item in pause_findings(pause=30, restart_at=Fraction("4.5"), to=Fraction("4.5"))]
    ['pause-outside-usual', 'restart-not-lower']
    """
    found = []
    length = usual().pause
    source = str(length.source)
    if not length.low.value <= pause <= length.high.value:
        found.append(finding("pause-outside-usual", pause=days(pause), length=_range(length), source=source))
    if restart_at >= to:
        found.append(finding("restart-not-lower", restart_at=_brief(mass(restart_at)), source=source))
    return found


def preset_findings(preset: Preset, given: dict[str, Amount], *, climb: int) -> list[Finding]:
    """Return where the values given are outside what the named preset states.

    Parameters:
        given: by input the value in force.
        climb: days from the first increment to the last one.

    >>> from ldn_compound.reference.presets import get_preset
    >>> found = preset_findings(get_preset("schwaiger-2018"), {"step": mass(2)}, climb=100)
    >>> [item.field for item in found]
    ['step', 'every']
    """
    found = []
    for name, value in given.items():
        stated = preset.stated(name)
        if stated is not None and not stated.low.value <= value.value <= stated.high.value:
            text = say(
                "outside-preset.value", name=name, value=_brief(value), stated=_range(stated), preset_name=preset.name
            )
            found.append(_outside(text, stated.source, name))
    if preset.climb is not None and not preset.climb.low.value <= climb <= preset.climb.high.value:
        text = say("outside-preset.climb", climb=days(climb), preset_name=preset.name, stated=_range(preset.climb))
        found.append(_outside(text, preset.climb.source, "every"))
    return found


def _outside(text: Said, source: Source, field: str) -> Finding:
    return finding("outside-preset", text, source=str(source), field=field)


def capsule_findings(counts: Mapping[int, int]) -> list[Finding]:
    """Return what is to be said of many capsules at a time.

    Parameters:
        counts: by number of the step the capsules of one dose.

    >>> [item.message[:19] for item in capsule_findings({8: 1, 9: 9})]
    ['step 9: up to 9 cap']
    """
    limit = capsules_at_a_time()
    steps = [number for number, count in counts.items() if count >= limit.value]
    if not steps:
        return []
    most = max(counts.values())
    return [finding("many-capsules-at-a-time", steps=steps_text(steps), most=most, source=str(limit.source))]


def syringe_findings(sizes: Sequence[tuple[int, str]]) -> list[Finding]:
    """Return what is to be said of a schedule that is measured with different syringes.

    Parameters:
        sizes: by number of the step the size of its syringe, in the order of the schedule; of two doses a day, both.

    >>> syringe_findings([(1, "1 mL"), (2, "3 mL"), (3, "3 mL")])[0].message
    'the syringe changes at step 2 (1 mL to 3 mL): show the patient each change'
    """
    of_step: dict[int, list[str]] = {}
    for number, size in sizes:
        of_step.setdefault(number, []).append(size)
    changes = [
        f"step {number} ({' and '.join(both)} each day)" for number, both in of_step.items() if len(set(both)) > 1
    ]
    for place in range(max(map(len, of_step.values()), default=0)):
        lane = [(number, of_day[place]) for number, of_day in of_step.items()]
        changes += [
            f"step {number} ({before} to {size})"
            for (_, before), (number, size) in itertools.pairwise(lane)
            if before != size
        ]
    if not changes:
        return []
    return [finding("several-syringes", changes=", ".join(changes), source=str(least_share().source))]


def drawn_findings(*, drawn: Fraction, exact: Fraction) -> list[Finding]:
    """Return what is to be said where the volumes as drawn are more than the exact ones; in mL, the whole schedule.

    >>> [item.code for item in drawn_findings(drawn=Fraction(316), exact=Fraction(315))]
    ['drawn-volume-is-more']
    """
    if drawn <= exact:
        return []
    source = "arithmetic: volume drawn x doses"
    return [finding("drawn-volume-is-more", drawn=_brief(volume(drawn)), exact=_brief(volume(exact)), source=source)]


def split_findings(*, lasts: int, usable: int, parts: Sequence[str], what: str) -> list[Finding]:
    """Return the finding on a supply that runs past its beyond-use date, with the split that mends it.

    Parameters:
        lasts: days from the first dose to the last.
        usable: days that one batch may be used, begun on the day of its making.
        parts: each batch in words.
        what: what is made, such as ``bottle``.

    >>> found = split_findings(lasts=126, usable=90, parts=["day 1 to 84", "day 85 to 126"], what="bottle")
    >>> found[0].code
    'supply-past-beyond-use'
    """
    if lasts <= usable:
        return []
    listed = "; ".join(f"({number}) {part}" for number, part in enumerate(parts, start=1))
    return [
        finding(
            "supply-past-beyond-use",
            say(
                "supply-past-beyond-use.schedule",
                lasts=lasts,
                what=what,
                usable=usable,
                parts=len(parts),
                listed=listed,
            ),
            source=_USP,
            field="every",
        )
    ]


def _range(limits: Range) -> str:
    low, high = _brief(limits.low), _brief(limits.high)
    return low if low == high else f"{low} to {high}"


def _brief(amount: Amount) -> Figure:
    return Figure(f"{brief_text(amount.in_unit)} {amount.unit}")
