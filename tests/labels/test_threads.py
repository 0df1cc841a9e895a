"""Everything that is drawn, from many threads and processes at once, beside a program that draws with ReportLab."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import ldn_compound as ldn
from ldn_compound.core.errors import LabelError
from ldn_compound.labelling.paper import Paper
from ldn_compound.labelling.placed import PlacedLine

SCRIPT = Path(__file__).with_name("many_threads.py")
PACKAGE = Path(ldn.__file__).parent.parent
NAMES, KINDS = 6, 4


def started(threads: int, how: str, seed: str) -> subprocess.Popen[str]:
    """Start a process with another order of its sets."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(PACKAGE)}
    command = [sys.executable, str(SCRIPT), str(threads), how]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def told() -> list[dict[str, Any]]:
    """What three processes said that ran at once: 16 threads cold, 16 beside another program, six threads."""
    running = [started(16, "alone", "1"), started(16, "beside", "2"), started(NAMES, "alone", "3")]
    said = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], [errors for _, errors in said]
    return [json.loads(output) for output, _ in said]


def test_no_thread_fails(told: list[dict[str, Any]]) -> None:
    assert [one["failed"] for one in told] == [[], [], []]


def test_the_same_input_gives_the_same_bytes_in_every_thread_and_process(told: list[dict[str, Any]]) -> None:
    for one in told:
        assert len(one["digests"]) == NAMES * KINDS
        assert {key: len(value) for key, value in one["digests"].items()} == dict.fromkeys(one["digests"], 1)
    assert told[0]["digests"] == told[1]["digests"] == told[2]["digests"]
    # A name changes its own pages, so that it was not one page that was drawn over and over.
    assert len({value for key, (value,) in told[0]["digests"].items() if key.startswith("label ")}) == NAMES


def test_nothing_of_reportlab_is_changed(told: list[dict[str, Any]]) -> None:
    assert told[1]["changed"] == []


def test_another_programs_pages_stay_as_they_are(told: list[dict[str, Any]]) -> None:
    assert len(told[1]["host"]) == 1


def test_a_text_that_would_be_drawn_otherwise_is_refused() -> None:
    from io import BytesIO

    paper = Paper(BytesIO(), (200, 200))
    # 'Ω' is in the face, the Chinese letter is not: ReportLab would draw an empty box in its place, and say nothing.
    paper.write([PlacedLine("patient", "4.5 mg\u00a0Ω", 0, 10, 8, "regular")])
    with pytest.raises(LabelError) as caught:
        paper.write([PlacedLine("patient", "4.5 mg 張", 0, 10, 8, "regular")])
    assert (caught.value.code, caught.value.field, caught.value.exit_code) == ("drawn-text-differs", "patient", 13)
