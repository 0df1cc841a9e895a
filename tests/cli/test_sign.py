"""``sign``, and what every command does with documents that are signed, forged, or not signed at all.

Each forgery recomputes: without a signature nobody could tell it from a genuine document, which the last part shows.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from tests import program
from tests.forgeries import AT, FORGED, Document, plan, record_of, record_written, with_signature_of

PHARMACY, STRANGER = ldn.new_signing_key(), ldn.new_signing_key()
GENUINE = json.loads(ldn.sign_document(ldn.to_json(plan()), PHARMACY, at=AT))
QUIET = {"LDN_COMPOUND_SIGNING_PASSPHRASE": ""}
PRINT = ("--stock", "avery-5163", "--design", "batch", "--lot", "C-1")
PROFILE = '[signing]\nkey = "~/pharmacy.pem"\ntrusted = ["~/pharmacy.pub.pem"]\n'


def run(folder: Path, *words: str, stdin: bytes = b"", environ: dict[str, str] = QUIET) -> program.Done:
    return program.call(words, folder=folder, stdin=stdin, environ=environ)


def error_of(done: program.Done) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.stderr)["error"]
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pharmacy with its key, a profile that signs and requires signatures, and one that only signs."""
    private = tmp_path / "pharmacy.pem"
    private.write_text(PHARMACY.to_pem(), "ascii")
    private.chmod(0o600)
    (tmp_path / "pharmacy.pub.pem").write_text(PHARMACY.public.to_pem(), "ascii")
    (tmp_path / "strict.toml").write_text(f'{PROFILE}require = "yes"\n', "utf-8")
    (tmp_path / "mild.toml").write_text(PROFILE, "utf-8")
    (tmp_path / "jobs").mkdir()
    (tmp_path / "printed").mkdir()
    return tmp_path


# --- what is refused -------------------------------------------------------------------------------------------------


def labels_print(folder: Path, *words: str) -> program.Done:
    return run(folder, "labels", "print", "plan.json", *PRINT, "-o", "l.pdf", "--json", *words)


def labels_print_job(folder: Path, *words: str) -> program.Done:
    """A plan in a line of label jobs."""
    job = {"plan": json.loads((folder / "plan.json").read_text("utf-8")), "lot": "C-1"}
    (folder / "jobs.jsonl").write_text(f"{json.dumps(job)}\n", "utf-8")
    return run(folder, "labels", "print", "jobs.jsonl", *PRINT[:4], "-o", "l.pdf", "--json", *words)


def labels_check(folder: Path, *words: str) -> program.Done:
    return run(folder, "labels", "check", "plan.json", *PRINT, "--json", *words)


def worksheet(folder: Path, *words: str) -> program.Done:
    return run(folder, "record", "worksheet", "plan.json", "-o", "w.pdf", "--json", *words)


def log_add(folder: Path, *words: str) -> program.Done:
    return run(folder, "record", "log", "add", "plan.json", "--json", *words)


def log_correct(folder: Path, *words: str) -> program.Done:
    (folder / "first.json").write_text(json.dumps(GENUINE), "utf-8")
    assert run(folder, "record", "log", "add", "first.json").returncode == 0
    return run(folder, "record", "log", "correct", "1", "plan.json", "--json", *words)


def bench(folder: Path, *words: str) -> program.Done:
    return run(folder, "bench", "plan.json", "-", "--json", *words, stdin=b"675 mg\n")


GATES: dict[str, Callable[..., program.Done]] = {
    "labels print": labels_print,
    "labels print, of many": labels_print_job,
    "labels check": labels_check,
    "record worksheet": worksheet,
    "record log add": log_add,
    "record log correct": log_correct,
    "bench": bench,
}
EVERY_GATE = [pytest.param(gate, id=name) for name, gate in GATES.items()]


def put(folder: Path, document: Document) -> None:
    (folder / "plan.json").write_text(json.dumps(document, indent=2), "utf-8")


def unsigned(document: Document) -> Document:
    return {key: value for key, value in document.items() if key != "signature"}


def by_a_stranger(document: Document) -> Document:
    made: Document = json.loads(ldn.sign_document(json.dumps(unsigned(document)), STRANGER, at=AT))
    return made


