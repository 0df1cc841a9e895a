"""Making a batch one step at a time: what each line that comes in means, what is recorded of it, and where it stands.

It knows no terminal and no file: it takes lines, gives back what is to be said, and hands every entry of the record to
its keeper. Where the batch stands follows from the entries alone, so that it goes on wherever it was left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from ldn_compound.core.errors import LdnError
from ldn_compound.core.results import Result
from ldn_compound.core.units import Amount, mass, parse_quantity
from ldn_compound.exchange.balance_reading import BalanceReading
from ldn_compound.records.bench.readings import apart, in_words, is_nothing, lost_point, read_line
from ldn_compound.records.bench.steps import Step, steps_of
from ldn_compound.records.entries import Entry

MEAN, TOTAL = "hold-mean", "hold-total"
_DONE = "Enter when it is done"
COMMANDS = {
    "back": "the step before",
    "quit": "stop here; it goes on here",
    "keep": "record a mass that is off",
    "note TEXT": "write a remark",
}
"""What can be typed at every step, and what it does."""


Keeper = Callable[[str, dict[str, Any], int | None], Entry]
"""Takes kind, data and the number that is corrected; writes the entry and returns it."""


class Reply(NamedTuple):
    """What a line did.

    Attributes:
        lines: what is to be said.
        grave: whether something is wrong: a mass that is off, a check that failed.
        end: whether the person wants to stop here.
    """

    lines: tuple[str, ...]
    grave: bool = False
    end: bool = False


class Session:
    """A batch that is being made.

    Parameters:
        plan: the planned batch.
        entries: what the record holds by now.
        keep: takes each new entry.

    Attributes:
        steps: of the batch; place: the index of the one that is to be done, as many as there are at the end.

    Raises:
        InputError: ``not-a-plan``.

    >>> import ldn_compound as ldn
    >>> from types import SimpleNamespace
    >>> plan = ldn.plan_capsules(strength="4.5 mg", count=90, size="3", filler="mcc-ph102", packing_stat="135 mg")
    >>> def keep(kind, data, corrects):
    ...     return SimpleNamespace(number=1, kind=kind, data=data, corrects=corrects)
    >>> session = Session(plan, (), keep)
    >>> session.take("407 mg").lines
    ('2 mg OVER (0.49 %): within 5 %', 'Recorded: api 407 mg')
    >>> session.place
    1
    """

    def __init__(self, plan: Result, entries: Sequence[Entry], keep: Keeper) -> None:
        self.steps = steps_of(plan)
        self._entries = list(entries)
        self._keep = keep
        self._readings: list[BalanceReading] = []
        self._pending: tuple[str, Amount] | None = None
        self._names = tuple(name for step in self.steps for name in (step.name, *step.aliases) if name is not None)
        self.place = self.first_open

    # --- where it stands --------------------------------------------------------------------------------------------

    @property
    def first_open(self) -> int:
        """The index of the first step that the record does not hold, where another sitting begins."""
        return next((place for place, step in enumerate(self.steps) if not self.is_done(step)), len(self.steps))

    @property
    def step(self) -> Step | None:
        """The step that is to be done, or None when all are."""
        return self.steps[self.place] if self.place < len(self.steps) else None

    def is_done(self, step: Step) -> bool:
        """Tell whether the record holds what the step asks for."""
        if step.kind == "mean":
            return self._mean_fits(step) and not self.series()
        return self.entry(step) is not None

    def entry(self, step: Step) -> Entry | None:
        """Return the entry in force of a step that has one: its mass, or that it was done."""
        if step.kind == "weigh":
            return self._last("weighed", step.name)
        if step.kind == "residue":
            return self._last("measured", step.name) or self._last_step(step)
        return self._last_step(step)

    def standing(self, step: Step) -> tuple[str, ...]:
        """Return what the record holds of a step by now, in words; nothing where that is nothing."""
        if step.kind == "mean" and (count := len(self.series())):
            return (f"In the record: {count} of {step.units}",)
        entry = self._last("measured", MEAN) if step.kind == "mean" else self.entry(step)
        if entry is None:
            return ()
        stored = entry.data.get("mass", entry.data.get("value"))
        return (f"In the record: {'done' if stored is None else in_words(_mass_of(stored))}",)

    @property
    def weighed(self) -> dict[str, Amount]:
        """What was weighed, by the plan's names."""
        found = ((str(step.name), self.entry(step)) for step in self.steps if step.kind == "weigh")
        return {name: _mass_of(entry.data["mass"]) for name, entry in found if entry is not None}

    @property
    def residue(self) -> Amount | None:
        """What stayed in the weighing boat, or None where it was not weighed."""
        entry = self._last("measured", "residue")
        return None if entry is None else _mass_of(entry.data["value"])

    def series(self) -> list[Entry]:
        """Return the masses of the hold point that stand since its last mean."""
        mean = self._last("measured", MEAN)
        after = 0 if mean is None else mean.number
        masses = [item for item in self._live("measured") if _is_of_series(item.data["name"])]
        return [item for item in masses if item.number > after]

    # --- what comes in ----------------------------------------------------------------------------------------------

    def take(self, line: str) -> Reply:
        """Do what a line says: a mass, an answer, a command, or nothing but Enter.

        Parameters:
            line: as it was typed, pasted or sent by the balance.
        """
        text = line.strip()
        word = text.lower()
        if word in ("quit", "q"):
            return Reply((), end=True)
        if word in ("back", "b"):
            return self._back()
        if word in ("help", "?"):
            return Reply(tuple(f"{name}: {what}" for name, what in COMMANDS.items()))
        if word.startswith("note "):
            self._add("note", {"text": text[5:].strip()})
            return Reply(("Noted.",))
        step = self.step
        if step is None:
            return Reply(("All steps are done.",))
        if step.kind == "do":
            return self._done(step, text)
        if step.kind == "look":
            return self._looked(step, word)
        if step.kind == "residue":
            return self._left(step, text)
        if step.kind == "mean":
            return self._hold(step, text)
        return self._weigh(step, text)

    def _back(self) -> Reply:
        self._pending = None
        if self.place == 0:
            return Reply(("This is the first step.",))
        self.place -= 1
        step = self.steps[self.place]
        return Reply((f"Back at step {step.number}: Enter leaves it as it is.",))

    def _done(self, step: Step, text: str) -> Reply:
        if text:
            return Reply((f"Nothing is weighed here: {_DONE}. Not recorded: {text[:60]}",), grave=True)
        return self._as_done(step)

    def _as_done(self, step: Step) -> Reply:
        said = "Left as it is."
        if self.entry(step) is None:
            self._add("step", {"number": step.number, "text": step.text})
            said = "Recorded: done"
        self.place += 1
        return Reply((said,))

    def _looked(self, step: Step, word: str) -> Reply:
        if word in ("yes", "y"):
            return self._as_done(step)
        if word in ("no", "n"):
            self._add("note", {"text": f"Step {step.number} is not met: {step.text}"}, self._number(step))
            return Reply(("STOP: do not go on. Find out why.", "Recorded: not met"), grave=True)
        if not word and self.entry(step) is not None:
            return self._as_done(step)
        return Reply(("Look, and answer yes or no.",))

    def _left(self, step: Step, text: str) -> Reply:
        if not text and self.entry(step) is not None:
            return self._as_done(step)
        if text.lower() == "none":
            data = {"number": step.number, "text": f"{step.text} Not weighed back."}
            self._add("step", data, self._number(step))
            self.place += 1
            return Reply(("Recorded: not weighed back",))
        if is_nothing(text):
            amount = mass(0)
        elif isinstance(found := self._mass(text, own=("residue",)), Reply):
            return found
        else:
            amount = found
        first = next(iter(self.weighed.values()))
        if amount.value >= first.value:
            return Reply(
                (f"That is not less than the {in_words(first)} that were weighed: the residue is what was left.",),
                grave=True,
            )
        self._add("measured", {"name": "residue", "value": amount.to_json()}, self._number(step))
        self.place += 1
        return Reply((f"Recorded: residue {in_words(amount)}",))

    def _weigh(self, step: Step, text: str) -> Reply:
        if not text and self.entry(step) is not None:
            self.place += 1
            return Reply(("Left as it is.",))
        found = self._checked(step, text, low=step.low, high=step.high)
        if isinstance(found, Reply):
            return found
        amount, said = found
        assert step.target is not None
        data = {
            "name": step.name,
            "target": step.target.to_json(),
            "mass": amount.to_json(),
            "step": step.number,
        }
        self._add("weighed", data, self._number(step))
        self.place += 1
        return Reply((*said, f"Recorded: {step.name} {in_words(amount)}"))

    def _hold(self, step: Step, text: str) -> Reply:
        word, _, rest = text.partition(" ")
        if not text and self.is_done(step):
            self.place += 1
            return Reply(("Left as it is.",))
        if text.lower() == "again":
            return self._afresh()
        if word.lower() in ("mean", "total"):
            return self._hold_at_once(step, word.lower(), rest)
        found = self._checked(step, text, low=step.unit_low, high=step.unit_high)
        if isinstance(found, Reply):
            return found
        amount, said = found
        count = len(self.series()) + 1
        self._measured(f"hold-{count}", amount)
        told = (*said, f"Recorded: {count} of {step.units}, {in_words(amount)}")
        masses = [_mass_of(item.data["value"]).value for item in self.series()]
        if count < (step.units or 0):
            return Reply(told)
        reply = self._mean(step, mass(sum(masses, Fraction(0)) / len(masses)))
        return reply._replace(lines=(*told, *reply.lines))

    def _hold_at_once(self, step: Step, word: str, text: str) -> Reply:
        """Take the mean that the person has worked out, or the mass of all units together."""
        try:
            amount = parse_quantity(text, field="weighed", needed=f"{word} and a mass, such as {word} 135 mg")
        except LdnError as error:
            return Reply((_told(error),), grave=True)
        if amount.dimension != "mass" or amount.value == 0:
            return Reply((f"{text} is no mass.",), grave=True)
        each = amount if word == "mean" else mass(amount.value / (step.units or 1))
        assert step.target is not None and step.permitted is not None
        if words := lost_point(each.value, target=step.target.value, permitted=step.permitted.value):
            return self._slipped(words, each, step.target)
        if word == "total":
            self._measured(TOTAL, amount)
        return self._mean(step, each)

    def _mean(self, step: Step, mean: Amount) -> Reply:
        assert step.target is not None and step.low is not None and step.high is not None
        self._measured(MEAN, mean)
        told = f"Mean {in_words(mean)}: {apart(mean, step.target)}"
        if self._mean_fits(step):
            self.place += 1
            return Reply((told, f"Recorded: mean {in_words(mean)}, within the limits: go on"))
        limits = f"Recorded. It must be {in_words(step.low)} to {in_words(step.high)}."
        return Reply((told, limits, "STOP: do not fill on. Find out why, then weigh again."), grave=True)

    def _afresh(self) -> Reply:
        """Begin the masses of the hold point again: those of the unfinished series count no more."""
        for item in self.series():
            self._add("note", {"text": f"{item.data['name']} does not count: weighed again"}, item.number)
        return Reply(("Begin again with the first one.",))

    # --- masses -----------------------------------------------------------------------------------------------------

    def _mass(self, text: str, *, own: Sequence[str]) -> Amount | Reply:
        """Return the mass of a line, or what is wrong with it."""
        if not text:
            return Reply(("A mass is needed, such as 467 mg.",))
        try:
            read = read_line(
                text, own=own, others=[name for name in self._names if name not in own], before=self._readings
            )
        except LdnError as error:
            return Reply((_told(error), "Not recorded."), grave=True)
        if read.reading is not None:
            self._readings.append(read.reading)
        return read.mass

    def _checked(
        self, step: Step, text: str, *, low: Amount | None, high: Amount | None
    ) -> tuple[Amount, tuple[str, ...]] | Reply:
        """Return a mass that may be recorded and what is to be said of it, or what is to be done instead."""
        assert step.target is not None and step.permitted is not None and low is not None and high is not None
        pending, self._pending = self._pending, None
        if text.lower() == "keep":
            if pending is None or pending[0] != step.name:
                return Reply(("There is no mass to keep: weigh first.",))
            return pending[1], (f"Kept: {apart(pending[1], step.target)}",)
        found = self._mass(text, own=(str(step.name), *step.aliases))
        if isinstance(found, Reply):
            return found
        off = apart(found, step.target)
        if low.value <= found.value <= high.value:
            room = f"within {step.permitted.text()}" if step.kind == "weigh" else "within the limits of one"
            return found, (f"{off}: {room}",)
        if words := lost_point(found.value, target=step.target.value, permitted=step.permitted.value):
            return self._slipped(words, found, step.target)
        self._pending = str(step.name), found
        way = "Take some out" if found.value > step.target.value else "Add some"
        again = f"{way} and weigh again" if step.kind == "weigh" else "Weigh it again, without its shell"
        return Reply(
            (
                off,
                f"Planned is {in_words(low)} to {in_words(high)}.",
                f"{again}, or type keep. Not recorded.",
            ),
            grave=True,
        )

    def _slipped(self, words: str, found: Amount, target: Amount) -> Reply:
        return Reply(
            (
                f"{in_words(found)} is {words} {in_words(target)}.",
                "Is the point or the unit lost? Read the balance again. Not recorded.",
            ),
            grave=True,
        )

    def _mean_fits(self, step: Step) -> bool:
        entry = self._last("measured", MEAN)
        if entry is None or step.low is None or step.high is None:
            return False
        return step.low.value <= _mass_of(entry.data["value"]).value <= step.high.value

    # --- the record -------------------------------------------------------------------------------------------------

    def _add(self, kind: str, data: dict[str, Any], corrects: int | None = None) -> None:
        self._entries.append(self._keep(kind, data, corrects))

    def _measured(self, name: str, amount: Amount) -> None:
        before = self._last("measured", name)
        self._add(
            "measured",
            {"name": name, "value": amount.to_json()},
            None if before is None else before.number,
        )

    def _number(self, step: Step) -> int | None:
        entry = self.entry(step)
        return None if entry is None else entry.number

    def _live(self, kind: str) -> list[Entry]:
        corrected = {item.corrects for item in self._entries if item.corrects is not None}
        return [item for item in self._entries if item.kind == kind and item.number not in corrected]

    def _last(self, kind: str, name: str | None) -> Entry | None:
        return next((item for item in reversed(self._live(kind)) if item.data["name"] == name), None)

    def _last_step(self, step: Step) -> Entry | None:
        found = (item for item in reversed(self._live("step")) if item.data["number"] == step.number)
        return next((item for item in found if str(item.data["text"]).startswith(step.text)), None)


def _is_of_series(name: object) -> bool:
    return isinstance(name, str) and name.removeprefix("hold-").isdecimal()


def _mass_of(data: Mapping[str, str] | Amount) -> Amount:
    return data if isinstance(data, Amount) else parse_quantity(f"{data['value']} {data['unit']}")


def _told(error: LdnError) -> str:
    """Return what is wrong with a line, for a person at the balance."""
    given = (error.given or "").removeprefix("line 1: ")
    return f"{given}: {error.hint or f'needed is {error.needed}'}"
