"""A passphrase is typed on a terminal, and is never seen there."""

from __future__ import annotations

import json
from pathlib import Path

import ldn_compound as ldn
from tests.cli.terminal import Terminal
from tests.forgeries import plan

SECRET = "correct horse battery staple"


def test_a_passphrase_is_typed_twice_for_a_new_key_and_once_to_sign(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(ldn.to_json(plan()), "utf-8")
    terminal = Terminal(tmp_path, "sign", "key", "new", "-o", "pharmacy.pem", "--passphrase")
    terminal.until("Passphrase for the new key:")
    terminal.type(SECRET)
    terminal.until("The same again:")
    terminal.type(SECRET)
    assert terminal.finish() == 0
    assert "the private key is encrypted" in terminal.shown
    assert SECRET not in terminal.shown
    key = ldn.read_signing_key((tmp_path / "pharmacy.pem").read_text("ascii"), passphrase=SECRET)
    words = ("sign", "document", "plan.json", "--key", "pharmacy.pem")
    for typed, code in (("something else", 10), (SECRET, 0)):
        terminal = Terminal(tmp_path, *words)
        terminal.until("Passphrase of the key:")
        terminal.type(typed)
        assert terminal.finish() == code, terminal.shown
        assert typed not in terminal.shown
        assert ("passphrase-wrong" in terminal.shown) == (code == 10)
    assert ldn.verify_signature((tmp_path / "plan.json").read_text("utf-8"), [key.public]).key == key.fingerprint


def test_two_passphrases_that_differ_make_no_key(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "sign", "key", "new", "-o", "pharmacy.pem", "--passphrase")
    terminal.until("Passphrase for the new key:")
    terminal.type(SECRET)
    terminal.until("The same again:")
    terminal.type("correct hose")
    assert terminal.finish() == 10
    assert "passphrases-differ" in terminal.shown
    assert not list(tmp_path.glob("*.pem"))


def test_a_passphrase_is_asked_for_once_however_long_the_batch(tmp_path: Path) -> None:
    key = ldn.new_signing_key()
    (tmp_path / "pharmacy.pem").write_text(key.to_pem(SECRET), "ascii")
    (tmp_path / "pharmacy.pem").chmod(0o600)
    (tmp_path / "plan.json").write_text(ldn.to_json(plan()), "utf-8")
    (tmp_path / "pharmacy.toml").write_text('[signing]\nkey = "~/pharmacy.pem"\n', "utf-8")
    terminal = Terminal(tmp_path, "bench", "plan.json", "--profile", "pharmacy.toml", columns=40)
    terminal.until("Passphrase of the key:")
    terminal.type(SECRET)
    terminal.until("mass>")
    terminal.type("675 mg")
    terminal.until("mass>")
    terminal.type("quit")
    assert terminal.finish() == 0
    assert terminal.shown.count("Passphrase") == 1
    text = (tmp_path / "plan.record.json").read_text("ascii")
    assert ldn.verify_signature(text, [key.public]).key == key.fingerprint
    assert len(json.loads(text)["entries"]) == 1