@pytest.mark.parametrize("gate", EVERY_GATE)
def test_what_the_pharmacy_signed_is_taken(gate: Callable[..., program.Done], folder: Path) -> None:
    put(folder, GENUINE)
    done = gate(folder, "--profile", "strict.toml")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("kind", FORGED)
@pytest.mark.parametrize("gate", EVERY_GATE)
def test_a_forgery_is_taken_nowhere(gate: Callable[..., program.Done], kind: str, folder: Path) -> None:
    """Unsigned, signed by another key, or with the signature of the genuine plan."""
    forged = FORGED[kind](GENUINE)
    for document, code in (
        (forged, "not-signed"),
        ({**forged, "signature": None}, "not-signed"),
        (by_a_stranger(forged), "key-not-trusted"),
        (with_signature_of(forged, GENUINE), "signature-wrong"),
    ):
        put(folder, document)
        done = gate(folder, "--profile", "strict.toml")
        assert (done.returncode, error_of(done)["code"]) == (15, code)
        assert done.stdout == b""
    assert not (folder / "l.pdf").exists() and not (folder / "w.pdf").exists()
    assert not (folder / "plan.record.json").exists()


@pytest.mark.parametrize("gate", EVERY_GATE)
def test_a_signature_that_was_taken_off_is_missed(gate: Callable[..., program.Done], folder: Path) -> None:
    put(folder, unsigned(GENUINE))
    done = gate(folder, "--profile", "strict.toml")
    assert (done.returncode, error_of(done)["code"]) == (15, "not-signed")


@pytest.mark.parametrize("gate", EVERY_GATE)
def test_a_broken_signature_of_a_known_key_is_refused_whatever_is_required(
    gate: Callable[..., program.Done], folder: Path
) -> None:
    put(folder, with_signature_of(FORGED["acceptance"](GENUINE), GENUINE))
    done = gate(folder, "--profile", "mild.toml")
    assert (done.returncode, error_of(done)["code"]) == (15, "signature-wrong")


@pytest.mark.parametrize("gate", EVERY_GATE)
def test_what_is_no_signature_is_refused_without_any_profile(gate: Callable[..., program.Done], folder: Path) -> None:
    for junk in ("yes", {}, {**GENUINE["signature"], "algorithm": "none"}, {**GENUINE["signature"], "value": "AAAA"}):
        put(folder, {**GENUINE, "signature": junk})
        done = gate(folder)
        assert (done.returncode, error_of(done)["code"]) == (15, "signature-wrong")


@pytest.mark.parametrize("kind", FORGED)
@pytest.mark.parametrize("gate", EVERY_GATE)
def test_without_signatures_nobody_could_tell(gate: Callable[..., program.Done], kind: str, folder: Path) -> None:
    """The forgeries recompute: it is the signature alone that the tests above refuse."""
    put(folder, FORGED[kind](GENUINE))
    assert gate(folder).returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ("as-made", "plan.json", "--weighed", "api=675mg"),
        ("weigh-check", "--plan", "plan.json", "--masses", "181mg,182mg,183mg"),
        ("formula", "save", "ldn", "plan.json"),
    ],
    ids=" ".join,
)
def test_who_only_reads_a_plan_refuses_a_broken_signature_and_asks_for_none(
    words: tuple[str, ...], folder: Path
) -> None:
    forged = FORGED["acceptance"](GENUINE)
    for document, code in ((GENUINE, 0), (forged, 0), (with_signature_of(forged, GENUINE), 15)):
        put(folder, document)
        done = run(folder, *words, "--json", "--profile", "strict.toml")
        assert done.returncode in ((0, 12) if code == 0 else (15,)), done.stderr
        assert code == 0 or error_of(done)["code"] == "signature-wrong"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no /dev/fd")
def test_a_profile_through_a_pipe_is_read_once(folder: Path) -> None:
    """A pipe gives what it holds once: to plan, to sign, and to look for the log."""
    put(folder, GENUINE)
    for words in (("as-made", "plan.json", "--weighed", "api=675mg"), ("record", "log", "add", "plan.json")):
        reading, writing = os.pipe()
        os.write(writing, (folder / "mild.toml").read_bytes() + b'[log]\nnumber = "P-{n}"\n')
        os.close(writing)
        try:
            done = run(folder, *words, "--json", "--profile", f"/dev/fd/{reading}")
        finally:
            os.close(reading)
        assert done.returncode == 0, done.stderr
        kept = json.loads(done.stdout)
        assert kept.get("signature") or kept["result"]["entry"]["number"] == "P-1"


