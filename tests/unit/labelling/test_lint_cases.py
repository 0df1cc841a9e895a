"""What directions may not say: the cases of the ISMP list and their neighbours, and ordinary words that must pass."""

from __future__ import annotations

from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.results import Severity
from ldn_compound.labelling.lint import get_lint, lint_directions
from ldn_compound.labelling.wording import languages

# Text, its language, severity, and the words that the message must hold: what is wrong, and what to write for it.
UNSAFE = [
    # One abbreviation in every spelling; ISMP (2021).
    *((word, "en", "stop", f"'{word}' write daily") for word in ("qd", "QD", "Qd", "qD", "q.d", "q.d.", "Q.d.", "Q.D")),
    *((word, "en", "stop", f"'{word}' write daily") for word in ("od", "OD", "o.d", "O.D.", "q1d", "Qday")),
    *((word, "en", "stop", f"'{word}' write every other day") for word in ("qod", "QOD", "qOD", "q.o.d", "Q.O.D.")),
    *((word, "en", "stop", f"'{word}' write at bedtime") for word in ("hs", "q.h.s", "q.h.s.", "Qhs", "BT", "qn")),
    *((word, "en", "stop", f"'{word}' write twice daily") for word in ("bid", "Bid", "b.i.d", "b.i.d.", "B.i.d.")),
    *((word, "en", "stop", f"'{word}' write three times daily") for word in ("Tid", "t.i.d", "TDS")),
    *((word, "en", "stop", f"'{word}' write four times daily") for word in ("qid", "Q.I.D", "qds")),
    *((word, "en", "stop", f"'{word}' write twice a week") for word in ("BIW", "biw")),
    *((word, "en", "stop", f"'{word}' write three times a week") for word in ("TIW", "tiw")),
    *((word, "en", "stop", "daily at 6 PM") for word in ("q6PM", "q 6 pm", "Q8am")),
    *((word, "en", "stop", "every 12 hours") for word in ("q12h", "Q12H", "q 8 hrs", "q4-6h", "q6hr")),
    *((word, "en", "stop", "for 3 days") for word in ("x3d", "X3D", "x 3 days")),
    *((word, "en", "stop", f"'{word}' write as directed") for word in ("UD", "ud", "ut dict", "Ut dictum")),
    *((word, "en", "stop", f"'{word}' write before meals") for word in ("ac", "a.c.", "A.C")),
    *((word, "en", "stop", f"'{word}' write after meals") for word in ("pc", "p.c.")),
    *((word, "en", "stop", f"'{word}' write by mouth") for word in ("Po", "PO", "p.o", "per os")),
    *((word, "en", "stop", f"'{word}' write as needed") for word in ("Prn", "p.r.n.")),
    *((word, "en", "stop", f"'{word}' write stop") for word in ("D/C", "d/c")),
    # Units: the unit itself passes in its own case and in no other.
    *((f"500 {unit}", "en", "stop", f"'{unit}' write mcg") for unit in ("Mcg", "MCG", "UG", "ug")),
    *((f"500 {unit}", "en", "stop", f"'{unit}' write mcg") for unit in ("\u00b5g", "\u03bcg")),
    *((f"5{unit}", "en", "stop", f"'{unit}' write mL") for unit in ("cc", "Cc", "CC", "ml", "Ml", "ML")),
    *((f"4.5 {unit}", "en", "stop", f"'{unit}' write mg") for unit in ("MG", "Mg", "mgs")),
    *((f"5 {unit}", "en", "stop", f"'{unit}' write g") for unit in ("gm", "GM", "G")),
    *((f"5 {unit}", "en", "stop", "gr is the grain") for unit in ("gr", "GR", "grains")),
    *((f"1 {unit}", "en", "stop", "the volume in mL") for unit in ("dram", "tsp", "TSP", "Tbsp", "tsp.", "oz")),
    *((f"10{unit}", "en", "stop", f"'{unit}' write units") for unit in ("U", "u", "IU")),
    ("1 l", "en", "stop", "'l' write L"),
    # Signs, whatever follows.
    *((f"Take {sign}10 mL", "en", "caution", f"'{sign}' write") for sign in ("<", ">", "\u2264", "\u2265")),
    *((f"1 {sign}bedtime", "en", "caution", f"'{sign}' write") for sign in ("@", "&", "+")),
    ("&1", "en", "caution", "'&' write and"),
    ("1 capsule/day", "en", "caution", "'/day' write"),
    ("9 mg/week", "en", "caution", "'/week' write"),
    ("Take LDN", "en", "caution", "'LDN' write low-dose naltrexone"),
    ("Take Ntx", "en", "caution", "'Ntx' write naltrexone"),
    # Numbers.
    *((f"Take {word} capsules", "en", "stop", f"'{word}' is a Roman numeral") for word in ("ii", "i", "IV", "v", "l")),
    ("Take ii at bedtime", "en", "stop", "'ii' is a Roman numeral"),
    ("ii Kapseln", "de", "stop", "'ii' is a Roman numeral"),
    ("Tome ii c\u00e1psulas", "es", "stop", "'ii' is a Roman numeral"),
    *((f"{word} capsules", "en", "stop", f"'{word}' holds a letter") for word in ("1O", "1o", "l0", "I0", "O.5", "1l")),
    ("Take 1\u00b2 capsules", "en", "stop", "'1\u00b2' is no plain figure"),
    ("Take \uff11 capsule", "en", "stop", "'\uff11' is no plain figure"),
    ("Take \u2461 capsules", "en", "stop", "'\u2461' is no plain figure"),
    ("Take 1\u00bd tablets", "en", "caution", "'1\u00bd' is a fraction in one sign"),
    ("Take 4.5 \u043cg", "en", "stop", "CYRILLIC SMALL LETTER EM and no m"),
    ("4,5 \u043cg einnehmen", "de", "stop", "CYRILLIC SMALL LETTER EM and no m"),
    ("Take 1 c\u0430psule", "en", "stop", "CYRILLIC SMALL LETTER A and no a"),
    ("\u03a4ake 1 capsule", "en", "stop", "GREEK CAPITAL LETTER TAU and no T"),
    ("\u0422\u0430\u043a\u0435 1 capsule", "en", "stop", "CYRILLIC CAPITAL LETTER TE and no T"),
    ("4.5 \uff4d\uff47", "en", "stop", "FULLWIDTH LATIN SMALL LETTER M and no m"),
    *((f"Take {word}", "en", "stop", f"'{word}' has no blank") for word in ("1capsule", "10capsules", "3Tabs")),
    ("1Kapsel", "de", "stop", "'1Kapsel' has no blank"),
    ("2c\u00e1psulas", "es", "stop", "'2c\u00e1psulas' has no blank"),
    ("1 000 mcg", "en", "stop", "'1 000' has a blank inside a number: write 1,000"),
    ("1 000 mg", "de", "stop", "'1 000' has a blank inside a number: write 1.000"),
    ("1.000 mcg", "en", "stop", "'1.000' may be 1 or 1,000"),
    ("1.250 mg", "en", "stop", "'1.250' may be 1.25 or 1,250"),
    ("1,000 mg", "de", "stop", "'1,000' may be 1 or 1.000"),
    ("0.500 mg", "en", "stop", "'0.500' has a trailing zero"),
    ("on 05/06/2026", "en", "stop", "'05/06/2026' is a date in figures"),
    ("on 5-6-26", "en", "stop", "'5-6-26' is a date in figures"),
    ("on 5.6.2026", "en", "stop", "'5.6.2026' is a date in figures"),
    ("el 5/6/2026", "es", "stop", "'5/6/2026' is a date in figures"),
    ("Take 05 capsules", "en", "stop", "'05' has a leading zero"),
    # German and Spanish abbreviations.
    *((word, "de", "stop", "t\u00e4glich") for word in ("tgl", "tgl.", "Tgl.", "1x tgl.", "QD", "q.d")),
    *((f"500 {unit}", "de", "stop", "Mikrogramm") for unit in ("mcg", "MCG", "\u00b5g", "ug")),
    *((f"1 {unit}", "de", "stop", "mit der Dosierspritze") for unit in ("TL", "EL")),
    *((word, "es", "stop", "por la boca") for word in ("VO", "v.o.", "Po")),
    *((word, "es", "stop", "cada 12 horas") for word in ("c/12h", "c/ 8 h", "c/24 h")),
    ("5 gr", "es", "stop", "'gr' write g"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "severity", "part"), UNSAFE)
