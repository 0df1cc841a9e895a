"""A plugin of pytest that writes down how long each test that passes took: ``-p tools.mutation.durations``."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

_SECONDS: dict[str, float] = {}
_FAILED: set[str] = set()
FILE = "MUTATION_DURATIONS"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add what a test, its preparation or its end took; one that fails anyway cannot tell whether something broke."""
    if report.failed:
        _FAILED.add(report.nodeid)
    _SECONDS[report.nodeid] = _SECONDS.get(report.nodeid, 0.0) + report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the file; the workers of pytest-xdist have told all to the one process that does."""
    if not hasattr(session.config, "workerinput"):
        passed = {name: seconds for name, seconds in _SECONDS.items() if name not in _FAILED}
        Path(os.environ[FILE]).write_text(json.dumps(passed), "utf-8")