def test_a_watched_folder_sets_forgeries_aside(folder: Path) -> None:
    words = ("labels", "watch", "jobs", *PRINT[:4], "--out", "printed", "--once", "--settle", "0.1")
    forged = FORGED["acceptance"](GENUINE)
    jobs = {"genuine": GENUINE, "forged": forged, "copied": with_signature_of(forged, GENUINE)}
    for name, document in jobs.items():
        (folder / "jobs" / f"{name}.json").write_text(json.dumps({"plan": document, "lot": "C-1"}), "utf-8")
    done = run(folder, *words, "--json", "--profile", "strict.toml")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert {item["file"]: item["error"] and item["error"]["code"] for item in told} == {
        "genuine.json": None,
        "forged.json": "not-signed",
        "copied.json": "signature-wrong",
    }
    assert [path.name for path in (folder / "printed").iterdir()] == ["genuine.pdf"]


def test_plans_of_many_rows_are_signed_and_a_changed_line_is_not_printed(folder: Path) -> None:
    heading = "command,strength,count,size,filler,packing-stat,measured,made-on,lot"
    rows = [f"capsules,4.5 mg,{count},3,mcc-ph102,135 mg,yes,2026-11-22,L{count}" for count in (60, 90)]
    (folder / "rows.csv").write_text("\n".join([heading, *rows, ""]), "utf-8")
    words = ("bulk", "rows.csv", "--out", "plans.jsonl", "--labels", "l.pdf", *PRINT[:4], "--jobs", "1", "--json")
    done = run(folder, *words, "--profile", "strict.toml")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["result"]["signed_by"] == PHARMACY.fingerprint
    assert run(folder, "sign", "verify", "plans.jsonl", "--profile", "strict.toml").returncode == 0
    lines = [json.loads(line) for line in (folder / "plans.jsonl").read_text("utf-8").splitlines()]
    lines[1]["bulk_row"]["label"]["lot"] = "L61"
    text = "".join(f"{json.dumps(line, separators=(',', ':'))}\n" for line in lines)
    (folder / "plans.jsonl").write_text(text, "utf-8")
    for profile in ("strict.toml", "mild.toml"):
        done = run(folder, *words, "--resume", "--profile", profile)
        assert done.returncode == 12
        assert json.loads(done.stdout)["result"]["labels"] == 1
        assert ",signature-wrong," in (folder / "plans.rejects.csv").read_text("utf-8")
    done = run(folder, "sign", "verify", "plans.jsonl", "--profile", "strict.toml")
    assert done.returncode == 15
    assert b"line 1 of plans.jsonl: VERIFIED" in done.stderr and b"line 2 of plans.jsonl: NOT AS" in done.stderr
    # Without the key the plans would be unsigned, and their labels are not printed.
    (folder / "no-key.toml").write_text(PROFILE.replace('key = "~/pharmacy.pem"\n', "") + 'require = "yes"\n', "utf-8")
    done = run(folder, *words[:2], "--out", "new.jsonl", *words[4:], "--profile", "no-key.toml")
    assert (done.returncode, error_of(done)["code"]) == (15, "not-signed")
    assert not (folder / "new.jsonl").exists()


# --- records --------------------------------------------------------------------------------------------------------


def test_bench_signs_the_record_at_each_entry_and_goes_on_with_its_own(folder: Path) -> None:
    put(folder, GENUINE)
    lines = b"675 mg\n11.4 g\n"
    for count in (1, 2):
        done = run(
            folder, "bench", "plan.json", "-", "--profile", "strict.toml", stdin=lines.splitlines(True)[count - 1]
        )
        assert done.returncode == 0, done.stderr
        text = (folder / "plan.record.json").read_text("ascii")
        assert ldn.verify_signature(text, [PHARMACY.public]).key == PHARMACY.fingerprint
        assert len(json.loads(text)["entries"]) == count
    assert b"signed by key" in done.stdout
    # Somebody without the key would take the signature off.
    (folder / "no-key.toml").write_text("", "utf-8")
    done = run(folder, "bench", "plan.json", "-", "--json", "--profile", "no-key.toml")
    assert error_of(done)["code"] == "record-is-signed"
    assert (folder / "plan.record.json").read_text("ascii") == text


