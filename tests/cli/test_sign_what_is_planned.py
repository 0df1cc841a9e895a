"""With a key in the profile every plan that a command writes is signed, one asked for or one among several."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import ldn_compound as ldn
from tests.cli.terminal import Terminal
from tests.cli.test_sign import GENUINE, PHARMACY, error_of, folder, run
from tests.forgeries import FORGED, with_signature_of

__all__ = ["folder"]  # the fixture

COURSE = (
    *("titrate", "--form", "capsule", "--strengths", "0.5mg,1.5mg", "--start", "0.5mg", "--step", "0.5mg"),
    *("--every", "14d", "--to", "1.5mg", "--size", "3", "--filler", "mcc-ph102", "--packing-stat", "135mg"),
    *("--save-batches", "batches", "--made-on", "2026-11-22", "--begin", "2026-11-22"),
)
BOTTLE = (
    *("dose", "--weight", "18.5kg", "--age", "6", "--days-supply", "30", "--dispense", "--made-on", "2026-11-22"),
    *("--label", "b.pdf", "--stock", "avery-5163", "--patient", "Ann Example", "--prescriber", "B. Example"),
    *("--timing", "bedtime", "--prescription-number", "RX1", "--refills", "0"),
)


def test_the_batches_of_a_titration_are_signed(folder: Path) -> None:
    done = run(folder, *COURSE, "--profile", "strict.toml")
    assert done.returncode == 0, done.stderr
    files = sorted((folder / "batches").glob("*.json"))
    assert len(files) == 2
    for file in files:
        assert ldn.verify_signature(file.read_text("ascii"), [PHARMACY.public]).key == PHARMACY.fingerprint
    assert done.stdout.count(f", signed by key {PHARMACY.fingerprint[7:23]}".encode()) == 2
    words = [str(file.relative_to(folder)) for file in files]
    assert run(folder, "sign", "verify", *words, "--profile", "strict.toml").returncode == 0


def test_a_passphrase_is_asked_for_once_for_all_of_them(folder: Path) -> None:
    (folder / "pharmacy.pem").write_text(PHARMACY.to_pem("a secret"), "ascii")
    terminal = Terminal(folder, *COURSE, "--save", "course.json", "--profile", "mild.toml")
    terminal.until("Passphrase of the key:")
    terminal.type("a secret")
    assert terminal.finish() == 0, terminal.shown
    assert terminal.shown.count("Passphrase") == 1
    for file in (folder / "course.json", *(folder / "batches").glob("*.json")):
        assert ldn.verify_signature(file.read_text("ascii"), [PHARMACY.public]).key == PHARMACY.fingerprint


@pytest.mark.parametrize("signs", [True, False])
def test_a_bottle_s_label_in_the_same_line_is_of_a_signed_plan(signs: bool, folder: Path) -> None:
    profile = (folder / "strict.toml").read_text("utf-8") + '[pharmacy]\nname = "Example"\n'
    if not signs:
        profile = profile.replace('key = "~/pharmacy.pem"\n', "")
    (folder / "own.toml").write_text(profile, "utf-8")
    done = run(folder, *BOTTLE, "--save", "b.json", "--json", "--profile", "own.toml")
    assert (folder / "b.pdf").exists() == signs
    if signs:
        assert done.returncode == 0, done.stderr
        assert json.loads((folder / "b.json").read_text("ascii"))["signature"]["key"] == PHARMACY.fingerprint
    else:
        assert (done.returncode, error_of(done)["code"]) == (15, "not-signed")
        assert not (folder / "b.json").exists()


def test_a_label_that_is_printed_again_is_of_a_signed_plan(folder: Path) -> None:
    """The log keeps the signature with the label; a forgery that was printed without one is not printed again."""
    at = ("--stock", "avery-5163", "--design", "batch", "--log", "log.sqlite", "--json")
    forged = FORGED["acceptance"](GENUINE)
    copied = with_signature_of(forged, GENUINE)
    for number, document in enumerate((GENUINE, forged, copied), start=1):
        (folder / "plan.json").write_text(json.dumps(document), "utf-8")
        done = run(folder, "labels", "print", "plan.json", "--lot", f"L{number}", "-o", "l.pdf", *at)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["result"]["log"] is not None
    for number, code in ((1, None), (2, "not-signed"), (3, "signature-wrong")):
        words = ("labels", "reprint", str(number), "--entry", "-o", f"again-{number}.pdf", *at)
        done = run(folder, *words, "--profile", "strict.toml")
        assert (folder / f"again-{number}.pdf").exists() == (code is None)
        assert (done.returncode, code and error_of(done)["code"]) == (15 if code else 0, code), done.stderr
