"""In every test: an error carries a registered code."""

from __future__ import annotations

from typing import Any

import pytest

from ldn_compound.checks.codes import CODES
from ldn_compound.core.error_codes import ERROR_CODES
from ldn_compound.core.errors import LdnError

_made = LdnError.__init__


def _checked(self: LdnError, code: str, **parts: Any) -> None:
    assert code in ERROR_CODES or code in CODES, f"{code} is in no registry of codes"
    _made(self, code, **parts)


@pytest.fixture(autouse=True, scope="session")
def registered_codes() -> None:
    """Hold every error that is made in these tests to the registry."""
    LdnError.__init__ = _checked  # type: ignore[method-assign]  # no name of the package changes outside the tests