@pytest.mark.parametrize("how", ["stripped", "copied", "another key"])
def test_an_edited_record_is_neither_gone_on_with_nor_entered(how: str, folder: Path) -> None:
    """Its digest is worked out anew, so that it recomputes: only the signature tells."""
    put(folder, GENUINE)
    own = unsigned(GENUINE)
    genuine = json.loads(ldn.sign_document(record_written(record_of(own, "weighed twice")), PHARMACY, at=AT))
    forged = record_of(own, "never weighed")
    if how == "copied":
        forged = {**forged, "signature": genuine["signature"]}
    elif how == "another key":
        forged = json.loads(ldn.sign_document(record_written(forged), STRANGER, at=AT))
    code = {"stripped": "not-signed", "copied": "signature-wrong", "another key": "key-not-trusted"}[how]
    path = folder / "plan.record.json"
    for record, expected in ((genuine, None), (forged, code)):
        path.write_text(record_written(record), "ascii")
        for words in (
            ("bench", "plan.json", "-"),
            ("record", "worksheet", "plan.record.json", "-o", "w.pdf"),
            ("record", "log", "add", "plan.record.json"),
            ("sign", "verify", "plan.record.json"),
        ):
            done = run(folder, *words, "--json", "--profile", "strict.toml")
            if expected is None:
                assert done.returncode == 0, (words, done.stderr)
            else:
                assert (done.returncode, error_of(done)["code"]) == (15, expected), words


def test_the_log_gives_a_signed_document_back_as_it_was(folder: Path) -> None:
    """The same plan, signed twice, is stored once, and each entry has its own signature."""
    later = json.loads(ldn.sign_document(json.dumps(unsigned(GENUINE)), PHARMACY, at="2026-11-23T08:00:00+01:00"))
    record = json.loads(ldn.sign_document(record_written(record_of(unsigned(GENUINE), "x")), PHARMACY, at=AT))
    for document in (GENUINE, later, record):
        text = record_written(document)
        (folder / "entered.json").write_text(text, "ascii")
        done = run(folder, "record", "log", "add", "entered.json", "--json", "--profile", "strict.toml")
        assert done.returncode == 0, done.stderr
        result = json.loads(done.stdout)["result"]
        assert (result["entry"]["sequence"] > 1) == any(
            "the same plan is in the log" in note for note in result["notes"]
        )
        done = run(folder, "record", "log", "show", str(result["entry"]["sequence"]), "--document")
        assert json.loads(done.stdout) == document
        (folder / "given-back.json").write_bytes(done.stdout)
        assert run(folder, "sign", "verify", "given-back.json", "--profile", "strict.toml").returncode == 0
    assert run(folder, "record", "log", "verify").returncode == 0


def test_a_signature_of_an_unknown_key_is_said_and_not_called_verified(folder: Path) -> None:
    put(folder, by_a_stranger(GENUINE))
    done = run(folder, "record", "log", "add", "plan.json", "--profile", "mild.toml")
    assert done.returncode == 0
    assert b"a key that is not known here: not verified" in b" ".join(done.stdout.split())
    told = labels_print(folder, "--profile", "mild.toml")
    assert "signature-not-verified" in [item["code"] for item in json.loads(told.stdout)["findings"]]
    told = run(folder, "as-made", "plan.json", "--weighed", "api=675mg", "--profile", "mild.toml")
    assert b"not verified [signature-not-verified]" in b" ".join(told.stderr.split())
    done = run(folder, "record", "worksheet", "plan.json", "-o", "w.pdf", "--json", "--profile", "mild.toml")
    assert json.loads(done.stdout)["result"]["standing"].endswith("not verified")


# --- keys, signing, verifying ---------------------------------------------------------------------------------------


