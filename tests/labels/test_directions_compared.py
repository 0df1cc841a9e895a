"""Directions held against the plan: what a label may say of form, dose, strength and doses a day."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import InputError, StopError
from ldn_compound.labelling import directions_checking
from ldn_compound.labelling.wording import get_wording, languages
from tests.labels.conftest import PHARMACY, TODAY, made_today, make_plan
from tests.labels.directions_cases import DIFFER, HOUSEHOLD, LEFT_OPEN, OPEN, OTHER, PASSED, STOPPED, TEN, VOLUME
from tests.labels.test_labels_command import run

Make = Callable[..., Any]
SEVERITY = {
    "directions-not-as-drawn": "caution",
    DIFFER: "stop",
    HOUSEHOLD: "stop",
    OTHER: "stop",
    VOLUME: "stop",
    OPEN: "caution",
}


HALF_LINES = ldn.read_profile('[syringes]\ngraduation_10_ml = "0.5 mL"\n', name="test")


def make_liquid(**changes: Any) -> Any:
    wanted = {"volume": "120 mL", "dose": "4.5 mg", "doses_per_day": 1, "made_on": TODAY}
    return ldn.plan_solution(**{**wanted, **changes})


def make_tablets(**changes: Any) -> Any:
    wanted = {"method": "moulded", "strength": "4.5 mg", "count": 60, "blank_mass": "60 mg", "base": "mannitol-silica"}
    return ldn.plan_tablets(**{**wanted, "units_per_dose": 1, "doses_per_day": 1, "made_on": TODAY, **changes})


PLANS: dict[str, Callable[[], Any]] = {
    # 1 mg/mL: 4.5 mL a dose, on a line of a 10 mL syringe of 0.5 mL. 0.5 mg/mL: 9 mL a dose.
    "liquid": lambda: make_liquid(profile=HALF_LINES),
    # The same dose where the syringe's lines are not stated: 4.4 mL are drawn.
    "liquid as drawn": make_liquid,
    "child of 8": lambda: make_plan(strength="2 mg", age="8"),
    "child of 20 kg": lambda: make_plan(strength="1 mg", age="8", body_weight="20 kg", units_per_dose=2),
    "thin liquid": lambda: make_liquid(concentration="0.5 mg/mL"),
    "thick liquid": lambda: make_liquid(concentration="2 mg/mL", dose="1.6 mg"),
    "child's liquid": lambda: make_liquid(dose="1 mg"),
    "twice": lambda: make_liquid(dose="1 mg", doses_per_day=2),
    "counted drops": lambda: make_liquid(dose="1 mg", route="sublingual", drops_per_ml="20"),
    "capsule": make_plan,
    "three capsules": lambda: make_plan(strength="1.5 mg", units_per_dose=3),
    "no dose": lambda: make_plan(units_per_dose=None, doses_per_day=None),
    "liquid without dose": lambda: make_liquid(dose=None, doses_per_day=None),
    "tablet": make_tablets,
    "two tablets": lambda: make_tablets(strength="1.5 mg", units_per_dose=2),
    "tablet without dose": lambda: make_tablets(units_per_dose=None, doses_per_day=None),
    "scored": lambda: make_tablets(scored=True),
    "scored without dose": lambda: make_tablets(units_per_dose=None, doses_per_day=None, scored=True),
    "weeks": lambda: ldn.plan_titration(
        form="solution", concentration="1 mg/mL", start="0.5 mg", step="0.5 mg", every="14 d", to="1.5 mg"
    ),
    # Drawn with one syringe of 3 mL, lines of 0.1 mL: 0.8 and 1.3 mL.
    "odd weeks": lambda: ldn.plan_titration(
        form="solution", concentration="1 mg/mL", start="0.83 mg", step="0.5 mg", every="14 d", to="1.33 mg"
    ),
    "weeks of capsules": lambda: ldn.plan_titration(
        form="capsule", strengths=["0.5 mg", "1 mg"], start="0.5 mg", step="0.5 mg", every="14 d", to="1.5 mg"
    ),
}
_MADE: dict[str, Any] = {}


def plan_called(name: str) -> Any:
    if name not in _MADE:
        _MADE[name] = PLANS[name]()
    return _MADE[name]


def found(plan: str, directions: str, language: str = "en") -> list[str]:
    """The findings on directions; their severities are held to the table above on the way."""
    items = ldn.check_directions(plan_called(plan), directions, language=language)
    for item in items:
        assert item.field == "directions"
        assert item.source
        if item.code in SEVERITY:
            assert item.severity.value == SEVERITY[item.code]
    return [item.code for item in items]


@pytest.mark.parametrize(("plan", "directions", "stops", "left_open"), STOPPED)
def test_what_differs_from_the_plan_stops(plan: str, directions: str, stops: list[str], left_open: bool) -> None:
    items = ldn.check_directions(plan_called(plan), directions)
    assert sorted(item.code for item in items if item.stops) == sorted(stops)
    assert (OPEN in [item.code for item in items]) is left_open
    found(plan, directions)


@pytest.mark.parametrize(("plan", "directions"), PASSED)
def test_what_the_plan_says_passes_without_a_word(plan: str, directions: str) -> None:
    assert found(plan, directions) == []


@pytest.mark.parametrize(("plan", "directions", "parts"), LEFT_OPEN)
def test_what_was_not_compared_is_said(plan: str, directions: str, parts: list[str]) -> None:
    items = ldn.check_directions(plan_called(plan), directions)
    assert [item.code for item in items if item.stops] == []
    left = [item.message for item in items if item.code == OPEN]
    assert len(left) == 1
    for part in parts:
        assert part in left[0]


@pytest.mark.parametrize(
    ("plan", "directions", "language", "codes"),
    [
        ("liquid", "45 mL abends einnehmen", "de", [DIFFER, TEN]),
        ("liquid", "Abends 4,5 ml (4,5 mg) einnehmen", "de", []),
        ("liquid", "Abends 4.5 ml einnehmen", "de", [VOLUME, OPEN]),
        ("liquid", "Abends 1 Teel\u00f6ffel einnehmen", "de", [HOUSEHOLD]),
        ("capsule", "Zweimal t\u00e4glich 1 Kapsel einnehmen", "de", [DIFFER, "daily-dose-above-reported"]),
        ("capsule", "0-0-0-1 Kapsel", "de", []),
        ("capsule", "1-0-0-1 Kapsel", "de", [DIFFER, "daily-dose-above-reported"]),
        ("capsule", "1 Kapsel 0-0-0-1", "de", []),
        ("capsule", "1 Kapsel t\u00e4glich und abends", "de", [DIFFER, "daily-dose-above-reported"]),
        ("capsule", "1 Kapsel jeden Tag und jede Nacht", "de", [DIFFER, "daily-dose-above-reported"]),
        ("capsule", "1 Kapsel vor und nach dem Schlafen", "de", [DIFFER, "daily-dose-above-reported"]),
        ("capsule", "1 Kapsel abends, dann eine weitere", "de", [DIFFER, "daily-dose-above-reported"]),
        ("capsule", "Die doppelte Dosis abends", "de", [DIFFER, OPEN]),
        ("capsule", "Abends einundzwanzig Kapseln", "de", [DIFFER, TEN]),
        ("capsule", "1 Kapsel siebzigmal t\u00e4glich", "de", [DIFFER, TEN]),
        ("three capsules", "Abends 3 Kapseln zu je 1,5 mg einnehmen", "de", []),
        ("capsule", "Tome 1 c\u00e1psula al d\u00eda y por la noche", "es", [DIFFER, "daily-dose-above-reported"]),
        ("capsule", "Tome 1 c\u00e1psula antes y despu\u00e9s de la cena", "es", [DIFFER, "daily-dose-above-reported"]),
        ("capsule", "Tome 1 c\u00e1psula despu\u00e9s de la cena", "es", []),
        ("capsule", "Tome una (1) c\u00e1psula por la noche", "es", []),
        ("capsule", "Tome 1 c\u00e1psula c/8h", "es", [DIFFER, TEN]),
        ("capsule", "Tome veintiuna c\u00e1psulas por la noche", "es", [DIFFER, TEN]),
        ("capsule", "Tome 1 c\u00e1psula por la noche y repita", "es", [DIFFER]),
        ("capsule", "Abends 1 Tablette einnehmen", "de", [OTHER]),
        ("capsule", "Abends eine halbe Kapsel einnehmen", "de", [DIFFER]),
        ("capsule", "Take 1 capsule by mouth at bedtime", "de", [OPEN]),
        ("capsule", "Tome 10 c\u00e1psulas por la boca al acostarse", "es", [DIFFER, TEN]),
        ("capsule", "Tome 1 c\u00e1psula (4,5 mg) por la boca al acostarse", "es", []),
        ("capsule", "Tome 1 c\u00e1psula cada 8 horas", "es", [DIFFER, TEN]),
        ("capsule", "Tome media c\u00e1psula al acostarse", "es", [DIFFER]),
        ("liquid", "Tome una cucharadita al acostarse", "es", [HOUSEHOLD]),
        ("liquid", "Tome 20 gotas al acostarse", "es", [HOUSEHOLD]),
    ],
)
def test_each_language_is_compared_by_its_own_words(
    plan: str, directions: str, language: str, codes: list[str]
) -> None:
    assert found(plan, directions, language) == codes


@pytest.mark.parametrize(
    ("directions", "codes"),
    [
        ("Take 4.4 mL (4.4 mg) by mouth at bedtime", []),
        ("Take 4.5 mL by mouth at bedtime", ["directions-not-as-drawn"]),
        ("Take 4.5 mL (4.5 mg) by mouth at bedtime", ["directions-not-as-drawn"]),
        ("Take 4.4 mL (4.5 mg) by mouth at bedtime", ["directions-not-as-drawn"]),
        ("Take 4.6 mL (4.5 mg) by mouth at bedtime", [DIFFER, "daily-dose-above-usual"]),
        ("Take 4.4 mL (44 mg) by mouth at bedtime", [DIFFER, TEN]),
        ("Take 45 mL (4.5 mg) by mouth at bedtime", [DIFFER, TEN]),
    ],
)
def test_the_prescribed_dose_beside_the_one_that_is_drawn(directions: str, codes: list[str]) -> None:
    assert found("liquid as drawn", directions) == codes


def test_a_titrations_steps_as_prescribed_and_as_drawn() -> None:
    assert found("odd weeks", "Take 0.8 mL daily for 14 days, then 1.3 mL daily") == []
    assert found("odd weeks", "Take 0.83 mL daily for 14 days, then 1.33 mL daily") == ["directions-not-as-drawn"]
    assert DIFFER in found("odd weeks", "Take 0.82 mL daily for 14 days, then 1.33 mL daily")


def test_a_difference_names_both_doses() -> None:
    (item, *_) = ldn.check_directions(plan_called("liquid"), "Take 45 mL by mouth at bedtime")
    assert "'45 mL' (45 mg)" in item.message
    assert "4.5 mL (4.5 mg)" in item.message
    (item, *_) = ldn.check_directions(plan_called("capsule"), "Take 1 capsule three times a day")
    assert "3 times a day" in item.message
    assert "once a day" in item.message


# --- built directions ---


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "name", ["liquid", "thin liquid", "twice", "counted drops", "capsule", "three capsules", "tablet"]
)
def test_directions_built_from_the_plan_have_no_finding(name: str, language: str, label_of: Make) -> None:
    plan = plan_called(name)
    for timing, when in get_wording(language).timings.items():
        if when.doses == plan.doses_per_day:
            label = label_of(plan, directions=None, timing=timing, language=language)
            assert ldn.check_directions(plan, label.directions, language=language) == ()


# --- every way to a label ---

BAD, GOOD = "Take 45 mL by mouth at bedtime", "Take 4.5 mL (4.5 mg) by mouth at bedtime"
WAYS = [("zebra-4x2", "prescription"), ("syringe-flag-4x1", "syringe")]


def made_now(**changes: Any) -> Any:
    """A plan of today: the clock is the command's own."""
    return make_liquid(made_on=made_today(), profile=HALF_LINES, **changes)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "plan.json").write_text(ldn.to_json(made_now()), encoding="utf-8")
    (tmp_path / "p.toml").write_text('[pharmacy]\nname = "A"\n', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("stock", "design"), WAYS)
