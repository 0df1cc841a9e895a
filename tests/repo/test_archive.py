"""The package in a zip archive, as a zipapp holds it: it reads its data there, and says the same."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ldn_compound.labelling.catalogue import data_folder
from tests.repo.places import PACKAGE

SAID = """
import hashlib
import ldn_compound as ldn
from ldn_compound.labelling.catalogue import stock_names
from ldn_compound.labelling.wording import languages
from ldn_compound.records.worksheet.writing import worksheet

plan = ldn.plan_capsules(
    strength="4.5 mg", count=90, size="3", filler="mcc-ph102", packing_stat="135 mg", doses_per_day=1,
    made_on="2026-11-22",
)
label = ldn.label_for(plan, patient="Jane Doe", timing="bedtime", prescription_number="7012345")
pdf = ldn.print_labels([label], stock="avery-5163", today="2026-11-22")
print(ldn.__file__.replace("\\\\", "/").rpartition("/ldn_compound/")[0].endswith(".zip"))
print(hashlib.sha256(ldn.to_json(plan).encode()).hexdigest())
print(hashlib.sha256(pdf).hexdigest(), hashlib.sha256(worksheet(plan)).hexdigest())
print(len(stock_names()), languages(), ldn.from_json(ldn.to_json(plan)) == plan)
"""


def said(place: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-P", "-c", SAID],
        env={**os.environ, "PYTHONPATH": str(place)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("archive") / "package.zip"
    labels = Path(str(data_folder()))
    with zipfile.ZipFile(target, "w") as zipped:
        for folder, name in ((PACKAGE, "ldn_compound"), (labels, "ldn_compound/_labels")):
            for file in sorted(folder.rglob("*")):
                ours = folder is labels or labels not in file.parents
                if file.is_file() and ours and "__pycache__" not in file.parts:
                    zipped.write(file, f"{name}/{file.relative_to(folder).as_posix()}")
    return target


def test_the_program_is_the_same_in_an_archive(archive: Path) -> None:
    inside, outside = said(archive), said(PACKAGE.parent)
    assert (inside[0], outside[0]) == ("True", "False")
    assert inside[1:] == outside[1:]
    assert len(inside) == 4
