"""Which stock carries which design, in which language: found out by laying out plans as they are met at work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ldn_compound.core.errors import LdnError, StopError
from ldn_compound.core.texts import parse_choice, parse_names
from ldn_compound.labelling.catalogue import DEFAULT_DESIGN, design_names, get_design, get_stock, stock_names
from ldn_compound.labelling.checking import Examined
from ldn_compound.labelling.choosing import NO_ROOM, examined_on
from ldn_compound.labelling.content import Pharmacy, require_profile
from ldn_compound.labelling.problems import CodeTooWideError
from ldn_compound.labelling.samples import Place, kinds_for, place_of, places, sample_day, sample_kinds, sample_label
from ldn_compound.labelling.stock import Stock
from ldn_compound.labelling.wording import get_wording

# An English label is a pharmacy's where its profile names no language.
_ENGLISH = "en"


class Obstacle(NamedTuple):
    """What keeps a label from a stock.

    Attributes:
        what: ``width``, ``height`` or ``size`` of the stock, ``room`` for a field, ``code`` (its bars or dots), or the
            code of an error or of a stop.
        field: which field has no room, or is concerned.
        message: in words.
    """

    what: str
    field: str
    message: str


class LabelFit(NamedTuple):
    """Whether a design fits a stock in one language, for one kind of plan.

    Attributes:
        design: as it is asked for; variant: what of it was taken for the stock.
        stock: on what.
        language, jurisdiction: whose words and rules.
        kind: what is made: capsules, tablets, solution, titration or liquid-titration.
        fits: whether such a label prints.
        labels: how many of the stock it takes; 0 where it does not fit.
        points: the largest type on it, of several labels on the first, which what the patient acts on has; 0 where it
            does not fit.
        obstacles: why it does not fit.
    """

    design: str
    variant: str
    stock: str
    language: str
    jurisdiction: str
    kind: str
    fits: bool
    labels: int
    points: float
    obstacles: tuple[Obstacle, ...]


def fit_labels(
    *,
    designs: Iterable[str] | None = None,
    stocks: Iterable[str] | None = None,
    languages: Iterable[str] | None = None,
    kinds: Iterable[str] | None = None,
    profile: Pharmacy | None = None,
    folder: Path | str | None = None,
) -> tuple[LabelFit, ...]:
    """Return for each design, stock, language and kind of plan whether a label fits, and what keeps it from it.

    Each is laid out as it is printed, with names and addresses of usual length: longer ones may not fit where these do.

    Parameters:
        designs: names; all where it is not given. A variant stands for itself alone.
        stocks: names; all where it is not given.
        languages: such as ``de``, each in its own countries; all where it is not given. With a profile, the language
            and the country of the pharmacy.
        kinds: of plans: ``capsules``, ``tablets``, ``solution``, ``titration``, ``liquid-titration``; each design's own
            where it is not given.
        profile: the pharmacy's: its country, name and address in place of those of the samples.
        folder: the pharmacy's own label data, which goes over ours.

    Raises:
        InputError: ``unknown-design``, ``unknown-stock``, ``unknown-language``, ``unknown-choice``, ``not-a-list``,
            ``not-a-profile``.
        DataError, FileError: as :func:`ldn_compound.labelling.catalogue.get_stock`.

    Source: the layout itself; the samples are house values.

    >>> import ldn_compound as ldn
    >>> found = ldn.fit_labels(designs=["prescription"], stocks=["avery-l7160"], languages=["de"], kinds=["capsules"])
    >>> [(item.fits, item.labels > 1) for item in found]
    [(True, True)]
    """
    require_profile(profile)
    keys = _designs(designs, folder)
    found = [get_stock(name, folder) for name in _names(stocks, "stocks", lambda: stock_names(folder))]
    where = _places(languages, profile)
    wanted = _chosen(kinds, sample_kinds(), "kinds") if kinds is not None else None
    return tuple(_fits(keys, found, where, wanted, folder))


def _fits(
    designs: Iterable[str],
    stocks: Iterable[Stock],
    where: Iterable[Place],
    kinds: tuple[str, ...] | None,
    folder: Path | str | None,
) -> Iterator[LabelFit]:
    for name in designs:
        own = [kind for kind in kinds_for(get_design(name, folder)) if kinds is None or kind in kinds]
        for stock in stocks:
            for place in where:
                yield from (fit_of(name, stock, place, kind, folder=folder) for kind in own)


def fit_of(design: str, stock: Stock, place: Place, kind: str, *, folder: Path | str | None = None) -> LabelFit:
    """Return whether one sample fits.

    Parameters:
        design, stock: on what it is laid out.
        place: in which language and country.
        kind: what is made.
        folder: the pharmacy's own label data.
    """
    one = examined_on(sample_label(kind, place), design, stock, sample_day(), folder=folder, told=False)
    obstacles = tuple(_obstacles(one, design, stock, folder))
    return LabelFit(
        design=design,
        variant=one.design.key,
        stock=stock.key,
        language=place.language,
        jurisdiction=place.jurisdiction,
        kind=kind,
        fits=not obstacles,
        labels=0 if obstacles else len(one.placed.every),
        points=0.0 if obstacles else max((line.size for line in one.placed.lines), default=0.0),
        obstacles=obstacles,
    )


def patient_fits(
    stocks: Iterable[Stock], place: Place, *, folder: Path | str | None = None
) -> dict[str, tuple[LabelFit, ...]]:
    """Return by stock whether the patient's own label fits it, a row for each kind of plan.

    Parameters:
        stocks: all that are of interest.
        place: in which language and country.
        folder: the pharmacy's own label data.
    """
    kinds = kinds_for(get_design(DEFAULT_DESIGN, folder))
    return {
        stock.key: tuple(fit_of(DEFAULT_DESIGN, stock, place, kind, folder=folder) for kind in kinds)
        for stock in stocks
    }


def own_place(profile: Pharmacy | None) -> Place:
    """Return the place of a pharmacy in the language of its labels; without a profile the first of the samples."""
    if profile is None:
        return places()[0]
    return place_of(profile, get_wording(str(profile.get("labels.language") or _ENGLISH)).language)


def _designs(given: Iterable[str] | None, folder: Path | str | None) -> tuple[str, ...]:
    names = _names(given, "designs", lambda: design_names(folder))
    found = [get_design(name, folder) for name in names]
    return tuple(design.key for design in found if given is not None or design.variant_of is None)


def _names(given: Iterable[str] | None, field: str, known: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
    return known() if given is None else parse_names(given, field=field)


def _chosen(given: Iterable[str], known: tuple[str, ...], field: str) -> tuple[str, ...]:
    return tuple(parse_choice(name, known, field=field) for name in parse_names(given, field=field))


def _places(given: Iterable[str] | None, profile: Pharmacy | None) -> tuple[Place, ...]:
    if given is None:
        return places() if profile is None else (own_place(profile),)
    asked = [get_wording(key).language for key in parse_names(given, field="languages")]
    if profile is not None:
        return tuple(place_of(profile, language) for language in asked)
    return tuple(place for language in asked for place in places() if place.language == language)


def _obstacles(one: Examined, design: str, stock: Stock, folder: Path | str | None) -> Iterator[Obstacle]:
    for error in one.refusals():
        if error.code == "design-does-not-fit":
            yield _too_small(design, stock, folder)
        elif isinstance(error, CodeTooWideError):
            yield Obstacle("code", str(error.field), f"no room for the code of {_said(error.field)}")
        elif error.code in NO_ROOM:
            yield Obstacle("room", str(error.field), f"no room for {_said(error.field)}")
        elif isinstance(error, StopError):
            stops = (item for item in error.findings if item.stops)
            yield from (Obstacle(item.code, item.field or "", item.message) for item in stops)
        else:
            yield Obstacle(error.code, str(error.field), _line(error))


def _said(field: str | None) -> str:
    return str(field).replace("_", " ")


def _line(error: LdnError) -> str:
    return f"{_said(error.field)}: needed {error.needed}" if error.needed else _said(error.field)


def _too_small(name: str, stock: Stock, folder: Path | str | None) -> Obstacle:
    """Say which measure of a stock is too small for every variant of a design."""
    others = (get_design(other, folder) for other in design_names(folder))
    variants = [get_design(name, folder), *(other for other in others if other.variant_of == name)]
    least_width = min(design.width_mm for design in variants)
    least_height = min(design.height_mm for design in variants)
    wide, high = f"{stock.safe_width_mm:.4g}", f"{stock.safe_height_mm:.4g}"
    if not stock.holds(least_width, 0):
        return Obstacle("width", "design", f"{wide} mm wide inside its margins, {least_width:g} are needed")
    if not stock.holds(0, least_height):
        return Obstacle("height", "design", f"{high} mm high inside its margins, {least_height:g} are needed")
    sizes = {(design.width_mm, design.height_mm) for design in variants}
    # Of two sizes the larger says nothing that the smaller does not.
    least = [one for one in sizes if not any(_within(other, one) for other in sizes - {one})]
    needed = " or ".join(f"{width:g} x {height:g}" for width, height in sorted(least))
    return Obstacle("size", "design", f"{wide} x {high} mm inside its margins, {needed} are needed")


def _within(small: tuple[float, float], large: tuple[float, float]) -> bool:
    return small[0] <= large[0] and small[1] <= large[1]
