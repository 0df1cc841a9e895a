"""A folder of jobs: a file is taken when it is whole, printed once, and never lost, wherever the program is cut off."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ldn_compound.bulk.hot_folder import RETRY_SECONDS, Event, HotFolder, Ready, Sent
from ldn_compound.core.errors import FileError, InputError

JOB = b'{"job": 1}\n'
SETTLE, PATIENCE = 2.0, 60.0


class CutOff(BaseException):
    """The program is killed here."""


class Desk:
    """A folder, a printer that counts, and a clock that is set by hand.

    Parameters:
        root: an empty folder.
        queue: whether it prints on a printer, or into a folder of PDFs.
    """

    def __init__(self, root: Path, *, queue: bool = False) -> None:
        self.jobs, self.pdfs = root / "jobs", root / "pdfs"
        self.jobs.mkdir()
        self.pdfs.mkdir()
        self.queue = queue
        self.paper: list[bytes] = []
        self.tick = 0.0
        self.calls, self.cut_at = 0, 0
        self.refusal: Callable[[bytes], Exception | None] = lambda content: None
        self.in_the_way: FileError | None = None
        self.events: list[Event] = []
        self.hot = self.start()

    def start(self) -> HotFolder:
        return HotFolder(
            self.jobs,
            settle=SETTLE,
            patience=PATIENCE,
            make=self.make,
            write=self.write,
            now=self.now,
            ticks=lambda: self.tick,
        )

    def restart(self) -> None:
        self.hot.close()
        self.hot = self.start()

    def step(self) -> None:
        """Count what the program does outside itself; the step that is asked for never happens."""
        self.calls += 1
        if self.calls == self.cut_at:
            raise CutOff

    def now(self) -> str:
        self.step()
        return "2026-11-22T10:15:00+01:00"

    def write(self, path: Path, content: bytes) -> None:
        self.step()
        path.write_bytes(content)
        self.step()

    def make(self, content: bytes, name: str, *, output: str | None) -> Ready:
        self.step()
        if (error := self.refusal(content)) is not None:
            raise error
        target = None if self.queue else output or self.free(name)

        def send() -> Sent:
            self.step()
            if self.in_the_way is not None:
                raise self.in_the_way
            if target is None:
                self.paper.append(content)
                self.step()
                return Sent(1, (), None, f"zebra-{len(self.paper)}")
            self.write(self.pdfs / target, content)
            return Sent(1, (), target, None)

        return Ready(target, send)

    def free(self, name: str) -> str:
        number = 1
        while (self.pdfs / f"{number}-{name}.pdf").exists():
            number += 1
        return f"{number}-{name}.pdf"

    def printed(self) -> list[bytes]:
        return self.paper if self.queue else [path.read_bytes() for path in sorted(self.pdfs.iterdir())]

    def drop(self, name: str, content: bytes = JOB) -> None:
        (self.jobs / name).write_bytes(content)

    def look(self, *, after: float = 0.0) -> list[str]:
        self.tick += after
        found = list(self.hot.look())
        self.events += found
        return [f"{event.kind} {event.name}" for event in found]

    def settle(self) -> list[str]:
        return self.look() + self.look(after=SETTLE)

    def names(self, folder: str = ".") -> list[str]:
        return sorted(path.name for path in (self.jobs / folder).iterdir() if path.is_file())


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Return what makes desks, whose journals are closed at the end."""
    made: list[Desk] = []

    def new(*, queue: bool = False) -> Desk:
        (root := tmp_path / str(len(made))).mkdir()
        made.append(Desk(root, queue=queue))
        return made[-1]

    yield new
    for desk in made:
        desk.hot.close()


@pytest.fixture
def desk(desks: Callable[..., Desk]) -> Desk:
    return desks()


def test_a_job_is_printed_and_moved(desk: Desk) -> None:
    desk.drop("a.json")
    assert desk.settle() == ["printed a.json"]
    assert (desk.names(), desk.names("done"), desk.names("failed")) == ([], ["a.json"], [])
    assert desk.printed() == [JOB] and (desk.jobs / "done" / "a.json").read_bytes() == JOB
    assert desk.events[0].moved_to == "done/a.json"


