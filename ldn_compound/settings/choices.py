"""What a setting can be: the names that the reference data has, read only when a setting asks for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache


def fixed(*names: str) -> Callable[[], tuple[str, ...]]:
    """Return a function that gives these names."""
    return lambda: names


def jurisdictions() -> tuple[str, ...]:
    """Return the jurisdictions of the reference data."""
    from ldn_compound.reference.jurisdictions import jurisdiction_keys

    return jurisdiction_keys()


def shells() -> tuple[str, ...]:
    """Return the shell materials of the reference data."""
    from ldn_compound.reference.capsules import shell_keys

    return shell_keys()


def standards_for(setting: str) -> Callable[[], tuple[str, ...]]:
    """Return a function that gives the standards with limits for the form whose standard the setting names."""

    def standards() -> tuple[str, ...]:
        from ldn_compound.reference.forms import forms_with
        from ldn_compound.reference.limits import STANDARDS

        form = next(form.key for form in forms_with("standard") if form.standard == setting)
        return tuple(row.key for row in STANDARDS.all() if any(band.form == form for band in row.bands))

    return standards


def size_names() -> tuple[str, ...]:
    """Return the capsule sizes of the reference data, the largest first."""
    from ldn_compound.reference.capsules import size_keys

    return size_keys()


@cache
def all_sizes() -> tuple[tuple[str, ...], str]:
    """Return the capsule sizes of the reference data with their citation."""
    from ldn_compound.reference.capsules import sizes

    return size_names(), "; ".join(dict.fromkeys(str(size.body_volume.source) for size in sizes()))


@cache
def plate_sizes() -> tuple[tuple[str, ...], str]:
    """Return the capsule sizes that machines usually have plates for, with their citation."""
    from ldn_compound.reference.capsules import sizes

    with_plate = [size for size in sizes() if size.plate]
    return tuple(size.key for size in with_plate), "; ".join(dict.fromkeys(str(size.source) for size in with_plate))


def syringes() -> tuple[str, ...]:
    """Return the oral syringes of the reference data."""
    from ldn_compound.reference.syringes import syringe_keys

    return syringe_keys()


@cache
def all_syringes() -> tuple[tuple[str, ...], str]:
    """Return the oral syringes of the reference data with their citation."""
    from ldn_compound.reference.syringes import syringes as rows

    return syringes(), "; ".join(dict.fromkeys(str(item.source) for item in rows()))


def tracers() -> tuple[str, ...]:
    """Return the tracers of the reference data, and ``none``."""
    from ldn_compound.reference.tracers import tracer_keys

    return ("none", *tracer_keys())


def products() -> tuple[str, ...]:
    """Return the commercial tablets of the reference data, and ``unknown``."""
    from ldn_compound.reference.products import UNKNOWN, product_keys

    return (*product_keys(), UNKNOWN)


def sensitivities() -> tuple[str, ...]:
    """Return the sensitivities of the reference data."""
    from ldn_compound.reference.sensitivities import sensitivity_keys

    return sensitivity_keys()


def reference_fillers() -> tuple[str, ...]:
    """Return the filler keys of the reference data."""
    from ldn_compound.reference.fillers import filler_keys

    return filler_keys()
