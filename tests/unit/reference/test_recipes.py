"""Facts on tablets, against their sources; and the reading of a pharmacy's own recipe."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ldn_compound.core.errors import InputError
from ldn_compound.core.sources import Certainty
from ldn_compound.reference import recipes
from ldn_compound.reference.fillers import filler_keys, get_filler


def test_moulds() -> None:
    """Pharmacy Times, July 2007: moulds of about 60, 100, 200 mg; two thirds vehicle; lactose 80 with sucrose 20."""
    known = recipes.mould()
    assert (known.mass.low.value, known.mass.high.value) == (60, 200)
    assert known.vehicle.share == Fraction(2, 3)
    shares = {part.name: part.share.value for part in recipes.base_parts("triturate-lactose-sucrose")}
    assert shares == {"lactose monohydrate": Fraction(8, 10), "sucrose": Fraction(2, 10)}
    assert "60" in recipes.wetting().name
    assert "40" in recipes.wetting().name


@pytest.mark.parametrize("key", recipes.BASES.keys())
def test_the_parts_of_a_base_are_all_of_it(key: str) -> None:
    parts = recipes.base_parts(key)
    assert sum(part.share.value for part in parts) == 1
    assert "tablet-base" in get_filler(key).roles
    contained = {name for part in parts if part.filler for name in get_filler(part.filler).contains}
    assert contained <= set(get_filler(key).contains), "the base contains what its parts do"


@pytest.mark.parametrize("key", recipes.use_keys())
def test_a_use_is_one_of_the_excipients_roles(key: str) -> None:
    use = recipes.get_use(key)
    assert use.role in get_filler(key).roles
    assert use.usual.high.value < use.most.value.value


@pytest.mark.parametrize("key", recipes.recipe_keys())
def test_a_recipe_is_marked_as_general_knowledge(key: str) -> None:
    recipe = recipes.get_recipe(key)
    assert recipe.source.certainty is Certainty.REFERENCE
    assert {name for name, _ in recipe.shares} <= set(filler_keys())
    assert [share for _, share in recipe.shares].count(recipes.REST) == 1
    lubricants = [name for name, _ in recipe.shares if "lubricant" in get_filler(name).roles]
    assert len(lubricants) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[excipients]\n",
        "[excipient]\nmcc-ph102 = 'rest'\n",
        "excipients = 4",
        "[excipients]\nmcc-ph102 = 45\n",
        "[excipients]\nmcc-ph102 = 45.5\n",
        "[excipients]\nmcc-ph102 = '45 %'\nmcc-ph102 = 'rest'\n",
        "[excipients]\nmcc-ph102.x = '45 %'\n",
        "[excipients]\nmcc-ph102 = '45 %'\n[other]\n",
        "not toml at all",
        "x = " + "[" * 100_000,
        "[excipients]\nx = " + "9" * 20_000 + "\n",
        None,
        4,
    ],
)
def test_what_is_no_recipe_is_refused(text: object) -> None:
    with pytest.raises(InputError) as caught:
        recipes.read_recipe(text)
    assert caught.value.code == "bad-recipe"
    assert caught.value.field == "recipe"
    assert len(str(caught.value)) < 1000