def test_a_file_that_grows_is_left_until_it_has_not_changed_for_a_while(desk: Desk) -> None:
    for end in range(2, len(JOB) + 1, 2):
        desk.drop("a.json", JOB[:end])
        assert desk.look(after=SETTLE * 0.9) == []
    assert desk.look(after=SETTLE * 0.9) == []
    assert desk.look(after=SETTLE * 0.2) == ["printed a.json"]


@pytest.mark.parametrize(
    ("name", "half", "rest"),
    [
        ("a.json", b'{"job":', b" 1}"),
        ("a.json", b"", b"{}"),
        ("a.jsonl", b'{"job": 1}\n{"job', b'": 2}\n'),
        ("a.json", '{"job": "é"}'.encode()[:10], '{"job": "é"}'.encode()[10:]),
        ("a.json", '{"job": 1}'.encode("utf-16")[:9], '{"job": 1}'.encode("utf-16")[9:]),
    ],
)
def test_half_a_file_waits_for_its_other_half(desk: Desk, name: str, half: bytes, rest: bytes) -> None:
    desk.drop(name, half)
    assert desk.settle() == [] and desk.look(after=PATIENCE - SETTLE - 1) == []
    desk.drop(name, half + rest)
    assert desk.settle() == [f"printed {name}"]


def test_half_a_file_that_gets_no_other_half_is_refused(desk: Desk) -> None:
    desk.refusal = lambda content: InputError("bad-json", field="plan", given="half", needed="a JSON document")
    desk.drop("a.json", b'{"job":')
    assert desk.settle() == [] and desk.look(after=PATIENCE - SETTLE) == ["failed a.json"]
    assert desk.names("failed") == ["a.json", "a.json.reason.json"]
    reason = json.loads((desk.jobs / "failed" / "a.json.reason.json").read_text())
    assert reason["error"]["code"] == "bad-json" and reason["error"]["needed"] == "a JSON document"


def test_a_refused_job_stops_no_other(desk: Desk) -> None:
    desk.refusal = lambda content: InputError("bad-json") if b"bad" in content else None
    for name, content in (("a.json", b'"a"'), ("b.json", b'"bad"'), ("c.json", b'"c"')):
        desk.drop(name, content)
    assert desk.settle() == ["printed a.json", "failed b.json", "printed c.json"]
    # Mended and sent again under its old name, it is printed; what failed stays.
    desk.drop("b.json", b'"good"')
    assert desk.settle() == ["printed b.json"]
    assert desk.names("failed") == ["b.json", "b.json.reason.json"] and desk.names("done")[1] == "b.json"


@pytest.mark.parametrize("again", ["a.json", "b.json"])
def test_the_same_content_is_printed_once(desk: Desk, again: str) -> None:
    desk.drop("a.json")
    desk.settle()
    for _ in range(2):
        desk.restart()
        desk.drop(again)
        assert desk.settle() == [f"failed {again}"]
    assert desk.printed() == [JOB]
    error = desk.events[-1].error
    assert error is not None and error.code == "printed-before"
    assert "2026-11-22T10:15:00+01:00" in str(error) and "a.json" in str(error)
    # Nothing is lost on the way: each file that came lies there, with its reason.
    assert len(desk.names("failed")) == 4


def test_another_job_of_the_same_name_is_another_job(desk: Desk) -> None:
    for content in (JOB, b'{"job": 2}\n'):
        desk.drop("a.json", content)
        assert desk.settle() == ["printed a.json"]
    assert desk.printed() == [JOB, b'{"job": 2}\n'] and desk.names("done") == ["a (2).json", "a.json"]


def test_the_oldest_first(desk: Desk) -> None:
    import os

    for place, name in enumerate(("c.json", "a.json", "b.json")):
        desk.drop(name, f"{place}".encode())
        os.utime(desk.jobs / name, (1000 + place, 1000 + place))
    assert desk.settle() == ["printed c.json", "printed a.json", "printed b.json"]


def test_what_is_no_job_is_left(desk: Desk) -> None:
    (desk.jobs / "folder.json").mkdir()
    (desk.jobs / "link.json").symlink_to(desk.jobs / "missing")
    for name in (".a.json", "~a.json", "a.json.part", "note.txt"):
        desk.drop(name)
    assert desk.settle() == []
    left = list(desk.hot.others())
    assert [(event.kind, event.name) for event in left] == [("left", "a.json.part"), ("left", "note.txt")]
    assert list(desk.hot.others()) == [] and len(desk.names()) == 4


