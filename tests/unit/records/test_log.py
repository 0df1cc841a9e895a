"""The log: its chain, its numbers, what is found, what is refused."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import FileError, InputError, LdnError, MismatchError
from ldn_compound.records.log.backup import back_up, restore
from ldn_compound.records.log.chain import canonical
from ldn_compound.records.log.documents import document_of, draft_of
from ldn_compound.records.log.entries import Draft
from ldn_compound.records.log.export import to_csv, to_json_lines
from ldn_compound.records.log.forget import forget
from ldn_compound.records.log.log import Log
from ldn_compound.records.log.search import Criteria, find
from ldn_compound.records.log.sqlite import SqliteConnection, SqliteStore
from ldn_compound.records.log.verification import verify
from ldn_compound.settings.lot_numbers import read_pattern

NOW = datetime(2026, 11, 22, 10, 15, tzinfo=UTC)
NOTE = Draft(kind="note", data={"text": "a remark"})
PATTERN = read_pattern("C-{yy}{month}{day}-{n:2}")


def a_log(folder: Path, *, keeps_names: bool = True) -> Log:
    return Log(SqliteStore(folder / "log.sqlite"), pattern=PATTERN, keeps_names=keeps_names)


def batch(
    lot: str = "A1234",
    *,
    number: str | None = None,
    strength: str = "4.5 mg",
    patient: str | None = None,
    corrects: int | None = None,
    opens: bool = True,
) -> Draft:
    return Draft(
        kind="batch", data={"what": "90 capsules"}, lots=(("api", lot),), strength=strength, opens=opens,
        number=number, patient=patient, corrects=corrects,
    )  # fmt: skip


def plan_text() -> str:
    return ldn.to_json(
        ldn.plan_capsules(
            strength="4.5 mg", count=90, size="3", filler="mcc-ph102", packing_stat="135 mg", made_on="2026-11-22",
            component_lots={"api": "A1234", "filler": "F-56"},
        )
    )  # fmt: skip


def test_numbers_go_on_by_day(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    numbers = [log.add(batch(), now=NOW).number, log.add(batch(number="C-261122-03"), now=NOW).number]
    numbers += [entry.number for entry in log.add_all([batch(), batch()], now=NOW)]
    numbers.append(log.add(batch(), now=NOW + timedelta(days=1)).number)
    # The third is taken by hand, and passed over.
    assert numbers == ["C-261122-01", "C-261122-03", "C-261122-02", "C-261122-04", "C-261123-01"]
    with pytest.raises(InputError, match="number-taken"):
        log.add(batch(number="c-2611 22-01"), now=NOW)
    with pytest.raises(InputError, match="unknown-number"):
        log.add(batch(number="C-261122-09", opens=False), now=NOW)


@pytest.mark.parametrize("pattern", ["{year}", "{n}{n}", "{n:0}", "{day", "{nn}", "A {n}", "ä{n}", "{N}"])
def test_a_pattern_that_is_none(pattern: str) -> None:
    with pytest.raises(InputError, match="bad-number-pattern"):
        read_pattern(pattern)
    with pytest.raises(ldn.LdnError, match="bad-profile-value"):
        ldn.read_profile(f'[log]\nnumber = "{pattern}"\n')


def test_a_week_is_of_the_iso_calendar() -> None:
    # 2026-11-22 is the last day, a Sunday, of week 47.
    assert read_pattern("{week}/{n}").number(date(2026, 11, 22), 12) == "47/12"


def test_each_entry_holds_the_digest_of_the_one_before(tmp_path: Path) -> None:
    import hashlib

    log = a_log(tmp_path)
    first, second = log.add_all([NOTE, NOTE], now=NOW)
    assert (first.body["previous"], second.body["previous"]) == (None, first.digest)
    written = json.dumps(dict(second.body), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert second.digest == hashlib.sha256(written.encode()).hexdigest()
    assert verify(log.store).head == f"2:{second.digest}"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET body = '{}'",
        "DELETE FROM entries",
        "DELETE FROM plans",
        "UPDATE plans SET document = x'00'",
        "DELETE FROM search",
        "UPDATE search SET word = 'B1'",
        "DELETE FROM patients",
        "UPDATE patients SET name = 'Another'",
    ],
)
def test_nothing_is_changed_or_deleted(tmp_path: Path, statement: str) -> None:
    log = a_log(tmp_path)
    log.add(draft_of(plan_text(), patient="Jane Doe", number="C-1"), now=NOW)
    log.close()
    with sqlite3.connect(tmp_path / "log.sqlite") as raw, pytest.raises(sqlite3.IntegrityError, match="only added to"):
        raw.execute(statement)
    raw.close()


TAMPERING = {
    "UPDATE entries SET body = replace(body, 'A1234', 'A1235') WHERE sequence = 2": 2,
    "DELETE FROM entries WHERE sequence = 2": 2,
    "DELETE FROM entries WHERE sequence = 1": 1,
    "UPDATE entries SET digest = upper(digest) WHERE sequence = 3": 3,
    "UPDATE entries SET opens = 'C-9' WHERE sequence = 2": 2,
    "UPDATE search SET word = 'b1' WHERE kind = 'lot' AND sequence = 2": 2,
    "DELETE FROM search WHERE kind = 'lot' AND sequence = 2": 2,
    "INSERT INTO search VALUES (3, 'lot', 'b1')": 3,
    "UPDATE plans SET document = zeroblob(3)": 1,
    "UPDATE patients SET name = 'John Doe' WHERE sequence = 1": 1,
    "UPDATE patients SET name = NULL, plain = NULL, salt = NULL WHERE sequence = 1": 1,
    "DELETE FROM patients WHERE sequence = 1": 1,
    "INSERT INTO patients VALUES (3, 'John Doe', 'john doe', x'00')": 3,
}


@pytest.mark.parametrize("statement", TAMPERING)
def test_the_first_break_is_named(tmp_path: Path, statement: str) -> None:
    log = a_log(tmp_path)
    log.add(draft_of(plan_text(), patient="Jane Doe", number="C-1"), now=NOW)
    log.add(batch(), now=NOW)
    log.add(NOTE, now=NOW)
    assert verify(log.store).first_break is None
    log.close()
    raw = sqlite3.connect(tmp_path / "log.sqlite")
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute(statement)
    raw.commit()
    raw.close()
    found = verify(log.store).first_break
    assert found is not None
    assert found.sequence == TAMPERING[statement], found


def test_an_entry_that_was_changed_is_not_shown_nor_gone_on_from(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.add(draft_of(plan_text(), number="C-1"), now=NOW)
    log.add(batch(), now=NOW)
    log.close()
    raw = sqlite3.connect(tmp_path / "log.sqlite")
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute("UPDATE entries SET body = replace(body, 'A1234', 'A1235') WHERE sequence = 2")
    raw.execute("UPDATE plans SET document = zeroblob(3)")
    raw.commit()
    raw.close()
    first = log.entry(1)
    for shown in (
        lambda: log.entry(2),
        lambda: log.last(1),
        lambda: list(log.every()),
        lambda: find(log.store, Criteria(component_lot="A1234")),
        lambda: log.plan(first),
        lambda: log.add(NOTE, now=NOW),
    ):
        with pytest.raises(MismatchError, match="log-broken"):
            shown()
    assert log.entry(1) == first


def test_a_trigger_that_is_gone_is_found(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.add(NOTE, now=NOW)
    log.close()
    raw = sqlite3.connect(tmp_path / "log.sqlite")
    raw.execute("DROP TRIGGER entries_update")
    raw.close()
    found = verify(log.store).first_break
    assert found is not None
    assert "entries_update" in found.reason


def test_a_trigger_that_was_put_in_is_found(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.add(NOTE, now=NOW)
    log.close()
    raw = sqlite3.connect(tmp_path / "log.sqlite")
    raw.execute("ANALYZE")
    raw.commit()
    assert verify(log.store).first_break is None
    log.close()
    raw.execute('CREATE TRIGGER "sqlite-stat1" AFTER INSERT ON search BEGIN SELECT 1; END')
    raw.close()
    found = verify(log.store).first_break
    assert found is not None
    assert "sqlite-stat1" in found.reason


def test_a_disk_that_does_not_say_whether_it_has_an_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite has written the entry whole; only the disk did not confirm it: nobody may say that nothing was written."""
    run = SqliteConnection.run

    def fails(self: SqliteConnection, statement: str, given: Any = None) -> int:
        if statement != "COMMIT":
            return run(self, statement, given)
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = "SQLITE_IOERR_FSYNC"
        raise error

    log = a_log(tmp_path)
    log.add(NOTE, now=NOW)
    monkeypatch.setattr(SqliteConnection, "run", fails)
    with pytest.raises(FileError, match="record log list") as caught:
        log.add(NOTE, now=NOW)
    assert (caught.value.code, caught.value.exit_code) == ("log-outcome-unknown", 16)
    monkeypatch.undo()
    assert log.add(NOTE, now=NOW).sequence == 2


