"""Pictures, ZPL and print queues; the queue of a real CUPS where there is one."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from zebrafy.zebrafy_zpl import ZebrafyZPL

import ldn_compound as ldn
from ldn_compound.core.errors import FileError, InputError, LdnError
from ldn_compound.labelling.catalogue import get_stock, stock_names
from ldn_compound.labelling.output import ask_queue, media_of, send_to_queue, to_png, to_zpl

TODAY = date(2026, 11, 22)
Make = Callable[..., Any]
COMMAND = re.compile(r"[\^~][A-Z0-9@]{2}")
ALLOWED = {"^XA", "^PW", "^LL", "^FO", "^GF", "^FS", "^XZ"}


def test_a_picture_is_the_page(plan: Any, label_of: Make) -> None:
    png = to_png(ldn.print_labels([label_of(plan)], stock="zebra-4x2", today=TODAY), dpi=203)
    picture = Image.open(BytesIO(png))
    assert picture.size == (812, 406)
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == ["7012345"]


@pytest.mark.parametrize("dpi", [203, 300])
def test_zpl_is_the_label_as_graphics(plan: Any, label_of: Make, dpi: int) -> None:
    pdf = ldn.print_labels([label_of(plan), label_of(plan)], stock="zebra-4x2", today=TODAY)
    zpl = to_zpl(pdf, stock=get_stock("zebra-4x2"), dpi=dpi)
    assert zpl.count(b"^XA") == zpl.count(b"^XZ") == 2
    assert set(COMMAND.findall(zpl.decode("ascii"))) == ALLOWED
    pictures = ZebrafyZPL(zpl.decode("ascii")).to_images()
    assert [code.text for code in zxingcpp.read_barcodes(pictures[0].convert("L"))] == ["7012345"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.sampled_from(["^XZ^XA^FO0,0^FDx^FS^XZ", "~JA", "^FDhi^FS", "~DG000", "\\5EXZ", "_5EXZ"]),
        st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=25),
    )
)
def test_no_text_becomes_a_zpl_command(plan: Any, label_of: Make, text: str) -> None:
    try:
        pdf = ldn.print_labels([label_of(plan, patient=text, lot=text)], stock="zebra-4x2", today=TODAY)
    except LdnError:
        return
    zpl = to_zpl(pdf, stock=get_stock("zebra-4x2")).decode("ascii")
    assert COMMAND.findall(zpl) == ["^XA", "^PW", "^LL", "^FO", "^GF", "^FS", "^XZ"]


def test_zpl_is_for_rolls(plan: Any, label_of: Make) -> None:
    pdf = ldn.print_labels([label_of(plan)], stock="avery-5163", today=TODAY)
    with pytest.raises(InputError) as caught:
        to_zpl(pdf, stock=get_stock("avery-5163"))
    assert caught.value.code == "zpl-needs-a-roll"


@pytest.mark.parametrize("name", stock_names())
def test_every_stock_has_a_medium(name: str) -> None:
    assert re.fullmatch(
        r"Letter|A4|w[0-9.]+h[0-9.]+|[0-9]+x[0-9]+mm|Custom\.[0-9.]+x[0-9.]+mm", media_of(get_stock(name))
    )


# --- lp ---


@pytest.fixture
def lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called lp that writes down how it was called."""
    if sys.platform == "win32":
        pytest.skip("a shell script stands in for lp")
    script = tmp_path / "lp"
    script.write_text(
        '#!/bin/sh\nprintf "%s\\n" "$@" > "$(dirname "$0")/words"\ncat > "$(dirname "$0")/sent.pdf"\n'
        'case "$2" in full) echo "lp: out of labels" >&2; exit 1;; esac\necho "request id is $2-17 (1 file(s))"\n',
        encoding="utf-8",
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def test_lp_gets_the_medium_and_no_scaling(lp: Path) -> None:
    assert send_to_queue(b"%PDF-x", printer="zebra", stock=get_stock("zebra-4x2")) == "zebra-17"
    words = (lp / "words").read_text(encoding="utf-8").splitlines()
    assert words[:2] == ["-d", "zebra"]
    assert {"media=w288h144", "print-scaling=none"} <= set(words)
    assert words[-2:] == ["--", "-"]
    assert (lp / "sent.pdf").read_bytes() == b"%PDF-x"


def say(lp: Path, program: str, text: str) -> None:
    script = lp / program
    script.write_text(f"#!/bin/sh\ncat <<'END'\n{text}\nEND\n", encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize(
    ("choices", "stock", "medium"),
    [
        ("*Letter w288h144", "zebra-4x2", "w288h144"),
        ("*na_letter_8.5x11in oe_4x2-label_4x2in", "zebra-4x2", "oe_4x2-label_4x2in"),
        ("A4 *na_letter_8.5x11in", "avery-5163", "na_letter_8.5x11in"),
        ("*Letter Custom.WIDTHxHEIGHT", "wrap-60ml", "Custom.76.2x38.1mm"),
        ("*Letter Custom.WIDTHxHEIGHT", "zebra-4x2", "Custom.101.6x50.8mm"),
    ],
)
def test_the_medium_has_the_queues_own_name(lp: Path, choices: str, stock: str, medium: str) -> None:
    say(lp, "lpoptions", f"Resolution/Print density: *203dpi\nPageSize/Media Size: {choices}\nPageRegion/x: A5")
    say(lp, "lpstat", "zebra accepting requests since now")
    queue = ask_queue("zebra", get_stock(stock))
    assert (queue.medium, queue.unknown, queue.held) == (medium, False, None)
    send_to_queue(b"%PDF-x", printer="zebra", stock=get_stock(stock))
    assert f"media={medium}" in (lp / "words").read_text(encoding="utf-8").splitlines()


def test_a_queue_that_says_nothing_of_its_media_is_told(lp: Path) -> None:
    say(lp, "lpoptions", "")
    queue = ask_queue("zebra", get_stock("zebra-4x2"))
    assert queue.unknown
    assert "look at the first label" in queue.said("zebra-1", "1 label")


def test_what_lp_says_is_passed_on(lp: Path) -> None:
    with pytest.raises(FileError) as caught:
        send_to_queue(b"%PDF-x", printer="full", stock=get_stock("zebra-4x2"))
    assert (caught.value.code, caught.value.exit_code) == ("printer-refused", 16)
    assert "out of labels" in str(caught.value.hint)


@pytest.mark.parametrize("printer", ["-o", "", "a b", "a;b", "../x", "x" * 200, "a\nb", "$(x)"])
def test_a_queues_name_is_a_name(lp: Path, printer: str) -> None:
    with pytest.raises(InputError) as caught:
        send_to_queue(b"%PDF-x", printer=printer, stock=get_stock("zebra-4x2"))
    assert caught.value.field == "printer"
    assert not (lp / "words").exists()


def test_without_lp_the_file_is_advised(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileError) as caught:
        send_to_queue(b"%PDF-x", printer="zebra", stock=get_stock("zebra-4x2"))
    assert caught.value.code == "no-print-system"
