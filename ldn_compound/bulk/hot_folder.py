"""A folder whose files are jobs: each is taken once it is whole, printed once, and moved with what became of it.

    FOLDER/             jobs arrive here; a file whose name begins with a dot or ends otherwise is left alone
    FOLDER/done/        jobs that were printed
    FOLDER/failed/      jobs that were refused, each with its reason beside it
    FOLDER/.watch/      the journal and the lock of the program that watches

Before a job is sent, the journal says so on the disk; after it was sent, again; then its file is moved. Whatever
happens between, the next start knows where the job stood.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from ldn_compound.bulk.job_journal import KEPT, PRINTED, PRINTING, WAITING, Journal, Step
from ldn_compound.core.errors import DataError, FileError, InputError, LdnError
from ldn_compound.core.files import MANY, read_file
from ldn_compound.core.texts import encoding_of
from ldn_compound.exchange.strict_json import LINE_ENDINGS, holds_lines, numbered_lines

ENDINGS = (".json", *LINE_ENDINGS)
DONE, FAILED, OWN = "done", "failed", ".watch"
REASON = ".reason.json"
RETRY_SECONDS = 10.0
"""How long a job waits for the printer or the disk before it is tried again."""


class Sent(NamedTuple):
    """What was sent: how many labels (None where an earlier run sent them), the codes of what was found on them, the
    PDF's file name and the printer's job."""

    labels: int | None
    found: tuple[str, ...]
    output: str | None
    printer_job: str | None


class Ready(NamedTuple):
    """Labels that can be sent.

    Attributes:
        output: the file name that the PDF will have, or None.
        send: sends them; a ``FileError`` says that nothing went out, or by its code ``printer-no-answer`` that it may
            have.
    """

    output: str | None
    send: Callable[[], Sent]


class Make(Protocol):
    """Makes the labels of a job; what it makes of the same job is the same, so that it can be made again."""

    def __call__(self, content: bytes, name: str, *, output: str | None) -> Ready:
        """Check the job and make its labels; `output` is the file name of an earlier try, to be used again.

        Raises:
            LdnError: the job is refused, and nothing was sent.
        """


class Event(NamedTuple):
    """What happened to a file.

    Attributes:
        kind: ``printed``, ``failed``, ``waits`` or ``left``. name: the file's. at: the time, as ISO text.
        moved_to: where the file lies now, or None. sent: of a printed job. error: why it failed or waits.
    """

    kind: str
    name: str
    at: str
    moved_to: str | None = None
    sent: Sent | None = None
    error: LdnError | None = None


class _Seen(NamedTuple):
    """How a file was last seen to change: its size and times, and when that was."""

    state: tuple[int, int, int]
    since: float


class HotFolder:
    """The folder, with its journal open.

    Parameters:
        folder: where jobs arrive.
        settle: seconds without a change after which a file is taken for whole.
        patience: seconds without a change after which a file whose JSON has no end is refused all the same.
        make: makes the labels of a job.
        write: writes a file whole or not at all.
        now: gives the time as ISO text; ticks: gives seconds that only grow.

    Raises:
        FileError: ``cannot-read``, ``cannot-write``: the folder, or one of its own, cannot be used.
    """

    def __init__(
        self,
        folder: Path,
        *,
        settle: float,
        patience: float,
        make: Make,
        write: Callable[[Path, bytes], None],
        now: Callable[[], str],
        ticks: Callable[[], float],
    ) -> None:
        self._folder, self._settle, self._patience = folder, settle, patience
        self._make, self._write, self._now, self._ticks = make, write, now, ticks
        self._seen: dict[str, _Seen] = {}
        self._told: dict[str, str] = {}
        self._tried: dict[str, float] = {}
        self._others: list[str] = []
        for name in (DONE, FAILED, OWN):
            try:
                (folder / name).mkdir(exist_ok=True)
            except OSError as error:
                raise _unusable(folder / name, error) from error
        self._journal = Journal(folder / OWN / "journal.jsonl")

    def close(self) -> None:
        """Close the journal."""
        self._journal.close()

    def look(self) -> Iterator[Event]:
        """Take the jobs that are whole, the oldest first, and yield what became of each as it happens.

        Raises:
            FileError: ``cannot-read``: the folder is gone.
        """
        for path in self._arrived():
            yield from self._take(path)

    def untried(self) -> int:
        """Return how many jobs lie in the folder that were not taken yet, those aside that wait for something else."""
        return len(self._seen.keys() - self._told.keys())

    def waiting(self) -> int:
        """Return how many jobs lie in the folder that were not done."""
        return len(self._seen)

    # --- what has arrived -------------------------------------------------------------------------------------------

    def _arrived(self) -> list[Path]:
        tick = self._ticks()
        found: dict[str, os.stat_result] = {}
        try:
            with os.scandir(self._folder) as entries:
                for entry in entries:
                    if entry.name.startswith((".", "~")) or not entry.is_file(follow_symlinks=False):
                        continue
                    found[entry.name] = entry.stat(follow_symlinks=False)
        except FileNotFoundError as error:
            if not self._folder.is_dir():
                raise _unusable(self._folder, error) from error
            return []  # a file went away between two looks: the next one sees what there is
        except OSError as error:
            raise _unusable(self._folder, error) from error
        jobs = {name: stat for name, stat in found.items() if name.lower().endswith(ENDINGS)}
        self._others = sorted(found.keys() - jobs.keys())
        self._told = {name: code for name, code in self._told.items() if name in found}
        self._tried = {name: when for name, when in self._tried.items() if tick - when < RETRY_SECONDS}
        before, self._seen = self._seen, {}
        for name, stat in jobs.items():
            state = (stat.st_size, stat.st_mtime_ns, stat.st_ino)
            known = before.get(name)
            self._seen[name] = known if known is not None and known.state == state else _Seen(state, tick)
        whole = [
            name for name, seen in self._seen.items() if tick - seen.since >= self._settle and name not in self._tried
        ]
        return [self._folder / name for name in sorted(whole, key=lambda name: (jobs[name].st_mtime_ns, name))]

    def others(self) -> Iterator[Event]:
        """Yield once each file that is no job by its name."""
        for name in self._others:
            needed = f"a job's name ends in {', '.join(ENDINGS)}"
            error = InputError("not-a-job", field="folder", given=name, needed=needed, hint="it is left where it is")
            yield from self._once("left", name, error)

    # --- one job ----------------------------------------------------------------------------------------------------

    def _take(self, path: Path) -> Iterator[Event]:
        name = path.name
        try:
            content = read_file(path, MANY, field="folder")
        except FileError as error:
            if path.exists():  # else it was taken back by whoever sent it
                yield from self._once("waits", name, error)
            return
        age = self._ticks() - self._seen[name].since
        if age < self._patience and _is_cut_off(content, lines=holds_lines(name)):
            return
        digest = hashlib.sha256(content).hexdigest()
        try:
            yield from self._print(path, content, digest)
        except _WaitsError as reason:
            yield from self._once("waits", name, reason.error)
        except (FileError, DataError) as error:  # the disk, the profile: no fault of the job, which stays
            yield from self._once("waits", name, error)
        except LdnError as error:
            try:
                moved = self._fail(path, content, error)
            except FileError as trouble:
                yield from self._once("waits", name, trouble)
            else:
                yield self._event("failed", name, moved_to=moved, error=error)

    def _print(self, path: Path, content: bytes, digest: str) -> Iterator[Event]:
        name, last = path.name, self._journal.last(digest)
        if last is not None and last.state == PRINTED and last.name == name:
            # It was cut off between printing and moving.
            sent = Sent(None, (), last.output, last.printer_job)
        elif last is not None and last.state in (PRINTED, KEPT):
            raise _printed_before(name, last)
        elif last is not None and last.state == PRINTING and last.output is None:
            raise _perhaps_printed(name, last)
        else:
            sent = self._send(name, content, digest, output=None if last is None else last.output)
        moved = self._move(path, content, DONE)
        self._journal.add(Step(digest, KEPT, name, self._now(), sent.output, sent.printer_job))
        yield self._event("printed", name, moved_to=moved, sent=sent)

    def _send(self, name: str, content: bytes, digest: str, *, output: str | None) -> Sent:
        ready = self._make(content, name, output=output)
        self._journal.add(Step(digest, PRINTING, name, self._now(), ready.output))
        try:
            sent = ready.send()
        except FileError as error:
            if error.code == "printer-no-answer":
                raise _perhaps_printed(name, Step(digest, PRINTING, name, self._now())) from error
            self._journal.add(Step(digest, WAITING, name, self._now(), ready.output))
            raise _WaitsError(error) from error
        self._journal.add(Step(digest, PRINTED, name, self._now(), sent.output, sent.printer_job))
        return sent

    def _fail(self, path: Path, content: bytes, error: LdnError) -> str:
        target = self._free(FAILED, path.name)
        reason = {"error": error.to_dict(), "at": self._now(), "said": str(error)}
        # The reason first: a job that lies there without one would tell nobody why.
        self._write(target.with_name(target.name + REASON), f"{json.dumps(reason, indent=2)}\n".encode())
        return self._move(path, content, FAILED, target)

    def _move(self, path: Path, content: bytes, where: str, target: Path | None = None) -> str:
        """Move a job's file, or where it has been written anew since it was read, write what was read."""
        target = target or self._free(where, path.name)
        try:
            same = path.read_bytes() == content
            if same:
                path.replace(target)
        except OSError as error:
            raise _unusable(path, error) from error
        if not same:
            self._write(target, content)
        self._seen.pop(path.name, None)
        return f"{where}/{target.name}"

    def _free(self, where: str, name: str) -> Path:
        path = Path(name)
        number, target = 1, self._folder / where / name
        while target.exists():
            number += 1
            target = self._folder / where / f"{path.stem} ({number}){path.suffix}"
        return target

    # --- what is told -----------------------------------------------------------------------------------------------

    def _once(self, kind: str, name: str, error: LdnError) -> Iterator[Event]:
        """Yield what keeps a file where it is, once, and again when it becomes another reason."""
        self._tried[name] = self._ticks()
        if self._told.get(name) != error.code:
            self._told[name] = error.code
            yield self._event(kind, name, error=error)

    def _event(
        self,
        kind: str,
        name: str,
        *,
        moved_to: str | None = None,
        sent: Sent | None = None,
        error: LdnError | None = None,
    ) -> Event:
        return Event(kind, name, self._now(), moved_to, sent, error)