def test_a_pair_of_keys_is_made_and_never_written_over(folder: Path) -> None:
    done = run(folder, "sign", "key", "new", "-o", "new.pem", "--json")
    result = json.loads(done.stdout)["result"]
    assert result["encrypted"] is False
    private, public = folder / "new.pem", folder / "new.pub.pem"
    if sys.platform != "win32":
        assert stat.S_IMODE(private.stat().st_mode) == 0o600
    key = ldn.read_signing_key(private.read_text("ascii"))
    assert key.fingerprint == result["key"] == ldn.read_public_key(public.read_text("ascii")).fingerprint
    before = private.read_bytes()
    for gone in (None, private, public):
        if gone is not None:
            gone.unlink()
        done = run(folder, "sign", "key", "new", "-o", "new.pem", "--json")
        if gone is public:
            assert done.returncode == 0  # both are gone now
        else:
            assert error_of(done)["code"] == "file-exists"
            assert gone is private or private.read_bytes() == before


def test_a_key_is_not_written_through_a_link(folder: Path) -> None:
    (folder / "new.pem").symlink_to(folder / "elsewhere.pem")
    done = run(folder, "sign", "key", "new", "-o", "new.pem", "--json")
    assert error_of(done)["code"] == "file-exists"
    assert not (folder / "elsewhere.pem").exists()


@pytest.mark.parametrize("name", ["pharmacy", "pharmacy.json", ".pem", "a.pub.pem"])
def test_a_key_has_its_ending(name: str, folder: Path) -> None:
    assert error_of(run(folder, "sign", "key", "new", "-o", name, "--json"))["code"] == "other-ending"


def test_a_passphrase_is_out_of_the_environment(folder: Path) -> None:
    secret = {"LDN_COMPOUND_SIGNING_PASSPHRASE": "correct horse"}
    assert run(folder, "sign", "key", "new", "-o", "new.pem", environ=secret).returncode == 0
    assert "ENCRYPTED" in (folder / "new.pem").read_text("ascii")
    put(folder, unsigned(GENUINE))
    words = ("sign", "document", "plan.json", "--key", "new.pem", "--json")
    assert error_of(run(folder, *words))["code"] == "passphrase-missing"
    wrong = run(folder, *words, environ={"LDN_COMPOUND_SIGNING_PASSPHRASE": "wrong"})
    assert error_of(wrong)["code"] == "passphrase-wrong"
    assert "signature" not in json.loads((folder / "plan.json").read_text("utf-8"))
    assert run(folder, *words, environ=secret).returncode == 0
    done = run(folder, "sign", "verify", "plan.json", "--trusted", "new.pub.pem", "--json")
    assert json.loads(done.stdout)["result"]["verdict"] == "verified"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_a_key_that_others_can_read_is_told(folder: Path) -> None:
    (folder / "pharmacy.pem").chmod(0o644)
    put(folder, unsigned(GENUINE))
    done = run(folder, "sign", "document", "plan.json", "--key", "pharmacy.pem")
    assert b"others on this computer may read the key pharmacy.pem (mode 644)" in done.stderr


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (PHARMACY.public.to_pem(), "it is the other half of a pair"),
        ("no key at all", "it is no PEM"),
        ("", "it is no PEM"),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", None),
    ],
)
def test_what_is_no_private_key_is_refused_and_not_repeated(content: str, hint: str | None, folder: Path) -> None:
    (folder / "wrong.pem").write_text(content, "ascii")
    put(folder, unsigned(GENUINE))
    error = error_of(run(folder, "sign", "document", "plan.json", "--key", "wrong.pem", "--json"))
    assert (error["code"], error["hint"]) == ("bad-key", hint)
    assert "AAAA" not in json.dumps(error)


def test_an_edited_plan_is_never_signed(folder: Path) -> None:
    edited = json.loads(json.dumps(unsigned(GENUINE)))
    edited["result"]["api_to_weigh"]["value"] = "1"
    put(folder, edited)
    (folder / "good.json").write_text(json.dumps(unsigned(GENUINE)), "utf-8")
    before = (folder / "good.json").read_bytes()
    done = run(folder, "sign", "document", "good.json", "plan.json", "--key", "pharmacy.pem", "--json")
    assert (done.returncode, error_of(done)["code"]) == (15, "does-not-recompute")
    assert (folder / "good.json").read_bytes() == before, "all of the files, or none"


