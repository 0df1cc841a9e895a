"""What a CUPS queue says of itself before anything is sent: whether it takes jobs, whether it prints, its media.

Asked by ``lpstat`` and ``lpoptions``; a print system that cannot be asked is no reason not to print, and is told.
Sources: CUPS manual pages lpstat(1), lpoptions(1), cupsenable(8), "Command-Line Printing and Options"; PWG 5101.1
(names of media).
"""

from __future__ import annotations

import os
import re
import subprocess
from typing import NamedTuple

from ldn_compound.core.errors import FileError, InputError
from ldn_compound.labelling.stock import Stock

_PRINTER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]{0,126}")
_PAPERS = {"Letter": (215.9, 279.4), "A4": (210.0, 297.0)}
_POINTS = re.compile(r"w([0-9.]+)h([0-9.]+)")
_NAMED = re.compile(r"_([0-9.]+)x([0-9.]+)(in|mm)$")
_CUSTOM = "custom."
_MM = {"in": 25.4, "mm": 1.0}
# Media that differ by less are the same: names round to whole points, or to a tenth of a mm.
_SAME_MM = 0.6
_SECONDS = 20
_SHOWN = 30


class Queue(NamedTuple):
    """A queue that was asked.

    Attributes:
        printer: its name.
        medium: what it is told the stock is.
        held: why it prints nothing for now, or None.
        unknown: whether it did not say which media it has.
    """

    printer: str
    medium: str
    held: str | None
    unknown: bool

    def said(self, job: str | None, labels: str) -> str:
        """Return what became of labels that were sent to it.

        >>> Queue("zebra", "w288h144", None, False).said("zebra-12", "2 labels")
        'Sent to the queue zebra as zebra-12: 2 labels, medium w288h144'
        """
        named = f" as {job}" if job else ""
        if self.held is not None:
            return (
                f"Held in the queue {self.printer}{named}: {labels}, medium {self.medium}; the queue is paused "
                f"({self.held}): nothing prints before cupsenable {self.printer}"
            )
        asked = "; it does not say which media it has: look at the first label" if self.unknown else ""
        return f"Sent to the queue {self.printer}{named}: {labels}, medium {self.medium}{asked}"


def ask_queue(printer: str, stock: Stock) -> Queue:
    """Ask a queue whether it takes labels of a stock.

    Parameters:
        printer: the queue's name.
        stock: says the medium.

    Raises:
        InputError: ``bad-printer-name``.
        FileError: ``printer-not-accepting``; ``printer-lacks-medium``, with the media that it has.
    """
    if not _PRINTER.fullmatch(printer):
        needed = "the name of a CUPS queue: letters, digits, _ . @ -"
        raise InputError("bad-printer-name", field="printer", given=printer, needed=needed)
    accepts = _said("lpstat", "-a", printer)
    if "not accepting requests" in accepts:
        needed, hint = "a queue that takes jobs", f"{_reason(accepts)}; let it with cupsaccept {printer}"
        raise FileError("printer-not-accepting", field="printer", given=printer, needed=needed, hint=hint)
    state = _said("lpstat", "-p", printer)
    held = _reason(state) if re.search(rf"^printer {re.escape(printer)} disabled ", state) else None
    media = _media(_said("lpoptions", "-p", printer, "-l"))
    return Queue(printer, _medium(stock, media, printer) if media else media_of(stock), held, not media)


def media_of(stock: Stock) -> str:
    """Return what CUPS is told about the medium.

    >>> from ldn_compound.labelling.catalogue import get_stock
    >>> [media_of(get_stock(name)) for name in ("avery-5163", "dymo-30252", "wrap-60ml")]
    ['Letter', 'w79h252', 'Custom.76.2x38.1mm']
    """
    if stock.media is not None:
        return stock.media
    size = (stock.page_width_mm, stock.page_height_mm)
    named = next((name for name, paper in _PAPERS.items() if paper == size), None)
    return named or f"Custom.{size[0]:g}x{size[1]:g}mm"


def _said(*words: str) -> str:
    """Return what a program of CUPS says, in English; nothing where it fails."""
    environ = {**os.environ, "LC_ALL": "C", "LANG": "C", "LANGUAGE": "C"}
    try:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=_SECONDS, env=environ
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return "" if done.returncode else done.stdout.decode("utf-8", "replace")


def _reason(text: str) -> str:
    """Return the reason that stands below a queue's line."""
    lines = [line.strip() for line in text.splitlines()[1:] if line.strip()]
    return lines[0] if lines else "no reason given"


def _media(text: str) -> tuple[str, ...]:
    """Return the names of media in a list of options such as ``PageSize/Media Size: *Letter w288h144``."""
    for line in text.splitlines():
        option, _, choices = line.partition(":")
        if option.partition("/")[0] in ("PageSize", "media"):
            return tuple(choice.removeprefix("*") for choice in choices.split())
    return ()


def _medium(stock: Stock, media: tuple[str, ...], printer: str) -> str:
    """Return the queue's name of the stock's medium.

    Raises:
        FileError: ``printer-lacks-medium``.
    """
    wanted = media_of(stock)
    for name in media:
        if name.casefold() == wanted.casefold():
            return name
    size = _size(wanted) or (stock.page_width_mm, stock.page_height_mm)
    for name in media:
        own = _size(name)
        if own is not None and all(abs(one - other) <= _SAME_MM for one, other in zip(own, size, strict=True)):
            return name
    if any(name.casefold().startswith(_CUSTOM) for name in media):
        return f"Custom.{size[0]:g}x{size[1]:g}mm"
    shown = ", ".join(media[:_SHOWN]) + (", ..." if len(media) > _SHOWN else "")
    raise FileError(
        "printer-lacks-medium",
        field="printer",
        given=printer,
        needed=f"a queue with the medium {wanted} ({size[0]:g} x {size[1]:g} mm) of {stock.key}",
        hint=f"it has {shown}: on another medium the labels come out in the wrong place; add the size to the queue, or "
        "choose a --stock that it has",
    )


def _size(name: str) -> tuple[float, float] | None:
    """Return width and height in mm of a medium's name, None where it does not say them.

    >>> _size("w288h144"), _size("na_letter_8.5x11in"), _size("Custom.76.2x38.1mm"), _size("Postcard")
    ((101.6, 50.8), (215.9, 279.4), (76.2, 38.1), None)
    """
    if name in _PAPERS:
        return _PAPERS[name]
    points = _POINTS.match(name)
    if points is not None:
        return (round(float(points[1]) / 72 * 25.4, 2), round(float(points[2]) / 72 * 25.4, 2))
    named = _NAMED.search(name.replace("Custom.", "_"))
    if named is not None:
        unit = _MM[named[3]]
        return (round(float(named[1]) * unit, 2), round(float(named[2]) * unit, 2))
    return None