def test_the_commands_stop(shop: Path, stock: str, design: str) -> None:
    words = ["--stock", stock, "--design", design, "--patient", "Jane Doe", "--lot", "L1", "--profile", "p.toml"]
    for file in ("plan.json", "jobs.jsonl"):
        for directions, code in ((BAD, 12), (GOOD, 0)):
            row = {"plan": json.loads((shop / "plan.json").read_text(encoding="utf-8")), "directions": directions}
            (shop / "jobs.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
            own = ["--directions", directions] if file == "plan.json" else []
            done = run("check", file, *words, *own, "--json", cwd=shop)
            assert done.returncode == code
            codes = [item["code"] for item in json.loads(done.stdout)["findings"]]
            assert (DIFFER in codes) is (code == 12)
            done = run("print", file, *words, *own, "-o", "label.pdf", "--json", cwd=shop)
            assert done.returncode == code, done.stderr
            assert (shop / "label.pdf").exists() is (code == 0)
            if code:
                assert json.loads(done.stderr)["error"]["code"] == DIFFER
            (shop / "label.pdf").unlink(missing_ok=True)


@pytest.mark.parametrize(("stock", "design"), WAYS)
def test_python_stops_too(label_of: Make, stock: str, design: str) -> None:
    plan = plan_called("liquid")
    with pytest.raises(StopError) as caught:
        ldn.print_labels([label_of(plan, directions=BAD)], stock=stock, design=design, today=TODAY)
    assert (caught.value.code, caught.value.exit_code) == (DIFFER, 12)
    assert {item.code for item in caught.value.findings} == {DIFFER, TEN}
    assert ldn.print_labels([label_of(plan, directions=GOOD)], stock=stock, design=design, today=TODAY)


def test_a_batch_label_has_no_directions_to_compare(label_of: Make) -> None:
    label = label_of(plan_called("liquid"), directions=BAD)
    codes = [item.code for item in ldn.check_label(label, stock="zebra-4x2", design="batch", today=TODAY)]
    assert DIFFER not in codes


def test_what_was_not_compared_is_told_when_it_is_printed(shop: Path) -> None:
    words = ["--stock", "zebra-4x2", "--patient", "Jane Doe", "--profile", "p.toml"]
    said = ["--directions", "Take 4.5 mL at bedtime as needed"]
    done = run("print", "plan.json", *words, *said, "-o", "label.pdf", cwd=shop)
    assert done.returncode == 0
    assert b"[directions-not-compared]" in done.stderr
    assert b"as needed" in done.stderr
    done = run("check", "plan.json", *words, *said, cwd=shop)
    assert done.returncode == 0
    assert b"[directions-not-compared]" in done.stdout


# --- accepted by name ---


def test_a_stop_that_is_accepted_by_name_prints(shop: Path) -> None:
    words = ["--stock", "zebra-4x2", "--patient", "Jane Doe", "--profile", "p.toml", "--directions", BAD]
    some = ["--accept", DIFFER, "--accepted-by", "B. Acceptor"]
    assert run("print", "plan.json", *words, *some, "-o", "label.pdf", cwd=shop).returncode == 12
    both = [*some, "--accept", TEN]
    done = run("print", "plan.json", *words, *both, "-o", "label.pdf", cwd=shop)
    assert done.returncode == 0, done.stderr
    assert b"accepted by B. Acceptor" in done.stderr
    import pypdfium2

    document = pypdfium2.PdfDocument(shop / "label.pdf")
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "Take 45 mL" in text
    assert "Acceptor" not in text
    done = run("print", "plan.json", *words, *both, "-o", "again.pdf", "--json", cwd=shop)
    stops = [item for item in json.loads(done.stdout)["findings"] if item["severity"] == "stop"]
    assert {item["code"]: item["accepted_by"] for item in stops} == {DIFFER: "B. Acceptor", TEN: "B. Acceptor"}
    done = run("check", "plan.json", *words, *both, cwd=shop)
    assert done.returncode == 0
    assert b"PASS" in done.stdout


def test_a_line_of_a_file_accepts_for_itself(shop: Path) -> None:
    plan = json.loads((shop / "plan.json").read_text(encoding="utf-8"))
    rows = [
        {"plan": plan, "directions": BAD, "accept": [DIFFER, TEN], "accepted_by": "B. Acceptor"},
        {"plan": plan, "directions": GOOD},
    ]
    words = ["--stock", "avery-5163", "--patient", "Jane Doe", "--profile", "p.toml", "-o", "two.pdf", "--json"]
    (shop / "jobs.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = run("print", "jobs.jsonl", *words, cwd=shop)
    assert done.returncode == 0, done.stderr
    stops = [item for item in json.loads(done.stdout)["findings"] if item["severity"] == "stop"]
    assert [item["accepted_by"] for item in stops] == ["B. Acceptor"] * 2
    rows[1]["directions"] = BAD
    (shop / "jobs.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert run("print", "jobs.jsonl", *words, cwd=shop).returncode == 12


@pytest.mark.parametrize(
    ("accept", "by", "code"),
    [
        (["directions-difer"], "A", "unknown-finding-code"),
        (["label-differs-from-plan"], "A", "never-accepted"),
        (["beyond-use-passed"], "A", "never-accepted"),
        (["label-date-after-plan"], "A", "never-accepted"),
        (["pharmacy-name-missing"], "A", "never-accepted"),
        (["discard-after-before-making"], "A", "never-accepted"),
        (["date-filled-impossible"], "A", "never-accepted"),
        ([DIFFER], None, "acceptance-without-name"),
        (None, "A", "name-without-acceptance"),
        (DIFFER, "A", "not-a-list"),
    ],
)
def test_what_is_no_acceptance(label_of: Make, accept: Any, by: str | None, code: str) -> None:
    with pytest.raises(InputError) as caught:
        label_of(plan_called("liquid"), directions=BAD, accept=accept, accepted_by=by)
    assert caught.value.code == code
    if code == "unknown-finding-code":
        assert DIFFER in str(caught.value.hint)


def test_an_acceptance_that_is_not_needed_is_said(label_of: Make) -> None:
    label = label_of(plan_called("liquid"), directions=GOOD, accept=[DIFFER], accepted_by="A")
    codes = [item.code for item in ldn.check_label(label, stock="zebra-4x2", today=TODAY)]
    assert codes == ["acceptance-not-needed"]


def test_the_same_directions_are_read_once(label_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = vars(directions_checking)["read_directions"]

    def counted(text: str, **marks: Any) -> Any:
        read.append(text)
        return real(text, **marks)

    monkeypatch.setattr(directions_checking, "read_directions", counted)
    directions_checking.directions_findings.cache_clear()
    plan = make_liquid(profile=HALF_LINES)
    labels = [label_of(plan, directions=GOOD, patient=f"Jane {number}", profile=PHARMACY) for number in range(50)]
    ldn.print_labels(labels, stock="zebra-4x2", today=TODAY)
    assert read == [GOOD]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Take 1 capsule by mouth one hour before bedtime", [OPEN]),
        ("Take 1 capsule by mouth 1 hour before bedtime", [OPEN]),
        (
            "Take 1 capsule by mouth at bedtime, then 1 capsule after 1 hour",
            [DIFFER, "daily-dose-above-reported", OPEN],
        ),
        ("Take 1 capsule by mouth at bedtime, then 1 capsule", [DIFFER, "daily-dose-above-reported"]),
    ],
)
def test_hours_are_no_dose_and_what_follows_then_is(text: str, codes: list[str]) -> None:
    assert found("capsule", text) == codes


def test_a_days_dose_of_the_directions_names_its_factors() -> None:
    """Three doses of a right strength: no lost decimal point is suggested."""
    said = [
        item.message for item in ldn.check_directions(plan_called("capsule"), "Take 1 capsule by mouth every 8 hours")
    ]
    assert any("4.5 mg x 3 doses a day" in message for message in said)
    assert not any("1.35" in message for message in said)
