"""What is done with each row: planned, its label placed, and made a line to write; in this process or in several."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import attrs

from ldn_compound.bulk.plan_row import Meaning, plan_row
from ldn_compound.bulk.rows import Row
from ldn_compound.bulk.stored_row import label_fields, stored_row
from ldn_compound.core.errors import InputError, LdnError, StopError
from ldn_compound.core.results import Finding, Severity
from ldn_compound.exchange.formulas import Formula
from ldn_compound.exchange.signing.sealing import NO_TRUST, Trust
from ldn_compound.exchange.strict_json import parse_object

CHUNK = 40
"""Rows that one process takes at a time."""


class Refusal(NamedTuple):
    """Why a row was refused: one line of the file of rejects."""

    line: int
    field: str
    code: str
    reason: str


class Done(NamedTuple):
    """What became of a row.

    Attributes:
        line: of the row.
        text: the line to write, or None: it was refused, or stands in the file already.
        placed: its label as it is drawn, or None.
        refusals: why it was refused; empty where it was planned.
        said: the cautions of its plan and of its label, and the stops that were accepted: severity and code.
        label: what its label says, where that is to be known; else None.
    """

    line: int
    text: str | None
    placed: Any
    refusals: tuple[Refusal, ...]
    said: tuple[tuple[str, str], ...] = ()
    label: Any = None


class Task(NamedTuple):
    """A row to plan, or the line that was written of it in a run before."""

    row: Row
    stored: str | None = None


@attrs.frozen(kw_only=True)
class Job:
    """What holds for all rows of a run.

    Attributes:
        profile: the pharmacy's, or None.
        today: the day, as ISO text.
        meaning: brings what was typed to the strict text that it means.
        stock, design: of the labels; None where none are printed.
        folder: the pharmacy's own label data, or None.
        tells_labels: whether what the labels say is to be known, for the log.
        trust: whose signatures count of the plans that a run before wrote.
    """

    profile: Any
    today: str
    meaning: Meaning
    stock: str | None = None
    design: str | None = None
    folder: str | Path | None = None
    tells_labels: bool = False
    trust: Trust = NO_TRUST

    def done(self, task: Task, formulas: Mapping[str, Formula | LdnError]) -> Done:
        """Return what becomes of a row; what is wrong with it stands in its refusals."""
        row = task.row
        try:
            if row.refusal is not None:
                raise row.refusal
            if task.stored is not None:
                return self._stored(row, task.stored)
            planned = plan_row(
                row.values, formulas=formulas, profile=self.profile, today=self.today, meaning=self.meaning
            )
            if planned.result.stops:
                return Done(row.line, None, None, tuple(_stops(row.line, planned.result.stops)))
            placed, found, read = self._placed(planned.result, planned.label)
            told = _told(map(_kind, (*planned.result.findings, *found)))
            return Done(row.line, stored_row(row, planned), placed, (), told, read)
        except LdnError as error:
            return Done(row.line, None, None, tuple(_refusals(row.line, error)))

    def _stored(self, row: Row, text: str) -> Done:
        document = parse_object(text, field="out", needed="a line of this command")
        self.trust.check(document, field="out")
        label = label_fields(document)
        told = tuple((item["severity"], item["code"]) for item in document["findings"])
        if self.stock is None:
            return Done(row.line, None, None, (), _told(told))
        placed, found, read = self._placed(text, label)
        return Done(row.line, None, placed, (), _told((*told, *map(_kind, found))), read)

    def _placed(self, plan: Any, label: Mapping[str, Any]) -> tuple[Any, tuple[Finding, ...], Any]:
        """Return the label as it is drawn, its findings, and what it says where that is to be known.

        What is given for it is read in any case.
        """
        from ldn_compound.labelling.content import read_label
        from ldn_compound.labelling.facts import LABELLED_KINDS

        if self.stock is None:
            if label and getattr(plan, "kind", None) in LABELLED_KINDS:
                refused = read_label(plan, label, language=label.get("language"), profile=self.profile).refused
                if refused:
                    raise _together(refused)
            return None, (), None
        from ldn_compound.labelling.catalogue import get_stock
        from ldn_compound.labelling.choosing import examined_on

        stock = get_stock(self.stock, self.folder)
        read = read_label(plan, label, language=label.get("language"), profile=self.profile)
        one = examined_on(read, str(self.design), stock, date.fromisoformat(self.today), folder=self.folder)
        if refusals := one.refusals():
            raise _together(refusals)
        return one.placed, one.findings, read if self.tells_labels else None


def _kind(finding: Finding) -> tuple[str, str]:
    return finding.severity.value, finding.code


def _told(findings: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return what is told of the findings of a row that was planned, each once: all but the infos."""
    return tuple(dict.fromkeys(item for item in findings if item[0] != Severity.INFO.value))


