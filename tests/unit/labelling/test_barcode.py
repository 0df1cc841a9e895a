"""Code 128 held against ReportLab's, which encodes it apart; other tests decode it from pictures of labels."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from reportlab.graphics.barcode.code128 import Code128Auto

from ldn_compound.core.errors import InputError
from ldn_compound.labelling import barcode

ASCII = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30)
DIGITS = st.text(st.sampled_from("0123456789Rx-"), min_size=1, max_size=30)


@given(ASCII | DIGITS)
@example("7")
@example("12345")
@example("Rx1234")
def test_it_encodes_as_reportlab_does(text: str) -> None:
    theirs: Any = Code128Auto(text, quiet=0)
    theirs.validate()
    theirs.encode()
    theirs.decompose()
    runs = tuple(ord(letter.lower()) - ord("a") + 1 for letter in theirs.decomposed)
    assert barcode.encode(text, "lot") == (runs, sum(runs))


def test_every_symbol_has_eleven_modules_and_differs_from_the_others() -> None:
    symbols = [barcode._WIDTHS[place : place + 6] for place in range(0, len(barcode._WIDTHS), 6)]
    assert {sum(map(int, symbol)) for symbol in symbols} == {11}
    assert len(set(symbols)) == len(symbols) == 106


@pytest.mark.parametrize("text", ["L\N{LATIN SMALL LETTER E WITH ACUTE}", "a\n", "\x7f"])
def test_what_code_128_has_not_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        barcode.encode(text, "lot")
    assert (caught.value.code, caught.value.field) == ("not-in-code-128", "lot")
