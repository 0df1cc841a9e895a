"""A file is written whole or not at all: what was there before stays, and no half-written file is left beside it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ldn_compound.cli.common import write_whole
from ldn_compound.core.errors import FileError


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "label.pdf"
    target.write_bytes(b"before")
    write_whole(str(target), b"after", ending=".pdf")
    assert target.read_bytes() == b"after"
    assert target.stat().st_mode & 0o777 == 0o644
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("step", ["chmod", "replace"])
@pytest.mark.parametrize(("fault", "raised"), [(_full, FileError), (_interrupted, KeyboardInterrupt)])
@pytest.mark.parametrize("before", [None, b"the plan of yesterday"])
def test_after_a_failure_nothing_is_left_and_nothing_is_lost(
    step: str,
    fault: Callable[..., None],
    raised: type[BaseException],
    before: bytes | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The content is on the disk when the step fails; the file it was put into has to go again."""
    target = tmp_path / "plan.json"
    if before is not None:
        target.write_bytes(before)
    seen: list[bytes] = []

    def fail(part: Path, *_: object) -> None:
        seen.append(part.read_bytes())
        fault()

    with monkeypatch.context() as patch:
        patch.setattr(Path, step, fail)
        with pytest.raises(raised) as caught:
            write_whole(str(target), b"half of a plan", ending=".json")
    assert seen == [b"half of a plan"]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == (
        {} if before is None else {"plan.json": before}
    )
    if isinstance(caught.value, FileError):
        assert (caught.value.code, caught.value.given) == ("cannot-write", str(target))
        assert "No space left on device; nothing was written" in str(caught.value.hint)


def test_a_failure_while_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full after the first byte: the file is there, and has to go."""

    def opened(handle: int, mode: str) -> object:
        assert os.write(handle, b"h") == 1
        os.close(handle)
        assert len(list(tmp_path.iterdir())) == 1
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", opened)
    with pytest.raises(FileError):
        write_whole(str(tmp_path / "plan.json"), b"half", ending=".json")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["no-such-folder/plan.json", "plan\0.json", "."])
def test_a_path_that_cannot_be_written(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        write_whole(f"{tmp_path}/{name}", b"x", field="plot", ending=".json")
    assert (caught.value.code, caught.value.field) == ("cannot-write", "plot")
    assert list(tmp_path.iterdir()) == []
