"""What findings say of a schedule of doses."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "dose-very-low.schedule": "one dose of {dose} is below {lowest}: are there that many doses a day?",
    "of-steps": "{steps}: ",
    "step-above-usual": "increments of {step} are larger than the usual {size}: confirm",
    "steps-shorter-than-usual": "a step of {every} is shorter than the usual {length}: confirm",
    "last-increment-differs": "increments of {step} do not land on {to}: the last one is {last_increment}",
    "dose-goes-down": "{down}: the dose goes down, as it was listed",
    "pause-outside-usual": "a pause of {pause} is outside the usual {length}: confirm",
    "restart-not-lower": "the restart at {restart_at} is no lower than the dose before the pause: confirm",
    "outside-preset.value": "{name} {value} is outside the {stated} of {preset_name}",
    "outside-preset.climb": "after the first dose the increments take {climb}, {preset_name} has {stated}",
    "many-capsules-at-a-time": (
        "{steps}: up to {most} capsules at a time; would another strength spare the patient some?"
    ),
    "several-syringes": "the syringe changes at {changes}: show the patient each change",
    "drawn-volume-is-more": (
        "as drawn with the syringes the doses take {drawn}, the exact ones {exact}: fill at least the larger"
    ),
    "supply-past-beyond-use.schedule": (
        "the schedule takes {lasts} days, and one {what} may be used for {usable} days from its making: make "
        "{parts}, each on the first day of its use: {listed}"
    ),
}
