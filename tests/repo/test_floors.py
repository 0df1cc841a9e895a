"""Imports go down only: each room of the house knows the floors below it and nothing of those above."""

from __future__ import annotations

from graphlib import TopologicalSorter

import pytest

from tests.repo.places import NAME, imports_of, modules

# From the ground up. Rooms of one line know nothing of each other.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("_version",),
    ("core",),
    ("messages",),
    ("reference",),
    ("settings",),
    ("inputs",),
    ("calc",),
    ("checks",),
    ("plans",),
    ("exchange",),
    ("labelling",),
    ("bulk", "fhir", "records"),
    ("schemas",),
    ("cli",),
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
# The door and the entry point stand outside the house.
OUTSIDE = {NAME, f"{NAME}.__main__"}


def room(module: str) -> str:
    return module.split(".")[1]


def inner_imports(module: str) -> list[tuple[str, int]]:
    return [(name, line) for name, line in imports_of(module) if name.split(".")[0] == NAME]


@pytest.mark.parametrize("module", sorted(set(modules()) - OUTSIDE))
def test_imports_go_down(module: str) -> None:
    assert room(module) in FLOOR, f"{module} stands in no room of the table above: give it a floor"
    for imported, line in inner_imports(module):
        assert imported != NAME, f"{module}:{line} imports the package's own door"
        theirs = room(imported)
        below = FLOOR[theirs] < FLOOR[room(module)]
        assert theirs == room(module) or below, f"{module}:{line} imports {imported}, which is not below it"


@pytest.mark.parametrize("module", sorted(name for name in modules() if name.startswith(f"{NAME}.calc.")))
def test_formulas_know_nothing_of_each_other(module: str) -> None:
    sideways = [name for name, _ in inner_imports(module) if room(name) == "calc"]
    assert not sideways, f"{module} imports {sideways}"


def test_no_circle() -> None:
    graph = {
        module: {name for name, _ in inner_imports(module) if name in modules() and name != module}
        for module in set(modules()) - OUTSIDE
    }
    # static_order raises CycleError, which names the circle.
    assert set(TopologicalSorter(graph).static_order()) >= set(graph)


def test_label_data_are_no_import_package() -> None:
    """A package on PyPI installs a top-level ``labels``: ours is data and is never imported."""
    for module in modules():
        for imported, line in imports_of(module):
            assert imported.split(".")[0] != "labels", f"{module}:{line}"
    assert not [name for name in modules() if "_labels" in name]


def test_the_rooms_of_plans_know_each_other_in_one_direction() -> None:
    """A form's room may use those of weighing and prescription, never the other way round."""
    rooms: dict[str, set[str]] = {}
    for module in (name for name in modules() if name.startswith(f"{NAME}.plans.")):
        own = module.split(".")[2]
        others = (name.split(".")[2] for name, _ in inner_imports(module) if name.startswith(f"{NAME}.plans."))
        rooms.setdefault(own, set()).update(other for other in others if other != own)
    TopologicalSorter(rooms).prepare()
