"""Routes that the plan has not, in every language; what the directions forbid is none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import StopError
from ldn_compound.core.results import Severity
from ldn_compound.labelling.routes import ROUTES, get_route_words, route_findings
from ldn_compound.labelling.wording import get_wording, languages
from tests.labels.conftest import TODAY, made_today, make_plan
from tests.labels.test_labels_command import run

Make = Callable[..., Any]

# Language, the route of the plan, the directions, and the words that are told.
OTHER = [
    ("en", "oral", "Inject 4.5 mL into the muscle", ["'Inject'", "'into the muscle'"]),
    ("en", "oral", "Apply 4.5 mL to the skin", ["'Apply'", "'to the skin'"]),
    ("en", "oral", "Put 4.5 mL under the tongue", ["'under the tongue'"]),
    ("en", "oral", "Hold under tongue", ["'under tongue'"]),
    ("en", "oral", "1 mL IV at bedtime", ["'IV'"]),
    ("en", "oral", "Give rectally", ["'rectally'"]),
    ("en", "oral", "1 drop in each eye", ["'in each eye'"]),
    ("en", "oral", "Do not swallow. Inject 1 mL", ["'Inject'"]),
    ("en", "oral", "SUBCUTANEOUSLY 1 mL", ["'SUBCUTANEOUSLY'"]),
    ("en", "sublingual", "Take 1 mL by mouth", ["'by mouth'"]),
    ("en", "sublingual", "Take 1 mL orally, inject the rest", ["'orally'", "'inject'"]),
    ("de", "oral", "1 ml unter die Zunge geben", ["'unter die Zunge'"]),
    ("de", "oral", "1 ml spritzen", ["'spritzen'"]),
    ("de", "oral", "1 ml i.m. geben", ["'i.m.'"]),
    ("de", "oral", "auf die Haut auftragen", ["'auf die Haut'", "'auftragen'"]),
    ("de", "sublingual", "1 ml durch den Mund", ["'durch den Mund'"]),
    ("es", "oral", "Inyecte 1 mL en el m\u00fasculo", ["'Inyecte'", "'en el m\u00fasculo'"]),
    ("es", "oral", "Aplique 1 mL sobre la piel", ["'Aplique'", "'sobre la piel'"]),
    ("es", "oral", "Ponga 1 mL debajo de la lengua", ["'debajo de la lengua'"]),
    ("es", "sublingual", "Tome 1 mL por la boca", ["'por la boca'"]),
]  # fmt: skip
SAME = [
    ("en", "oral", "Take 1 capsule by mouth at bedtime"),
    ("en", "oral", "Take 1 capsule. Do not inject. Never apply it to the skin."),
    ("en", "oral", "Stop if a rash appears on the skin or pain in the muscle; tell me if your eyes hurt"),
    ("en", "oral", "IV capsules"),  # a Roman numeral, which another rule names
    ("en", "oral", "I'm told to take 1 capsule"),
    ("en", "sublingual", "Put 1 mL under the tongue, hold for 2 minutes, then swallow"),
    ("en", "sublingual", "Not by mouth: put it under the tongue"),
    ("de", "oral", "1 Kapsel einnehmen, im Mund nicht zerkauen, nicht injizieren"),
    ("de", "sublingual", "1 ml unter die Zunge geben und nach 2 Minuten schlucken"),
    ("es", "oral", "Tome 1 c\u00e1psula por la boca. No inyectar."),
    ("es", "sublingual", "Ponga 1 mL debajo de la lengua"),
]


@pytest.mark.parametrize(("language", "route", "text", "parts"), OTHER)
def test_another_route_stops(language: str, route: str, text: str, parts: list[str]) -> None:
    (found,) = route_findings(text, route=route, language=language)
    assert (found.code, found.severity, found.field) == ("directions-other-route", Severity.STOP, "directions")
    assert found.message == f"the directions say {', '.join(parts)}; the plan is for use {ROUTES[route]}"
    assert found.source


@pytest.mark.parametrize(("language", "route", "text"), SAME)
def test_the_plans_own_route_passes(language: str, route: str, text: str) -> None:
    assert route_findings(text, route=route, language=language) == ()


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("route", ROUTES)
def test_the_programs_own_directions_name_their_own_route(language: str, route: str) -> None:
    assert get_route_words(language).source
    for key, pattern in get_wording(language).directions.items():
        text = pattern.replace("{when}", "x").replace("{mass}", "x")
        found = route_findings(text, route=route, language=language)
        if key.endswith(route):
            assert found == (), (key, text)
        elif route == "oral":
            assert found, (key, text)


def test_a_label_with_another_route_is_not_printed(liquid: Any, plan: Any, label_of: Make) -> None:
    under = ldn.plan_solution(volume="60 mL", dose="0.5 mg", doses_per_day=1, made_on=TODAY, route="sublingual")
    for result, text in (
        (liquid, "Put 0.5 mL (0.5 mg) under the tongue at bedtime"),
        (plan, "Inject 1 capsule"),
        (under, "Take 0.5 mL (0.5 mg) by mouth at bedtime"),
    ):
        label = label_of(result, directions=text, refills=None)
        with pytest.raises(StopError) as caught:
            ldn.print_labels([label], stock="zebra-4x2", today=TODAY)
        assert caught.value.code == "directions-other-route"
    assert "directions-other-route" in [item.code for item in ldn.check_label(label, stock="dymo-30256", today=TODAY)]


# --- what the plan found is told again ---


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    # 4.5 mL is more than goes under the tongue; a capsule of 12 mg is accepted by name.
    made = made_today()
    under = ldn.plan_solution(volume="60 mL", dose="4.5 mg", doses_per_day=1, route="sublingual", made_on=made)
    (tmp_path / "under.json").write_text(ldn.to_json(under), encoding="utf-8")
    codes = [item.code for item in make_plan(strength="12 mg", made_on=made).stops]
    strong = make_plan(strength="12 mg", made_on=made, accept=codes, accepted_by="A. Pharmacist")
    assert "strength-high" in codes
    (tmp_path / "strong.json").write_text(ldn.to_json(strong), encoding="utf-8")
    return tmp_path


def test_a_plans_cautions_are_told_again(shop: Path) -> None:
    given = ["--stock", "zebra-4x2", "--patient", "A. Example"]
    under = ["under.json", *given, "--timing", "bedtime"]
    printed = run("print", *under, "-o", "x.pdf", cwd=shop)
    assert printed.returncode == 0
    assert b"sublingual-volume" in printed.stderr
    document = json.loads(run("print", *under, "-o", "x.pdf", "--json", cwd=shop).stdout)
    assert [item["severity"] for item in document["findings"] if item["code"] == "sublingual-volume"] == ["caution"]
    checked = json.loads(run("check", *under, "--json", cwd=shop).stdout)
    assert "sublingual-volume" in [item["code"] for item in checked["findings"]]
    assert checked["result"]["verdict"] == "pass"
    # What concerns the balance was for the bench.
    plan = ldn.from_json((shop / "under.json").read_text(encoding="utf-8"))
    assert "limit-from-readability" in [item.code for item in plan.findings]
    assert b"limit-from-readability" not in printed.stderr


def test_an_accepted_stop_is_told_with_the_name(shop: Path) -> None:
    words = [
        "strong.json",
        "--stock",
        "zebra-4x2",
        "--patient",
        "A. Example",
        "--directions",
        "Take 1 capsule by mouth",
    ]
    done = run("print", *words, "-o", "x.pdf", cwd=shop)
    assert b"stop accepted by A. Pharmacist" in b" ".join(done.stderr.split())


def test_check_directions_names_the_route_and_reads_by_the_country(liquid: Any) -> None:
    found = ldn.check_directions(liquid, "Inject 0.5 mL (0.5 mg) once daily")
    assert "directions-other-route" in [item.code for item in found]
    profile = ldn.read_profile('[policies]\njurisdiction = "us"\n', name="test")
    plan = make_plan(units_per_dose=1, doses_per_day=1, profile=profile)
    spanish = "Tome 1 c\u00e1psula (4.5 mg) por la boca al acostarse"
    assert ldn.check_directions(plan, spanish, language="es") == ()
    assert "directions-differ" in [
        item.code for item in ldn.check_directions(plan, spanish.replace("4.5", "9"), language="es")
    ]