def test_entries_that_are_cut_off_the_end_are_found_with_the_head(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.add(NOTE, now=NOW)
    before = verify(log.store).head
    log.add(NOTE, now=NOW)
    after = verify(log.store).head
    assert before is not None and after is not None
    assert verify(log.store, head=before).first_break is None
    shorter = Log(SqliteStore(tmp_path / "shorter.sqlite"))
    shorter.add(NOTE, now=NOW)
    found = verify(shorter.store, head=after).first_break
    assert found is not None and found.sequence == 2
    other = verify(log.store, head=f"1:{'0' * 64}").first_break
    assert other is not None and other.sequence == 1
    with pytest.raises(InputError, match="bad-head"):
        verify(log.store, head="1")


def test_a_clock_that_is_set_back(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.add(NOTE, now=NOW)
    back = log.add(NOTE, now=NOW - timedelta(hours=1))
    on = log.add(NOTE, now=NOW - timedelta(minutes=59))
    assert (back.sequence, back.after, on.after) == (2, NOW.isoformat(), None)
    assert verify(log.store).set_back == (2,)


def test_a_recall_goes_through_batches_and_stocks(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.add(batch("A1234", number="S-1"), now=NOW)  # a stock from the lot
    log.add(batch("s1", number="C-2"), now=NOW)  # capsules from that stock
    log.add(Draft(kind="label", data={}, number="C-2"), now=NOW)  # their label
    log.add(batch("A12345", number="C-3"), now=NOW)  # another lot
    found = find(log.store, Criteria(component_lot="a 12-34"))
    assert [entry.sequence for entry in found.entries] == [1, 2, 3]
    assert found.through == {2: "made from batch S-1", 3: "of batch C-2"} or set(found.through) == {2, 3}
    nothing = find(log.store, Criteria(component_lot="A1243"))
    assert nothing.entries == ()
    assert "a1234" in nothing.near


def test_what_is_found_by_what(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.add(draft_of(plan_text(), patient="Renée Doe", prescription_number="RX 100", number="C-1"), now=NOW)
    log.add(batch(strength="1.5 mg"), now=NOW + timedelta(days=3))

    def sequences(wanted: Criteria) -> list[int]:
        return [entry.sequence for entry in find(log.store, wanted).entries]

    assert (
        sequences(Criteria(strength="4.5 mg"))
        == sequences(Criteria(patient="RENEE  doe"))
        == sequences(Criteria(prescription_number="rx100"))
    )
    assert sequences(Criteria(strength="4.5 mg")) == [1]
    assert sequences(Criteria(component_lot="F56")) == [1]
    assert sequences(Criteria(since=date(2026, 11, 23))) == [2]
    assert sequences(Criteria(until=date(2026, 11, 22))) == [1]
    assert sequences(Criteria(since=date(2026, 11, 22), until=date(2026, 11, 25))) == [1, 2]
    assert sequences(Criteria(patient="Doe")) == sequences(Criteria(strength="4.5 mg", since=date(2026, 11, 23))) == []
    entry = log.entry(1)
    assert document_of(entry, log.plan(entry)) == json.loads(plan_text())


def test_a_correction_names_the_old_entry(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.add(batch(), now=NOW)
    right = log.add(batch("B5678", corrects=1), now=NOW)
    assert (right.number, log.entry(1).corrected_by) == ("C-261122-01", 2)
    # Both are found: what was dispensed under the wrong lot is part of a recall.
    assert [entry.sequence for entry in find(log.store, Criteria(component_lot="A1234")).entries] == [1, 2]
    for wrong in (batch(corrects=1), batch(corrects=7), Draft(kind="label", data={}, corrects=2)):
        with pytest.raises(InputError):
            log.add(wrong, now=NOW)
    assert len(log.last(9)) == 2


def test_a_name_is_forgotten_and_the_chain_holds(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.add(batch(patient="Zebulon Quark"), now=NOW)
    log.add(Draft(kind="note", data={"text": "asked by Zebulon Quark"}), now=NOW)
    done = forget(log, "zebulon QUARK", by=None, now=NOW)
    assert (done.entries, done.still_named, done.left) == ((1,), (2,), None)
    assert verify(log.store).first_break is None
    assert log.entry(1).forgotten
    log.close()
    log = a_log(tmp_path / "other")
    log.add(batch(patient="Zebulon Quark"), now=NOW)
    forget(log, "Zebulon Quark", by=None, now=NOW)
    log.close()
    assert not [path for path in (tmp_path / "other").iterdir() if b"quark" in path.read_bytes().lower()]


def test_names_may_be_kept_out(tmp_path: Path) -> None:
    log = a_log(tmp_path, keeps_names=False)
    assert log.add(batch(patient="Zebulon Quark"), now=NOW).patient is None
    log.close()
    assert b"quark" not in (tmp_path / "log.sqlite").read_bytes().lower()


def test_a_document_that_was_edited_is_not_entered() -> None:
    document = json.loads(plan_text())
    document["result"]["count"] = 60
    with pytest.raises(MismatchError, match="does-not-recompute"):
        draft_of(json.dumps(document))
    with pytest.raises(InputError, match="not-a-plan"):
        draft_of(ldn.to_json(ldn.check_filler(filler="mcc-ph102", form="capsule")))


def test_export(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.add(draft_of(plan_text(), patient="=HYPERLINK(1)", by="+A1", prescription_number="-5", number="@x"), now=NOW)
    text = io.StringIO(newline="")
    assert to_csv(log.every(), text, patients=True) == 1
    (row,) = csv.DictReader(io.StringIO(text.getvalue()))
    assert [row[name] for name in ("patient", "by", "prescription_number", "number", "strength")] == [
        "'=HYPERLINK(1)", "'+A1", "'-5", "'@x", "4.5 mg",
    ]  # fmt: skip
    lines = io.StringIO()
    assert to_json_lines(log, lines, patients=False) == 1
    (line,) = map(json.loads, lines.getvalue().splitlines())
    assert line["plan_document"] == json.loads(plan_text())
    assert "HYPERLINK" not in lines.getvalue()
    assert canonical(line["body"]) == canonical(log.entry(1).body)


def test_backup_and_restore(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    log.add(batch(patient="Jane Doe"), now=NOW)
    copy = tmp_path / "copy.sqlite"
    head = back_up(log.store, copy).head
    with pytest.raises(FileError, match="file-exists"):
        back_up(log.store, copy)
    log.add(NOTE, now=NOW)
    with pytest.raises(FileError, match="log-is-there"):
        restore(copy, log.store)
    assert len(log.last(9)) == 2
    broken = tmp_path / "broken.sqlite"
    content = bytearray(copy.read_bytes())
    at = content.index(b"90 capsules")
    content[at] ^= 1
    broken.write_bytes(content)
    with pytest.raises(LdnError):
        restore(broken, log.store, replace=True)
    assert len(log.last(9)) == 2
    found, aside = restore(copy, log.store, replace=True)
    assert found.head == head == verify(log.store).head
    assert aside is not None
    assert verify(SqliteStore(aside)).entries == 2
    log.add(NOTE, now=NOW)


def test_what_is_no_log(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no-log"):
        a_log(tmp_path).last(1)
    (tmp_path / "log.sqlite").write_text("no database at all, but some text in a file of a hundred bytes or more " * 9)
    with pytest.raises(FileError, match="not-a-log"):
        a_log(tmp_path).add(NOTE, now=NOW)
    other = sqlite3.connect(tmp_path / "other.sqlite")
    other.execute("CREATE TABLE mine (x)")
    other.close()
    with pytest.raises(FileError, match="not-a-log"):
        Log(SqliteStore(tmp_path / "other.sqlite")).add(NOTE, now=NOW)
