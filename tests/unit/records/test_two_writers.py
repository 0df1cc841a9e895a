"""Several programs that write into one record at the same time: what was acknowledged is in it, and nothing is lost."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

import ldn_compound as ldn
from ldn_compound.core import locks
from ldn_compound.core.files import write_file
from ldn_compound.core.locks import locked
from ldn_compound.records.keeping import Keeping
from tests.records_read import entries_of

WRITERS = 8
TIMES = 6


def keeping_at(path: Path, plan: ldn.CapsuleBatch) -> Keeping:
    return Keeping(
        plan,
        read=lambda: path.read_text(encoding="ascii") if path.exists() else None,
        write=lambda content: write_file(path, content, field="record"),
        now=lambda: "2026-11-22T10:15:00+01:00",
        lock=lambda: locked(path, field="record"),
    )


def test_of_writers_at_the_same_time_each_entry_that_was_acknowledged_is_there(tmp_path: Path) -> None:
    """Each reads the record, waits for the others, and writes: one may win a round, the others are told."""
    plan = ldn.plan_capsules(strength="4.5 mg", count=30, size="3", filler="mcc-ph102", packing_stat="135 mg")
    path, together = tmp_path / "r.json", threading.Barrier(WRITERS)
    acknowledged: list[str] = []
    refused: list[str] = []
    wrong: list[str] = []

    def write(name: int) -> None:
        for turn in range(TIMES):
            keeping = keeping_at(path, plan)
            together.wait()
            try:
                keeping.add("note", {"text": f"{name}, {turn}"})
                acknowledged.append(f"{name}, {turn}")
            except ldn.FileError as error:
                (refused if error.code == "record-changed" else wrong).append(error.code)
            together.wait()

    threads = [threading.Thread(target=write, args=(name,)) for name in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert sorted(acknowledged) == sorted(item["data"]["text"] for item in entries_of(path))
    assert len(acknowledged) == TIMES
    assert len(refused) == TIMES * (WRITERS - 1)


def test_a_lock_that_is_held_too_long_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "_PATIENCE", 0.05)
    path = tmp_path / "r.json"
    with locked(path, field="record"):
        with pytest.raises(ldn.FileError) as caught, locked(path, field="record"):
            pass
        assert (caught.value.code, caught.value.exit_code) == ("record-busy", 16)
    with locked(path, field="record"):
        pass
    with locked(tmp_path / "none" / "r.json", field="record"):
        assert not list(tmp_path.iterdir()), "nothing is left beside the file"
