"""The bound by which sizes are passed over: never above what the lines take, and mostly the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ldn_compound.labelling.flow import Sizes, Style
from ldn_compound.labelling.flow_bounds import bound_of
from ldn_compound.labelling.flow_rows import Field, set_row
from ldn_compound.labelling.typesetting import Marks

WORDS = st.lists(
    st.sampled_from(("Take", "1", "capsule", "4.5", "mg", "at", "bedtime", "nalTREXone", "W" * 12, "i")),
    min_size=1,
    max_size=12,
).map(" ".join)


@st.composite
def fields(draw: st.DrawFn) -> Field:
    parts = draw(st.lists(WORDS, min_size=1, max_size=4))
    columns = draw(st.sampled_from((1, 3)))
    lead, bold = draw(st.sampled_from(("small", "second"))), draw(st.booleans())
    style = Style("warnings", "small", lead, bold, 99, columns, "left", False, False)
    words = parts[0].split(" ")
    return Field(
        style,
        "\n".join(parts),
        Marks(
            bold=tuple(draw(st.lists(st.sampled_from([*parts, *words]), max_size=2))),
            apart=tuple(draw(st.lists(st.sampled_from(words), max_size=1))),
            begins=tuple(draw(st.lists(st.sampled_from(words), max_size=1))),
            together=tuple(draw(st.lists(st.sampled_from(parts), max_size=1))),
        ),
    )


@given(fields(), st.floats(60, 400), st.floats(5, 18), st.sampled_from((0.0, 35.0)), st.booleans())
def test_no_row_is_lower_than_its_bound(field: Field, width: float, size: float, tracking: float, keep: bool) -> None:
    sizes = Sizes(size * 1.5, size * 1.2, size)
    blocks, unset = set_row((field,), width, sizes, tracking, keep=keep)
    if unset is None:
        bound = bound_of((field,), tracking, keep=keep).height(sizes, width)
        assert bound <= sum(block.size for block in blocks) + 1e-6


# Sizes by which any width is divided without rounding: a line that just fits does so in every sum.
@given(WORDS, st.integers(60, 400), st.sampled_from((4, 8, 16)))
def test_a_plain_text_is_as_high_as_its_bound(text: str, width: int, size: int) -> None:
    field = Field(Style("directions", "main", "main", False, 99, 1, "left", False, False), text, Marks())
    sizes = Sizes(size, size, size)
    blocks, unset = set_row((field,), width, sizes, 0.0)
    if unset is None:
        assert bound_of((field,), 0.0, keep=False).height(sizes, width) == sum(block.size for block in blocks)