class _WaitsError(Exception):
    """What is in the way of a good job: the printer, the disk."""

    def __init__(self, error: FileError) -> None:
        super().__init__(str(error))
        self.error = error


def _is_cut_off(content: bytes, *, lines: bool) -> bool:
    """Tell whether the JSON of a file, or of its last line, has no end."""
    try:
        text = content.decode(encoding_of(content))
        if lines:
            *_, last = numbered_lines(text)
            text = last.text
        json.loads(text)
    except ValueError:  # also: no line at all, half a character
        return True
    except RecursionError:
        return False
    return False


def _printed_before(name: str, step: Step) -> InputError:
    needed = "a job that was not printed yet"
    went = f" as {step.printer_job}" if step.printer_job else f" to {step.output}" if step.output else ""
    hint = f"it was printed from {step.name} at {step.at}{went}; to print it again: labels print"
    return InputError("printed-before", field="folder", given=name, needed=needed, hint=hint)


def _perhaps_printed(name: str, step: Step) -> InputError:
    needed = "to know whether it came out of the printer"
    hint = f"it was being sent at {step.at} when that was cut off: look at the printer; to print it: labels print"
    return InputError("perhaps-printed", field="folder", given=name, needed=needed, hint=hint)


def _unusable(path: Path, error: OSError) -> FileError:
    reason = error.strerror or str(error)
    code = "cannot-read" if isinstance(error, FileNotFoundError) else "cannot-write"
    return FileError(code, field="folder", given=str(path), needed="a folder that can be used", hint=reason)