def _together(errors: Sequence[LdnError]) -> LdnError:
    """Return the first error, with the others in its ``others``."""
    first, *others = errors
    first.others = tuple(others)
    return first


def _refusals(line: int, error: LdnError) -> Iterator[Refusal]:
    for one in (error, *error.others):
        if isinstance(one, StopError) and one.findings:
            yield from _stops(line, [finding for finding in one.findings if finding.stops])
        else:
            reason = str(one).removeprefix(f"{one.field}: ").removesuffix(f" [{one.code}]")
            yield Refusal(line, one.field or "", one.code, reason)


def _stops(line: int, stops: Iterable[Finding]) -> Iterator[Refusal]:
    for stop in stops:
        yield Refusal(line, stop.field or "", stop.code, f"stop: {stop.message}")


_job: Job | None = None


def _begin(job: Job) -> None:
    """Prepare a process: an interrupt is the first process's alone, and where that one is killed this one ends too."""
    import signal
    import threading

    threading.Thread(target=_end_with_the_first, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    global _job  # noqa: PLW0603 - a process of the pool keeps what it was begun with
    _job = job


def _end_with_the_first() -> None:
    first = multiprocessing.parent_process()
    assert first is not None
    first.join()
    os._exit(1)


def _chunk(tasks: Sequence[Task], formulas: Mapping[str, Formula | LdnError]) -> list[Done]:
    assert _job is not None
    return [_job.done(task, formulas) for task in tasks]


def work_through(
    tasks: Iterable[Task],
    job: Job,
    *,
    formulas: Callable[[Iterable[Row]], Mapping[str, Formula | LdnError]],
    processes: int,
) -> Iterator[list[Done]]:
    """Yield what becomes of the rows, in their order, some rows at a time.

    Parameters:
        tasks: the rows.
        job: what holds for all of them.
        formulas: returns those that some rows name.
        processes: how many work at the same time; with 1 it is this one.
    """
    rest = iter(tasks)
    chunks = iter(lambda: list(islice(rest, CHUNK)), [])
    if processes == 1:
        for chunk in chunks:
            named = formulas(task.row for task in chunk)
            yield [job.done(task, named) for task in chunk]
        return
    with ProcessPoolExecutor(processes, initializer=_begin, initargs=(job,)) as pool:
        running: deque[Future[list[Done]]] = deque()
        try:
            for chunk in chunks:
                running.append(pool.submit(_chunk, chunk, formulas(task.row for task in chunk)))
                if len(running) > 2 * processes:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        finally:
            for future in running:
                future.cancel()


def read_formulas(rows: Iterable[Row], *, read: Callable[[str], Formula], known: dict[str, Any]) -> dict[str, Any]:
    """Return the formulas that rows name, each read once in a run: a formula, or why it cannot be read.

    Parameters:
        rows: some of the rows.
        read: reads a formula by its name.
        known: those that were read before; it takes the new ones.
    """
    names = {str(row.values["formula"]) for row in rows if "formula" in row.values}
    for name in names - known.keys():
        try:
            known[name] = read(name)
        except LdnError as error:
            known[name] = error if error.field else InputError(error.code, field="formula", given=name)
    return {name: known[name] for name in names}