def test_each_spelling_has_its_own_finding(text: str, language: str, severity: str, part: str) -> None:
    found = [item for item in lint_directions(text, language=language) if part in item.message]
    assert [item.severity.value for item in found] == [severity]
    assert found[0].code == "unsafe-text"
    assert found[0].source


# One fault, one finding: no second rule names the same letters or figures.
@pytest.mark.parametrize(
    "text", ["1 000 mcg", "1.000 mcg", "on 05/06/2026", "1O capsules", "b.i.d.", "q.o.d", "IV capsules"]
)
def test_a_fault_is_told_once(text: str) -> None:
    assert len(lint_directions(text)) == 1


def test_two_faults_in_one_place_are_told_both() -> None:
    found = [item.message for item in lint_directions("Take .5ML")]
    parts = ("no zero before", "no blank before", "write mL")
    assert [part in item for part, item in zip(parts, found, strict=True)] == [True] * 3
    assert len(lint_directions("Take 1.0 mg, then 2.0 mg")) == 2


# Ordinary words and numbers, which have been taken for what they are not.
INNOCENT = {
    "en": [
        "Take 1 capsule by mouth nightly",
        "Take 1 capsule at 8.30 pm, or at 8am",
        "Call 207 555 0100 or 0171 123456",
        "for type II diabetes",
        "Ask Ms. Smith or Dr. Jones",
        "Take 1 capsule and/or 2 tablets",
        "Take 2 tablets (9 mg) in 100 mL of water, then wait 30 min",
        "1/2 capsule on the 1st, 2nd, 3rd and 10th day",
        "vitamin B12; no. 5 of 10; 1 mg/mL",
        "Take 1 capsule on 20 May 2027 or 2027-05-20",
        "Do not exceed 1,000 mg. Give 2 units or 10 mcg",
        "Take 1 capsule every 12 hours for 3 days",
        "I take it; if I do, tell me.",
        "Use odd bids, posts, success and slow hospital units; podium, acute, pace, cod, hush",
        "\u041f\u0440\u0438\u043d\u0438\u043c\u0430\u0442\u044c 1 \u043a\u0430\u043f\u0441\u0443\u043b\u0443",
        "Keep below 25 \N{DEGREE SIGN}C",
        "Take 0.5 mL (0.5 mg); 1 na\u00efve caf\u00e9",
    ],
    "de": [
        "1 Kapsel od. 2 Kapseln, 1 u. 2",
        "nicht auf den Po, in Wasser an Tag 1",
        "Ab 20.11.2026 jeden Abend 1 Kapsel einnehmen",
        "um 8.30 Uhr oder um 20 h",
        "Abends 1 Kapsel (4,5 mg) einnehmen, z. B. nach 2 Std.",
        "1-0-1; 1x t\u00e4glich; 0,5 ml; 1.000 mg; 10 Mikrogramm",
        "Vitamin B12, Tel. 030 123456, im od. am Tag",
    ],
    "es": [
        "siete u ocho c\u00e1psulas; Ud. debe tomar",
        "1.\u00aa dosis, n.\u00ba 3, a las 8.30 h o a las 8 p. m.",
        "Tome 1 c\u00e1psula (4,5 mg) por la boca al acostarse",
        "de 1 a 2 c\u00e1psulas, 1 c\u00e1psula x d\u00eda; vi al Dr. P\u00e9rez",
        "1.000 mg o 0,5 mL; s\u00ed o no",
    ],
}


