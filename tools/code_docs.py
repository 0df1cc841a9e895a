"""Write the kinds of documents and the codes of errors and findings into docs/json.md, from their registries."""

from __future__ import annotations

import sys
from pathlib import Path

from ldn_compound.checks.codes import RULES
from ldn_compound.core.error_codes import ERROR_CODES
from ldn_compound.schemas.kinds import kinds

PAGE = Path(__file__).parents[1] / "docs" / "json.md"
HEADING = "## Kinds of documents\n"


def section() -> str:
    """Return the tables as they stand in the page, to its end."""
    errors = "".join(f"| `{code}` | {meaning} |\n" for code, meaning in sorted(ERROR_CODES.items()))
    findings = "".join(
        f"| `{code}` | {rule.severity.value if rule.severity else 'by what is found'} | {rule.meaning} |\n"
        for code, rule in RULES.items()
    )
    listed = "".join(f"| `{kind}` | {what} |\n" for kind, what in kinds().items())
    return (
        f"{HEADING}\n`ldn-compound schema KIND` prints the schema of each.\n\n"
        f"| kind | holds, or is written by |\n|---|---|\n{listed}\n"
        f"## Codes of errors\n\nAn error that a stop causes carries the code of the finding.\n\n"
        f"| code | means |\n|---|---|\n{errors}\n"
        f"## Codes of findings\n\n| code | severity | means |\n|---|---|---|\n{findings}"
    )


def page() -> str:
    """Return the whole page with the tables as the registries have them."""
    text = PAGE.read_text(encoding="utf-8")
    return text[: text.index(HEADING)] + section() if HEADING in text else f"{text.rstrip()}\n\n{section()}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.exit(0)
