"""Stock and designs: found by name, checked on loading, a pharmacy's own over ours."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ldn_compound.core.errors import DataError, FileError, InputError
from ldn_compound.labelling.catalogue import (
    data_folder,
    design_names,
    get_design,
    get_stock,
    stock_names,
)

SHEET = (data_folder() / "stock" / "avery-5163.toml").read_text(encoding="utf-8")
FLOW = (data_folder() / "designs" / "batch.toml").read_text(encoding="utf-8")
# A pharmacy's own design of boxes.
DESIGN = """
name = "Shelf label"
audience = "pharmacy"
width_mm = 96.6
height_mm = 45.8
source = "our own"

[[box]]
field = "drug"
x = 0
y = 0
width = 96.6
height = 5.4
greatest = 13
least = 9
lines = 1
bold = true
mandatory = true

[[box]]
field = "lot"
x = 0
y = 5.8
width = 42.4
height = 4.8
greatest = 12
least = 7
lines = 1

[[code]]
field = "lot"
kind = "code-128"
x = 43
y = 6.0
width = 53.6
height = 9.6

[[box]]
field = "quantity"
x = 0
y = 11
width = 42.4
height = 4.0
greatest = 9
least = 7
lines = 1

[[rule]]
x = 0
y = 16.2
width = 96.6
thickness = 0.2

