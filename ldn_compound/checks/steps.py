"""The steps of a schedule that a finding is about, in words."""

from __future__ import annotations

from collections.abc import Sequence

from ldn_compound.core.late_texts import Said
from ldn_compound.messages import say


def steps_text(numbers: Sequence[int]) -> str:
    """Return the numbers of steps in words.

    >>> steps_text([1]), steps_text([1, 2, 3]), steps_text([1, 2, 10])
    ('step 1', 'steps 1 to 3', 'steps 1, 2, 10')
    """
    if len(numbers) == 1:
        return f"step {numbers[0]}"
    if list(numbers) == list(range(numbers[0], numbers[-1] + 1)):
        return f"steps {numbers[0]} to {numbers[-1]}"
    return "steps " + ", ".join(map(str, numbers))


def of_steps(numbers: Sequence[int], message: Said) -> Said:
    """Return a message that names the steps it is about; as it is, where there are none.

    >>> print(of_steps([1, 2], say("size-not-stocked", size="1", stocked="2, 3")))
    steps 1 to 2: size 1 is not among the stocked sizes (2, 3)
    """
    return say("of-steps", steps=steps_text(numbers)) + message if numbers else message