def test_a_signature_is_replaced_on_purpose_only(folder: Path) -> None:
    put(folder, by_a_stranger(GENUINE))
    words = ("sign", "document", "plan.json", "--key", "pharmacy.pem", "--json")
    assert error_of(run(folder, *words))["code"] == "already-signed"
    assert run(folder, *words, "--replace").returncode == 0
    assert run(folder, "sign", "verify", "plan.json", "--trusted", "pharmacy.pub.pem").returncode == 0


def test_verify_says_which_of_several_and_exits_15(folder: Path) -> None:
    put(folder, GENUINE)
    (folder / "bare.json").write_text(json.dumps(unsigned(GENUINE)), "utf-8")
    words = ("sign", "verify", "plan.json", "bare.json", "--trusted", "pharmacy.pub.pem")
    done = run(folder, *words)
    assert (done.returncode, done.stdout) == (15, b"")
    said = done.stderr.decode().splitlines()
    assert said[0].startswith("plan.json: VERIFIED: signed by key ") and said[1] == "bare.json: unsigned"
    error = error_of(run(folder, *words, "--json"))
    assert error["code"] == "not-signed" and "bare.json" in error["hint"]
    done = run(folder, "sign", "verify", "-", "--trusted", "pharmacy.pub.pem", stdin=json.dumps(GENUINE).encode())
    assert done.returncode == 0 and done.stdout.startswith(b"stdin: VERIFIED")


def test_what_is_planned_signs_itself(folder: Path) -> None:
    words = (
        *("capsules", "--strength", "4.5mg", "--count", "90", "--size", "3", "--filler", "mcc-ph102"),
        *("--packing-stat", "135mg", "--measured", "--made-on", "2026-11-22", "--profile", "mild.toml"),
    )
    done = run(folder, *words, "--save", "own.json")
    assert f"saved: own.json, signed by key {PHARMACY.fingerprint[7:23]}" in done.stdout.decode()
    printed = run(folder, *words, "--json").stdout.decode()
    for text in (printed, (folder / "own.json").read_text("ascii")):
        assert ldn.verify_signature(text, [PHARMACY.public]).key == PHARMACY.fingerprint
        assert ldn.to_json(ldn.from_json(text)) == json.dumps(unsigned(json.loads(text)), indent=2)
    # The table alone is no document: no key is asked for.
    (folder / "pharmacy.pem").unlink()
    assert run(folder, *words).returncode == 0
    assert error_of(run(folder, *words, "--json"))["code"] == "cannot-read"


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ('key = "pharmacy.pem"', "signing.key"),
        ('trusted = "~/pharmacy.pub.pem"', "signing.trusted"),
        ("trusted = []", "signing.trusted"),
        ('trusted = ["pharmacy.pub.pem"]', "signing.trusted"),
        ('require = "yes"', "signing.require"),
        ('trusted = ["/a.pem"]\nrequire = "maybe"', "signing.require"),
    ],
)
def test_a_profile_that_would_not_do_is_refused(lines: str, field: str, folder: Path) -> None:
    (folder / "bad.toml").write_text(f"[signing]\n{lines}\n", "utf-8")
    done = run(folder, "profile", "check", "bad.toml", "--json")
    assert done.returncode == 14
    assert field in (done.stdout + done.stderr).decode()


def test_without_the_extra_its_line_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "cryptography"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cryptography", None)
    put(folder, GENUINE)
    for words in (
        ("sign", "key", "new", "-o", "new.pem"),
        ("sign", "verify", "plan.json", "--trusted", "pharmacy.pub.pem"),
        ("labels", "print", "plan.json", *PRINT, "-o", "l.pdf", "--profile", "strict.toml"),
        ("bench", "plan.json", "-", "--profile", "mild.toml"),
    ):
        done = run(folder, *words, "--json")
        assert done.returncode == 10
        assert error_of(done)["code"] == "extra-missing"
        assert "pip install 'ldn-compound[sign]'" in error_of(done)["hint"]
    # Where no key is named nothing needs it, a signed document too.
    assert labels_print(folder).returncode == 0