[[box]]
field = "pharmacy_name"
x = 0
y = 42.8
width = 96.6
height = 3.0
greatest = 7.5
least = 6
lines = 1
"""


def own_folder(tmp_path: Path, part: str, name: str, text: str) -> Path:
    (tmp_path / part).mkdir()
    (tmp_path / part / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_avery_5163_covers_a_letter_sheet() -> None:
    # Two labels of 4 in, ten of 2 in on 8.5 x 11 in: 0.5 in above and below, and the same left and right.
    stock = get_stock("avery-5163")
    assert (stock.page_width_mm, stock.page_height_mm) == pytest.approx((8.5 * 25.4, 11 * 25.4))
    assert stock.per_page == 10
    left, top = stock.corner(9)
    assert stock.page_width_mm - (left + stock.label_width_mm) == pytest.approx(stock.left_mm)
    assert stock.page_height_mm - (top + stock.label_height_mm) == pytest.approx(0.5 * 25.4)


def test_zebra_4x2_is_one_label_a_page() -> None:
    stock = get_stock("zebra-4x2")
    assert (stock.page_width_mm, stock.page_height_mm) == pytest.approx((4 * 25.4, 2 * 25.4))
    assert stock.per_page == 1


def test_positions_run_row_by_row() -> None:
    stock = get_stock("avery-5163")
    assert stock.corner(0) == (stock.left_mm, stock.top_mm)
    assert stock.corner(1) == (stock.left_mm + stock.pitch_x_mm, stock.top_mm)
    assert stock.corner(2) == (stock.left_mm, stock.top_mm + stock.pitch_y_mm)


@pytest.mark.parametrize("name", stock_names())
def test_every_stock_loads_and_has_a_source(name: str) -> None:
    assert get_stock(name).source


@pytest.mark.parametrize("name", design_names())
def test_every_design_loads_and_has_a_source(name: str) -> None:
    design = get_design(name)
    assert design.source
    assert design.flow is not None
    # What a patient reads at home is never below 6 pt; on small labels beside it and in the pharmacy 5 pt.
    assert min(sizes.small for sizes in design.flow.sizes) >= (6 if design.audience == "patient" else 5)
    # Whoever sets it, nothing stands closer than this.
    assert design.flow.leading[0] >= 1.15


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("leading = [1.15, 1.35]", "leading = [1.35, 1.15]", "designs/mine.leading"),
        ("leading = [1.15, 1.35]", "leading = 1.2", "designs/mine.leading"),
        ('scale = "pharmacy"', 'scale = "farmacy"', "designs/mine.scale"),
        ('"made_on"]', '"made_on lot"]', "designs/mine.text.lot"),
        ('rows = ["drug"]', 'rows = ["drugs"]', "designs/mine.group.1.rows"),
        ('rows = ["code lot"]', 'rows = ["code lots"]', "designs/mine.group.2.column.2.rows"),
        ('kind = "gs1-datamatrix"', 'kind = "qr"', "designs/mine.code.2.kind"),
        ('drug = { size = "main"', 'drug = { size = "huge"', "designs/mine.text.drug.size"),
        ("drug = { size", "drug = { shade = 1, size", "designs/mine.text.drug.shade"),
        ("most_mm = 14\n", "most_mm = 6\n", "designs/mine.code.1.most_mm"),
    ],
)
def test_a_flowing_design_that_cannot_be_is_refused_on_loading(tmp_path: Path, old: str, new: str, field: str) -> None:
    assert old in FLOW
    folder = own_folder(tmp_path, "designs", "mine", FLOW.replace(old, new, 1))
    with pytest.raises(DataError) as caught:
        get_design("mine", folder)
    assert caught.value.field == field


@pytest.mark.parametrize("name", ["avery-5136", "Avery-5163", "../stock/avery-5163", "", None, 5163, "avery-5163.toml"])
def test_unknown_stock_names_the_known(name: object) -> None:
    with pytest.raises(InputError) as caught:
        get_stock(name)
    assert caught.value.code == "unknown-stock"
    assert "avery-5163" in (caught.value.needed or "")


def test_a_mistyped_name_gets_the_near_one() -> None:
    with pytest.raises(InputError, match="did you mean avery-5163"):
        get_stock("avery-5136")
    with pytest.raises(InputError, match="did you mean prescription"):
        get_design("prescripton")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("pitch_x_mm = 106.3625", "pitch_x_mm = 101.5", "pitch_x_mm"),
        ("pitch_y_mm = 50.8", "pitch_y_mm = 50.7", "pitch_y_mm"),
        ("left_mm = 3.96875", "left_mm = 8", "page_width_mm"),
        ("top_mm = 12.7", "top_mm = 26", "page_height_mm"),
        ("rows = 5", "rows = 6", "page_height_mm"),
        ("rows = 5", "rows = 0", "rows"),
        ("rows = 5", "rows = 5.0", "rows"),
        ("rows = 5", "rows = true", "rows"),
        ('kind = "sheet"', 'kind = "roll"', "kind"),
        ('kind = "sheet"', 'kind = "shete"', "kind"),
        ("safe_margin_mm = 2.5", "safe_margin_mm = -1", "safe_margin_mm"),
        ("label_width_mm = 101.6", 'label_width_mm = "101.6"', "label_width_mm"),
        ("label_width_mm = 101.6", "label_width_mm = nan", "label_width_mm"),
        ("label_width_mm = 101.6", "label_width_mm = inf", "label_width_mm"),
        ("columns = 2", "columns = 2\ncolour = 1", "colour"),
        ("columns = 2", "", "columns"),
    ],
)
def test_a_stock_that_cannot_be_is_refused_on_loading(tmp_path: Path, old: str, new: str, key: str) -> None:
    assert old in SHEET
    folder = own_folder(tmp_path, "stock", "mine", SHEET.replace(old, new, 1))
    with pytest.raises(DataError) as caught:
        get_stock("mine", folder)
    assert caught.value.exit_code == 14
    assert caught.value.field == f"stock/mine.{key}"


def test_margins_that_leave_nothing_are_refused(tmp_path: Path) -> None:
    text = SHEET.replace("label_height_mm = 50.8", "label_height_mm = 5").replace(
        "safe_margin_mm = 2.5", "safe_margin_mm = 3"
    )
    with pytest.raises(DataError) as caught:
        get_stock("mine", own_folder(tmp_path, "stock", "mine", text))
    assert caught.value.field == "stock/mine.safe_margin_mm"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('field = "quantity"\nx = 0\ny = 11', 'field = "quantity"\nx = 0\ny = 10', "designs/mine"),
        ("width = 96.6\nheight = 3.0", "width = 96.7\nheight = 3.0", "designs/mine.box.4"),
        ("width = 96.6\nheight = 3.0", "width = 96.6\nheight = 3.1", "designs/mine.box.4"),
        ('field = "drug"', 'field = "drugs"', "designs/mine.box.1.field"),
        ("greatest = 13\nleast = 9", "greatest = 8\nleast = 9", "designs/mine.box.1.least"),
        ("greatest = 13\nleast = 9", "greatest = 13\nleast = 4", "designs/mine.box.1.least"),
        ("bold = true", 'bold = "yes"', "designs/mine.box.1.bold"),
        ("bold = true", "bolt = true", "designs/mine.box.1.bolt"),
        ("width = 96.6\nthickness = 0.2", "width = 96.6\nweight = 0.2", "designs/mine.rule.1.weight"),
        ("width = 96.6\nthickness = 0.2", "width = 96.7\nthickness = 0.2", "designs/mine.rule.1"),
        ('audience = "pharmacy"', 'audience = "all"', "designs/mine.audience"),
    ],
)
def test_a_design_that_cannot_be_is_refused_on_loading(tmp_path: Path, old: str, new: str, field: str) -> None:
    assert old in DESIGN
    folder = own_folder(tmp_path, "designs", "mine", DESIGN.replace(old, new, 1))
    with pytest.raises(DataError) as caught:
        get_design("mine", folder)
    assert caught.value.field == field


def test_bad_toml_and_bad_bytes_are_data_errors(tmp_path: Path) -> None:
    folder = own_folder(tmp_path, "stock", "mine", "name = \n")
    (folder / "stock" / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    for name in ("mine", "bytes"):
        with pytest.raises(DataError) as caught:
            get_stock(name, folder)
        assert caught.value.code == "bad-toml"


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    folder = own_folder(tmp_path, "stock", "mine", "")
    text = "\ufeff" + SHEET.replace("\n", "\r\n")
    (folder / "stock" / "mine.toml").write_bytes(text.encode("utf-8"))
    assert get_stock("mine", folder).per_page == 10


def test_the_pharmacys_folder_goes_over_ours_and_is_read_again_after_a_change(tmp_path: Path) -> None:
    folder = own_folder(tmp_path, "stock", "avery-5163", SHEET.replace("safe_margin_mm = 2.5", "safe_margin_mm = 4"))
    assert get_stock("avery-5163", folder).safe_margin_mm == 4
    assert get_stock("avery-5163").safe_margin_mm == 2.5
    assert stock_names(folder) == stock_names()
    assert design_names(folder) == design_names()


def test_a_folder_that_is_not_there_is_a_file_error(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        stock_names(tmp_path / "nowhere")
    assert caught.value.exit_code == 16


@pytest.mark.parametrize(
    "make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("nowhere")], ids=["pipe", "folder", "link to nowhere"]
)
def test_what_is_no_file_in_the_pharmacys_folder_is_refused(make: Callable[[Path], None], tmp_path: Path) -> None:
    """A pipe is not waited for, and ours of the same name does not stand in for it."""
    (tmp_path / "stock").mkdir()
    make(tmp_path / "stock" / "new-sheet.toml")
    with pytest.raises(FileError) as caught:
        get_stock("new-sheet", tmp_path)
    assert (caught.value.code, caught.value.exit_code) == ("unreadable", 16)


def test_a_folder_that_cannot_be_listed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the pharmacy's own designs would be gone without a word."""
    (tmp_path / "designs").mkdir()
    path_iterdir = Path.iterdir

    def listed(place: Path) -> Iterator[Path]:
        if place.parent == tmp_path:
            raise PermissionError(13, "Permission denied")
        return path_iterdir(place)

    monkeypatch.setattr(Path, "iterdir", listed)
    with pytest.raises(FileError) as caught:
        design_names(tmp_path)
    assert (caught.value.code, caught.value.hint) == ("unreadable", "Permission denied")


def test_the_readmes_examples_are_accepted(tmp_path: Path) -> None:
    readme = (data_folder() / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"(?:^    .*\n)+", readme, re.MULTILINE)
    stock = next(text for text in examples if "page_width_mm" in text)
    text = "".join(line[4:] + "\n" for line in stock.splitlines())
    assert get_stock("mine", own_folder(tmp_path, "stock", "mine", text)).per_page == 24
