"""What the label tests share: plans as the program makes them, and a reader of PDFs that is not ours."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pypdfium2
import pytest
from PIL import Image

import ldn_compound as ldn

TODAY = date(2026, 11, 22)
PHARMACY = {
    "pharmacy.name": "Harbor Light Compounding Pharmacy",
    "pharmacy.address": "1250 Northeast Quay Street, Suite 210, Portland, ME 04101",
    "pharmacy.telephone": "207-555-0100",
}
DIRECTIONS = "Take 1 capsule by mouth at bedtime"


def made_today() -> date:
    """Return today, as the commands read it: their labels are of batches that are made and in date on every day."""
    return datetime.now().date()  # noqa: DTZ005 - the machine's own calendar day, as the command line takes it


def make_plan(**changes: Any) -> Any:
    wanted: dict[str, Any] = {
        "strength": "4.5 mg",
        "count": 90,
        "size": "3",
        "filler": "mcc-ph102",
        "packing_stat": "135 mg",
        "measured": True,
        "units_per_dose": 1,
        "doses_per_day": 1,
        "made_on": TODAY,
    }
    return ldn.plan_capsules(**{**wanted, **changes})


US_PROFILE = ldn.read_profile('[policies]\njurisdiction = "us"\n', name="test")


@pytest.fixture(scope="session")
def plan() -> object:
    return make_plan()


@pytest.fixture(scope="session")
def bare_plan() -> object:
    """A plan that states no dose."""
    return make_plan(units_per_dose=None, doses_per_day=None)


@pytest.fixture(scope="session")
def us_plan() -> object:
    return make_plan(profile=US_PROFILE)


@pytest.fixture(scope="session")
def liquid() -> object:
    return ldn.plan_solution(volume="60 mL", dose="0.5 mg", doses_per_day=1, made_on=TODAY)


@pytest.fixture(scope="session")
def label_of() -> Callable[..., object]:
    def make(result: object, **changes: Any) -> object:
        wanted: dict[str, Any] = {
            "patient": "Jane Doe",
            "directions": DIRECTIONS,
            "prescription_number": "7012345",
            "lot": "20261122-A",
            "prescriber": "Dr. A. Jones",
            "date_filled": TODAY,
            "refills": 2,
            "profile": PHARMACY,
        }
        return ldn.label_for(result, **{**wanted, **changes})

    return make


@pytest.fixture(scope="session")
def lines_of() -> Callable[[bytes], list[list[str]]]:
    """The lines of text of each page, as another program reads them."""

    def read(pdf: bytes) -> list[list[str]]:
        document = pypdfium2.PdfDocument(pdf)
        try:
            texts = [page.get_textpage().get_text_range() for page in document]
        finally:
            document.close()
        # PDFium joins a line that ends in a hyphen to the next one and writes U+FFFE for the hyphen.
        return [text.replace("\ufffe", "-\n").splitlines() for text in texts]

    return read


@pytest.fixture(scope="session")
def pictures_of() -> Callable[[bytes, int], list[Image.Image]]:
    """Every page as a picture in greys at so many dots an inch."""

    def draw(pdf: bytes, dpi: int) -> list[Image.Image]:
        document = pypdfium2.PdfDocument(pdf)
        try:
            pictures = [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
        finally:
            document.close()
        found: list[Image.Image] = []
        for picture in pictures:
            out = io.BytesIO()
            picture.save(out, "PNG")
            found.append(Image.open(out))
        return found

    return draw


@pytest.fixture(scope="session")
def picture_of(pictures_of: Callable[[bytes, int], list[Image.Image]]) -> Callable[[bytes, int], Image.Image]:
    """The first page as a picture in greys at so many dots an inch."""
    return lambda pdf, dpi: pictures_of(pdf, dpi)[0]
