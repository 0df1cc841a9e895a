"""Read the codes on a printed and scanned label again, and compare them with what the label should carry."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ldn_compound.core.errors import FileError
from ldn_compound.labelling.checking import codes_on
from ldn_compound.labelling.content import Label
from ldn_compound.labelling.design import Design
from ldn_compound.labelling.extras import extra
from ldn_compound.labelling.matrix import EXTRA

_FORMATS = {"code-128": "Code128", "qr": "QRCode", "gs1-datamatrix": "DataMatrix"}


class Read(NamedTuple):
    """One code of a label against what was read.

    Attributes:
        field: of the design.
        kind: of code.
        meant: what it should say.
        read: what a code of that kind says, or None where none could be read.
    """

    field: str
    kind: str
    meant: str
    read: str | None

    @property
    def right(self) -> bool:
        """Whether it was read as it was meant."""
        return self.read == self.meant


def scan(path: Path | str, label: Label, design: Design) -> tuple[Read, ...]:
    """Return how each code of a label reads on a picture of its print.

    Parameters:
        path: a picture, such as a PNG of a flatbed scanner at 300 dpi or more.
        label: what was printed.
        design: how.

    Raises:
        InputError: ``extra-missing``.
        FileError: ``unreadable-picture``.
    """
    zxing = extra("zxingcpp", name=EXTRA, field="scan", what="reading codes")
    pictures = extra("PIL.Image", name=EXTRA, field="scan", what="reading pictures")
    try:
        with pictures.open(path) as picture:
            found = zxing.read_barcodes(picture.convert("L"))
    except (OSError, ValueError, pictures.DecompressionBombError) as error:
        hint = getattr(error, "strerror", None) or str(error)
        raise FileError("unreadable-picture", field="scan", given=str(path), needed="a picture", hint=hint) from error
    read = []
    for field, kind, meant in codes_on(label, design):
        texts = [item.text for item in found if item.format == getattr(zxing.BarcodeFormat, _FORMATS[kind])]
        # The right one where it is there, else whatever stands in its place.
        read.append(Read(field, kind, meant, meant if meant in texts else next(iter(texts), None)))
    return tuple(read)
