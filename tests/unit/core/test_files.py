"""A file is read up to a bound, and written whole or not at all: what was there stays, nothing is left beside it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from ldn_compound.core import files
from ldn_compound.core.errors import FileError
from ldn_compound.core.files import TooLargeError, read_file, read_up_to, write_file, write_new_file

BEFORE = b"the plan of yesterday"


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_file_is_written_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "label.pdf"
    write_file(target, b"first", field="output")
    write_file(target, b"second", field="output")
    assert target.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_a_new_file_has_the_mode_of_any_new_file(mask: int, mode: int, tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    before = os.umask(mask)
    try:
        write_file(target, b"x", field="output")
    finally:
        os.umask(before)
    assert stat.S_IMODE(target.stat().st_mode) == mode


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444, 0o755])
def test_a_file_that_is_there_keeps_its_mode(mode: int, tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    target.write_bytes(BEFORE)
    target.chmod(mode)
    write_file(target, b"x", field="output")
    assert (stat.S_IMODE(target.stat().st_mode), target.read_bytes()) == (mode, b"x")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="the superuser alone gives a file away")
def test_a_file_that_is_there_keeps_its_owner(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    target.write_bytes(BEFORE)
    os.chown(target, 1234, 4321)
    write_file(target, b"x", field="output")
    assert (target.stat().st_uid, target.stat().st_gid, target.read_bytes()) == (1234, 4321, b"x")


def test_where_the_owner_cannot_be_given_the_file_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "plan.json"
    target.write_bytes(BEFORE)
    os_fstat = os.fstat

    def others(handle: int) -> os.stat_result:
        fields = list(os_fstat(handle))
        fields[stat.ST_UID] += 1
        return os.stat_result(fields)

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fstat", others)
    monkeypatch.setattr(os, "fchown", refused)
    write_file(target, b"x", field="output")
    assert target.read_bytes() == b"x"


def test_through_a_link_the_file_is_written_to_which_it_leads(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "plan.json", tmp_path / "plan.json"
    target.write_bytes(BEFORE)
    link.symlink_to(target)
    write_file(link, b"x", field="output")
    assert link.is_symlink()
    assert target.read_bytes() == b"x"


def test_what_is_no_file_is_refused_and_stays(tmp_path: Path) -> None:
    """A pipe, as a device would be: written over, it would be gone for every program of the machine."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for target in (pipe, tmp_path):
        with pytest.raises(FileError) as caught:
            write_file(target, b"x", field="output")
        assert (caught.value.code, caught.value.hint) == (
            "cannot-write",
            "that is no file: - is stdout; nothing was written",
        )
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert list(tmp_path.iterdir()) == [pipe]


@pytest.mark.parametrize(
    ("step", "before"), [("fsync", None), ("replace", None), ("fchmod", BEFORE), ("fsync", BEFORE), ("replace", BEFORE)]
)
@pytest.mark.parametrize(("fault", "raised"), [(_full, FileError), (_interrupted, KeyboardInterrupt)])
def test_after_a_failure_nothing_is_left_and_nothing_is_lost(
    step: str,
    fault: Callable[..., None],
    raised: type[BaseException],
    before: bytes | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "plan.json"
    if before is not None:
        target.write_bytes(before)
    with monkeypatch.context() as patch:
        patch.setattr(Path if step == "replace" else os, step, fault)
        with pytest.raises(raised) as caught:
            write_file(target, b"half of a plan", field="save")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == (
        {} if before is None else {"plan.json": before}
    )
    if isinstance(caught.value, FileError):
        error = caught.value
        assert (error.code, error.field, error.given) == ("cannot-write", "save", str(target))
        assert error.hint == "No space left on device; nothing was written"


def test_it_is_on_the_disk_before_it_comes_into_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Replaced first and synced later, a machine that loses its power leaves an empty plan."""
    told: list[str] = []
    os_fsync, path_replace = os.fsync, Path.replace

    def sync(handle: int) -> None:
        told.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        os_fsync(handle)

    def replace(path: Path, target: Path) -> Path:
        told.append("replace")
        return path_replace(path, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    write_file(tmp_path / "plan.json", b"x", field="output")
    assert told == ["file", "replace", "folder"]


def test_the_part_that_is_written_does_not_tell_whose_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    path_replace = Path.replace

    def replace(path: Path, target: Path) -> Path:
        seen.append(path.name)
        return path_replace(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    write_file(tmp_path / "Jane Doe.pdf", b"x", field="output")
    assert [("Jane" in name, name.startswith(".")) for name in seen] == [(False, True)]


@pytest.mark.parametrize("name", ["no-such-folder/plan.json", "plan\0.json", "."])
def test_a_path_that_cannot_be_written(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        write_file(Path(f"{tmp_path}/{name}"), b"x", field="plot")
    assert (caught.value.code, caught.value.field) == ("cannot-write", "plot")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("size", "most", "read"), [(0, 10, True), (10, 10, True), (11, 10, False)])
def test_a_file_is_read_up_to_its_bound(size: int, most: int, read: bool, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(b"x" * size)
    if read:
        assert len(read_up_to(path, most)) == size
        return
    with pytest.raises(TooLargeError):
        read_up_to(path, most)
    with pytest.raises(FileError) as caught:
        read_file(path, most, field="plan")
    assert (caught.value.code, caught.value.needed) == ("file-too-large", "at most 10 bytes")


def test_a_device_that_never_ends_is_not_read_on() -> None:
    with pytest.raises(FileError) as caught:
        read_file(Path("/dev/zero"), files.SETTINGS, field="plan")
    assert caught.value.code == "file-too-large"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_a_secret_can_be_read_by_its_owner_alone_from_the_first_moment(
    mask: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    os_fsync = os.fsync

    def sync(handle: int) -> None:
        seen.append(stat.S_IMODE(os.fstat(handle).st_mode))
        os_fsync(handle)

    monkeypatch.setattr(os, "fsync", sync)
    before = os.umask(mask)
    try:
        write_new_file(tmp_path / "key.pem", b"secret", mode=0o600, field="output")
    finally:
        os.umask(before)
    assert seen[0] == 0o600
    assert stat.S_IMODE((tmp_path / "key.pem").stat().st_mode) == 0o600


def test_a_new_file_is_written_over_nothing(tmp_path: Path) -> None:
    """Neither over a file, nor through a link, one that leads nowhere among them."""
    there, link, loose = tmp_path / "there", tmp_path / "link", tmp_path / "loose"
    there.write_bytes(BEFORE)
    link.symlink_to(there)
    loose.symlink_to(tmp_path / "nowhere")
    for target in (there, link, loose):
        with pytest.raises(FileError, match="file-exists"):
            write_new_file(target, b"secret", mode=0o600, field="output")
    assert there.read_bytes() == BEFORE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "loose", "there"]
    with pytest.raises(FileError, match="cannot-write"):
        write_new_file(tmp_path / "no-folder" / "key.pem", b"secret", mode=0o600, field="output")


@pytest.mark.parametrize(("fault", "raised"), [(_full, FileError), (_interrupted, KeyboardInterrupt)])
def test_of_a_new_file_that_could_not_be_written_nothing_is_left(
    fault: Callable[..., None], raised: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", fault)
    with pytest.raises(raised):
        write_new_file(tmp_path / "key.pem", b"secret", mode=0o600, field="output")
    assert not list(tmp_path.iterdir())