@pytest.mark.parametrize(("language", "text"), [(key, text) for key, texts in INNOCENT.items() for text in texts])
def test_ordinary_words_pass(language: str, text: str) -> None:
    assert [item.message for item in lint_directions(text, language=language)] == []


@pytest.mark.parametrize("language", languages())
def test_every_row_of_a_language_finds_its_own_words(language: str) -> None:
    """A row that can never be given is a row that somebody trusts in vain."""
    for row in get_lint(language).abbreviations:
        for word in row.words:
            sample = f"1 {word.replace('#', '6')}"
            said = [item for item in lint_directions(sample, language=language) if item.severity is row.severity]
            right = word in get_lint(language).right
            assert right or said, (language, word)
        assert row.write
        assert row.source


@pytest.mark.parametrize("design", ["prescription", "syringe"])
def test_what_is_unsafe_is_not_printed(design: str, plan_for_lint: Any) -> None:
    label = ldn.label_for(plan_for_lint, patient="A. Example", directions="Take i capsule", lot="L1")
    stock = {"prescription": "zebra-4x2", "syringe": "syringe-flag-4x1"}[design]
    if design == "syringe":
        # The flag has no directions: what is not printed is not checked.
        found = {item.code for item in ldn.check_label(label, stock=stock, design=design, today="2026-11-22")}
        assert "unsafe-text" not in found
        return
    with pytest.raises(ldn.StopError) as caught:
        ldn.print_labels([label], stock=stock, design=design, today="2026-11-22")
    assert caught.value.code == "unsafe-text"


@pytest.fixture(scope="module")
def plan_for_lint() -> Any:
    return ldn.plan_solution(volume="60 mL", dose="0.5 mg", doses_per_day=1, made_on="2026-11-22")


def test_severities_are_data() -> None:
    severities = {row.severity for row in get_lint().abbreviations} | {rule.severity for rule in get_lint().numbers}
    assert severities == {Severity.STOP, Severity.CAUTION}