def test_a_job_waits_for_a_printer_that_takes_none_and_is_told_once(desks: Callable[..., Desk]) -> None:
    desk = desks(queue=True)
    desk.in_the_way = FileError("printer-refused", field="printer")
    desk.drop("a.json")
    assert desk.settle() == ["waits a.json"]
    for _ in range(3):
        assert desk.look(after=RETRY_SECONDS) == []
    desk.restart()
    assert desk.settle() == ["waits a.json"]
    desk.in_the_way = None
    assert desk.look(after=RETRY_SECONDS / 2) == []
    assert desk.look(after=RETRY_SECONDS / 2) == ["printed a.json"] and desk.printed() == [JOB]


def test_where_the_printer_does_not_answer_a_person_looks(desks: Callable[..., Desk]) -> None:
    desk = desks(queue=True)
    desk.in_the_way = FileError("printer-no-answer", field="printer")
    desk.drop("a.json")
    assert desk.settle() == ["failed a.json"]
    error = desk.events[-1].error
    assert error is not None and error.code == "perhaps-printed"
    desk.in_the_way = None
    desk.restart()
    desk.drop("a.json")
    assert desk.settle() == ["failed a.json"] and desk.printed() == []


def test_a_file_written_anew_while_it_prints_is_a_job_of_its_own(desk: Desk) -> None:
    first = desk.make

    def make(content: bytes, name: str, *, output: str | None) -> Ready:
        if content == JOB:
            desk.drop(name, b'{"job": 2}\n')
        return first(content, name, output=output)

    desk.hot._make = make
    desk.drop("a.json")
    assert desk.settle() == ["printed a.json"] and desk.settle() == ["printed a.json"]
    assert [(desk.jobs / "done" / name).read_bytes() for name in ("a.json", "a (2).json")] == [JOB, b'{"job": 2}\n']
    assert desk.printed() == [JOB, b'{"job": 2}\n']


@pytest.mark.parametrize("queue", [False, True])
@pytest.mark.parametrize("refused", [False, True])
def test_cut_off_at_any_step_nothing_is_lost_and_nothing_printed_twice(
    desks: Callable[..., Desk], *, queue: bool, refused: bool
) -> None:
    cut = 0
    while True:
        cut += 1
        desk = desks(queue=queue)
        desk.refusal = lambda content: InputError("bad-json") if refused else None
        desk.drop("a.json")
        desk.look()
        desk.calls, desk.cut_at = 0, cut
        try:
            desk.look(after=SETTLE)
        except CutOff:
            pass
        else:
            break  # every step has been cut
        desk.cut_at = 0
        desk.restart()
        desk.settle()
        at = {name: [n for n in desk.names(name) if n == "a.json"] for name in (".", "done", "failed")}
        assert sum(map(len, at.values())) == 1 and not at["."], f"cut at step {cut}: {at}"
        assert len(desk.printed()) <= 1, f"cut at step {cut}: printed twice"
        if at["done"]:
            assert desk.printed() == [JOB] and not refused
        else:
            assert desk.names("failed") == ["a.json", "a.json.reason.json"]
            # A printer cannot be asked what came out: only there does a good job end with a person.
            assert refused or queue
    assert cut > (3 if refused else 7)


def test_a_line_of_the_journal_that_was_cut_off_is_taken_away(desk: Desk) -> None:
    desk.drop("a.json")
    desk.settle()
    journal = desk.jobs / ".watch" / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole + whole[: len(whole) // 2].rpartition(b"\n")[2] + b'{"digest": "')
    desk.restart()
    assert journal.read_bytes() == whole
    desk.drop("a.json")
    assert desk.settle() == ["failed a.json"]


@pytest.mark.parametrize("change", [b"x\n", b"{}\n", b'{"digest": 1}\n'])
def test_a_journal_that_was_edited_is_refused(desk: Desk, change: bytes) -> None:
    desk.hot.close()
    (desk.jobs / ".watch" / "journal.jsonl").write_bytes(change)
    with pytest.raises(FileError) as caught:
        desk.start()
    assert (caught.value.code, caught.value.hint) == ("cannot-read", "it was edited")


def test_a_folder_that_is_gone_is_told(desk: Desk) -> None:
    desk.jobs.rename(desk.jobs.with_name("elsewhere"))
    with pytest.raises(FileError) as caught:
        desk.look()
    assert caught.value.code == "cannot-read"
