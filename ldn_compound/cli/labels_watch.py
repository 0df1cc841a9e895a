"""What ``labels watch`` does: take the jobs of a folder as they arrive, print them, tell what became of each."""

from __future__ import annotations

import json
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ldn_compound.bulk.hot_folder import OWN, Event, HotFolder, Ready, Sent
from ldn_compound.bulk.label_jobs import LabelJobs
from ldn_compound.cli.common import EXIT_STOP, find_profile, now, today, write_whole
from ldn_compound.cli.label_log import label_log
from ldn_compound.core.errors import FileError, InputError
from ldn_compound.core.numbers import parse_number, parse_whole
from ldn_compound.core.texts import encoding_of
from ldn_compound.exchange.signing.sealing import trust_of
from ldn_compound.exchange.strict_json import holds_lines
from ldn_compound.labelling.calibration import Calibration, find_calibration
from ldn_compound.labelling.catalogue import design_for, get_stock
from ldn_compound.labelling.content import Label
from ldn_compound.labelling.extras import extra
from ldn_compound.labelling.printing import printed
from ldn_compound.labelling.repeated import findings_of_plans
from ldn_compound.settings.profile import Profile

if TYPE_CHECKING:
    from ldn_compound.schemas.answers_apart import WatchEvent

EXTRA = "watch"
_SIGNALS = ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP")
_LEAST_LOOKS = 4  # looks at the folder in the time in which a file settles


def watch_folder(options: dict[str, Any], *, labels: str | None, profile_path: str | None, as_json: bool) -> None:
    """Watch a folder until a signal, or with ``once`` until every job in it is done."""
    folder = Path(options["folder"])
    if not _is_folder(folder):
        raise FileError("cannot-read", field="folder", given=str(folder), needed="a folder that is there")
    if (options["out"] is None) == (options["printer"] is None):
        raise click.UsageError("Give one of --out FOLDER (PDFs) and --printer QUEUE.")
    settle = _seconds(options["settle"], field="settle")
    patience = _seconds(options["patience"], field="patience")
    maker = _Maker(options, labels=labels, profile_path=profile_path)
    count = {"printed": 0, "failed": 0}
    with ExitStack() as stack:
        wake, stop = threading.Event(), threading.Event()
        stack.enter_context(_alone(folder))
        hot = HotFolder(
            folder, settle=settle, patience=patience, make=maker, write=_write, now=now, ticks=time.monotonic
        )
        stack.callback(hot.close)
        stack.enter_context(_stopped_by_signals(stop, wake))
        if not options["once"]:
            stack.enter_context(_woken(folder, wake, poll=options["poll"]))
            _say(f"Watching {folder}: stock {maker.stock}, design {maker.design}, {maker.where}.", as_json=as_json)
        while not stop.is_set():
            for event in hot.look():
                count[event.kind] = count.get(event.kind, 0) + 1
                _tell(event, options["out"], as_json=as_json)
                if stop.is_set():
                    break
            for event in hot.others():
                _tell(event, options["out"], as_json=as_json)
            if options["once"] and not hot.untried():
                break
            wake.wait(settle / _LEAST_LOOKS)
            wake.clear()
    waiting = hot.waiting()
    rest = f", {waiting} still there" if waiting else ""
    _say(f"Stopped: {count['printed']} printed, {count['failed']} failed{rest}.", as_json=as_json)
    if options["once"] and (count["failed"] or waiting):
        raise click.exceptions.Exit(EXIT_STOP)


class _Maker:
    """Makes the labels of a job with what the command line and the profile say; the profile is read for each job."""

    def __init__(self, options: dict[str, Any], *, labels: str | None, profile_path: str | None) -> None:
        from ldn_compound.cli.labels_print import chosen

        self._options, self._labels, self._profile_path = options, labels, profile_path
        self._copies = parse_whole(options["copies"], field="copies", least=1)
        self.stock, self.design = chosen(options, profile := find_profile(profile_path))
        self._calibration(profile)
        label_log(options, profile)  # what is wrong with it is wrong for every job
        stock = get_stock(self.stock, labels)
        self._layout = design_for(self.design, stock, labels)
        self._cut = stock.cut_for(self._layout.height_mm)
        self._out = None if options["out"] is None else Path(options["out"])
        if self._out is not None and not _is_folder(self._out):
            needed, hint = "a folder that is there", "make it first"
            raise FileError("cannot-write", field="out", given=str(self._out), needed=needed, hint=hint)
        if self._out is not None and self._out.resolve() == Path(options["folder"]).resolve():
            needed = "another folder than the one that is watched"
            raise FileError("own-input", field="out", given=str(self._out), needed=needed)
        self.where = f"to {self._out}" if self._out is not None else f"on printer {options['printer']}"

    def _calibration(self, profile: Profile | None) -> Calibration:
        setting = None if profile is None else profile.get("labels.calibration")
        return find_calibration(None if setting is None else str(setting), self._options["calibration"])

    def __call__(self, content: bytes, name: str, *, output: str | None) -> Ready:
        """Check a job and draw its labels."""
        profile, day = find_profile(self._profile_path), today()
        try:
            text = content.decode(encoding_of(content))
        except UnicodeDecodeError as error:
            hint = f"it holds the byte {content[error.start]:02X}"
            raise InputError("bad-encoding", field="plan", given=name, needed="UTF-8 text", hint=hint) from error
        given = {"language": self._options["language"]}
        jobs = LabelJobs(self._layout, today=day, given=given, profile=profile, trust=trust_of(profile))
        labels = jobs.read(text, name=name, lines=holds_lines(name))
        done = printed(
            labels,
            stock=self.stock,
            design=self.design,
            copies=self._copies,
            calibration=self._calibration(profile),
            today=day,
            folder=self._labels,
            recomputed=True,
        )
        found = tuple(dict.fromkeys(item.code for item in (*done.findings, *findings_of_plans(labels))))
        number = len(labels) * self._copies
        if self._out is None:

            def queue() -> Sent:
                with self._entering(labels, profile):
                    return Sent(number, found, None, self._print(done.pdf, name))

            return Ready(None, queue)
        path = self._out / output if output else self._free(self._out / f"{Path(name).stem}.pdf")

        def send() -> Sent:
            with self._entering(labels, profile):
                _write(path, done.pdf)
            return Sent(number, found, path.name, None)

        return Ready(path.name, send)

    def _entering(self, labels: Sequence[Label], profile: Profile | None) -> AbstractContextManager[None]:
        log = label_log(self._options, profile)
        if log is None:
            return nullcontext()
        return log.entering(labels, design=self.design, stock=self.stock, copies=self._copies)

    def _print(self, pdf: bytes, name: str) -> str:
        from ldn_compound.labelling.output import send_to_queue

        # Queues show the title: a file's name may be the patient's.
        title = f"labels ({self.design}, {self.stock})"
        return send_to_queue(pdf, printer=self._options["printer"], stock=self._cut, title=title)

    @staticmethod
    def _free(path: Path) -> Path:
        number, free = 1, path
        while free.exists():
            number += 1
            free = path.with_name(f"{path.stem} ({number}){path.suffix}")
        return free


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name that is too long, or holds a null
        return False


