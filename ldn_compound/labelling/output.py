"""From the PDF to where it goes: a picture, ZPL graphics for a Zebra printer, a CUPS queue."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from typing import Any

from ldn_compound.core.errors import FileError, InputError, LabelError
from ldn_compound.labelling.extras import extra
from ldn_compound.labelling.print_queue import Queue, ask_queue, media_of
from ldn_compound.labelling.stock import Stock

__all__ = ["ask_queue", "media_of", "page_count", "send_to_queue", "to_png", "to_zpl"]

PREVIEW, ZPL = "preview", "zpl"
# A page of ZPL graphics: nothing but its own commands, figures and the picture in hexadecimal.
_ZPL_PAGE = re.compile(
    rb"\^XA\s+\^PW[0-9]+\s+\^LL[0-9]+\s+\^FO0,0\^GFA,[0-9]+,[0-9]+,[0-9]+,[0-9A-Fa-f\s]*\^FS\s+\^XZ\s*"
)
_SECONDS = 60


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has. Needs the extra ``preview``."""
    document = _pdfium("output").PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def to_png(pdf: bytes, *, dpi: int = 300, page: int = 1) -> bytes:
    """Return one page of a PDF as a PNG picture, to look at before it is printed.

    Parameters:
        pdf: of :func:`ldn_compound.labelling.printing.print_labels`.
        dpi: dots an inch.
        page: from 1.

    Raises:
        InputError: ``extra-missing``.
    """
    document = _pdfium("output").PdfDocument(pdf)
    try:
        picture = document[page - 1].render(scale=dpi / 72, grayscale=True).to_pil()
    finally:
        document.close()
    out = BytesIO()
    picture.save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


def to_zpl(pdf: bytes, *, stock: Stock, dpi: int = 203) -> bytes:
    """Return a PDF's pages as ZPL graphics for a Zebra printer.

    The page goes as a picture: no text of a label ever stands in the command stream, so none can become a command.

    Parameters:
        pdf: of :func:`ldn_compound.labelling.printing.print_labels`.
        stock: what it was laid out for; a roll.
        dpi: of the print head, 203 or 300.

    Raises:
        InputError: ``zpl-needs-a-roll``, ``extra-missing``.
        LabelError: ``unexpected-zpl``, a converter that writes more than pictures.
    """
    if stock.kind == "sheet":
        needed = "a roll: ZPL is the language of label printers"
        raise InputError("zpl-needs-a-roll", field="stock", given=stock.key, needed=needed)
    zebrafy = extra("zebrafy", name=ZPL, field="output", what="ZPL")
    text: str = zebrafy.ZebrafyPDF(
        pdf, format="ASCII", dither=False, threshold=128, dpi=dpi, split_pages=True, set_label_size=True
    ).to_zpl()
    zpl = text.encode("ascii")
    rest = _ZPL_PAGE.sub(b"", zpl)
    if rest:
        needed = "pages of graphics and nothing else"
        raise LabelError("unexpected-zpl", field="output", given=rest[:40].decode("ascii", "replace"), needed=needed)
    return zpl


def send_to_queue(pdf: bytes, *, printer: str, stock: Stock, title: str = "labels", queue: Queue | None = None) -> str:
    """Send a PDF to a CUPS queue through ``lp``, at its own size and on its own medium.

    Parameters:
        pdf: the labels.
        printer: the queue's name.
        stock: says the medium.
        title: of the job; it must not name the patient, since queues show it.
        queue: what the queue said of itself; it is asked where that was not done.

    Returns:
        The job's name, such as ``zebra-12``.

    Raises:
        InputError: ``bad-printer-name``.
        FileError: ``no-print-system``, ``printer-refused``, and those of :func:`ask_queue`; ``printer-no-answer``: it
            may print all the same.
    """
    asked = queue or ask_queue(printer, stock)
    options = (f"media={asked.medium}", "print-scaling=none", "sides=one-sided")
    words = ["lp", "-d", printer, "-t", title, *(word for option in options for word in ("-o", option)), "--", "-"]
    try:
        done = subprocess.run(words, input=pdf, capture_output=True, check=False, timeout=_SECONDS)
    except FileNotFoundError as error:
        hint = "install CUPS, or write a PDF with -o and print it at 100 %"
        raise FileError("no-print-system", field="printer", needed="the program lp of CUPS", hint=hint) from error
    except subprocess.TimeoutExpired as error:
        hint = f"lp did not answer for {_SECONDS} seconds; look at the queue before printing again"
        raise FileError("printer-no-answer", field="printer", given=printer, needed="a queue", hint=hint) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip() or f"lp ended with {done.returncode}"
        needed = "a CUPS queue that takes jobs: see lpstat -p"
        raise FileError("printer-refused", field="printer", given=printer, needed=needed, hint=said)
    # "request id is zebra-12 (0 file(s))", in the language of the print system.
    match = re.search(rf"{re.escape(printer)}-[0-9]+", done.stdout.decode("utf-8", "replace"))
    return match[0] if match else printer


def _pdfium(field: str) -> Any:
    extra("PIL", name=PREVIEW, field=field, what="pictures")
    return extra("pypdfium2", name=PREVIEW, field=field, what="pictures of a PDF")
