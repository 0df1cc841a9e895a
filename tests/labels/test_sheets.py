"""Sheets: copies and sets, the printer's calibration, many plans in one run, the same bytes again."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import InputError
from ldn_compound.labelling.calibration import EXACT, Calibration, find_calibration, parse_calibrations
from ldn_compound.labelling.catalogue import get_design, get_stock, stock_names
from ldn_compound.labelling.render import render
from ldn_compound.labelling.ruler import entry_of, ruler_page
from tests.labels.conftest import made_today
from tests.labels.test_labels_command import run

TODAY = date(2026, 11, 22)
Make = Callable[..., Any]


def test_copies_one_after_the_other_or_as_sets(plan: Any, label_of: Make, lines_of: Any) -> None:
    labels = [label_of(plan, patient=name) for name in ("Ann", "Bob")]

    def names(**changes: Any) -> list[str]:
        pdf = ldn.print_labels(labels, stock="zebra-4x2", copies=2, today=TODAY, **changes)
        return [page[0] for page in lines_of(pdf)]

    assert names() == ["Ann", "Ann", "Bob", "Bob"]
    assert names(collate=True) == ["Ann", "Bob", "Ann", "Bob"]
    with pytest.raises(InputError):
        names(collate="yes")


def ink(picture: Any) -> tuple[float, ...]:
    return picture.point(lambda value: 255 if value < 128 else 0).getbbox()


def test_a_calibration_moves_and_stretches(plan: Any, label_of: Make, picture_of: Any) -> None:
    def box(calibration: Calibration) -> tuple[float, ...]:
        pdf = ldn.print_labels([label_of(plan)], stock="avery-5163", calibration=calibration, today=TODAY)
        return tuple(value * 25.4 / 300 for value in ink(picture_of(pdf, 300)))

    plain = box(EXACT)
    moved = box(Calibration(right_mm=1.0, down_mm=2.0))
    for before, after, by in zip(plain, moved, (1, 2, 1, 2), strict=True):
        assert after - before == pytest.approx(by, abs=0.1)
    wide = box(Calibration(wide_percent=102.0, high_percent=98.0))
    for before, after, factor in zip(plain, wide, (1.02, 0.98, 1.02, 0.98), strict=True):
        assert after == pytest.approx(before * factor, abs=0.15)


def test_every_page_is_calibrated(plan: Any, label_of: Make) -> None:
    pdf = ldn.print_labels([label_of(plan)] * 2, stock="zebra-4x2", calibration=Calibration(3, 3), today=TODAY)
    document = pypdfium2.PdfDocument(pdf)
    first, second = (ink(page.render(scale=2).to_pil().convert("L")) for page in document)
    document.close()
    assert first == second


@pytest.mark.parametrize("stock", ["avery-5163", "avery-l7160", "zebra-4x2", "dymo-30252"])
def test_the_ruler_page_finds_out_how_far_a_printer_is_off(stock: str, picture_of: Any) -> None:
    """A made-up printer moves by 1.2 and -0.7 mm and draws 0.5 % too wide; the entry brings the crosses back."""
    sheet = get_stock(stock)
    ruler = ruler_page(sheet)

    def printed_at(x: float, y: float) -> tuple[float, float]:
        return 1.2 + x * 1.005, -0.7 + y * 0.996

    entry = entry_of("office", ruler, first=printed_at(*ruler.first), second=printed_at(*ruler.second))
    mend = parse_calibrations(entry)["office"]
    for x, y in (ruler.first, ruler.second):
        sent = (mend.right_mm + x * mend.wide_percent / 100, mend.down_mm + y * mend.high_percent / 100)
        assert printed_at(*sent) == pytest.approx((x, y), abs=0.05)
    # The page itself: the upper cross stands where it says that it stands.
    dpi = 600
    pdf = render([ruler.page], stock=ruler.stock, start_at=1, title="ruler")
    picture = picture_of(pdf, dpi)
    x, y = (round(value * dpi / 25.4) for value in ruler.first)
    near = range(-2, 3)
    assert min(picture.getpixel((x + off_by, y - 40)) for off_by in near) < 128
    assert min(picture.getpixel((x - 40, y + off_by)) for off_by in near) < 128
    assert picture.getpixel((x - 40, y - 40)) > 128


@pytest.mark.parametrize(
    "text",
    [
        "office",
        "office: right 1",
        "office: right 1, up 2",
        "office: right 20, down 0",
        "office: right 1, down 1, wide 90, high 100",
        "office: right 1, down 1; office: right 2, down 2",
        "off ice: right 1, down 1",
        "office: right nan, down 1",
        "office: right 1,5, down 1",
        "",
    ],
)
def test_a_calibration_that_cannot_be(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_calibrations(text)
    assert caught.value.code == "bad-calibration"


def test_a_calibration_is_found_by_its_name() -> None:
    text = "office: right 0.8, down -0.5; back-room: right 0, down 0, wide 99.5, high 100"
    assert find_calibration(text, "office") == Calibration(0.8, -0.5)
    assert find_calibration(text, "back-room").wide_percent == 99.5
    assert find_calibration(text, None) == EXACT
    for entries in (text, None):
        with pytest.raises(InputError) as caught:
            find_calibration(entries, "offise")
        assert caught.value.code == "unknown-calibration"


# --- from the command line ---

LINES = ["--stock", "avery-5163", "--directions", "Take 1 capsule by mouth at bedtime", "--profile", "own.toml"]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    profile = '[pharmacy]\nname = "Harbor Light"\n[labels]\ncalibration = "office: right 1, down 0.5"\n'
    (tmp_path / "own.toml").write_text(profile, encoding="utf-8")
    rows = []
    for strength, patient in (("1.5 mg", "Ann"), ("3 mg", "Bob"), ("4.5 mg", "Cyn")):
        plan = ldn.plan_capsules(
            strength=strength,
            count=30,
            size="3",
            filler="mcc-ph102",
            fill_mass="135 mg",
            made_on=made_today(),
            units_per_dose=1,
            doses_per_day=1,
        )
        rows.append(json.dumps({"plan": json.loads(ldn.to_json(plan)), "patient": patient, "quantity": "30"}))
    (tmp_path / "jobs.jsonl").write_text("\n".join(rows) + "\n\n", encoding="utf-8")
    return tmp_path


def test_many_plans_from_json_lines(shop: Path, lines_of: Any) -> None:
    done = run("print", "jobs.jsonl", *LINES, "--start-at", "9", "--copies", "2", "--collate", "-o", "-", cwd=shop)
    assert done.returncode == 0, done.stderr
    pages = lines_of(done.stdout)
    shown = [[line for line in page if line in ("Ann", "Bob", "Cyn")] for page in pages]
    assert shown == [["Ann", "Bob"], ["Cyn", "Ann", "Bob", "Cyn"]]
    assert "naltrexone hydrochloride 1.5 mg capsules" in pages[0]


def test_the_same_lines_give_the_same_bytes(shop: Path) -> None:
    once = run("print", "jobs.jsonl", *LINES, "-o", "-", cwd=shop)
    again = run("print", "jobs.jsonl", *LINES, "-o", "-", cwd=shop)
    assert once.returncode == again.returncode == 0
    assert once.stdout == again.stdout


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "bad-json"),
        ("[1]", "bad-json"),
        ('{"plan": {}, "patience": "x"}', "unknown-key"),
        ('{"plan": {"schema": "x"}, "patient": "x"}', "bad-schema"),
        ('{"plan": 5}', "bad-json"),
        ("\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "bad-json"),
    ],
)
def test_a_bad_line_is_named(shop: Path, line: str, code: str) -> None:
    good = (shop / "jobs.jsonl").read_text(encoding="utf-8").splitlines()[0]
    (shop / "bad.jsonl").write_text(f"{good}\n{line}\n", encoding="utf-8")
    done = run("print", "bad.jsonl", *LINES, "-o", "x.pdf", "--json", cwd=shop)
    error = json.loads(done.stderr)["error"]
    assert error["code"] == code
    assert "line 2 of bad.jsonl" in error["hint"]
    assert not (shop / "x.pdf").exists()


def test_a_line_that_does_not_fit_stops_all(shop: Path) -> None:
    text = (shop / "jobs.jsonl").read_text(encoding="utf-8").replace('"Cyn"', json.dumps("W" * 90))
    (shop / "bad.jsonl").write_text(text, encoding="utf-8")
    done = run("print", "bad.jsonl", *LINES, "-o", "x.pdf", cwd=shop)
    assert done.returncode == 13
    assert not (shop / "x.pdf").exists()


def test_the_calibration_of_the_profile(shop: Path) -> None:
    plain = run("print", "jobs.jsonl", *LINES, "-o", "-", cwd=shop).stdout
    moved = run("print", "jobs.jsonl", *LINES, "--calibration", "office", "-o", "-", cwd=shop)
    assert moved.returncode == 0
    assert moved.stdout != plain
    assert run("print", "jobs.jsonl", *LINES, "--calibration", "offic", "-o", "-", cwd=shop).returncode == 10


def test_calibrate(tmp_path: Path) -> None:
    done = run("calibrate", "--stock", "avery-5163", "-o", "ruler.pdf", cwd=tmp_path)
    assert done.returncode == 0
    document = pypdfium2.PdfDocument(tmp_path / "ruler.pdf")
    assert "cross 1: 20 mm from the left edge" in document[0].get_textpage().get_text_range()
    document.close()
    words = ["calibrate", "--stock", "avery-5163", "--name", "office", "--cross-1", "19.2,20.5"]
    done = run(*words, "--cross-2", "194.2,259.5", cwd=tmp_path)
    assert b'calibration = "office: right 0.8, down -0.5, wide 100, high 100"' in done.stdout
    assert run(*words, cwd=tmp_path).returncode == 2
    assert run(*words, "--cross-2", "194,2", cwd=tmp_path).returncode == 10
    assert run(*words, "--cross-2", "150.0,259.5", cwd=tmp_path).returncode == 10
    assert run("calibrate", "--stock", "avery-5163", cwd=tmp_path).returncode == 2


# --- stock ---


# Numbers of labels and sizes as the makers print them on the box; the sheets are symmetrical left and right.
@pytest.mark.parametrize(
    ("name", "count", "width_in", "height_in"),
    [("avery-5160", 30, 2.625, 1), ("avery-5161", 20, 4, 1), ("avery-5163", 10, 4, 2)],
)
def test_us_sheets(name: str, count: int, width_in: float, height_in: float) -> None:
    stock = get_stock(name)
    assert stock.per_page == count
    assert (stock.label_width_mm, stock.label_height_mm) == pytest.approx((width_in * 25.4, height_in * 25.4))
    _symmetrical(stock)


@pytest.mark.parametrize(("name", "count", "width"), [("avery-l7160", 21, 63.5), ("avery-l7163", 14, 99.1)])
def test_a4_sheets(name: str, count: int, width: float) -> None:
    stock = get_stock(name)
    assert (stock.per_page, stock.label_width_mm, stock.label_height_mm) == (count, width, 38.1)
    assert (stock.page_width_mm, stock.page_height_mm) == (210, 297)
    _symmetrical(stock)


def _symmetrical(stock: Any) -> None:
    left, top = stock.corner(stock.per_page - 1)
    assert stock.page_width_mm - left - stock.label_width_mm == pytest.approx(stock.left_mm, abs=0.1)
    assert stock.page_height_mm - top - stock.label_height_mm == pytest.approx(stock.top_mm, abs=0.1)


def test_the_columns_of_5160_stand_where_its_witnesses_have_them() -> None:
    # CPAN Paper::Specs, Avery/5160.pm: 8.5 in less two margins of 0.1875 in and three labels of 2.625 in is two gaps.
    stock = get_stock("avery-5160")
    gap = (8.5 - 2 * 0.1875 - 3 * 2.625) / 2
    assert gap == 0.125
    assert stock.left_mm == pytest.approx(0.1875 * 25.4)
    assert stock.pitch_x_mm == pytest.approx((2.625 + gap) * 25.4)


def test_every_sheet_but_one_has_a_second_witness() -> None:
    # A4 with 21 labels has one published source that states its pitch.
    alone = {name for name in stock_names() if get_stock(name).kind == "sheet" and not get_stock(name).witnesses}
    assert alone == {"avery-l7160"}


def test_an_equivalent_is_the_same_sheet() -> None:
    assert get_stock("avery-8160") == get_stock("avery-5160")
    assert get_stock("avery-j8163").key == "avery-l7163"


def test_a_continuous_roll_is_cut_to_the_design(plan: Any, label_of: Make) -> None:
    stock, design = get_stock("brother-dk-22205"), get_design("prescription-58x89")
    cut = stock.cut_for(design.height_mm)
    assert cut.page_height_mm == cut.label_height_mm == design.height_mm + 3 + 3
    assert stock.cut_for(1).page_height_mm == 25.4
    pdf = ldn.print_labels([label_of(plan)], stock="brother-dk-22205", today=TODAY)
    document = pypdfium2.PdfDocument(pdf)
    width, height = document[0].get_size()
    document.close()
    assert (width / 72 * 25.4, height / 72 * 25.4) == pytest.approx((62, 95), abs=0.1)


@pytest.mark.parametrize("name", stock_names())
def test_show_draws_every_stock(name: str) -> None:
    from ldn_compound.labelling.sketch import sketch_stock

    stock = get_stock(name)
    lines = sketch_stock(stock)
    assert max(map(len, lines)) == 76
    assert all(line.isascii() for line in lines)
    # To scale: a character is half as wide as it is high.
    assert len(lines) - 1 == pytest.approx(75 / 2 * stock.page_height_mm / stock.page_width_mm, abs=1)
    if stock.per_page > 1:
        numbers = " ".join(lines).replace("|", " ").split()
        assert [word for word in numbers if word.isdigit()] == [str(n + 1) for n in range(stock.per_page)]


@pytest.mark.parametrize(
    ("name", "design"),
    [
        ("dymo-30252", "batch"),
        ("dymo-99014", "prescription"),
        ("brother-dk-11209", "batch"),
        ("brother-dk-22205", "prescription"),
        ("zebra-2.25x1.25", "quarantine"),
        ("wrap-60ml", "auxiliary"),
        ("syringe-flag-4x1", "auxiliary"),
        ("syringe-flag-4x1", "syringe"),
    ],
)
def test_no_ink_outside_the_safe_area_of_a_roll(
    plan: Any, liquid: Any, label_of: Make, picture_of: Any, name: str, design: str
) -> None:
    result = liquid if design == "syringe" else plan
    label = label_of(result, reason="identity test pending", directions=None if design == "syringe" else "Take 1 daily")
    try:
        pdf = ldn.print_labels([label], stock=name, design=design, today=TODAY)
    except ldn.LdnError as error:
        # The flag's one panel is too narrow for the warnings; it says so and prints nothing.
        assert (error.code, name, design) == ("design-does-not-fit", "syringe-flag-4x1", "auxiliary")
        return
    dpi = 1200
    picture = picture_of(pdf, dpi)
    box = tuple(value * 25.4 / dpi for value in ink(picture))
    stock = get_stock(name)
    width, height = (side * 25.4 / dpi for side in picture.size)
    slack = 2 * 25.4 / dpi
    assert box[0] >= stock.safe_left_mm - slack
    assert box[1] >= stock.safe_top_mm - slack
    assert box[2] <= width - stock.safe_right_mm + slack
    assert box[3] <= height - stock.safe_bottom_mm + slack


def test_a_long_run_shows_how_far_it_is_on_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ldn_compound.cli import progress

    clock = iter(range(0, 1000, 1))
    monkeypatch.setattr("ldn_compound.cli.progress.time.monotonic", lambda: float(next(clock)))
    for terminal in (False, True):
        monkeypatch.setattr("sys.stderr.isatty", lambda terminal=terminal: terminal, raising=False)
        bar = progress.ProgressBar(10)
        for _ in range(10):
            bar.add(1)
        bar.end()
        shown = capsys.readouterr().err
        assert ("%" in shown) is terminal
        assert shown.isascii()
    # The last line is taken away again.
    assert shown.endswith("\r")