def _write(path: Path, content: bytes) -> None:
    write_whole(str(path), content, ending=path.suffix.lower())


def _seconds(text: str, *, field: str) -> float:
    number = parse_number(text, field=field)
    if not Fraction(1, 10) <= number <= 3600:
        raise InputError("out-of-range", field=field, given=text, needed="seconds, from 0.1 to 3600")
    return float(number)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock: two programs that watch one folder would print each job twice."""
    locks = extra("filelock", name=EXTRA, field="folder", what="watching a folder")
    try:
        (folder / OWN).mkdir(exist_ok=True)
    except OSError as error:
        reason, needed = error.strerror or str(error), "a folder that can be written"
        raise FileError("cannot-write", field="folder", given=str(folder), needed=needed, hint=reason) from error
    lock = locks.FileLock(folder / OWN / "lock", timeout=0)
    try:
        lock.acquire()
    except locks.Timeout as error:
        needed = "a folder that no other program watches"
        raise FileError("folder-watched", field="folder", given=str(folder), needed=needed) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _woken(folder: Path, wake: threading.Event, *, poll: bool) -> Iterator[None]:
    """Set `wake` when something changes in the folder; with `poll` a look at the folder at times has to do."""
    if poll:
        yield
        return
    extra("watchdog", name=EXTRA, field="folder", what="watching a folder")
    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers import Observer

    class Waker(FileSystemEventHandler):
        """Wakes the loop that looks at the folder."""

        def on_any_event(self, event: FileSystemEvent) -> None:
            wake.set()

    observer = Observer()
    observer.schedule(Waker(), str(folder), recursive=False)
    try:
        observer.start()
    except OSError as error:
        hint = f"{error.strerror or error}; try --poll"
        needed = "a folder whose changes the system tells"
        raise FileError("cannot-read", field="folder", given=str(folder), needed=needed, hint=hint) from error
    try:
        yield
    finally:
        observer.stop()
        observer.join()


@contextmanager
def _stopped_by_signals(stop: threading.Event, wake: threading.Event) -> Iterator[None]:
    """Let a signal end the run after the job at hand."""

    def end(number: int, frame: object) -> None:
        stop.set()
        wake.set()

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(text: str, *, as_json: bool) -> None:
    click.echo(text, err=as_json)


def _tell(event: Event, out: str | None, *, as_json: bool) -> None:
    """Tell what happened: a line, or a JSON object a line."""
    output = str(Path(out) / event.sent.output) if out is not None and event.sent and event.sent.output else None
    if as_json:
        sent = event.sent
        document: WatchEvent = {
            "event": event.kind,
            "file": event.name,
            "at": event.at,
            "moved_to": event.moved_to,
            "labels": None if sent is None else sent.labels,
            "found": [] if sent is None else list(sent.found),
            "output": output,
            "job": None if sent is None else sent.printer_job,
            "error": None if event.error is None else event.error.to_dict(),
        }
        click.echo(json.dumps(document))
        return
    lead = f"{event.at[11:19]}  {event.kind.upper() if event.kind == 'failed' else event.kind:<8}{event.name}"
    if event.sent is not None:
        sent = event.sent
        number = "" if sent.labels is None else f": {sent.labels} label{'' if sent.labels == 1 else 's'}"
        where = f", {output}" if output else f", sent as {sent.printer_job}"
        found = f" ({', '.join(sent.found)})" if sent.found else ""
        click.echo(f"{lead}{number}{where}{found}")
    if event.error is not None:
        click.echo(f"{lead}: {event.error}")
