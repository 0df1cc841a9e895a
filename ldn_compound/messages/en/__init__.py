"""What findings say, in English: under a finding's code, or under the code and a word more where it has several.

A subject is a module of this package; a key stands in one of them.
"""

from __future__ import annotations

from ldn_compound.messages.en import (
    capsules,
    children,
    components,
    dates,
    dispensing,
    dose,
    drug,
    quality,
    sheet,
    solution,
    tablets,
    titration,
    weighing,
)

MESSAGES: dict[str, str] = {
    key: text
    for subject in (
        capsules,
        children,
        components,
        dates,
        dispensing,
        dose,
        drug,
        quality,
        sheet,
        solution,
        tablets,
        titration,
        weighing,
    )
    for key, text in subject.MESSAGES.items()
}
